"""Which articles are nearly the same text: reprints, wire copy, a story and its update."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.models import Article

DEFAULT_SIMILARITY = 0.5
_SHINGLE_WORDS = 4
_PERMUTATIONS = 128
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True)
class Duplicate:
    """Two articles, by their places in the list, and how alike they are.

    `similarity` is the Jaccard index of their sets of 4-word shingles: 1 for the same words.
    `passage` is the longest stretch of the first that stands word for word in the second.
    """

    first: int
    second: int
    similarity: float
    passage: str = ""


def find_duplicates(
    articles: Sequence[Article], *, similarity: float = DEFAULT_SIMILARITY
) -> list[Duplicate]:
    """All pairs at least so similar, the most similar first.

    Candidates come from MinHash with locality-sensitive hashing (Broder 1997), so that thousands
    of articles need no comparison of each with each; each candidate's Jaccard index is exact.

    >>> one = Article(title="", text="The old bridge over the Marl will close on Friday for good.")
    >>> two = Article(title="", text="The old bridge over the Marl will close on Friday, they say.")
    >>> [(pair.first, pair.second, pair.passage) for pair in find_duplicates([one, two])]
    [(0, 1, 'The old bridge over the Marl will close on Friday')]
    """
    if not 0 < similarity <= 1:
        raise ValueError(f"similarity must be above 0 and at most 1, but it is {similarity}.")
    from datasketch import MinHash, MinHashLSH  # takes a second to import; seldom needed

    sets = [shingles(article.text) for article in articles]
    # The index is set lower than asked: its threshold is a slope, and the exact value decides.
    index = MinHashLSH(threshold=max(0.05, similarity * 0.6), num_perm=_PERMUTATIONS)
    found: list[Duplicate] = []
    first_with: dict[str, int] = {}
    for j, (article, words) in enumerate(zip(articles, sets, strict=True)):
        same = first_with.setdefault(article.sha256, j)
        if same != j:  # the same text: no need to look further
            found.append(Duplicate(same, j, 1.0, article.text))
            continue
        if not words:
            continue
        signature = MinHash(num_perm=_PERMUTATIONS, seed=1)
        signature.update_batch([shingle.encode("utf-8") for shingle in sorted(words)])
        for i in sorted(index.query(signature)):
            jaccard = len(sets[i] & words) / len(sets[i] | words)
            if jaccard >= similarity:
                passage = shared_passage(articles[i].text, article.text)
                found.append(Duplicate(i, j, jaccard, passage))
        index.insert(j, signature)
    return sorted(found, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def shingles(text: str) -> frozenset[str]:
    """The sets of consecutive words that are compared; a text shorter than one shingle is one.

    >>> sorted(shingles("To be, or not to be"))
    ['be or not to', 'or not to be', 'to be or not']
    >>> shingles("Bridge closes"), shingles("…")
    (frozenset({'bridge closes'}), frozenset())
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _SHINGLE_WORDS:
        return frozenset([" ".join(words)] if words else [])
    return frozenset(
        " ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1)
    )


def shared_passage(first: str, second: str, limit: int = 2000) -> str:
    """The longest run of words of `first` that stands in `second`, at most `limit` characters."""
    one, two = list(_WORD.finditer(first)), list(_WORD.finditer(second))
    matcher = difflib.SequenceMatcher(
        None,
        [word[0].casefold() for word in one[:5000]],
        [word[0].casefold() for word in two[:5000]],
        autojunk=False,
    )
    match = matcher.find_longest_match()
    if not match.size:
        return ""
    passage = first[one[match.a].start() : one[match.a + match.size - 1].end()]
    return passage if len(passage) <= limit else passage[: limit - 1] + "…"
