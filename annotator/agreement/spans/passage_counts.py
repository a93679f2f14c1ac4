"""How many passages of each article are settled or disputed about what: they add over articles."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.spans.disputed_passages import KINDS, Passages

ANY = -1  # in `label`: passages whatever their labels
OUTCOMES = (*KINDS, "settled")


@dataclass(frozen=True, eq=False)
class PassageCounts:
    """Columns of shape (n_rows,): article, label (or `ANY`), index into `OUTCOMES`, count."""

    n_articles: int
    n_labels: int
    article: Ints
    label: Ints
    outcome: Ints
    count: Ints

    def counts(self, label: int = ANY) -> dict[str, int]:
        """Of one label, or of all passages."""
        rows = self.label == label
        found = np.bincount(self.outcome[rows], self.count[rows], minlength=len(OUTCOMES))
        return outcomes(found)

    def by_article(self) -> Ints:
        """Of every article, shape (n_articles, outcomes); see `outcomes`."""
        rows = self.label == ANY
        key = self.article[rows] * len(OUTCOMES) + self.outcome[rows]
        size = self.n_articles * len(OUTCOMES)
        found = np.bincount(key, self.count[rows], minlength=size)
        return found.reshape(self.n_articles, len(OUTCOMES)).astype(np.int64)


def passage_counts(passages: Passages) -> PassageCounts:
    """Count every article's passages, all and by label."""
    first = np.where(passages.disputed, passages.flags.argmax(axis=1), len(KINDS))
    n_labels = len(passages.spans.labels)
    has = passages.has_label.tocoo()
    number = np.concatenate([np.arange(len(passages)), has.coords[0]])
    label = np.concatenate([np.full(len(passages), ANY), has.coords[1]])
    key = (passages.article[number] * (n_labels + 1) + label + 1) * len(OUTCOMES) + first[number]
    distinct, count = np.unique(key, return_counts=True)
    rest, outcome = np.divmod(distinct, len(OUTCOMES))
    article, label = np.divmod(rest, n_labels + 1)
    return PassageCounts(len(passages.spans.articles), n_labels, article, label - 1, outcome, count)


def outcomes(counts: Ints) -> dict[str, int]:
    """Counts of shape (outcomes,) by name."""
    return {name: int(count) for name, count in zip(OUTCOMES, counts, strict=True)}
