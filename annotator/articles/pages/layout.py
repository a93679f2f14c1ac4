"""Pages laid out by tables and line breaks, as those whose paragraphs and boxes say what they are.

Extractors take a table for figures and run lines together that only `<br><br>` parts.
"""

from __future__ import annotations

import re

from lxml import etree, html

_CELLS = frozenset(("table", "tbody", "thead", "tr", "td"))
_HOLDERS = ("td", "div", "font", "article", "section", "main", "center", "span", "body")
_BLOCKS = frozenset(
    ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
     "article", "aside", "figure", "form", "header", "footer", "nav", "main", "pre", "dl", "hr",
     "script", "style", "noscript", "iframe")
)  # fmt: skip
_LEAD = re.compile(r"(?:^|[\s_-])(?:summary|standfirst|sub-?head|sub-?title|lead)(?:$|\s)", re.I)
_ENDED = re.compile(r"(?<=[。！？」』）])[ \t\r]*\n[\s\u3000]*")
_FEWEST = 2  # double breaks that make an element one of paragraphs
_WRAPPED = 45  # characters of a line that was broken because it was full
_LONG = 300  # characters of a cell that holds prose


def unfold(page: html.HtmlElement) -> None:
    """Paragraphs of what double line breaks part, and boxes of what tables only lay out."""
    _show_initials(page)
    for element in list(page.iter("pre")):
        if element.find("code") is None:
            _unwrap(element)
    for element in list(page.iter("strong", "span", "b", "em")):
        parent = element.getparent()
        is_lead = _LEAD.search(element.get("class", "")) is not None
        if is_lead and parent is not None and parent.tag in _HOLDERS and len(element) == 0:
            element.tag = "p"  # shown as a block of its own
    for element in list(page.iter("p", "div")):
        if len(element) == 0 and _ENDED.search(element.text or ""):
            _by_lines(element)
    broken = {one.getparent() for one in page.iter("br")}
    for element in [one for one in page.iter(*_HOLDERS) if one in broken]:
        if _double_breaks(element) >= _FEWEST:
            _into_paragraphs(element)
    for table in list(page.iter("table")):
        if table.find(".//th") is None and any(map(_is_prose, _cells(table))):
            for one in (table, *_rows_and_cells(table)):
                one.tag = "div"


def _show_initials(page: html.HtmlElement) -> None:
    """The letter that a picture shows in front of the rest of its word, as text."""
    for picture in list(page.iter("img")):
        letter = picture.get("alt", "").strip()
        if len(letter) == 1 and letter.isupper() and (picture.tail or "")[:1].islower():
            picture.tail = f"{letter}{picture.tail}"
            picture.drop_tree()


def _by_lines(element: html.HtmlElement) -> None:
    """Paragraphs of a text without spaces between words whose lines the page shows as they are."""
    lines = [line for line in map(str.strip, _ENDED.split(element.text or "")) if line]
    if len(lines) < 2:
        return
    element.text = None
    element.tag = "div"
    for line in lines:
        element.append(_paragraph(line))


def _unwrap(element: html.HtmlElement) -> None:
    """Paragraphs of a text that was typed with a line end every so many letters."""
    paragraphs = [
        [line.strip() for line in part.split("\n") if line.strip()]
        for part in re.split(r"\n[ \t\r]*\n", element.text_content())
    ]
    wrapped = [part for part in paragraphs if len(part) > 1 and len(part[0]) >= _WRAPPED]
    if not wrapped or sum(len(" ".join(part)) for part in paragraphs) < _LONG:
        return
    for child in list(element):
        element.remove(child)
    element.text = None
    element.tag = "div"
    for part in filter(None, paragraphs):
        is_wrapped = all(len(line) >= _WRAPPED for line in part[:-1])
        for line in [" ".join(part)] if is_wrapped else part:
            element.append(_paragraph(line))


def _double_breaks(element: html.HtmlElement) -> int:
    """How many times a break follows a break with nothing between."""
    return sum(
        child.tag == "br" and not (child.tail or "").strip() and _next_is_break(child)
        for child in element
    )


def _next_is_break(child: html.HtmlElement) -> bool:
    following = child.getnext()
    return following is not None and following.tag == "br"


def _into_paragraphs(element: html.HtmlElement) -> None:
    """A `<p>` for each run between double breaks; what is a block already stays where it is."""
    children = list(element)
    text, element.text = element.text, None
    for child in children:
        element.remove(child)
    paragraph = _paragraph(text)
    breaks = 0
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "br":
            breaks += 1
            if breaks == 1:
                paragraph.append(child)
            child.tail = tail
            if breaks > 1:
                _close(element, paragraph)
                paragraph = _paragraph(tail)
            if (tail or "").strip():
                breaks = 0
            continue
        breaks = 0
        if child.tag in _BLOCKS:
            _close(element, paragraph)
            element.append(child)
            paragraph = _paragraph(tail)
        else:
            paragraph.append(child)
            child.tail = tail
    _close(element, paragraph)
    if element.tag in ("font", "span"):
        element.tag = "div"


def _paragraph(text: str | None) -> html.HtmlElement:
    paragraph = html.Element("p")
    paragraph.text = text
    return paragraph


def _close(element: html.HtmlElement, paragraph: html.HtmlElement) -> None:
    """The paragraph at the element's end, without the break that ends it; none if it is empty."""
    last = paragraph[-1] if len(paragraph) else None
    if last is not None and last.tag == "br" and not (last.tail or "").strip():
        paragraph.remove(last)
    if len(paragraph) or (paragraph.text or "").strip():
        element.append(paragraph)


def _cells(table: html.HtmlElement) -> list[html.HtmlElement]:
    return [one for one in _rows_and_cells(table) if one.tag == "td"]


def _rows_and_cells(table: html.HtmlElement) -> list[html.HtmlElement]:
    """The table's own, not those of a table in one of its cells."""
    found = [one for one in table if one.tag in _CELLS]
    for one in found:
        if one.tag != "td":
            found += [child for child in one if child.tag in _CELLS]
    return found


def _is_prose(cell: html.HtmlElement) -> bool:
    paragraphs = cell.findall("p") + cell.findall("div/p")
    return len(paragraphs) > 1 and sum(len(etree.tostring(p)) for p in paragraphs[:50]) > _LONG
