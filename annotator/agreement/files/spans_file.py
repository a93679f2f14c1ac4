"""Spans from a CSV file with the header `article,length,annotator,start,end,label`.

No row: the annotator never opened the article. One row with empty start, end and label: opened it
and marked nothing. The same mark of one annotator twice counts once. Offsets are Unicode code
points, start included, end excluded. There is no text in the file, so spans are compared as they
are: nothing is trimmed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.agreement.files.occasions import OCCASION, by_occasion
from annotator.agreement.files.table_file import Table, look_alikes, parse_table
from annotator.agreement.spans.spans import Spans, spans_from_arrays

SPAN_COLUMNS = ("article", "length", "annotator", "start", "end", "label")
WHOLE = re.compile(r"(\d{1,15})([.,]0+)?", re.ASCII)  # a column with gaps is often saved as 3.0


@dataclass(frozen=True)
class SpansFile:
    """What a file of spans holds."""

    spans: Spans
    rows: int
    opened_empty: int  # pairs of article and annotator with nothing marked
    notes: tuple[str, ...] = ()
    owner: Mapping[str, str] = field(default_factory=dict)  # of each article, in a test-retest


def read_spans(text: str, name: str, *, unit: str = "character", retest: bool = False) -> SpansFile:
    """Parse a CSV of spans; with unit "token", length, start and end count tokens; with `retest`
    annotators are compared with themselves, see `occasions`.

    >>> table = read_spans("article,length,annotator,start,end,label\\n"
    ...                    "a,20,ann,2,9,fear\\na,20,bob,,,\\n", "s.csv")
    >>> len(table.spans), table.opened_empty
    (1, 1)
    """
    counted = by_occasion(
        parse_table(text, name, SPAN_COLUMNS, optional=(OCCASION,)), "article", retest=retest
    )
    table = counted.table
    columns = [table.columns[column] for column in SPAN_COLUMNS]
    lengths: dict[str, int] = {}
    length_row: dict[str, int] = {}
    opened: dict[tuple[str, str], tuple[int, bool]] = {}  # first row, and whether it is empty
    kept: list[tuple[str, str, str, int, int]] = []
    for row, (article, length, who, start, end, label) in enumerate(zip(*columns, strict=True)):
        if not (article and who):
            raise table.error(row, f"the {'annotator' if article else 'article'} is empty")
        size = _whole(table, row, "length", length)
        if lengths.setdefault(article, size) != size:
            raise table.error_both(
                length_row[article], row,
                f"article {article!r} has the lengths {lengths[article]} and {size}",
            )  # fmt: skip
        length_row.setdefault(article, row)
        empty = not (start or end or label)
        if not empty:
            kept.append((article, who, label, *_offsets(table, row, start, end, label, size)))
        before = opened.setdefault((article, who), (row, empty))
        if before[0] != row and (empty or before[1]):
            raise table.error_both(
                before[0], row,
                f"annotator {who!r} marked nothing in article {article!r} by one row and "
                "is there again in the other; a row without start, end and label stands alone",
            )  # fmt: skip
    parts = list(zip(*kept, strict=True)) if kept else [(), (), (), (), ()]
    spans = spans_from_arrays(*parts, lengths=lengths, seen=list(opened), unit=unit)
    nothing = sum(1 for _, empty in opened.values() if empty)
    notes = (*counted.notes, *_remarks(table, spans))
    return SpansFile(spans, len(table.lines), nothing, notes, counted.owner)


def _remarks(table: Table, spans: Spans) -> list[str]:
    notes = [f"column {column!r} is not used" for column in table.unused]
    if again := spans.repeated:
        rows = "1 row repeats" if again == 1 else f"{again} rows repeat"
        same = "a mark of the same annotator, label, start and end"
        notes.append(f"{rows} {same}; each mark counts once")
    for what in ("article", "annotator", "label"):
        notes += look_alikes(what, getattr(spans, f"{what}s"))
    return notes


def _offsets(
    table: Table, row: int, start: str, end: str, label: str, length: int
) -> tuple[int, int]:
    if not label:
        raise table.error(row, f"a span from {start!r} to {end!r} without a label")
    first, last = _whole(table, row, "start", start), _whole(table, row, "end", end)
    if first >= last:
        raise table.error(row, f"a span needs start < end, this one is {first} to {last}")
    if last > length:
        raise table.error(row, f"the span ends at {last}, beyond the article's length {length}")
    return first, last


def _whole(table: Table, row: int, what: str, value: str) -> int:
    found = WHOLE.fullmatch(value)
    if found is None:
        shown = repr(value) if value else "nothing"
        raise table.error(row, f"expected a whole number from 0 as {what}, found {shown}")
    return int(found[1])
