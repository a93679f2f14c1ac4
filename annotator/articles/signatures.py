"""A short signature of a text, by which likely near-duplicates are found without the texts.

MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998): two signatures are
equal in each place with the probability that a shingle of either text is one of both. Signatures
are kept in the store: the constants below never change, or old ones could not be compared.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import sha256
from itertools import combinations

import numpy as np
import numpy.typing as npt

__all__ = ["MANNER", "likely_pairs", "signature"]

MANNER = 1  # of making signatures; another number where anything here or in `words` changes
_PLACES = 126
_BAND = 3  # 42 bands: of pairs alike by .5, 99.6 % share one; of those alike by .1, 4 %
_HALF = 0.5  # pairs less alike are found by bands of one place
_AT_ONCE = 1024  # shingles, so that a long text takes no more memory than a short one
_MOST_OF_GROUP = 5  # each is compared with so many of one group: a thousand copies stay cheap
_Hashes = npt.NDArray[np.uint64]


def _constants(word: str, count: int) -> _Hashes:
    drawn = b"".join(sha256(f"{word}{i}".encode()).digest()[:8] for i in range(count))
    return np.frombuffer(drawn, dtype="<u8").astype(np.uint64)


_FACTORS = _constants("factor", _PLACES)[:, None] | np.uint64(1)
_SUMMANDS = _constants("summand", _PLACES)[:, None]
_OF_WORDS = _constants("word", 8) | np.uint64(1)


def signature(words: Sequence[str], shingle: int) -> bytes:
    """Of a text's words, in runs of so many; b"" for a text without words.

    >>> one = signature("the old bridge over the marl closes".split(), 4)
    >>> len(one), one == signature("the old bridge over the marl closes".split(), 4)
    (504, True)
    """
    if not words:
        return b""
    hashes = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    runs = max(1, len(hashes) - shingle + 1)
    mixed = np.zeros(runs, dtype=np.uint64)
    for place in range(min(shingle, len(hashes))):
        mixed += hashes[place : place + runs] * _OF_WORDS[place]
    mixed ^= mixed >> np.uint64(29)
    least: _Hashes = np.full(_PLACES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(mixed), _AT_ONCE):
        some = mixed[start : start + _AT_ONCE] * _FACTORS
        some += _SUMMANDS  # in place: a second table of this size would take longer than the sums
        np.minimum(least, some.min(axis=1), out=least)
    return (least >> np.uint64(32)).astype("<u4").tobytes()


def likely_pairs(signatures: Sequence[bytes], similarity: float) -> list[tuple[int, int]]:
    """Places of two that may be so similar, each pair once, the smaller place first.

    Of many that are all alike not every pair: each with the next few.
    """
    places = [place for place, one in enumerate(signatures) if one]
    if not places:
        return []
    table = np.frombuffer(b"".join(signatures), dtype="<u4").reshape(len(places), _PLACES)
    found: set[tuple[int, int]] = set()
    width = _BAND if similarity >= _HALF else 1
    for start in range(0, _PLACES, width):
        band = table[:, start : start + width]
        order = np.lexsort(band.T[::-1])  # stable: of equal ones the smaller place first
        is_same = (band[order][1:] == band[order][:-1]).all(axis=1)
        for group in np.split(order, np.flatnonzero(~is_same) + 1) if is_same.any() else ():
            found.update(_of_group(group.tolist()))
    return sorted((places[one], places[other]) for one, other in found)


def _of_group(group: list[int]) -> list[tuple[int, int]]:
    if len(group) <= _MOST_OF_GROUP:
        return list(combinations(group, 2))
    return [
        (one, other)
        for place, one in enumerate(group)
        for other in group[place + 1 : place + 1 + _MOST_OF_GROUP]
    ]
