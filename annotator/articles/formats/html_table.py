"""A table saved as a page, as spreadsheets and databases do: a row is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from annotator.articles.dates import is_day_first
from annotator.articles.decoding import decode
from annotator.articles.fields import fields_of, read_row
from annotator.articles.pages.tree import charset_of
from annotator.articles.reading import Note, Piece, one_line, stem
from annotator.articles.told import refused
from annotator.errors import ArticleError

__all__ = ["is_html_table", "read_html_table"]

_FIRST_ROW = re.compile(rb"<table\b[^>]{0,500}>.{0,2000}?<tr\b.{0,4000}?</tr>", re.I | re.S)
_CELL = re.compile(rb"<t[hd]\b[^>]{0,500}>(.{0,500}?)</t[hd]>", re.I | re.S)
_TAG = re.compile(r"<[^>]{0,500}>")
_LONGEST_NAME = 4  # words of a column's name


def is_html_table(data: bytes) -> bool:
    """Whether the first row of a page's first table names the columns of articles.

    >>> is_html_table(b"<html><table><tr><th>Title</th><th>Text</th></tr></table>")
    True
    """
    at = data.lower().find(b"<table")
    row = _FIRST_ROW.match(data, at) if at >= 0 else None
    if row is None:
        return False
    cells = [_TAG.sub("", cell.decode("utf-8", "replace")) for cell in _CELL.findall(row[0])]
    known = fields_of(cells)
    names = all(len(cell.split()) <= _LONGEST_NAME for cell in cells)
    return names and "text" in known and len(known) > 1 and 2 * len(known) >= len(cells)


def read_html_table(name: str, data: bytes) -> Iterator[Piece]:
    """Read the rows below the names of the columns."""
    decoded = decode(data, charset_of(data), patient=True)
    if decoded.note:
        yield Note(name, decoded.note)
    try:
        page = html.document_fromstring(
            decoded.text.encode(), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"The HTML cannot be read: {one_line(str(error), 120)}") from error
    table = page.find(".//table")
    rows = [[_text(cell) for cell in row.iter("th", "td")] for row in table.iter("tr")]
    header, *rest = rows
    column = fields_of(header).get("published")
    at = header.index(column) if column is not None else -1
    day_first = is_day_first(row[at] for row in rest if column is not None and len(row) > at)
    for number, row in enumerate(rest, 1):
        where = f"{name}, row {number}"
        if any(row):
            try:
                values: dict[str, object] = dict(zip(header, row, strict=False))
                title = f"{stem(name)}, row {number}"
                yield read_row(values, title=title, source_name=where, day_first=day_first)
            except ArticleError as error:
                yield refused(where, error)


def _text(cell: html.HtmlElement) -> str:
    for one in cell.iter("br"):
        one.tail = f"\n{one.tail or ''}"
    for one in cell.iter("p", "div", "li"):
        one.tail = f"\n\n{one.tail or ''}"
    return "".join(cell.itertext()).strip()
