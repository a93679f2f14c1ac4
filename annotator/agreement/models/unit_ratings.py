"""Spans as ratings of text units, for the annotator models: who marked this character as what.

Between two neighbouring boundaries of anyone's spans all characters are rated alike, so such a
stretch is one item with its length as weight: fits weighted so are those of single characters.
"""

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

NOTHING = "(nothing)"
MOST_LABELS = 62


def unit_ratings(spans: Spans, label: str | None = None) -> tuple[Ratings, Floats]:
    """Ratings of stretches of text, and the length of each.

    With a `label`, the categories are that it is not marked or marked; otherwise the set of labels
    over the stretch (`a|b`), or nothing. An article an annotator never opened is missing.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks([Mark("a", "ann", "fear", 2, 5), Mark("a", "bob", "fear", 2, 9)],
    ...                          lengths={"a": 20})
    >>> ratings, lengths = unit_ratings(spans, "fear")
    >>> ratings.codes.tolist(), lengths.tolist()
    ([[0, 1, 0, 0], [0, 1, 1, 0]], [2.0, 3.0, 4.0, 11.0])
    """
    first_of = np.concatenate([[0], np.cumsum(spans.lengths)])
    start = first_of[spans.article] + spans.start
    end = first_of[spans.article] + spans.end
    borders = np.unique(np.concatenate([first_of, start, end]))
    lengths = np.diff(borders).astype(np.float64)
    article = np.searchsorted(first_of, borders[:-1], side="right") - 1
    at, until = np.searchsorted(borders, start), np.searchsorted(borders, end)
    seen = spans.seen[article].T
    if label is None:
        names, codes = _sets(spans, at, until, seen)
    else:
        chosen = spans.label == spans.labels.index(label)
        names = (f"not {label}", label)
        codes = _marked(spans, at, until, chosen, seen.shape).astype(np.int32)
    codes = np.where(seen, codes, -1)
    ratings = Ratings(
        names, spans.annotators, len(lengths), codes=codes, articles=article,
        article_names=spans.articles,
    )  # fmt: skip
    return ratings, lengths


def _marked(spans: Spans, at: Ints, until: Ints, chosen: Bools, shape: tuple[int, ...]) -> Bools:
    """Whether each annotator marked each stretch by a chosen span, shape (A, n_stretches)."""
    steps = np.zeros((shape[0], shape[1] + 1), dtype=np.int32)
    np.add.at(steps, (spans.annotator[chosen], at[chosen]), 1)
    np.add.at(steps, (spans.annotator[chosen], until[chosen]), -1)
    return np.cumsum(steps, axis=1)[:, :-1] > 0


def _sets(spans: Spans, at: Ints, until: Ints, seen: Bools) -> tuple[tuple[str, ...], Ints]:
    """The sets of labels that occur, nothing first, and each stretch's set."""
    if len(spans.labels) > MOST_LABELS:
        raise RatingsError(f"sets of more than {MOST_LABELS} labels; take the labels one by one")
    bits = np.zeros(seen.shape, dtype=np.int64)
    for k in range(len(spans.labels)):
        bits |= _marked(spans, at, until, spans.label == k, seen.shape).astype(np.int64) << k
    sets, codes = np.unique(np.append(bits.ravel(), 0), return_inverse=True)
    names = tuple(
        "|".join(name for k, name in enumerate(spans.labels) if number >> k & 1) or NOTHING
        for number in sets.tolist()
    )
    return names, codes[:-1].reshape(seen.shape)
