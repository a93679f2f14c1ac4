"""Articles of a release without texts: as long as they were, dots but for the passages known.

Agreement, settling and everything else that counts characters come out as with the texts; what
looks at words does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.corpora.building import whole
from annotator.corpora.files import CorpusFiles

__all__ = ["AbsentTexts", "words_of"]

DOT = "\N{MIDDLE DOT}"
HASHED = "sha256:"  # before what stands for a passage in a release with hashes
LONGEST = 5_000_000  # characters of one text
MOST = 100_000_000  # characters of all of a corpus


def words_of(pieces: Iterable[Any]) -> str:
    """What stands in the pieces of a mark; "" where it is not told of each.

    >>> words_of(["in", "pieces"]), words_of(["sha256:0f"]), words_of(["in", ""])
    ('in pieces', '', '')
    """
    told = [one if isinstance(one, str) and not one.startswith(HASHED) else "" for one in pieces]
    return " ".join(told) if all(told) else ""


class AbsentTexts:
    """Makes the texts that are not there, and says so once for all of them."""

    def __init__(self, files: CorpusFiles) -> None:
        self.files = files
        self.made = 0
        self._characters = 0

    def text(
        self, key: str, length: Any, passages: Iterable[tuple[Any, Any, Any]]
    ) -> str | None:  # fmt: skip
        """Dots with the passages (start, end, words) in them, behind the article's number: two of
        one text would be one article. As long as the last mark where no length is known; None
        where there is neither, or it says to be too long.

        >>> AbsentTexts(CorpusFiles("x")).text("7", 12, [(4, 8, "said")])
        '7···said····'
        """
        known: list[tuple[int, int, Any]] = []
        for start, end, words in passages:
            try:
                known.append((whole(start), whole(end), words))
            except (TypeError, ValueError):
                continue
        try:
            size = whole(length)
        except (TypeError, ValueError):
            size = max((end for _, end, _ in known), default=0)
        if size == 0 and str(length).strip() == "0":
            return ""  # known to be empty
        if not 0 < size <= LONGEST or self._characters + size > MOST:
            return None
        self._characters += size
        self.made += 1
        signs = [*key[:size], *(DOT * (size - len(key)))]
        for start, end, words in known:
            if not isinstance(words, str) or words.startswith(HASHED):
                continue
            if 0 <= start < end <= size and len(words) == end - start:
                signs[start:end] = words
        return "".join(signs)

    def say(self) -> None:
        if self.made:
            self.files.refuse(
                self.files.name,
                f"the texts of {self.made} article{'s' * (self.made != 1)} are not here: dots "
                "stand in their place. To have them, put each beside the tables as a text file",
            )
