"""What a person said about a file, so that its reader need not guess; and what only a person knows.

A reader that cannot know raises `Undecided`: the file (or row) is refused, and the doubt goes
with the refusal. When it is settled the file is read again, with the answer told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from annotator.errors import ArticleError
from annotator.models import Doubt, Refusal

__all__ = ["Shape", "Told", "Undecided", "columns_told", "refused", "telling", "told"]


@dataclass(frozen=True)
class Shape:
    """What was said once about files with these columns or keys: (field, column) pairs."""

    names: frozenset[str]
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """What is known about a file beyond its bytes."""

    columns: tuple[tuple[str, str], ...] = ()  # (field, column); for this file
    day_first: bool | None = None  # whether 9/5/2021 is in May
    encoding: str = ""
    shapes: tuple[Shape, ...] = ()  # from earlier files

    @property
    def words(self) -> str:
        """What was said about this file, for people; "" for nothing.

        >>> Told(columns=(("text", "Body"),), day_first=True, encoding="cp1250").words
        'text=Body; day before month; encoding cp1250'
        """
        said = [", ".join(f"{field}={column}" for field, column in self.columns)]
        if self.day_first is not None:
            said.append("day before month" if self.day_first else "month before day")
        said.append(self.encoding and f"encoding {self.encoding}")
        return "; ".join(filter(None, said))


NOTHING = Told()
_TOLD: ContextVar[Told] = ContextVar("told", default=NOTHING)


class Undecided(ArticleError):
    """Only a person can say how this is to be read."""

    def __init__(self, reason: str, doubt: Doubt) -> None:
        super().__init__(reason)
        self.doubt = doubt


def told() -> Told:
    """What was told about the file that is read now."""
    return _TOLD.get()


@contextmanager
def telling(what: Told) -> Iterator[None]:
    """Readers that run inside know this. One file is read at a time, in a process of its own."""
    before = _TOLD.get()
    _TOLD.set(what)
    try:
        yield
    finally:
        _TOLD.set(before)


def refused(source_name: str, error: ArticleError) -> Refusal:
    """The refusal that an error means, with its doubt if there is one."""
    doubt = error.doubt if isinstance(error, Undecided) else None
    return Refusal(source_name, str(error), doubt)


def columns_told(names: Iterable[str]) -> dict[str, str]:
    """Field -> the column that a person named for it, of those that are there.

    >>> with telling(Told(columns=(("text", "Volltext"), ("title", "Kopf")))):
    ...     columns_told(["volltext", "id"])
    {'text': 'volltext'}
    """
    known = _TOLD.get()
    if not known.columns and not known.shapes:
        return {}
    return dict(_told_of(known, tuple(names)))


@lru_cache(maxsize=64)
def _told_of(known: Told, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    there = {_plain(name): name for name in reversed(names)}
    if known.columns:
        said = known.columns
    else:
        have = frozenset(names)
        said = next(
            (
                shape.columns
                for shape in known.shapes
                if have <= shape.names and {column for _, column in shape.columns} <= have
            ),
            (),
        )
    return tuple((field, there[_plain(name)]) for field, name in said if _plain(name) in there)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
