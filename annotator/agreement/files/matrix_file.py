"""A matrix of distances or of weights between categories, from a CSV file.

The header names the categories (its first cell is free), and so does the first column:

    ,left,centre,right
    left,0,1,2
    centre,1,0,1
    right,2,1,0
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.files.ratings_file import is_number
from annotator.agreement.files.table_file import parse_header, parse_table
from annotator.errors import RatingsError


@dataclass(frozen=True, eq=False)
class CategoryMatrix:
    """A number for every two categories; the same both ways."""

    file: str
    names: tuple[str, ...]
    numbers: Floats  # shape (K, K)

    def of(self, categories: Sequence[str]) -> Floats:
        """The numbers of these categories, in their order."""
        place = {name: row for row, name in enumerate(self.names)}
        if unknown := [name for name in categories if name not in place]:
            raise RatingsError(
                f"{self.file} has no row for the category {unknown[0]!r}; it has "
                f"{', '.join(self.names)}"
            )
        rows = [place[name] for name in categories]
        chosen: Floats = self.numbers[np.ix_(rows, rows)]
        return chosen


def read_matrix(text: str, name: str, kind: Literal["distances", "weights"]) -> CategoryMatrix:
    """Distances are 0 from a category to itself, weights are 1 there and 1 at most.

    >>> read_matrix(",a,b\\na,0,2\\nb,2,0", "d.csv", "distances").of(["b", "a"]).tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    header = parse_header(text, name)
    table = parse_table(text, name, header)
    names = header[1:]
    rows = table.columns[header[0]]
    if rows != names:
        raise RatingsError(
            f"{name}: expected a row for each column, in that order ({', '.join(names)}), found "
            f"the rows {', '.join(rows)}"
        )
    numbers = np.zeros((len(names), len(names)))
    same, most = (0.0, np.inf) if kind == "distances" else (1.0, 1.0)
    for row, one in enumerate(names):
        for column, other in enumerate(names):
            written = table.columns[other][row]
            if not is_number(written) or not 0 <= float(written) <= most:
                allowed = "a number from 0 up" if most > 1 else "a number from 0 to 1"
                raise table.error(row, f"expected {allowed} for {other!r}, found {written!r}")
            numbers[row, column] = float(written)
            if row == column and numbers[row, row] != same:
                raise table.error(row, f"{one!r} and itself: expected {same:g}, found {written}")
            if column < row and numbers[row, column] != numbers[column, row]:
                raise table.error(
                    row, f"{one!r} and {other!r}: {written} here, {numbers[column, row]:g} the "
                    "other way round; expected the same number",
                )  # fmt: skip
    if kind == "distances" and not numbers.any():
        raise RatingsError(f"{name}: all distances are 0, so nothing could differ")
    return CategoryMatrix(name, tuple(names), numbers)
