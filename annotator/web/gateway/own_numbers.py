"""The ids of annotations and drafts as one browser sees them.

Label Studio counts annotations and drafts of everybody together, so that an annotator would see
from their own ids how much others have just done. What leaves us is a keyed permutation of
1..2^31-1 instead, another one for each account and kind: a Feistel network over 32 bits (Luby and
Rackoff 1988), walked until it falls into the range (Black and Rogaway 2002). Nothing is stored, and
a number that was not handed out leads to no id one could aim at.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Kind = Literal["annotation", "draft"]

LARGEST = 2**31 - 1  # what the labelling page and every database take
_ROUNDS = 6
_HALF = 0xFFFF


@dataclass(frozen=True)
class OwnNumbers:
    """`secret` is the installation's; the same account always sees the same numbers."""

    secret: str = field(repr=False)
    account_id: int

    def shown(self, kind: Kind, number: int) -> int:
        """The number that the browser gets for Label Studio's.

        >>> own = OwnNumbers("secret", 7)
        >>> own.meant("draft", own.shown("draft", 12))
        12
        """
        return self._walk(kind, number, range(_ROUNDS))

    def meant(self, kind: Kind, number: int) -> int:
        """Label Studio's number for one that a browser sends, if it has one.

        Raises ValueError for a number that is never handed out.
        """
        return self._walk(kind, number, range(_ROUNDS - 1, -1, -1))

    def _walk(self, kind: Kind, number: int, order: range) -> int:
        if not 0 < number <= LARGEST:
            raise ValueError(f"The {kind} {number} is not between 1 and {LARGEST}.")
        key = _key(self.secret, self.account_id, kind)
        forth = order.step > 0
        value = number
        while True:
            left, right = value >> 16, value & _HALF
            for turn in order:
                if forth:
                    left, right = right, left ^ _mixed(key, turn, right)
                else:
                    left, right = right ^ _mixed(key, turn, left), left
            value = left << 16 | right
            if 0 < value <= LARGEST:
                return value


@lru_cache(maxsize=1024)
def _key(secret: str, account_id: int, kind: Kind) -> bytes:
    return hashlib.sha256(f"own-numbers:{secret}:{account_id}:{kind}".encode()).digest()


def _mixed(key: bytes, turn: int, half: int) -> int:
    message = bytes((turn, half >> 8, half & 0xFF))
    return int.from_bytes(hashlib.blake2b(message, key=key, digest_size=2).digest(), "big")
