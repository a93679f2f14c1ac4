"""JSON as pages' templates write it: wrapped, with a comma too few or too many, or cut off."""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["read_mended"]

_OPENS = re.compile(r"[{\[]")
_TOO_MANY = re.compile(r",(\s{0,200}[}\]])")
_TOO_FEW = re.compile(r"([\"}\]\d]|true|false|null)(\s{0,20}\n\s{0,200}\")")
_WRONG_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_MEMBER = r"\"%s\"\s{0,9}:\s{0,9}\"((?:[^\"\\\n]|\\.){1,400})\""
_KIND = re.compile(_MEMBER % "@type")
_SAID = {key: re.compile(_MEMBER % key) for key in ("headline", "datePublished", "description")}
_AUTHOR = re.compile(
    r"\"author\"\s{0,9}:\s{0,9}[\[{\s]{1,60}(?:\"@type\"\s{0,9}:\s{0,9}\"Person\"\s{0,9},\s{0,60})?"
    + _MEMBER % "name"
)


def read_mended(text: str) -> Any:
    """The value that a script's text holds; what can still be told of an article where it is
    broken beyond that. Raises ValueError where nothing can.

    >>> read_mended('//<![CDATA[ {"@type": "NewsArticle", "headline": "A",} //]]>')["headline"]
    'A'
    """
    try:
        return json.loads(text, strict=False)
    except ValueError:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    opens = _OPENS.search(text)
    text = text[opens.start() :] if opens else ""
    mended = _WRONG_ESCAPE.sub("", _TOO_FEW.sub(r"\1,\2", _TOO_MANY.sub(r"\1", text)))
    try:
        # What stands behind the value is another's, or a brace too many.
        return json.JSONDecoder(strict=False).raw_decode(mended)[0]
    except ValueError:
        return _told(mended)


def _told(text: str) -> dict[str, Any]:
    """The few members that matter, each by itself, of a value that cannot be read as a whole."""
    kinds = _KIND.findall(text)
    kind = next((one for one in kinds if one.endswith(("Article", "BlogPosting"))), "")
    if not kind:
        raise ValueError("no article is told of")
    told: dict[str, Any] = {"@type": kind}
    for key, said in _SAID.items():
        if found := said.search(text):
            told[key] = _unescaped(found[1])
    if found := _AUTHOR.search(text):
        told["author"] = {"name": _unescaped(found[1])}
    return told


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
