"""Why a coefficient of ratings has no value, in words; and what a value has left out."""

import numpy as np

from annotator.agreement.ratings.counts import counts_of, pairable
from annotator.agreement.ratings.ratings import Ratings

NO_VARIATION = "there is no variation to measure agreement against"


def why_undefined(ratings: Ratings) -> str:
    """The first thing that is missing.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> why_undefined(ratings_from_codes([[0, 1]]))
    'fewer than two annotators'
    >>> why_undefined(ratings_from_codes([[0, 0], [0, 0]]))
    "only the label '0' was used, so agreement is certain and nothing can be corrected for chance"
    """
    if ratings.n_annotators < 2:
        return "fewer than two annotators"
    if not ratings.n_items or int(ratings.ratings_per_item.max()) < 2:
        return "no item was rated by two annotators"
    paired = counts_of(ratings).total(lambda rows: pairable(rows)[0], ratings.n_categories)
    used = np.flatnonzero(paired)
    if len(used) == 1:
        return (
            f"only the label {ratings.categories[used[0]]!r} was used, so agreement is certain "
            "and nothing can be corrected for chance"
        )
    return NO_VARIATION


def left_out(ratings: Ratings, *, single_counts: bool) -> tuple[str, ...]:
    """What a value over several annotators does not use, each a sentence.

    `single_counts`: items with one rating count in the expected part (Fleiss, Conger, AC1, AC2).
    """
    m = ratings.ratings_per_item
    single, none = np.count_nonzero(m == 1), np.count_nonzero(m == 0)
    sentences = []
    if single and single_counts:
        sentences.append(
            f"{single} item(s) with one rating count in the expected part, not in the observed one"
        )
    elif single:
        sentences.append(f"{single} item(s) with one rating: nothing to compare with")
    if none:
        sentences.append(f"{none} item(s) without a rating")
    return tuple(sentences)
