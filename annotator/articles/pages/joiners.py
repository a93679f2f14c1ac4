"""Characters without a shape of their own, carried safely through an extractor that drops them.

Joiners, marks of direction, soft hyphens and no-break spaces belong to the text: without them a
Persian word is another word, and an emoji of a family falls apart. Letters of a script that no
news is written in stand for them meanwhile.
"""

from __future__ import annotations

import re

from lxml import html

_CARRIED = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\u00ad"
)
_SPACES = "\u00a0\u202f\u2007"
_FIRST = 0x10600  # Linear A
_OUT = {ord(char): chr(_FIRST + i) for i, char in enumerate(_CARRIED)}
_SPACES_OUT = {char: chr(_FIRST + len(_CARRIED) + i) for i, char in enumerate(_SPACES)}
_BACK = {ord(letter): chr(char) for char, letter in _OUT.items()} | {
    ord(letter): char for char, letter in _SPACES_OUT.items()
}
_SEEN = re.compile(f"[{_CARRIED}{_SPACES}]")
_PUT = re.compile(f"[{''.join(map(chr, _BACK))}]")
_INNER_SPACE = re.compile(rf"(?<=[^\s{_CARRIED}])[{_SPACES}](?=[^\s{_CARRIED}])")
_VISIBLE = re.compile(rf"[^\s{_CARRIED}]")


def hide(page: html.HtmlElement) -> None:
    """Put letters for the characters, everywhere in the page's text."""
    if not _SEEN.search(page.text_content()):  # as most pages have none
        return
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            if element.text and _SEEN.search(element.text):
                element.text = _hidden(element.text)
            if element.tail and _SEEN.search(element.tail):
                element.tail = _hidden(element.tail)


def show(text: str) -> str:
    """Put the characters back."""
    return text.translate(_BACK) if _PUT.search(text) else text


def _hidden(text: str) -> str:
    if not _VISIBLE.search(text):  # an empty paragraph's filling
        return text
    return _INNER_SPACE.sub(lambda m: _SPACES_OUT[m[0]], text).translate(_OUT)
