"""CSV that is opened with a spreadsheet: a cell must not be run as a formula there.

A cell that a spreadsheet would run begins with `=`, `+`, `-`, `@`, a tab or a return and is no
number. It gets an apostrophe in front, as does every cell that would look like one defused (so
that nothing is ambiguous). Taking one apostrophe away from such cells gives back exactly what was
there; JSON Lines holds it as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

__all__ = ["BYTE_ORDER_MARK", "csv_line", "csv_of", "defused", "restored"]

BYTE_ORDER_MARK = "\ufeff"  # tells a spreadsheet that a file is UTF-8

_RUN = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def defused(cell: str) -> str:
    """The cell as it goes into a file.

    >>> defused("=1+1"), defused("-0.5"), defused("plain"), defused("'=x"), defused("- a dash")
    ("'=1+1", '-0.5', 'plain', "''=x", "'- a dash")
    """
    return f"'{cell}" if _RUN.match(cell) and not _NUMBER.fullmatch(cell) else cell


def restored(cell: str) -> str:
    """What `defused` was given.

    >>> [restored(defused(cell)) for cell in ("=1+1", "-0.5", "'=x", "'", "''-5")]
    ['=1+1', '-0.5', "'=x", "'", "''-5"]
    """
    return cell[1:] if _DEFUSED.match(cell) else cell


def csv_line(values: Iterable[object]) -> str:
    """One row, safe to open with a spreadsheet; numbers stay numbers."""
    buffer = io.StringIO()
    cells = [defused(value) if isinstance(value, str) else value for value in values]
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def csv_of(columns: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A whole table with its heading."""
    return "".join(map(csv_line, (columns, *rows)))
