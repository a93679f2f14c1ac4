"""Headers of every page of ours: what a browser may load, and who may frame it.

Pages under `/labeling/` are Label Studio's; the gateway sets their headers itself.
"""

from __future__ import annotations

import secrets
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, redirect, request
from flask.typing import ResponseReturnValue

from annotator.web.context import get_settings

__all__ = ["GATEWAY_PREFIX", "init_app", "style_nonce"]

GATEWAY_PREFIX = "/labeling"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def init_app(app: Flask) -> None:
    app.before_request(_lead_to_the_one_address)
    app.after_request(_add_headers)
    app.jinja_env.globals["style_nonce"] = style_nonce


def style_nonce() -> str:
    """Allows this answer's own <style> (the labels' colours come from the codebook)."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    nonce: str = g.style_nonce
    return nonce


def is_labeling(path: str) -> bool:
    return path == GATEWAY_PREFIX or path.startswith(GATEWAY_PREFIX + "/")


def _lead_to_the_one_address() -> ResponseReturnValue | None:
    """`localhost` and `127.0.0.1` are two sites to a browser: lead to the one we are known by.

    A sign-in at one would not count at the other, and Label Studio's page works at one only.
    """
    known = urlsplit(get_settings().origin)
    asked = urlsplit(f"//{request.host}")
    both_here = known.hostname in _LOOPBACK and asked.hostname in _LOOPBACK
    if request.method != "GET" or not both_here or asked.hostname == known.hostname:
        return None
    if asked.port != known.port:
        return None
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(get_settings().origin + quote(request.path) + query)


def _add_headers(response: Response) -> Response:
    if is_labeling(request.path):
        return response
    nonce = f" 'nonce-{g.style_nonce}'" if "style_nonce" in g else ""
    policy = (
        "default-src 'self'; script-src 'self'; "
        f"style-src 'self'{nonce}; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        # A shared computer keeps nothing; stylesheets and the drawing library say otherwise.
        "Cache-Control": "no-store",
    }
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response
