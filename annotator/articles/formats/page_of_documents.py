"""Several documents in one page, as press databases export them: Europresse and its like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml import html

from annotator.articles.bylines import read_byline
from annotator.articles.dates import cut_dates
from annotator.articles.decoding import decode
from annotator.articles.formats.document import make_document
from annotator.articles.formats.page_kinds import CALLED_DOCUMENT
from annotator.articles.pages.tree import charset_of, class_and_id, parse_page
from annotator.articles.reading import Note, Piece, one_line
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.webpage import read_webpage
from annotator.models import Article

__all__ = ["read_page_of_documents"]

_TITLE = re.compile(r"titre|title|headline|heading", re.IGNORECASE)
_OUTLET = re.compile(
    r"publication-?name|source-?name|(?:^|[ _-])(?:source|publication|outlet|newspaper)(?:$|[ _-])",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"author|byline|auteur|sm-margin-bottomNews", re.IGNORECASE)
_NO_TEXT = re.compile(r"lbl-?no-?doc|copyright|footer|rights|button|toolbar", re.I)
_SMALL = re.compile(
    r"(?:©|\(c\)|copyright|tous droits|all rights|alle rechte).{0,300}|"
    r"(?:news|web)?[·.]?\d{8}[·.][\w·.-]{2,60}",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4")
_SHOWN_INLINE = "a b i em strong span u font sup sub small mark br q cite code abbr"
_INLINE = frozenset(_SHOWN_INLINE.split())
_NEVER = frozenset(("script", "style", "noscript", "template", "button", "select", "svg"))
_APART = frozenset(("footer", "aside", "nav", "form"))
_SPACE = re.compile(r"\s+")
_FEWEST_WORDS = 30  # of a document; what is shorter is a list's entry
_SHARE = 0.6  # of the page's words that stand in the documents
_LONGEST_LINE = 200
_OF_TITLE = 4  # words of a headline that stands above all documents


@dataclass(frozen=True)
class _Line:
    """What one block of a document shows, and the element that holds it."""

    text: str
    holder: html.HtmlElement

    def is_called(self, names: re.Pattern[str], box: html.HtmlElement) -> bool:
        """Whether the block, or what is round it in its document, is called so."""
        for one in (self.holder, *self.holder.iterancestors()):
            if one is box:
                return False
            if names.search(class_and_id(one)):
                return True
        return False


def read_page_of_documents(name: str, data: bytes) -> Iterator[Piece]:
    """Each document as an article; a page that turns out to be one article as that."""
    decoded = decode(data, charset_of(data), patient=True)
    page = parse_page(decoded.text)
    boxes = _documents(page)
    if not boxes:
        yield from read_webpage(name, data)
        return
    if decoded.note:
        yield Note(name, decoded.note)
    yield Note(name, f"the page holds {len(boxes)} documents, each of which is an article")
    for number, box in enumerate(boxes, 1):
        language = box.get("lang", "") or page.get("lang", "")
        yield _read(f"{name}, document {number}", box, language)


def _documents(page: html.HtmlElement) -> list[html.HtmlElement]:
    """The boxes of one kind, each with a headline and a day of its own; [] for none.

    Not where most of the page's words stand elsewhere, nor where a headline stands above them all:
    then they are a live ticker's entries, or a page's teasers.
    """
    whole = sum(count_words(line.text) for line in _lines(page))
    kinds: dict[tuple[str, int], list[html.HtmlElement]] = {}
    for box in page.iter("article", "div", "section", "li", "table"):
        if box.tag == "article" or CALLED_DOCUMENT.search(class_and_id(box)):
            depth = sum(1 for _ in box.iterancestors())
            kinds.setdefault((box.tag, depth), []).append(box)
    for boxes in kinds.values():
        held = {box: list(_lines(box)) for box in boxes} if len(boxes) > 1 else {}
        found = [box for box, lines in held.items() if _is_document(box, lines)]
        words = sum(count_words(line.text) for box in found for line in held[box])
        inside = {one for box in found for one in box.iter("h1")}
        outside = [one for one in page.iter("h1") if one not in inside]
        is_titled = any(count_words("".join(one.itertext())) >= _OF_TITLE for one in outside)
        if len(found) > 1 and words >= _SHARE * whole and not is_titled:
            return found
    return []


def _is_document(box: html.HtmlElement, lines: Sequence[_Line]) -> bool:
    if sum(count_words(line.text) for line in lines) < _FEWEST_WORDS:
        return False
    return _title_of(box, lines) is not None and any(map(_is_dated, lines))


def _title_of(box: html.HtmlElement, lines: Sequence[_Line]) -> _Line | None:
    headings = [one for one in lines if _is_in(one.holder, _HEADINGS)]
    called = [one for one in lines if one.is_called(_TITLE, box)]
    return next(iter([*called, *headings]), None)


def _is_in(element: html.HtmlElement, tags: Sequence[str] | frozenset[str]) -> bool:
    return element.tag in tags or next(element.iterancestors(*tags), None) is not None


def _is_dated(line: _Line) -> bool:
    text = line.text
    is_short = len(text) <= _LONGEST_LINE and not ends_sentence(text)
    return is_short and (found := cut_dates(text)[0]) is not None and bool(found.published)


def _lines(box: html.HtmlElement) -> Iterator[_Line]:
    """What the blocks inside show, one after the other."""
    texts = ((_block_of(text), _shown(text)) for text in box.xpath(".//text()"))
    for holder, parts in groupby(texts, key=lambda one: one[0]):
        if _is_in(holder, _NEVER) or _is_in(holder, ("head",)):
            continue
        for line in "".join(part for _, part in parts).split("\n"):
            if text := one_line(line, 100_000):
                yield _Line(text, holder)


def _shown(text: html.HtmlElement) -> str:
    """A piece of text on one line, or on a new one behind a `<br>`."""
    is_new = text.is_tail and text.getparent().tag == "br"
    return ("\n" if is_new else "") + _SPACE.sub(" ", text)


def _block_of(text: html.HtmlElement) -> html.HtmlElement:
    """The block that shows a piece of text."""
    near = text.getparent()
    near = near.getparent() if text.is_tail else near
    while near.tag in _INLINE and near.getparent() is not None:
        near = near.getparent()
    return near


def _read(where: str, box: html.HtmlElement, language: str) -> Piece:
    lines = list(_lines(box))
    title = _title_of(box, lines)
    outlet = next((one for one in lines if one.is_called(_OUTLET, box)), None)
    date = next(filter(_is_dated, lines), None)
    author = _author_of(box, [one for one in lines if one not in (title, outlet, date)])
    known = [one for one in (title, outlet, date, author) if one is not None]
    start = max(map(lines.index, known), default=-1) + 1
    rest = [one for one in lines if one not in known]
    body = [one for one in lines[start:] if _is_text(one, box)]
    day = cut_dates(date.text)[0] if date is not None else None
    found = make_document(
        where,
        title=title.text if title is not None else "",
        outlet=outlet.text if outlet is not None else "",
        date=day.published if day is not None else "",
        author=author.text if author is not None else "",
        language=language,
        body=[one.text for one in body],
    )
    if not isinstance(found, Article):
        return found
    return replace(found, removed=tuple(one.text for one in rest if one not in body))


def _author_of(box: html.HtmlElement, lines: Sequence[_Line]) -> _Line | None:
    """Who wrote it: a line that is called so, or a byline above the first sentence."""
    called = (one for one in lines if len(one.text) < 120 and one.is_called(_AUTHOR, box))
    if (found := next(called, None)) is not None:
        return found
    for line in lines:
        if ends_sentence(line.text):
            return None
        if read_byline(line.text) is not None:
            return line
    return None


def _is_text(line: _Line, box: html.HtmlElement) -> bool:
    is_apart = any(one.tag in _APART for one in (line.holder, *line.holder.iterancestors()))
    return not (is_apart or line.is_called(_NO_TEXT, box) or _SMALL.fullmatch(line.text))
