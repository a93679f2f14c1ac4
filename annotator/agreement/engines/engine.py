"""What an engine can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from numpy.typing import NDArray

Rows = dict[str, NDArray[Any]]  # a table's columns by name
Result = TypeVar("Result")

STUDY = "study"  # the name of the Parquet files in SQL


class Engine(Protocol):
    """Queries of one folder. SQL is what both know: `STRING`, `count`, `sum`, joins, GROUP BY."""

    sends_by_cluster: bool  # rows lie on machines by `source`'s cluster: group by it first

    def columns(self) -> tuple[str, ...]:
        """Those of the files."""

    def quoted(self, name: str) -> str:
        """A column whose name is a word of SQL."""

    def block_of(self, column: str, blocks: int) -> str:
        """SQL for a number from 0 to `blocks` - 1 that depends on the column's value alone."""

    def source(self, cluster: str) -> str:
        """SQL for the study with one more column, `cluster`, by whose value it may be divided."""

    def each_of(self, column: str) -> str:
        """SQL for a row of each element of a list."""

    def keep(self, name: str, sql: str) -> None:
        """The answer as a table; made once, where that is less than making it for each query."""

    def add_table(self, name: str, columns: Mapping[str, Sequence[Any]]) -> None:
        """A small table to join with."""

    def rows(self, sql: str) -> Rows:
        """The answer, which must fit into memory."""

    def each_block(self, sql: str, work: Callable[[Rows], Result]) -> Iterator[Result]:
        """`work` on the rows of each value of the column `block`, wherever the engine does that."""

    def close(self) -> None:
        """Let go of memory and temporary files."""
