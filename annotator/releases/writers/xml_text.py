"""Texts as attributes of XML, which cannot hold every character."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from annotator.releases.tally import Tally

__all__ = ["quoted"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile("[ !#-%'-;=?-~]*")  # what an attribute holds as it is


def quoted(value: str | int, tally: Tally) -> str:
    """
    >>> quoted('a "b" <c>\\n', Tally())
    '\\'a "b" &lt;c&gt;&#10;\\''
    """
    text = str(value)
    if _PLAIN.fullmatch(text):  # most are offsets and labels, by the million
        return f'"{text}"'
    bad = len(_NOT_XML.findall(text))
    tally.lose("characters that XML cannot hold", "written as U+FFFD", bad)
    return quoteattr(_NOT_XML.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
