"""What writers share: work and gold by article, tokens, UTF-16 places, names of files."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate

from annotator.articles.sentences import sentence_spans
from annotator.corpora.corpus import Corpus, Document, Work
from annotator.corpora.whose import ANNOTATORS
from annotator.file_names import file_name
from annotator.models import State
from annotator.releases.tally import Tally

__all__ = [
    "SECOND", "annotators_file", "answers_by_region", "every_work", "file_name",
    "lines_of_sentences", "lose_unmarked", "split_tokens", "submitted_only", "tokens_inside",
    "utf16_places",
]  # fmt: skip

# What is said of the second label of a passage, where marks have one.
SECOND = ("second labels of a mark", "a mark of its own, without answers")
_TOKEN = re.compile(r"\w+|\S")


def every_work(corpus: Corpus) -> Iterator[tuple[Document, Work]]:
    """Annotators' work and the gold, by annotator, each with its document."""
    documents = {one.key: one for one in corpus.documents}
    for work in sorted((*corpus.work, *corpus.gold), key=lambda one: one.annotator):
        yield documents[work.document], work


def annotators_file(corpus: Corpus) -> dict[str, bytes]:
    """The file that says whose the folders (or files) of a format are: one alone does not."""
    people = sorted({one.annotator for one in (*corpus.work, *corpus.gold)})
    return {ANNOTATORS: "".join(f"{file_name(one)}\t{one}\n" for one in people).encode()}


def submitted_only(corpus: Corpus, tally: Tally) -> Iterator[tuple[Document, Work]]:
    """The same without skipped annotations, for formats that know no state."""
    for document, work in every_work(corpus):
        if work.state is State.SKIPPED:
            tally.lose("skipped annotations", "left out, with their marks")
        else:
            yield document, work


def lose_unmarked(corpus: Corpus, tally: Tally) -> None:
    """For formats without a file for an article on which there is no work."""
    marked = {
        one.document for one in (*corpus.work, *corpus.gold) if one.state is not State.SKIPPED
    }
    alone = sum(1 for one in corpus.documents if one.key not in marked)
    tally.lose("articles on which there is no work", "left out", alone)


def answers_by_region(work: Work) -> dict[str, dict[str, list[str]]]:
    """Region of a mark, or "" for the article -> question -> answers; never a missing key."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for answer in work.answers:
        found[answer.region].setdefault(answer.question, []).append(answer.value)
    return found


def utf16_places(text: str) -> Sequence[int]:
    """For each place between code points, the place in UTF-16 code units.

    >>> list(utf16_places("a🚒b"))
    [0, 1, 3, 4]
    """
    if text.isascii() or max(text, default="") < "\U00010000":
        return range(len(text) + 1)
    return list(accumulate((1 + (c > "\uffff") for c in text), initial=0))


def lines_of_sentences(text: str) -> list[tuple[int, int]]:
    """Sentences without the white space around them; a line's end always ends one."""
    found = []
    for start, end in sentence_spans(text):
        for match in re.finditer(r"\S(?:[^\n]*\S)?", text[start:end]):
            found.append((start + match.start(), start + match.end()))
    return found


def split_tokens(text: str, start: int, end: int, edges: Set[int]) -> list[tuple[int, int]]:
    """Words and single signs from `start` to `end`, split where a mark begins or ends.

    >>> split_tokens("unfair!", 0, 7, {2})
    [(0, 2), (2, 6), (6, 7)]
    """
    found = []
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        for place in range(first + 1, last):
            if place in edges:
                found.append((first, place))
                first = place
        found.append((first, last))
    return found


def tokens_inside(tokens: Sequence[tuple[int, int]], first: int, last: int) -> list[int]:
    """The places of the tokens that lie in it whole; `tokens` are in order.

    >>> tokens_inside([(0, 2), (3, 5), (6, 9)], 3, 8)
    [1]
    """
    found = []
    for place in range(bisect_left(tokens, (first, first)), len(tokens)):
        if tokens[place][1] > last:
            break
        found.append(place)
    return found
