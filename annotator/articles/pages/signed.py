"""Who wrote a page that says so in a dateline or below its text, or in Chinese letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import html

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.credits import is_section
from annotator.articles.pages.head import Shown
from annotator.articles.scripts import ends_sentence
from annotator.articles.vocabulary.names_of_scripts import NO_PERSON, is_common_name
from annotator.articles.vocabulary.sign_offs import reported_by

__all__ = ["is_told_of", "may_be_han_name", "signed"]

_HAN_NAME = re.compile(r"[\u3400-\u9fff々][\u3040-\u30ff\u3400-\u9fff々]{1,5}")
_IN_DATELINE = re.compile(
    r"[（(](?:本报|本報|本社)?(?:特约|实习|见习)?(?:记者|記者)\s?[:：]?\s?"
    r"(?P<names>[\u3400-\u9fff·]{2,6}(?:[、，,\s]{1,2}[\u3400-\u9fff·]{2,6}){0,5})[）)]"
)
_WRITTEN = re.compile(r"(?:written|text|words) by\s", re.IGNORECASE)
_MARKED = re.compile(r"[—–]\s?(?P<name>[^()—–]{5,60})|\((?P<inside>[^()]{5,60})\)")
_BRACKETED = re.compile(
    r"(?:^|[。」])[（(](?P<name>[^（）()]{2,8})[)）]$"
)  # as Japan's papers sign
_LONGEST_HAN = 12
_DATELINE = 60  # characters


def signed(
    page: html.HtmlElement,
    shown: Shown,
    kept: list[str],
    behind: list[str],
    cut: Sequence[str] = (),
) -> Shown:
    """With the byline in the first paragraph's dateline, or in a line of its own below the text,
    where none stands above; a line below moves from what is kept to what is behind.

    Of what was cut only "Reporting by ..." and "Written by ..." count."""
    if shown.names or not kept:
        return shown
    dateline = _IN_DATELINE.search(kept[0][:_DATELINE])
    if dateline:
        names = [one for one in re.split(r"[、，,\s]+", dateline["names"]) if one]
        return replace(shown, names=tuple(names))
    for line in (kept[-1], *behind):
        bracketed = _BRACKETED.search(line[-_LONGEST_HAN:])
        if bracketed and is_common_name(bracketed["name"]):
            return replace(shown, names=(bracketed["name"],))
    below = next((line for line in behind if read_byline(line)), "")
    if not below and len(kept) > 1 and read_byline(kept[-1]):
        below = kept.pop().strip()
        behind.append(below)
    if not below and (name := _signature(page, kept)):
        behind.append(kept.pop().strip())
        return replace(shown, names=(name,))
    below = below or next((line for line in cut if _WRITTEN.match(line) and read_byline(line)), "")
    byline = read_byline(below)
    reported = next(filter(None, map(reported_by, (*behind, *cut))), "")
    author = byline.author if byline else clean_authors([reported])
    return replace(shown, names=tuple(author.split(", "))) if author else shown


def _signature(page: html.HtmlElement, kept: Sequence[str]) -> str:
    """The name that the last line is, "" for none: behind a dash, in brackets or set apart by its
    letters. Whom the text speaks of is no author."""
    if len(kept) < 2 or not ends_sentence(kept[-2]):
        return ""
    line = kept[-1].strip()
    marked = _MARKED.fullmatch(line)
    name = (marked["name"] or marked["inside"]).strip() if marked else line
    is_person = is_name(name) and 2 <= len(name.split()) <= 3 and not is_role(name)
    if not is_person or is_section(name) or any(name in one for one in kept[:-1]):
        return ""
    return name if marked or _is_set_apart(page, line) else ""


def _is_set_apart(page: html.HtmlElement, line: str) -> bool:
    """Whether the page sets a paragraph in slanted or bold letters as a whole."""
    named = (one for one in page.iter("p") if one.text_content().strip() == line)
    last = next(reversed(list(named)), None)
    inside = [] if last is None else list(last.iter("em", "i", "strong", "b"))
    return any(one.text_content().strip() == line for one in inside)


def may_be_han_name(text: str) -> bool:
    """Whether a short text in Chinese letters could be a person's name: no outlet's, no place's."""
    return _HAN_NAME.fullmatch(text) is not None and NO_PERSON.search(text) is None


def is_told_of(page: html.HtmlElement, name: str) -> bool:
    """Whether a name in Chinese letters stands by itself in another place of the page, too."""
    if not may_be_han_name(name):
        return False
    leaves = (one for one in page.iter("span", "dt", "p", "a", "div", "strong") if not len(one))
    return len([one for one in leaves if (one.text or "").strip() == name]) > 1
