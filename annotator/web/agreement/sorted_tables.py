"""Tables that sort and filter by their address: by mouse, by keyboard, without JavaScript too.

`?pairs-sort=-f1` sorts the table `pairs` by its column `f1`, the largest first; `?pairs-find=A02`
keeps the rows whose words have that; `?pairs-page=3` is the third page. `static/tables.js` only
spares the page from being loaded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for

from annotator.agreement.why_missing import why_missing
from annotator.web.numbers import whole_number

__all__ = ["Column", "SortedTable", "sorted_table"]

Row = TypeVar("Row")
SIZE = 50  # rows on a page
FEW = 8  # rows that need no filter


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`of` is what it sorts by: all numbers or all words; None comes last either way."""

    key: str
    title: str
    of: Callable[[Row], float | str | None]
    number: bool = True
    why: Callable[[Row], str] = lambda _: ""  # why it has none
    says: str = ""  # what it means, as a tooltip and in the caption's list


@dataclass(frozen=True)
class SortedTable(Generic[Row]):
    """The rows to show of `total`, `count` of which have what was asked for."""

    name: str
    columns: tuple[Column[Row], ...]
    rows: tuple[Row, ...]
    total: int
    count: int
    sort: str  # a column's key, behind "-" from the largest down
    find: str
    page: int
    pages: int
    words: Callable[[Row], str]

    @property
    def filters(self) -> bool:
        """Whether there is enough to filter."""
        return self.total > FEW or bool(self.find)

    @property
    def missing(self) -> tuple[str, ...]:
        """Why numbers of the rows that are shown are missing."""
        return why_missing(
            (f"{self.words(row)}, {column.title}", column.why(row))
            for column in self.columns
            for row in self.rows
            if column.of(row) is None
        )

    def direction(self, column: Column[Row]) -> str:
        """As `aria-sort` has it."""
        if self.sort.lstrip("-") != column.key:
            return "none"
        return "descending" if self.sort.startswith("-") else "ascending"

    def sorted_by(self, column: Column[Row]) -> str:
        """The address that sorts by a column: numbers from the largest, words from A; then back."""
        first, second = (f"-{column.key}", column.key)
        if not column.number:
            first, second = second, first
        return self._address(sort=second if self.sort == first else first)

    def at_page(self, page: int) -> str:
        return self._address(sort=self.sort, find=self.find, page=str(page))

    @property
    def others(self) -> list[tuple[str, str]]:
        """What else stands in the address: a form keeps it."""
        mine = (f"{self.name}-find", f"{self.name}-page")
        return [(name, value) for name, value in request.args.items(multi=True) if name not in mine]

    def _address(self, **changed: str) -> str:
        asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict()}
        asked.pop(f"{self.name}-page", None)
        asked |= {f"{self.name}-{name}": value or None for name, value in changed.items()}
        return url_for(request.endpoint or "", **asked, _anchor=self.name)


def sorted_table(
    name: str, columns: Sequence[Column[Row]], rows: Sequence[Row], *,
    words: Callable[[Row], str], usual: str, size: int = SIZE,
) -> SortedTable[Row]:  # fmt: skip
    """What the address asks for of these rows. `words` are what the filter looks through, `usual`
    is how it is sorted unless told."""
    known = {sign + column.key for column in columns for sign in ("", "-")}
    asked = request.args.get(f"{name}-sort", "")
    sort = asked if asked in known else usual
    find = request.args.get(f"{name}-find", "").strip()
    kept = [row for row in rows if find.casefold() in words(row).casefold()] if find else rows
    column = next((one for one in columns if one.key == sort.lstrip("-")), None)
    ordered = _ordered(kept, column, sort.startswith("-")) if column else list(kept)
    pages = max(1, -(-len(ordered) // size))
    page = min(max(1, whole_number(request.args.get(f"{name}-page", "")) or 1), pages)
    return SortedTable(
        name, tuple(columns), tuple(ordered[(page - 1) * size : page * size]), len(rows),
        len(ordered), sort, find, page, pages, words,
    )  # fmt: skip


def _ordered(rows: Sequence[Row], column: Column[Row], down: bool) -> list[Row]:
    """Rows of the same value keep their order; those without one come last."""
    keyed = [(_key(column.of(row)), row) for row in rows]
    with_value = sorted(
        ((key, row) for key, row in keyed if key is not None), key=lambda one: one[0], reverse=down
    )
    return [row for _, row in with_value] + [row for key, row in keyed if key is None]


def _key(value: float | str | None) -> Any:
    return value.casefold() if isinstance(value, str) else value
