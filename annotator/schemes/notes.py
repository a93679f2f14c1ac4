"""Which questions are for the team's own notes, by what they are called."""

from __future__ import annotations

import re

__all__ = ["is_note"]

_NOTES = ("note", "notes", "comment", "comments", "remark", "remarks")
_PIECES = re.compile(r"[_\W]+")


def is_note(key: str) -> bool:
    """Whether a question's key says note, comment or remark, with a number behind it or not.

    >>> is_note("my_comments"), is_note("note_2"), is_note("noted"), is_note("note_kind")
    (True, True, False, False)
    """
    words = [one for one in _PIECES.split(key.casefold()) if not one.isdecimal()]
    return bool(words) and words[-1] in _NOTES
