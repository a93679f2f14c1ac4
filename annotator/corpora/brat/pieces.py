"""Where a mark of brat stands: in one piece, or in several."""

from __future__ import annotations

__all__ = ["Pieces", "pieces_of", "same_words", "whole_over_lines", "why_not"]

Pieces = tuple[tuple[int, int], ...]


def pieces_of(offsets: str) -> Pieces:
    """`0 4`, or a mark of several pieces: `0 4;8 12`.

    Raises ValueError for anything else.
    """
    if ";" not in offsets:
        first, last = offsets.split()
        return ((int(first), int(last)),)
    pairs = [piece.split() for piece in offsets.split(";")]
    return tuple(sorted((int(start), int(end)) for start, end in pairs))


def whole_over_lines(text: str, pieces: Pieces) -> Pieces:
    """Pieces with nothing but line ends between them are one: brat cuts a mark at each line's end.

    >>> whole_over_lines("one\\ntwo three", ((0, 3), (4, 7), (8, 13)))
    ((0, 7), (8, 13))
    """
    found = list(pieces[:1])
    for start, end in pieces[1:]:
        first, last = found[-1]
        if last < start and not text[last:start].strip("\r\n"):
            found[-1] = first, end
        else:
            found.append((start, end))
    return tuple(found)


def why_not(pieces: Pieces, length: int) -> str:
    """Why they are no places of a text of this length; "" where they are."""
    before = -1
    for start, end in pieces:
        if not 0 <= start < end <= length:
            return f"the offsets {start} to {end} are not inside the text of {length} characters"
        if start < before:
            return "its pieces overlap"
        before = end
    return ""


def same_words(one: str, other: str) -> bool:
    return one.split() == other.split()
