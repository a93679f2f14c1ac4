"""`make bench ONLY=articles`: pages of many kinds of sites and pasted pages, ours against peers.

A line for each column and peer: ours may be .005 below the best one. Then the time, the pastes,
and how time and memory grow with pages and rows. LARGE=1 reads 10,000 pages and 1,000,000 rows.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from annotator.articles.pasted import read_pasted
from benchmarks.articles.growing import growing
from benchmarks.articles.pastes import pastes
from benchmarks.articles.readers import by_trafilatura, other_readers, ours, ours_pasted, processor
from benchmarks.articles.scores import Found, scores, squeeze, tokens
from benchmarks.articles.stories import Truth
from benchmarks.articles.templates import pages
from benchmarks.measured import Measured

BELOW = 0.005
TIMES = 2.0
_PASSAGE = re.compile(r"(<[a-z][^<>]*>)(?=[^\W\d_])")


@dataclass(frozen=True)
class Score(Measured):
    """A mean from 0 to 1, of which more is better (or less, where it is `wanted_small`)."""

    wanted_small: bool = False

    @property
    def ratio(self) -> float:
        return self.ours[0] / self.theirs[0] if self.theirs[0] else 1.0

    @property
    def holds(self) -> bool:
        better = (
            self.theirs[0] - self.ours[0] if self.wanted_small else self.ours[0] - self.theirs[0]
        )
        return better >= -self.bound

    @property
    def line(self) -> str:
        verdict = "holds" if self.holds else "FALLS SHORT"
        return (
            f"{self.name:<36} ours {self.ours[0]:.3f}  theirs {self.theirs[0]:.3f}"
            f"  {self.yardstick:<24} {verdict}"
        )


def articles(rounds: int) -> Iterator[Measured]:
    made = list(pages())
    given = [one.given for one in made]
    mine = columns(made, map(ours, given))
    with other_readers() as readers:
        for name, read in readers.items():
            theirs = columns(made, map(read, given))
            for column, values in theirs.items():
                if any(values):
                    yield Score(
                        f"{column}, {name}",
                        (fmean(mine[column]),), (fmean(values),), BELOW, name,
                    )  # fmt: skip
    # Page by page in turn: a machine that is slower for a second is so for both.
    mine_took, theirs_took = [], []
    for turn in range(rounds):
        both = zip(unread(given, 2 * turn), unread(given, 2 * turn + 1), strict=True)
        took = [(processor(ours, [one]), processor(by_trafilatura, [other])) for one, other in both]
        mine_took.append(sum(mine for mine, _ in took))
        theirs_took.append(sum(theirs for _, theirs in took))
    yield Measured("time of pages", tuple(mine_took), tuple(theirs_took), TIMES, "trafilatura")
    yield from pasted()
    yield from growing(is_large=bool(os.environ.get("LARGE")))


def unread(given: Iterable[str], turn: int) -> list[str]:
    """The pages with another word before each passage: ours and the peer remember lines that they
    have seen, and nobody loads a page twice.

    >>> unread(['<p class="a">The bridge closes.</p>'], 12)
    ['<p class="a">Qbc The bridge closes.</p>']
    """
    word = "Q" + "".join("abcdefghij"[int(digit)] for digit in str(turn))
    return [_PASSAGE.sub(rf"\1{word} ", page) for page in given]


def columns(right: Iterable[Truth], found: Iterable[Found]) -> dict[str, list[float]]:
    """Column -> the score of each page that says something of it."""
    values: dict[str, list[float]] = defaultdict(list)
    for truth, one in zip(right, found, strict=True):
        for column, score in scores(one, truth).items():
            values[column].append(score)
    return values


def pasted() -> Iterator[Measured]:
    """Titles right in 80 %, at most 25 % of the furniture's words kept, no sentence lost unsaid."""
    made = list(pastes())
    found = [ours_pasted(one.given) for one in made]
    rows = columns(made, found)
    for column, wanted in (("title", 0.8), ("authors", 0.8), ("date", 0.9), ("text", 0.9)):
        yield Score(f"pastes: {column}", (fmean(rows[column]),), (wanted,), 0, "what is asked for")
    kept = [words_kept(one, truth) for one, truth in zip(found, made, strict=True)]
    yield Score(
        "pastes: furniture kept", (sum(a for a, _ in kept) / sum(b for _, b in kept),), (0.25,), 0,
        "at most", wanted_small=True,
    )  # fmt: skip
    lost = [
        paragraph
        for truth in made
        for paragraph in truth.body
        if squeeze(paragraph) not in squeeze(everything(truth.given))
    ]
    yield Score(
        "pastes: paragraphs lost unsaid", (len(lost),), (0.0,), 0, "none", wanted_small=True
    )


def words_kept(found: Found, truth: Truth) -> tuple[int, int]:
    """How many words of the furniture are still in the text, and how many there were."""
    lines = {squeeze(line) for line in found.text.split("\n")}
    counts = [(len(tokens(line)), squeeze(line) in lines) for line in truth.furniture]
    return sum(n for n, is_kept in counts if is_kept), sum(n for n, _ in counts)


def everything(paste: str) -> str:
    """Text and what was cut, as the preview shows both."""
    one = read_pasted(paste)
    return "\n".join([one.text, *one.removed])
