"""What a page's markup calls an author's name: by its class, or by the page that it links to."""

from __future__ import annotations

import re
from itertools import islice

from lxml import html

from annotator.articles.bylines import is_name, is_role

__all__ = ["CALLED_AUTHOR", "called", "is_called_author"]

CALLED_AUTHOR = re.compile(
    r"author|byline|contributor|writer|redakt|autor|auteur|reader-credits|"
    r"(?<!sort[_-])(?<!order[_-])(?<!powered[_-])(?<!sponsored[_-])(?<!presented[_-])"
    r"(?<![^\W_])by(?:$|[\s_-])",
    re.IGNORECASE,
)
_PAGE_OF_AUTHOR = re.compile(
    r"/(?:authors?|autor(?:e[sn]|in|i)?|auteurs?|redakt\w{1,8}|staff|reporters?|journalists?|"
    r"journalistes?|contributors?|writers?|columnists?|periodistas?|redactor\w{0,3})/",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"bio|desc|role|title|job|image|avatar|photo|img|foto|picture|"
    r"credit(?!s reader-)(?<!reader-credit)|date|time|location|place|city|social|email|twitter|"
    r"follow|position",
    re.IGNORECASE,
)
_NAMED = frozenset(("a", "span", "strong", "b", "li", "div", "p"))
_CALLING = ("class", "rel", "data-testid", "data-test-id", "data-qa", "data-hook")
_NEAR, _FEW = 3, 6  # boxes round a name; children of such a box


def called(element: html.HtmlElement) -> str:
    return " ".join(filter(None, map(element.get, _CALLING)))


def is_called_author(element: html.HtmlElement, text: str) -> bool:
    """Whether the page's markup calls a short text an author's name."""
    said = called(element)
    if len(text) > 60 or _NO_NAME.search(said) or is_role(text):
        return False
    if element.tag == "a" and _PAGE_OF_AUTHOR.search(element.get("href", "")):
        return is_name(text)
    if CALLED_AUTHOR.search(said):
        name, _, place = text.partition(", ")
        return is_name(name if place.isalpha() else text) or (
            not text.isascii() and len(text.split()) <= 4
        )
    if element.tag not in _NAMED or not is_name(text):
        return False
    boxes = (one for one in islice(element.iterancestors(), _NEAR) if len(one) <= _FEW)
    return CALLED_AUTHOR.search(" ".join(one.get("class", "") for one in boxes)) is not None
