"""Why a coefficient of ratings has no value, in words; and what a value has left out."""

from collections.abc import Sequence

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.ratings.counts import counts_of, pairable
from annotator.agreement.ratings.ratings import Ratings
from annotator.plural import counted

NO_VARIATION = "there is no variation to measure agreement against"


def why_undefined(ratings: Ratings) -> str:
    """The first thing that is missing.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> why_undefined(ratings_from_codes([[0, 1]]))
    'fewer than two annotators'
    >>> why_undefined(ratings_from_codes([[0, 0], [0, 0]]))
    "only the label '0' was used, so agreement is certain and nothing can be corrected for chance"
    """
    most = int(ratings.ratings_per_item.max(initial=0))
    paired = None
    if ratings.n_annotators > 1 and most > 1:
        paired = counts_of(ratings).total(lambda rows: pairable(rows)[0], ratings.n_categories)
    return first_missing(ratings.n_annotators, read_as(ratings), paired)


def read_as(ratings: Ratings) -> tuple[str, ...]:
    """The categories in the words that people read."""
    return ratings.titles or ratings.categories


def first_missing(n_annotators: int, categories: Sequence[str], paired: Floats | None) -> str:
    """`paired`: how often each category was given to items with two ratings; None: no such item."""
    if n_annotators < 2:
        return "fewer than two annotators"
    if paired is None:
        return "no item was rated by two annotators"
    used = np.flatnonzero(paired)
    if len(used) == 1:
        return (
            f"only the label {categories[used[0]]!r} was used, so agreement is certain "
            "and nothing can be corrected for chance"
        )
    return NO_VARIATION


def left_out(ratings: Ratings, *, single_counts: bool) -> tuple[str, ...]:
    """What a value over several annotators does not use, each a sentence.

    `single_counts`: items with one rating count in the expected part (Fleiss, Conger, AC1, AC2).
    """
    m = ratings.ratings_per_item
    single, none = int(np.count_nonzero(m == 1)), int(np.count_nonzero(m == 0))
    return said_left_out(single, none, single_counts=single_counts)


def said_left_out(single: int, none: int, *, single_counts: bool) -> tuple[str, ...]:
    """Of so many items with one rating, and with none."""
    sentences = []
    if single and single_counts:
        sentences.append(
            f"{counted(single, 'item')} with one rating: in the expected part, not in the "
            "observed one"
        )
    elif single:
        sentences.append(f"{counted(single, 'item')} with one rating: nothing to compare with")
    if none:
        sentences.append(f"{counted(none, 'item')} without a rating")
    return tuple(sentences)
