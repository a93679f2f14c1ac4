"""Read a CSV table so that every complaint can name its line.

UTF-8 (with or without a byte order mark), a header line, and between the columns whatever divides
the header into most of them: commas, semicolons, tabs or bars. Spaces around a value don't count.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from annotator.errors import RatingsError

_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
WIDE = "where each annotator has a column, write a row for each item and annotator"
MOST_BYTES = 1 << 30
MOST_NOTES = 5  # about look-alikes of one column
RESAVE = "save the file as UTF-8"
SEPARATORS = ",;\t|"  # the first wins where a header has as many of another
BYTE_ORDER_MARK = "\ufeff"
OTHER_KINDS = (  # what a file begins with, what it is then, what to do
    (b"\xff\xfe", "UTF-16", RESAVE), (b"\xfe\xff", "UTF-16", RESAVE),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"PK\x03\x04", "a zip file or a spreadsheet", "unpack it, or save the table as CSV"),
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The columns of a CSV file by name, and the line each row began on."""

    name: str
    columns: dict[str, list[str]]
    lines: list[int]
    unused: tuple[str, ...] = ()  # columns nobody asked for

    def error(self, row: int, message: str) -> RatingsError:
        return RatingsError(f"{self.name}, line {self.lines[row]}: {message}")

    def error_both(self, first: int, second: int, message: str) -> RatingsError:
        lines = f"lines {self.lines[first]} and {self.lines[second]}"
        return RatingsError(f"{self.name}, {lines}: {message}")


def read_text(path: Path) -> str:
    """The file's text, or which line is not UTF-8."""
    name = path.name.encode("utf-8", "replace").decode()  # a name may be no UTF-8
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RatingsError(f"{name} cannot be read: {error.strerror}") from error
    if len(data) > MOST_BYTES:
        raise RatingsError(f"{name} has more than {MOST_BYTES:,} bytes; split it")
    for mark, kind, remedy in OTHER_KINDS:
        if data.startswith(mark):
            raise RatingsError(f"{name}, line 1: this is {kind}, not UTF-8 text; {remedy}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RatingsError(
            f"{name}, line {line}: byte {data[error.start]:#04x} is not UTF-8; "
            "save the file as UTF-8"
        ) from error
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        raise RatingsError(f"{name}, line {line}: a NUL character; this is not a text file")
    return text


def parse_header(text: str, name: str) -> list[str]:
    """The names of the first line.

    >>> parse_header("item; annotator; label\\n1;ann;x", "r.csv")
    ['item', 'annotator', 'label']
    """
    return _header(text.removeprefix(BYTE_ORDER_MARK), name)[0]


def _header(text: str, name: str) -> tuple[list[str], str]:
    """The names of the first line, and what stands between them."""
    if not text.strip():
        raise RatingsError(f"{name} is empty; expected a header line and rows")
    headers = {}
    for separator in SEPARATORS:
        try:
            headers[separator] = next(_rows(text, separator))
        except csv.Error as error:
            raise RatingsError(f"{name}, line 1: {error}") from error
    separator = max(headers, key=lambda one: len(headers[one]))
    names = [field.strip() for field in headers[separator]]
    if not any(names):
        raise RatingsError(
            f"{name}, line 1: expected the names of the columns, found an empty line"
        )
    twice = sorted({field for field in names if names.count(field) > 1})
    if twice:
        raise RatingsError(f"{name}, line 1: the column {twice[0]!r} is there twice")
    return names, separator


def _rows(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)


def look_alikes(what: str, names: Iterable[str]) -> list[str]:
    """Notes about names that differ only in ways a reader would hardly see.

    >>> look_alikes("label", ["Fear", "fear", "anger"])
    ["the labels 'Fear' and 'fear' look alike and are counted as different"]
    """
    seen: dict[str, str] = {}
    notes: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKC", name).casefold()
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
        plain = _as_number(" ".join(plain.split()))
        other = seen.setdefault(plain, name)
        if other != name and len(notes) < MOST_NOTES:
            nfc = [unicodedata.normalize("NFC", one) for one in (other, name)]
            show = ascii if nfc[0] == nfc[1] else repr
            two = f"{show(other)} and {show(name)}"
            notes.append(f"the {what}s {two} look alike and are counted as different")
    return notes


def _as_number(name: str) -> str:
    """Numbers that are equal in one way; a decimal comma is one.

    >>> _as_number("1.0"), _as_number("2,50"), _as_number("1e3")
    ('1', '2.5', '1e3')
    """
    if not _DECIMAL.fullmatch(name):
        return name
    return f"{(Decimal(name.replace(',', '.')) + 0).normalize():f}"


def parse_table(text: str, name: str, wanted: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The wanted columns of every row.

    >>> parse_table("item,label\\n1, x\\n", "r.csv", ["item", "label"]).columns
    {'item': ['1'], 'label': ['x']}
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    header, separator = _header(text, name)
    if missing := [column for column in wanted if column not in header]:
        said = "column {} is" if len(missing) == 1 else "columns {} are"
        hint = f"; {WIDE}" if {"annotator", "label"} <= {*missing} else ""
        raise RatingsError(
            f"{name}, line 1: the {said.format(', '.join(missing))} missing; expected "
            f"{','.join(wanted)}, found {','.join(header)}{hint}"
        )
    kept = [column for column in header if column in wanted or column in optional]
    places = [header.index(column) for column in kept]
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = _rows(text, separator)
    width, began = len(header), 1
    try:
        next(reader)
        began = reader.line_num + 1
        for row in reader:
            if len(row) == width:
                rows.append(row)
                lines.append(began)
            elif row:
                raise RatingsError(
                    f"{name}, line {began}: expected {width} values, found {len(row)}"
                )
            began = reader.line_num + 1
    except csv.Error as error:
        raise RatingsError(f"{name}, line {began}: {error}") from error
    if not rows:
        raise RatingsError(f"{name} has a header line but no rows")
    columns = {
        column: [row[place].strip() for row in rows]
        for column, place in zip(kept, places, strict=True)
    }
    unused = tuple(column for column in header if column not in kept)
    return Table(name, columns, lines, unused)
