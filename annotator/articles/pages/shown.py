"""Who wrote a page, and when, as it shows that between its headline and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import html

from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.dates import cut_dates, read_date
from annotator.articles.outlets import squeeze
from annotator.articles.pages.head import Shown
from annotator.articles.pages.standfirst import find_heading
from annotator.articles.reading import one_line

_BOXES = "div p span li a time address h2 h3 h4 h5 h6 dd td cite b strong em i small section"
_READ = frozenset(_BOXES.split())
_PARTS = frozenset(("a", "span", "time", "b", "strong", "em", "i", "small", "cite", "br", "img"))
_CALLED_AUTHOR = re.compile(r"author|byline|contributor|writer|redakt|autor|auteur", re.IGNORECASE)
_NO_NAME = re.compile(
    r"bio|desc|role|title|job|image|avatar|photo|date|time|social|email|twitter|follow|position",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|related|sidebar|most-read|footer|card|teaser", re.IGNORECASE)
_FARTHEST = 120  # blocks behind the headline; a byline is nearer
_LONGEST = 160
_START = 40
_MOST = 6


def find_shown(page: html.HtmlElement, title: str, first_lines: Sequence[str]) -> Shown:
    """Look from the headline to the body's second line: the first may be a standfirst, with the
    byline below. The body's lines are never read themselves."""
    bylines: list[str] = []
    called: list[str] = []
    day = updated = ""
    starts = [squeeze(line)[:_START] for line in first_lines]
    for element, text in _between(page, title, [start for start in starts if start]):
        if element.tag == "time" and element.get("datetime") and not day:
            day = read_date(str(element.get("datetime")))
        date, rest = cut_dates(text)
        if date is not None and all(len(one) < 60 for one in rest):
            day, updated = (day, updated or date.published) if date.is_update else (
                day or date.published, updated)  # fmt: skip
        byline = read_byline(text) or next(filter(None, map(read_byline, rest)), None)
        if byline is not None:
            bylines += byline.author.split(", ")
        elif _is_called_author(element, text):
            called.append(text)
        elif len(element) > 1 and _CALLED_AUTHOR.search(_called(element)):
            parts = [one_line(part) for part in element.itertext()]
            called += [part for part in parts if is_name(part) and not is_role(part)][:2]
    return Shown(tuple(bylines[:_MOST]), tuple(called[:_MOST]), day or updated)


def _between(
    page: html.HtmlElement, title: str, starts: list[str]
) -> Iterator[tuple[html.HtmlElement, str]]:
    """The small blocks between, each with its text; of a block that holds others, only those."""
    heading = find_heading(page, title)
    is_after = heading is None
    count = 0
    taken: html.HtmlElement | None = None
    for element in page.iter():
        if element is heading:
            is_after = True
            continue
        if not is_after or element.tag not in _READ or _is_inside(element, taken):
            continue
        if any(child.tag not in _PARTS for child in element if isinstance(child.tag, str)):
            continue
        lines = [one_line(line, 1000) for line in _lines(element)]
        bare = squeeze("".join(lines))
        if not bare:
            continue
        if starts and bare.startswith(starts[-1]):
            return
        if bare.startswith(tuple(starts)):
            continue
        count += 1
        if count > _FARTHEST:
            return
        if _is_elsewhere(element):
            continue
        for text in lines:
            if 0 < len(text) <= _LONGEST:
                yield element, text
                if read_byline(text):
                    taken = element


def _lines(element: html.HtmlElement) -> list[str]:
    """The text of a block as it is shown: `<br>` ends a line."""
    for one in element.iter("br"):
        one.tail = f"\n{(one.tail or '').lstrip()}"
    is_broken = element.find(".//br") is not None
    text = "".join(element.itertext())
    return text.split("\n") if is_broken else [text]


def _is_inside(element: html.HtmlElement, taken: html.HtmlElement | None) -> bool:
    return taken is not None and any(one is taken for one in element.iterancestors())


def _is_elsewhere(element: html.HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in ("aside", "footer", "nav", "figure", "figcaption"):
            return True
        if one.tag not in ("body", "html") and _ELSEWHERE.search(
            f"{one.get('class', '')} {one.get('id', '')}"
        ):
            return True
    return False


def _called(element: html.HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('rel', '')} {element.get('data-testid', '')}"


def _is_called_author(element: html.HtmlElement, text: str) -> bool:
    """Whether the page's markup calls a short text an author's name."""
    said = _called(element)
    parent = element.getparent()
    near = "" if parent is None else str(parent.get("class", ""))
    if _NO_NAME.search(said) or is_role(text) or len(text) > 60:
        return False
    if _CALLED_AUTHOR.search(said):
        return is_name(text) or (not text.isascii() and len(text.split()) <= 4)
    return element.tag in ("a", "span") and bool(_CALLED_AUTHOR.search(near)) and is_name(text)
