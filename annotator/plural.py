"""Numbers with their nouns, in whatever people read."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, word: str, one: str = "", many: str = "") -> str:
    """A number with its noun; `one` and `many` are its verb, or what else changes with it.

    >>> counted(1, "label"), counted(12000, "relation")
    ('1 label', '12,000 relations')
    >>> counted(1, "article", "is", "are"), counted(0, "article", "is", "are")
    ('1 article is', '0 articles are')
    """
    verb = one if count == 1 else many
    return f"{count:,} {word}{'' if count == 1 else 's'}" + (f" {verb}" if verb else "")
