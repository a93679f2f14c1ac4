"""Names of files that every system takes, and that are never paths."""

from __future__ import annotations

import hashlib
import re

from annotator.names import plain_letters

__all__ = ["file_name", "title_stem"]

LONGEST_NAME = 120  # of a file, without its ending
LONGEST_STEM = 60
# Windows opens a device for these, whatever ending follows.
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)


def file_name(name: str) -> str:
    """Different for different names, and as much of the name as can stay.

    >>> file_name("A01"), file_name("a/b"), file_name("a_b"), file_name("Con"), file_name("Ann ")
    ('A01', 'a%2Fb', 'a_b', '%43on', 'Ann%20')
    >>> len(file_name("a" * 500)), file_name("a" * 500) == file_name("a" * 501)
    (120, False)
    """
    inside = len(name) - 1
    safe = "".join(
        c
        if (c.isascii() and (c.isalnum() or c in "-_")) or (c == " " and 0 < place < inside)
        else f"%{ord(c):02X}"
        for place, c in enumerate(name)
    )
    if _DEVICE.fullmatch(safe):
        safe = f"%{ord(safe[0]):02X}{safe[1:]}"
    if len(safe) > LONGEST_NAME:
        return f"{safe[: LONGEST_NAME - 13]}-{_digest(name, 12)}"
    return safe or "%"


def title_stem(title: str) -> str:
    """What files of something with this title begin with; "" where no letter or digit is plain.

    Where letters are lost, a few signs tell it from titles that differ in those only.

    >>> title_stem("Bridges: 2026"), title_stem("CON"), title_stem("../.."), title_stem("2026 год")
    ('bridges-2026', 'study-con', '', '2026-610694')
    """
    stem = plain_letters(title, len(title) * LONGEST_STEM)
    loses = any(c.isalnum() and not plain_letters(c, LONGEST_STEM) for c in title)
    if stem and (loses or len(stem) > LONGEST_STEM):
        stem = f"{stem[: LONGEST_STEM - 7].rstrip('-')}-{_digest(title, 6)}"
    return f"study-{stem}" if _DEVICE.fullmatch(stem) else stem


def _digest(name: str, signs: int) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:signs]
