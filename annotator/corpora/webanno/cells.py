"""The cells of WebAnno TSV 3: layers with their columns, values with their numbers, escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Layer", "TokenRow", "unescaped", "values_of"]

TokenRow = tuple[int, str, int, int, list[str]]  # line, token, start, end, the cells behind them
_VALUE = re.compile(r"(.*?)(?:\[(\d+(?:_\d+)?)\])?", re.DOTALL)
_PART = re.compile(r"((?:[^\\|]|\\.|\\$)*)(\||$)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass
class Layer:
    kind: str  # SP: marks, RL: relations, CH: chains, "": left out
    name: str
    features: list[str]
    column: int = 0  # its first one
    roles: dict[int, str] = field(default_factory=dict)  # column of roles -> the layer of who has

    @property
    def width(self) -> int:
        return max(1, len(self.features))


def values_of(cell: str, *, plain: bool = False) -> Iterator[tuple[str, str]]:
    """Each value of a cell with the number in brackets; "" for `*`, nothing for `_`; `plain` with
    its backslashes.

    >>> list(values_of("Source[1]|Cue[2]")), list(values_of("_")), list(values_of("a\\\\_b"))
    ([('Source', '1'), ('Cue', '2')], [], [('a_b', '')])
    """
    if cell in ("_", ""):
        return
    for part in _PART.finditer(cell):
        if not part[0]:
            continue
        found = _VALUE.fullmatch(part[1])
        if found is not None:
            value = "" if found[1] in ("*", "_") else found[1] if plain else unescaped(found[1])
            yield value, found[2] or ""


def unescaped(text: str) -> str:
    """
    >>> unescaped("x\\\\->y"), unescaped("two\\\\nlines")
    ('x->y', 'two\\nlines')
    """
    return re.sub(r"\\(.)", lambda match: _LETTERS.get(match[1], match[1]), text, flags=re.DOTALL)
