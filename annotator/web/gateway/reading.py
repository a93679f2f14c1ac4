"""Taking a request apart: what came is read strictly, and nothing is kept as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlsplit

from flask import Request

from annotator.settings import Settings
from annotator.web.gateway.checks import Check
from annotator.web.gateway.keepable import check_amount
from annotator.web.gateway.refusals import Refused

SAFE_METHODS = ("GET", "HEAD")
_PATH = re.compile(r"/|(/[A-Za-z0-9_@~-][A-Za-z0-9_@~.-]*)+/?")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def read_path(request: Request, prefix: str) -> str:
    """The path below `prefix`. Refuses every spelling but the plain one.

    Label Studio decodes `%2f` and its patterns are not anchored, so that two spellings could mean
    one thing to us and another to it.
    """
    sent = str(request.environ.get("REQUEST_URI") or request.path).partition("?")[0]
    if sent.startswith(("http://", "https://")):  # a proxy's absolute form
        sent = urlsplit(sent).path
    path = request.path.removeprefix(prefix) or "/"
    if "%" in sent or not _PATH.fullmatch(path):
        raise Refused("This address is not one that the labelling page asks for.")
    return path


def read_query(request: Request, allowed: Mapping[str, Check]) -> dict[str, Any]:
    """Checked values by name. A name we do not know, or one that comes twice, is refused."""
    try:
        text = request.query_string.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:  # UnicodeDecodeError is one
        raise Refused("The query of this address cannot be read.", 400) from None
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            # Django reads the last one and Flask the first: one of us would be deceived.
            raise Refused(f"The query has {name[:20]!r} twice.", 400)
        if name not in allowed:
            raise Refused("The query of this address is not what the labelling page sends.")
        values[name] = allowed[name](value)
    return values


def read_body(request: Request, allowed: Mapping[str, Check], settings: Settings) -> dict[str, Any]:
    """Checked values by name; a name that is not allowed is left out, as are empty values."""
    if request.mimetype != "application/json":
        raise Refused("Only JSON is taken here (Content-Type: application/json).", 415)
    most = settings.max_annotation_bytes
    _refuse_above(most, request.content_length or 0)
    data = request.stream.read(most + 1)  # a length may not be said at all
    _refuse_above(most, len(data))
    try:
        body = json.loads(data or b"{}", parse_constant=_not_a_number)
    except (ValueError, RecursionError):
        raise Refused("The body is not valid JSON.", 400) from None
    if not isinstance(body, dict):
        raise Refused("The body must be a JSON object.", 400)
    checked = {name: check(body[name]) for name, check in allowed.items() if name in body}
    check_amount(checked.get("result", ()), settings.max_marks)
    return {name: value for name, value in checked.items() if value is not None}


def _refuse_above(most: int, length: int) -> None:
    if length > most:
        raise Refused(
            f"The marks and notes of this article have {length / 2**20:.1f} MB; "
            f"{most / 2**20:.1f} MB are the most that can be saved. What was saved before is safe. "
            "Remove some marks, then save again, or ask the study's manager to split the article.",
            413,
        )


def _not_a_number(word: str) -> NoReturn:
    raise ValueError(word)  # NaN and Infinity are not JSON, though Python reads them


def check_origin(request: Request, settings: Settings) -> None:
    """The gateway's protection against other sites' pages: Label Studio's page has no token.

    Every browser names the page a changing request comes from; one that names none, or another
    address than ours, is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in (None, "same-origin") or (site is None and origin is None):
        raise Refused("This request does not come from the labelling page.")
    if origin is not None and not is_ours(origin, settings):
        raise Refused(
            f"This request comes from another address than {settings.origin}. "
            "Open the tool there, or set ANNOTATOR_ORIGIN to the address people use."
        )


def is_ours(origin: str, settings: Settings) -> bool:
    """Is `origin` the configured one (where `localhost` and `127.0.0.1` are the same machine)?"""
    if origin == settings.origin:
        return True
    try:
        came, known = urlsplit(origin), urlsplit(settings.origin)
        same_port = came.port == known.port and came.scheme == known.scheme
    except ValueError:
        return False
    both_here = came.hostname in _LOOPBACK and known.hostname in _LOOPBACK
    plain = origin == f"{came.scheme}://{came.netloc}" and "@" not in came.netloc
    return same_port and both_here and plain
