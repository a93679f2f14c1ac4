"""Cross-replication reliability of two groups of annotators, normalised (Wong, Paritosh and Aroyo
2021, *Cross-replication Reliability*, ACL).

    kappa_x              agreement of one annotator of the one group with one of the other
                         (`ratings.groups`, `spans.between_groups`)
    normalised kappa_x = kappa_x / sqrt(alpha_G alpha_H)

Two groups that mean the same differ from each other only as much as they differ within: then it is
1. It is no correlation, and may be above 1. Where a group does not agree with itself better than
chance, there is nothing to normalise by.
"""

from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np

from annotator.agreement.annotator_sets import named_groups
from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import MOST_CLUSTERS, resample_groups
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.coefficient import Coefficient, item_groups, most_groups
from annotator.agreement.ratings.groups import between_coefficient
from annotator.agreement.ratings.krippendorff import alpha_coefficient
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.span_measures import measures_of, resamples_of
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.spans import Spans

NORMALISED = "normalised_xrr"
NOT_ABOVE_CHANCE = "a group does not agree with itself better than chance: nothing to normalise by"
Groups = Mapping[str, Collection[str]]


def xrr_of_ratings(
    ratings: Ratings, groups: Groups, level: str, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """Of every two groups.

    >>> from annotator.agreement import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 1, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 0]],
    ...                              annotators=list("abcd"))
    >>> (found,) = xrr_of_ratings(ratings, {"old": "ab", "new": "cd"}, "nominal")
    >>> round(found.value, 2), round(found.parameters["kappa_x"], 2)
    (0.88, 0.47)
    """
    found = []
    for one, two in combinations(named_groups(ratings.annotators, groups), 2):
        about = f"{one.id} & {two.id}"
        three = [
            between_coefficient(ratings, one.places, two.places, level, about),
            *(alpha_coefficient(ratings.only(side.places), level) for side in (one, two)),
        ]
        parts = [float(c.value(c.source.total()[None, :])[0]) for c in three]
        interval = _interval(three, ratings, resamples, seed)
        found.append(_measure(about, parts, level, "item", interval))
    return found


def xrr_of_spans(
    spans: Spans, groups: Groups, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """Of every two groups, characters as items, all labels together and each by itself.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark("t", who, "x", 2, 9) for who in "abcd"]
    >>> spans = spans_from_marks(marks, lengths={"t": 30})
    >>> [one.value for one in xrr_of_spans(spans, {"old": ["a", "b"], "new": ["c", "d"]})]
    [1.0, 1.0]
    """
    statistics = span_statistics(spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed, keep=True)
    made = measures_of(statistics, ["character_alpha"], groups=groups, drawn=drawn)
    by = {(one.id, one.label): one for one in made if one.scope == "group"}
    rows = drawn.rows or {}
    found = []
    for one, two in combinations(groups, 2):
        about = f"{one} & {two}"
        for label in (None, *spans.labels):
            three = [by.get((name, label)) for name in (about, one, two)]
            if None in three:
                continue
            parts = [np.nan if m is None or m.value is None else m.value for m in three]
            keys = [("character_alpha", "group", name, label) for name in (about, one, two)]
            interval = None
            if resamples and all(key in rows and len(rows[key]) > 1 for key in keys):
                values = normalised(*(rows[key] for key in keys))
                articles = min((m.articles or 0) for m in three if m is not None)
                interval = drawn.resampled(values, articles).interval()
            found.append(_measure(about, parts, "", "character", interval, label))
    return found


def normalised(between: Floats, first: Floats, second: Floats) -> Floats:
    """kappa_x / sqrt(alpha_G alpha_H); NaN where either is not above 0.

    >>> normalised(np.array([0.4]), np.array([0.5]), np.array([0.8])).round(3).tolist()
    [0.632]
    """
    usable = (first > 0) & (second > 0)
    within = np.sqrt(np.where(usable, first * second, np.nan))
    found: Floats = between / within
    return found


def _interval(
    three: list[Coefficient], ratings: Ratings, resamples: int, seed: int
) -> Interval | None:
    """From resamples of the same items for all three."""
    width = [one.n_columns for one in three]
    if not resamples or most_groups(sum(width)) != MOST_CLUSTERS:
        return None
    places, n = item_groups(ratings, seed)
    ends = np.cumsum([0, *width])
    runs = resample_groups(
        np.concatenate([one.source.grouped(places, n) for one in three], axis=1),
        lambda sums: normalised(
            *(c.value(sums[:, ends[i] : ends[i + 1]]) for i, c in enumerate(three))
        ),
        clusters=ratings.n_clusters, kind=ratings.cluster_kind, resamples=resamples, seed=seed,
    )  # fmt: skip
    return runs.interval()


def _measure(
    about: str, parts: list[float], level: str, unit: str, interval: Interval | None,
    label: str | None = None,
) -> Measure:  # fmt: skip
    value = float(normalised(*(np.array([part]) for part in parts))[0])
    reason = ""
    if not np.isfinite(value):
        reason = NOT_ABOVE_CHANCE
        if not np.isfinite(parts).all():
            reason = "α within a group, or between the two, has no value"
        interval = None
    named = dict(zip(("kappa_x", "alpha_first", "alpha_second"), parts, strict=True))
    return Measure(
        NORMALISED, None if reason else value, reason, "group", about, label, level=level,
        unit=unit, interval=interval,
        pooling="pairs between the groups",
        parameters={name: part for name, part in named.items() if np.isfinite(part)},
    )  # fmt: skip
