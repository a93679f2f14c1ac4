"""Label Studio's own scripts, styles and fonts, handed through as they come."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
from flask import Response, make_response, request

from annotator.web.gateway.call import Call
from annotator.web.gateway.upstream import Upstream

# Versions come in the address (or as an ETag): a day in the browser's own cache is safe.
CACHING = "private, max-age=86400"
_ASKED = ("If-None-Match", "If-Modified-Since")
_GIVEN = ("Content-Type", "Content-Encoding", "Content-Length", "ETag", "Last-Modified")


def static_file(call: Call) -> Response:
    query = {"v": call.query["v"]} if "v" in call.query else {}
    return stream(call.session.upstream, call.path, query)


def stream(upstream: Upstream, path: str, query: dict[str, str]) -> Response:
    """The file, piece by piece, in the encoding Label Studio sends it."""
    headers = {name: request.headers[name] for name in _ASKED if name in request.headers}
    takes_gzip = request.accept_encodings.quality("gzip") > 0
    headers["Accept-Encoding"] = "gzip" if takes_gzip else "identity"
    upstream_answer = upstream.open_file(path, query, headers)
    if upstream_answer.status_code not in (200, 304):
        upstream_answer.close()
        return make_response("", 404 if upstream_answer.status_code == 404 else 503)
    answer = Response(_pieces(upstream_answer), upstream_answer.status_code)
    answer.call_on_close(upstream_answer.close)
    for name in _GIVEN:
        if name in upstream_answer.headers:
            answer.headers[name] = upstream_answer.headers[name]
    answer.headers["Cache-Control"] = CACHING
    return answer


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_raw()
    finally:
        response.close()
