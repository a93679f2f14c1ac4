"""Of files called the same, the one that lies nearest to another file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

__all__ = ["Nearest"]

Value = TypeVar("Value")


class Nearest(Generic[Value]):
    """Values under a name and the folders they lie in; of several as near, the first added.

    >>> found = Nearest[int]()
    >>> for number, path in enumerate(("en/texts/1.txt", "ru/texts/1.txt")):
    ...     found.add("1", path, number)
    >>> found.find("1", "ru/labels/1.labels"), found.find("1", "1.labels"), found.find("2", "x")
    (1, 0, None)
    """

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], Value] = {}

    def add(self, name: str, path: str, value: Value) -> None:
        for folder in _folders(path):
            self._first.setdefault((name, folder), value)

    def find(self, name: str, path: str) -> Value | None:
        """The value whose folders begin as the path's do, for as long as possible."""
        if (name, "") not in self._first:
            return None
        found = ((name, folder) for folder in _folders(path))
        return next(self._first[one] for one in found if one in self._first)


def _folders(path: str) -> Iterator[str]:
    """The folders above a file, the nearest first; "" for the top."""
    while path:
        path = path.rpartition("/")[0]
        yield path
