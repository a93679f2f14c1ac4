"""The labelling page itself: Label Studio's HTML, at our address, leading back to our pages."""

from __future__ import annotations

import re

from flask import Response, make_response, redirect

from annotator.schemes.editor_script import EDITOR_SCRIPT
from annotator.web.context import get_settings
from annotator.web.gateway.call import Call
from annotator.web.gateway.refusals import HOME, Refused

PREFIX = "/labeling"
SCRIPT = "/annotator.js"

# Label Studio's scripts are its own files and a few inline ones; nothing is loaded from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HOSTNAME = re.compile(r'hostname:\s*"(https?://[^"]+)"')


def labelling_page(call: Call) -> Response:
    number = call.place.own_project
    if "labeling" not in call.query:  # the data manager, which lists everything
        return make_response(redirect(f"{PREFIX}/projects/{number}/data?labeling=1"))
    response = call.session.send("GET", f"/projects/{number}/data/", {"labeling": 1})
    if response.status_code != 200:
        raise Refused("Label Studio does not have this study (any more).", 404)
    answer = make_response(rewrite(response.text, get_settings().origin))
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def rewrite(html: str, origin: str) -> str:
    """Label Studio writes its own address into the page; put `origin` (ours) there instead."""
    found = _HOSTNAME.search(html)
    if found:
        html = html.replace(found[1].rstrip("/"), origin + PREFIX)
    tag = f'<script src="{PREFIX}{SCRIPT}"></script>'
    return html.replace("</head>", tag + "</head>", 1)


def our_script(call: Call) -> Response:
    """What runs in the page before Label Studio's own scripts.

    Its menu and links change the address by script: lead them to our pages. And what the codebook
    asks of the editor: see `annotator.schemes.editor_script`.
    """
    answer = make_response(_MENU + EDITOR_SCRIPT)
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


_MENU = (
    (
        """"use strict";
(function () {
  var home = "HOME", prefix = "PREFIX";
  function leaves(address) {
    var url = new URL(address, location.href);
    if (url.origin !== location.origin) return false;
    if (!url.pathname.startsWith(prefix)) return false;
    return url.pathname !== location.pathname;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#") || !leaves(link.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    location.assign(home);
  }, true);
  ["pushState", "replaceState"].forEach(function (name) {
    var original = history[name];
    history[name] = function (state, title, address) {
      if (address && leaves(address)) { location.assign(home); return undefined; }
      return original.apply(history, arguments);
    };
  });
})();
"""
    )
    .replace("HOME", HOME)
    .replace("PREFIX", PREFIX)
)
