"""Tables that are no text: Excel workbooks and Parquet files, an article a row."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from annotator.articles.dates import is_day_first
from annotator.articles.fields import ask_for_columns, fields_of, no_text_column, read_row
from annotator.articles.formats.packed import open_zip, read_member
from annotator.articles.reading import Note, Piece, one_line, stem
from annotator.articles.table import MOST_ABOVE
from annotator.damaged_zip import DAMAGED
from annotator.errors import ArticleError
from annotator.models import Refusal

_BATCH = 1000
_UNCOUNTED = (
    " The workbook holds formulas, and they are not run: open it in a spreadsheet program and save "
    "it, so that their values are in it."
)


def read_xlsx(name: str, data: bytes) -> Iterator[Piece]:
    """Read every sheet that has a column for the text; values are read, formulas are not run."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    open_zip(data, "an Excel workbook").close()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, KeyError, *DAMAGED) as error:
        raise ArticleError(f"The content is an Excel workbook that is damaged: {error}.") from error
    headers: list[str] = []
    found = False
    uncounted = _UNCOUNTED if _has_formulas(data) else ""
    for sheet in book.worksheets:
        where = name if len(book.worksheets) == 1 else f"{name}, sheet {sheet.title}"
        rows = sheet.iter_rows(values_only=True)
        above, header = _to_header(rows)
        headers += header
        if "text" not in fields_of(header):
            if any(header):
                yield Note(where, "left out, since its first row names no column for the text")
            continue
        found = True
        if above:
            shown = one_line(" / ".join(" ".join(row).strip() for row in above if any(row)), 120)
            yield Note(where, f"what stands above the names of the columns was left out: {shown}")
        for piece in _read_rows(where, header, rows, first=len(above) + 2):
            yield _with_hint(piece, uncounted)
    if not found:
        if not any(headers):
            raise ArticleError(no_text_column(headers))
        raise ask_for_columns(no_text_column(headers), [cell for cell in headers if cell])


def _to_header(rows: Iterator[Sequence[object]]) -> tuple[list[list[str]], list[str]]:
    """The rows above the one that names the columns, and that; without one, the first row."""
    first = [_cell(value) for value in next(rows, ())]
    if "text" in fields_of(first):
        return [], first
    above = [first]
    for row in islice(rows, MOST_ABOVE):
        header = [_cell(value) for value in row]
        known = fields_of(header)
        if "text" in known and len(known) > 1:
            return above, header
        above.append(header)
    return [], first


def _with_hint(piece: Piece, hint: str) -> Piece:
    """The piece; a row without text says what else may be the reason."""
    if hint and isinstance(piece, Refusal) and piece.reason.endswith("is empty."):
        return replace(piece, reason=piece.reason + hint)
    return piece


def _has_formulas(data: bytes) -> bool:
    """Whether any sheet holds a formula; the values that it had are read, it is never run."""
    opened = open_zip(data, "an Excel workbook")
    sheets = [name for name in opened.namelist() if name.startswith("xl/worksheets/")]
    try:
        return any(b"<f>" in read_member(opened, name) for name in sheets)
    except ArticleError:  # a sheet above the limit: then nothing is said of formulas
        return False


def read_parquet(name: str, data: bytes) -> Iterator[Piece]:
    """Read a Parquet file, row group by row group."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ArticleError(
            "The content is a Parquet file; to read those, install pyarrow: pip install pyarrow."
        ) from error
    try:
        table: Any = pyarrow.parquet.ParquetFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
        header = list(table.schema_arrow.names)
        if "text" not in fields_of(header):
            raise ask_for_columns(no_text_column(header), header)
        rows = (
            [row[column] for column in header]
            for batch in table.iter_batches(_BATCH)
            for row in batch.to_pylist()
        )
        yield from _read_rows(name, header, rows, first=1, word="row")
    except (pyarrow.ArrowException, OSError) as error:
        raise ArticleError(f"The content is a Parquet file that is damaged: {error}.") from error


def _read_rows(
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    first: int = 2,
    word: str = "line",
) -> Iterator[Piece]:
    dates: list[str] = []
    kept = [[_cell(value) for value in row] for row in rows]
    column = fields_of(header).get("published")
    if column is not None:
        at = list(header).index(column)
        dates = [row[at] for row in kept if len(row) > at]
    order = is_day_first(dates)
    for number, row in enumerate(kept, first):
        if not any(cell.strip() for cell in row):
            continue
        where = f"{name}, {word} {number}"
        values: dict[str, object] = {}
        for title, cell in zip(header, row, strict=False):
            values.setdefault(title, cell)
        try:
            yield read_row(
                values, title=f"{stem(name)}, {word} {number}", source_name=where, day_first=order
            )
        except ArticleError as error:
            yield Refusal(where, str(error))


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
