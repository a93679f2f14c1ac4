"""Cells that a spreadsheet would run are defused, and exactly recoverable."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.spreadsheets import csv_line, defused, restored

STARTS = "=+-@\t\r'"


@given(st.text(st.sampled_from(STARTS + "05.eE1 \nä"), max_size=8))
def test_what_was_there_comes_back_exactly(cell: str) -> None:
    assert restored(defused(cell)) == cell


@given(st.sampled_from("=+-@\t\r"), st.text(max_size=5))
def test_no_cell_begins_as_a_formula_but_numbers(start: str, rest: str) -> None:
    written = defused(start + rest)
    if written[0] in "=+-@\t\r":
        float(written)  # or it would be one


def test_a_row_keeps_its_numbers_and_defuses_its_texts() -> None:
    row = ['=HYPERLINK("http://x")', "-5", -5, 0.25, "plain", "@SUM(A1)", "'=x"]
    line = csv_line(row)
    (cells,) = csv.reader(io.StringIO(line))
    assert cells == ['\'=HYPERLINK("http://x")', "-5", "-5", "0.25", "plain", "'@SUM(A1)", "''=x"]
    assert [restored(cell) for cell in cells] == [str(value) for value in row]
