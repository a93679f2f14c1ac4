"""CSV and TSV files: one article a row, columns known by many names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from annotator.articles.dates import is_day_first
from annotator.articles.decoding import decode
from annotator.articles.fields import (
    ask_for_columns,
    fields_of,
    is_field,
    no_text_column,
    read_row,
)
from annotator.articles.reading import Note, Piece, one_line, stem
from annotator.errors import ArticleError
from annotator.models import Refusal

DELIMITERS = (",", ";", "\t", "|")
MOST_ABOVE = 15  # lines above the header: what an export says of itself
# The module's own limit of 128 KB a field is below an article's; it holds for the whole process.
csv.field_size_limit(64 * 1024 * 1024)


def read_table(name: str, data: bytes) -> Iterator[Piece]:
    """Read a table with a header row; a bad row is refused with its line, the others go on.

    >>> [one.title for one in read_table("a.csv", b"headline;body\\nBridge closes;It is old.\\n")]
    ['Bridge closes']
    """
    decoded = decode(data)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    skipped = 0
    if lines[:5].lower().startswith("sep=") and "\n" in lines:  # a line some spreadsheets write
        lines, skipped = lines.split("\n", 1)[1], 1
    above = _above(lines)
    if above:
        skipped += len(above)
        lines = lines.split("\n", len(above))[-1]
        shown = one_line(" / ".join(filter(None, above)), 120)
        yield Note(name, f"what stands above the names of the columns was left out: {shown}")
    delimiter, header = _sniff(lines)
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
    next(rows)
    if decoded.note:
        yield Note(name, decoded.note)
    day_first = is_day_first(_dates(lines, delimiter, header))
    if day_first is not None:
        order = "day before month" if day_first else "month before day"
        yield Note(name, f"its dates have the {order}, as those show that fit no other order")
    is_empty = True
    while True:
        at = rows.line_num + 1 + skipped
        where = f"{name}, line {at}"
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            is_empty = False
            yield Refusal(where, _broken(error))
            continue
        if not any(cell.strip() for cell in row):
            continue
        is_empty = False
        yield _read(header, row, where, f"{stem(name)}, line {at}", day_first, delimiter)
    if is_empty:
        raise ArticleError("The table has a header, but no row below it.")


def _above(text: str) -> list[str]:
    """The lines above the first that names columns, where that is one of the first few."""
    lines = text.split("\n", MOST_ABOVE)[:MOST_ABOVE]
    at = next((i for i, line in enumerate(lines) if is_table(line)), 0)
    return lines[:at]


def _dates(lines: str, delimiter: str, header: list[str]) -> Iterator[str]:
    """The cells of the column of dates, as far as the table can be read."""
    column = fields_of(header).get("published")
    if column is None:
        return
    at = header.index(column)
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
    try:
        yield from (row[at] for row in rows if len(row) == len(header))
    except csv.Error:
        return


def is_table(text: str) -> bool:
    """Whether a text without an ending of its own begins like a table: a header of known names.

    >>> is_table("Headline,Body,Published\\nA,B,2021"), is_table("Text, and body\\nIt is.")
    (True, False)
    """
    first = text.split("\n", 1)[0].strip("\ufeff \r")
    for delimiter in DELIMITERS:
        cells = [cell.strip().strip('"') for cell in first.split(delimiter)]
        if len(cells) > 1 and all(len(cell.split()) < 4 for cell in cells):
            known = fields_of(cells)
            if "text" in known and 2 * len(known) >= len(cells) and len(known) > 1:
                return True
    return False


def _sniff(text: str) -> tuple[str, list[str]]:
    """The delimiter under which the header names most fields, the text among them."""
    best: tuple[int, str, list[str]] = (0, "", [])
    headers: list[list[str]] = []
    for delimiter in DELIMITERS:
        try:
            header = next(
                csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), []
            )
        except csv.Error:
            continue
        headers.append(header)
        fields = fields_of(header)
        known = max(sum(map(is_field, header)), len(fields))
        if "text" in fields and known > best[0]:
            best = (known, delimiter, header)
    if not best[0]:
        header = max(headers, key=len, default=[])
        raise ask_for_columns(no_text_column(header), header, _first_row(text, len(header)))
    return best[1], best[2]


def _first_row(text: str, columns: int) -> list[str]:
    """What stands below the header, whatever separates its cells."""
    for delimiter in DELIMITERS:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            if len(next(rows, [])) == columns:
                return next(rows, [])
        except csv.Error:
            continue
    return []


def _read(
    header: list[str],
    row: list[str],
    where: str,
    title: str,
    day_first: bool | None,
    delimiter: str,
) -> Piece:
    if len(header) == 1 and len(row) > 1:  # nothing is separated: what looks so is text
        row = [delimiter.join(row)]
    while len(row) > len(header) and not row[-1].strip():  # a separator at the line's end
        row = row[:-1]
    if len(row) > len(header):
        return Refusal(
            where,
            f"Expected {len(header)} cells, as in the first line, but the row has {len(row)}: put "
            "cells that hold the separator in double quotes.",
        )
    # Of two columns with one name the first counts, so that a copy cannot blank it.
    values: dict[str, object] = {}
    for column, cell in zip(header, row, strict=False):
        values.setdefault(column, cell)
    try:
        return read_row(values, title=title, source_name=where, day_first=day_first)
    except ArticleError as error:
        return Refusal(where, str(error))


def _broken(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return (
            "A cell that opens with a double quote here is never closed; the rest of the file "
            "could not be read."
        )
    return f"The row is broken ({error}): a double quote inside a quoted cell must be doubled."
