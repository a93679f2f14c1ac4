"""Where in a line of CoNLL the token stands and where its labels.

Ann  NNP  B-NP  B-PER          2003 and most others: the last column
1    Ann  B-PER  O             numbered tokens, labels in every column behind (GermEval)
wsj_0001 0 0 Ann NNP ... (PERSON* ... (0     2012 (OntoNotes): brackets in the eleventh
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ONTONOTES", "Columns", "Row", "columns_of", "is_tag", "read_tag"]

ONTONOTES = "#begin document"
_TAG = re.compile(r"([BIEMSLU])[-_](.+)")
_NONE = ("O", "_", "-", "")
_NAMES, _WORD = 10, 3  # columns of 2012


@dataclass(frozen=True)
class Row:
    line: int
    cells: list[str]
    first: bool  # whether it begins a sentence


@dataclass
class Columns:
    """`labels` is the first column with labels, counted from the end where it is below 0."""

    token: int = 0
    labels: int = -1
    offsets: bool = False  # this product's own: start and end behind the token
    brackets: bool = False
    said: str = ""  # of what is left out
    begun: str = ""  # the label of an open bracket

    def tags(self, row: Row) -> list[str]:
        if self.brackets:
            return [self._of_bracket(row)]
        return row.cells[self.labels :]

    def _of_bracket(self, row: Row) -> str:
        """The cell of a row as B-, I- or O; rows come in order."""
        cell = row.cells[_NAMES] if len(row.cells) > _NAMES + 1 else "*"
        found = re.match(r"\(([^*()]+)", cell)
        self.begun = "" if row.first else self.begun
        tag = f"B-{found[1]}" if found else f"I-{self.begun}" if self.begun else "O"
        if found:
            self.begun = found[1]
        if cell.endswith(")"):
            self.begun = ""
        return tag


def columns_of(rows: Sequence[Row]) -> Columns:
    """What the rows of a file have in common; all of them are looked at."""
    if any(row.cells[0] == ONTONOTES for row in rows):
        return Columns(_WORD, _NAMES, brackets=True, said="parts of speech, parses, predicates, "
                       "their arguments and coreference were left out")  # fmt: skip
    if any(row.cells[:3] == ["# token", "start", "end"] for row in rows):
        return Columns(0, 3, offsets=True)
    token = 1 if _is_numbered(rows) else 0
    if all(is_tag(cell) for row in rows for cell in row.cells[token + 1 :]):
        return Columns(token, token + 1)
    return Columns(token)


def _is_numbered(rows: Sequence[Row]) -> bool:
    expected = 1
    for row in rows:
        expected = 1 if row.first else expected
        if len(row.cells) < 3 or row.cells[0] != str(expected):
            return False
        expected += 1
    return bool(rows)


def is_tag(cell: str) -> bool:
    return cell in _NONE or _TAG.fullmatch(cell) is not None


def read_tag(tag: str) -> tuple[str, str]:
    """
    >>> read_tag("B-Loaded_Language"), read_tag("O"), read_tag("PER"), read_tag("M-PER")
    (('B', 'Loaded_Language'), ('O', ''), ('I', 'PER'), ('I', 'PER'))
    """
    found = _TAG.fullmatch(tag)
    if found:
        return found[1].replace("M", "I"), found[2]
    return ("O", "") if tag in _NONE else ("I", tag)
