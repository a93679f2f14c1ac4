"""Which articles are nearly the same text: reprints, wire copy, a story and its update."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.articles.scripts import SPACELESS
from annotator.articles.signatures import likely_pairs, signature
from annotator.models import Article

__all__ = ["Duplicate", "find_duplicates", "find_similar", "shared_passage", "signature_of"]

DEFAULT_SIMILARITY = 0.5
_SHINGLE_WORDS = 4
_PAIRS_AT_ONCE = 500  # whose texts are in memory together
# Scripts that put no space between words: each character is one.
_WORD = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+(?:['’][^\W{SPACELESS}]+)?")


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
    articles: Sequence[Article],
    *,
    similarity: float = DEFAULT_SIMILARITY,
    with_passages: bool = True,
) -> list[Duplicate]:
    """All pairs at least so similar, the most similar first.

    Of a text that is there several times, only the first is compared with other texts.

    >>> one = Article(title="", text="The old bridge over the Marl will close on Friday for good.")
    >>> two = Article(title="", text="The old bridge over the Marl will close on Friday, they say.")
    >>> [(pair.first, pair.second, pair.passage) for pair in find_duplicates([one, two])]
    [(0, 1, 'The old bridge over the Marl will close on Friday')]
    """
    if not 0 < similarity <= 1:
        raise ValueError(f"similarity must be above 0 and at most 1, but it is {similarity}.")
    found: list[Duplicate] = []
    first_with: dict[str, int] = {}
    signatures = []
    for j, article in enumerate(articles):
        same = first_with.setdefault(article.sha256, j)
        signatures.append(b"" if same != j else signature_of(article.text))
        if same != j:  # the same text: no need to look further
            found.append(Duplicate(same, j, 1.0, article.text))
    for pair in find_similar(
        signatures, lambda some: {j: articles[j].text for j in some}, similarity=similarity
    ):
        passage = ""
        if with_passages:
            passage = shared_passage(articles[pair.first].text, articles[pair.second].text)
        found.append(replace(pair, passage=passage))
    return sorted(found, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def find_similar(
    signatures: Sequence[bytes],
    texts_of: Callable[[Collection[int]], Mapping[int, str]],
    *,
    similarity: float = DEFAULT_SIMILARITY,
) -> Iterator[Duplicate]:
    """The pairs at least so similar, by signatures; only texts of likely ones are asked for.

    `texts_of` gives the texts that stand at these places. Each pair's Jaccard index is exact.
    """
    pairs = likely_pairs(signatures, similarity)
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[start : start + _PAIRS_AT_ONCE]
        texts = texts_of({place for pair in some for place in pair})
        sets = {place: shingles(text) for place, text in texts.items()}
        for first, second in some:
            one, other = sets[first], sets[second]
            jaccard = len(one & other) / len(one | other)
            if jaccard >= similarity:
                yield Duplicate(first, second, jaccard)


def signature_of(text: str) -> bytes:
    """What `find_similar` compares texts by; b"" for a text without words."""
    return signature(_words(text), _SHINGLE_WORDS)


def shingles(text: str) -> frozenset[str]:
    """The sets of consecutive words that are compared; a text shorter than one shingle is one.

    >>> sorted(shingles("To be, or not to be"))
    ['be or not to', 'or not to be', 'to be or not']
    >>> shingles("Bridge closes"), shingles("…"), len(shingles("市议会关闭了旧桥"))
    (frozenset({'bridge closes'}), frozenset(), 5)
    """
    words = _words(text)
    if len(words) < _SHINGLE_WORDS:
        return frozenset([" ".join(words)] if words else [])
    return frozenset(
        " ".join(words[i : i + _SHINGLE_WORDS]) for i in range(len(words) - _SHINGLE_WORDS + 1)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


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
