"""Who wrote a page that says so in a dateline or below its text, or in Chinese letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import read_byline
from annotator.articles.pages.head import Shown
from annotator.articles.vocabulary.names_of_scripts import NO_PERSON
from annotator.articles.vocabulary.sign_offs import reported_by

__all__ = ["is_told_of", "may_be_han_name", "signed"]

_HAN_NAME = re.compile(r"[\u3400-\u9fff々][\u3040-\u30ff\u3400-\u9fff々]{1,5}")
_IN_DATELINE = re.compile(
    r"[（(](?:本报|本報|本社)?(?:特约|实习|见习)?(?:记者|記者)\s?[:：]?\s?"
    r"(?P<names>[\u3400-\u9fff·]{2,6}(?:[、，,\s]{1,2}[\u3400-\u9fff·]{2,6}){0,5})[）)]"
)
_DATELINE = 60  # characters


def signed(shown: Shown, kept: list[str], behind: list[str], cut: Sequence[str] = ()) -> Shown:
    """With the byline in the first paragraph's dateline, or in a line of its own below the text,
    where none stands above; a line below moves from what is kept to what is behind.

    Of what was cut only "Reporting by ..." counts."""
    if shown.names or not kept:
        return shown
    dateline = _IN_DATELINE.search(kept[0][:_DATELINE])
    if dateline:
        names = [one for one in re.split(r"[、，,\s]+", dateline["names"]) if one]
        return replace(shown, names=tuple(names))
    below = next((line for line in behind if read_byline(line)), "")
    if not below and len(kept) > 1 and read_byline(kept[-1]):
        below = kept.pop().strip()
        behind.append(below)
    byline = read_byline(below)
    reported = next(filter(None, map(reported_by, (*behind, *cut))), "")
    author = byline.author if byline else clean_authors([reported])
    return replace(shown, names=tuple(author.split(", "))) if author else shown


def may_be_han_name(text: str) -> bool:
    """Whether a short text in Chinese letters could be a person's name: no outlet's, no place's."""
    return _HAN_NAME.fullmatch(text) is not None and NO_PERSON.search(text) is None


def is_told_of(page: html.HtmlElement, name: str) -> bool:
    """Whether a name in Chinese letters stands by itself in another place of the page, too."""
    if not may_be_han_name(name):
        return False
    leaves = (one for one in page.iter("span", "dt", "p", "a", "div", "strong") if not len(one))
    return len([one for one in leaves if (one.text or "").strip() == name]) > 1
