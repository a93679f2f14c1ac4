"""Keys that stand several times in one object of JSON: the last value counts, and that others were
lost can be said.
"""

from __future__ import annotations

from typing import Any

__all__ = ["of_pairs"]


def of_pairs(pairs: list[tuple[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The object, and each key of it whose values differ, as often as one was lost.

    >>> of_pairs([("a", 1), ("b", 2), ("a", 3), ("b", 2)])
    ({'a': 3, 'b': 2}, ['a'])
    """
    found = dict(pairs)
    if len(found) == len(pairs):
        return found, []
    return found, [key for key, value in pairs if found[key] != value]
