"""What the extractor left of an article's own: headings between its paragraphs, and its end.

Pages that are paid for, or put an advertisement in their middle, hold their text in two boxes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree, html

from annotator.articles.furniture import is_furniture
from annotator.articles.outlets import squeeze
from annotator.articles.pages.tree import class_and_id
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.vocabulary.pasted_words import BETWEEN, POINTS

__all__ = ["in_order", "put_back"]

_TEXTS = etree.XPath("//body//text()[not(parent::script or parent::style)]", smart_strings=False)
_START = 40  # characters that tell one passage from the others
_LONGEST_HEADING = 120
_MOST = 200  # paragraphs
_FEWEST_WORDS = 5
_HEADINGS = ("h2", "h3", "h4")
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|footer|newsletter|promo|recommend|(?:^|[\s_-])bio|author|subscri|"
    r"paywall|caption|cookie|consent|legal|copyright|teaser|card",
    re.IGNORECASE,
)
_APART = ("aside", "footer", "nav", "figure", "form")


def put_back(
    page: html.HtmlElement, kept: Sequence[str], cut: Sequence[str]
) -> tuple[list[str], int]:
    """The lines with what was left of them; and how many paragraphs that are."""
    known = {squeeze(line.removeprefix("- ")) for line in (*kept, *cut)}
    lines = _with_headings(page, kept, known)
    rest = _rest(page, kept, known)
    return [*lines, *rest], len(rest)


def in_order(page: html.HtmlElement, lines: Sequence[str]) -> list[str]:
    """The lines as the page has them: the extractor puts what it finds apart behind the rest."""
    bare = [squeeze(line) for line in lines]
    whole = squeeze("".join(_TEXTS(page)))
    at = 0
    for line in filter(None, bare):
        found = whole.find(line, at)
        if found < 0 and line in whole:
            break
        at = max(at, found)
    else:
        return list(lines)
    places: list[int] = []
    linked = {squeeze(one.text_content()) for one in page.iter("a")}
    for line in bare:
        found = whole.find(line) if line else -1
        is_placed = found >= 0 and line not in linked  # a link may be a menu's, and stays behind
        places.append(found if is_placed else max(places[-1:], default=0))
    return [lines[i] for i in sorted(range(len(lines)), key=places.__getitem__)]


def _with_headings(page: html.HtmlElement, kept: Sequence[str], known: set[str]) -> list[str]:
    """The lines with the headings that stand between two of them, as siblings of both."""
    places = {squeeze(line)[:_START]: i for i, line in enumerate(kept)}
    found: dict[int, str] = {}
    for heading in page.iter(*_HEADINGS):
        after, before = heading.getnext(), heading.getprevious()
        if after is None or after.tag != "p" or heading.find(".//a") is not None:
            continue
        text = one_line(heading.text_content(), _LONGEST_HEADING + 1)
        at = places.get(squeeze(after.text_content())[:_START], 0)
        while before is not None and before.tag != "p":
            before = before.getprevious()
        if before is None or not at or squeeze(text) in known or len(text) > _LONGEST_HEADING:
            continue
        is_between = squeeze(before.text_content())[:_START] in places
        if is_between and text and not (is_furniture(text) or POINTS.fullmatch(text)):
            found[at] = text
    return [
        one for i, line in enumerate(kept) for one in ([found[i]] if i in found else []) + [line]
    ]


def _rest(page: html.HtmlElement, kept: Sequence[str], known: set[str]) -> list[str]:
    """The paragraphs behind the last that is kept which the page makes just like it."""
    starts = {squeeze(line)[:_START] for line in kept}
    behind: list[html.HtmlElement] = []
    last = None
    for element in reversed(list(page.iter("p", "h1", *_HEADINGS))):
        if element.tag == "h1":
            behind.clear()  # what stands below is another article's
        elif element.tag == "p" and squeeze(element.text_content())[:_START] in starts:
            last = element
            break
        else:
            behind.append(element)
    if last is None or not _kind(last) or len(behind) > _MOST:
        return []
    kind = _kind(last)
    same = [one for one in behind[::-1] if one.tag != "p" or _kind(one) == kind]
    return _texts(same, known) if any(one.tag == "p" for one in same) else []


def _kind(paragraph: html.HtmlElement) -> str:
    """What the page calls a paragraph, or the box round it; "" for nothing."""
    parent = paragraph.getparent()
    for one in (paragraph, parent):
        said = [one.get(key, "") for key in ("class", "data-el", "data-testid", "data-component")]
        if any(said):
            return f"{one.tag} {' '.join(said)}"
    box = "" if parent is None else parent.get("id", "")
    return f"#{box}" if box else ""


def _texts(elements: Sequence[html.HtmlElement], known: set[str]) -> list[str]:
    found: list[str] = []
    heading = ""
    for element in elements:
        text = one_line(element.text_content(), 100_000)
        if not text or squeeze(text) in known or _is_elsewhere(element) or is_furniture(text):
            heading = ""
        elif element.tag != "p":
            heading = "" if BETWEEN.match(text) or POINTS.match(text) else text
        elif ends_sentence(text) and count_words(text) >= _FEWEST_WORDS:
            found += [heading] * bool(heading and found) + [text]
            heading = ""
    return found


def _is_elsewhere(element: html.HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in _APART:
            return True
        named = one.tag not in ("body", "html", "main", "article")
        if named and _ELSEWHERE.search(class_and_id(one)):
            return True
    return False
