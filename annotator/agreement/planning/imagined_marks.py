"""Marks simulated from what is assumed of a study of spans, as a pilot that was never annotated.

Each article has passages (a Poisson number) of one label each. An annotator finds each of them with
one probability, puts either end a few characters off, and marks some text that nobody else sees.
What more articles like these would give is then `spans.enough_spans`, as for a pilot that exists.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.spans.spans import Spans, spans_from_arrays
from annotator.errors import RatingsError

ARTICLES = 400  # imagined ones, of which studies are drawn


@dataclass(frozen=True)
class AssumedMarks:
    """What is assumed of spans; lengths in characters."""

    passages: float  # an article, on average
    found: float  # the probability that an annotator marks a passage that is there
    extra: float = 0.5  # marks of one annotator alone, an article
    annotators: int = 3
    length: int = 3000  # of an article
    passage_length: int = 60
    shift: int = 5  # how far an end lies off, at most
    shares: tuple[float, ...] = (1.0,)  # of the labels
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.found <= 1:
            raise RatingsError(f"found is a probability above 0, up to 1; it is {self.found:g}")
        if self.passages <= 0 or self.extra < 0:
            raise RatingsError("an article needs passages to mark, and no fewer than 0 extra marks")
        if self.annotators < 2:
            raise RatingsError(f"agreement needs two annotators, there is {self.annotators}")
        if not 0 < self.passage_length + 2 * self.shift < self.length:
            raise RatingsError(
                f"passages of {self.passage_length} characters do not fit into articles of "
                f"{self.length}"
            )
        if min(self.shares) <= 0 or abs(sum(self.shares) - 1) > 1e-6:
            raise RatingsError(f"shares of labels add up to 1; these are {self.shares}")

    def sentences(self) -> list[str]:
        """What was assumed, for whoever reads the numbers."""
        shares = ", ".join(f"{share:g}" for share in self.shares)
        return [
            f"articles of {self.length:,} characters with {self.passages:g} passages of about "
            f"{self.passage_length} characters on average; labels with the shares {shares}",
            f"{self.annotators} annotators read every article; each marks a passage with "
            f"probability {self.found:g}, its ends up to {self.shift} characters off, with the "
            f"right label, and {self.extra:g} more marks an article that nobody else makes",
            "no annotator and no article is harder than another",
            f"{ARTICLES} imagined articles, of which studies are drawn; seed {self.seed}",
        ]


def imagine(assumed: AssumedMarks, articles: int = ARTICLES) -> Spans:
    """The marks of every annotator in that many articles.

    >>> spans = imagine(AssumedMarks(passages=4, found=0.8), articles=20)
    >>> len(spans.articles), spans.annotators
    (20, ('A1', 'A2', 'A3'))
    """
    rng = np.random.default_rng([assumed.seed, 1])
    rows: list[tuple[str, str, str, int, int]] = []
    for number in range(articles):
        passages = [_place(assumed, rng) for _ in range(rng.poisson(assumed.passages))]
        for who in range(assumed.annotators):
            mine = [
                (label, *(end + int(rng.integers(-assumed.shift, assumed.shift + 1))
                          for end in ends))
                for label, *ends in passages if rng.random() < assumed.found
            ]  # fmt: skip
            mine += [_place(assumed, rng) for _ in range(rng.poisson(assumed.extra))]
            inside = [
                (label, max(0, start), min(assumed.length, end)) for label, start, end in mine
            ]
            rows += [
                (f"a{number}", f"A{who + 1}", f"L{label + 1}", start, end)
                for label, start, end in inside
                if start < end
            ]
    names = [f"a{number}" for number in range(articles)]
    people = [f"A{who + 1}" for who in range(assumed.annotators)]
    return spans_from_arrays(
        *(zip(*rows, strict=True) if rows else [()] * 5),
        lengths=dict.fromkeys(names, assumed.length),
        seen=[(name, who) for name in names for who in people],
    )


def _place(assumed: AssumedMarks, rng: np.random.Generator) -> tuple[int, int, int]:
    """A label, and where a passage of a length round the mean begins and ends."""
    label = int(rng.choice(len(assumed.shares), p=np.array(assumed.shares)))
    size = max(2 * assumed.shift + 1, int(rng.exponential(assumed.passage_length)))
    size = min(size, assumed.length)
    start = int(rng.integers(0, assumed.length - size + 1))
    return label, start, start + size
