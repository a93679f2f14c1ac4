"""All measures of a table of ratings, asked for by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.agreement.annotator_sets import every_pair
from annotator.agreement.leave_one_out import leave_one_out, with_jackknife
from annotator.agreement.measure import Measure, without_blind_interval
from annotator.agreement.ratings.by_article import by_article
from annotator.agreement.ratings.coefficient import Coefficient, bootstrap_intervals, measure
from annotator.agreement.ratings.cohen import (
    MOST_ANNOTATORS,
    over_all,
    pair_coefficient,
    pair_measures,
)
from annotator.agreement.ratings.distances import SET_LEVELS
from annotator.agreement.ratings.icc import icc_measure
from annotator.agreement.ratings.mean_of_pairs import mean_coefficient
from annotator.agreement.ratings.per_label import beside, for_label, label_names, one_against_rest
from annotator.agreement.ratings.rating_table import (
    RATING_MEASURES,
    RATING_NAMES,
    RATING_TABLE,
)
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError
from annotator.time_left import Steps, one_by_one, unheard

MOST_ONE_BY_ONE = 200  # labels; more are not taken one by one
MOST_PAIRS_OF_LABELS = 2000  # pairs of annotators x labels
MOST_LEFT_OUT = 50  # annotators; more are not left out one by one


@dataclass(frozen=True)
class RatingOptions:
    """How ratings are measured."""

    level: str = "nominal"
    weights: str = "identity"
    resamples: int = 2000
    seed: int = 0
    details: bool = True  # also per label, article, pair and annotator

    @property
    def sets(self) -> bool:
        return self.level in SET_LEVELS


def evaluate_ratings(
    ratings: Ratings, names: Sequence[str] = RATING_MEASURES, options: RatingOptions | None = None,
    progress: Steps = unheard,
) -> list[Measure]:  # fmt: skip
    """The measures asked for; the first of each name has scope `all`.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([["a", "b", "a"], ["a", "b", "b"]])
    >>> found = evaluate_ratings(ratings, ["percent_agreement"], RatingOptions(resamples=0))
    >>> [(one.scope, one.label, round(one.value, 2)) for one in found]
    [('all', None, 0.67), ('label', 'a', 0.67), ('label', 'b', 0.67)]
    """
    chosen = options or RatingOptions()
    unknown = [name for name in names if name not in RATING_NAMES]
    if unknown:
        raise RatingsError(
            f"measure {unknown[0]!r} is none of those of ratings: {', '.join(RATING_NAMES)}"
        )
    found: list[Measure] = []
    binary = _label_by_label(ratings, chosen) if chosen.details else {}
    computed: dict[str, list[Measure]] = {}
    for name in one_by_one(tuple(dict.fromkeys(names)), progress):
        known = RATING_TABLE[name]
        same = known.always_twin or chosen.weights == "identity"
        if known.twin in computed and same:
            computed[name] = [replace(one, name=name) for one in computed[known.twin]]
        elif known.coefficient is None:
            computed[name] = _of_pairs(name, ratings, chosen, binary)
        else:
            computed[name] = _of_everyone(name, ratings, chosen, binary)
        found += computed[name]
    return found


def not_computed(ratings: Ratings, options: RatingOptions) -> tuple[str, ...]:
    """What `evaluate_ratings` leaves out because there would be too much of it, in sentences.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> not_computed(ratings_from_codes([[0], [1]], categories=range(300)), RatingOptions())
    ('300 labels: values label by label are computed for at most 200',)
    """
    notes = []
    A, labels = ratings.n_annotators, len(label_names(ratings, sets=options.sets))
    if labels > MOST_ONE_BY_ONE:
        notes.append(
            f"{labels} labels: values label by label are computed for at most {MOST_ONE_BY_ONE}"
        )
    elif labels * A * (A - 1) // 2 > MOST_PAIRS_OF_LABELS:
        notes.append(
            f"{A} annotators and {labels} labels: measures of two annotators are not computed "
            "label by label"
        )
    if MOST_LEFT_OUT < A:
        notes.append(
            f"{A} annotators: values pair by pair and without each annotator are computed for at "
            f"most {MOST_LEFT_OUT}"
        )
    return tuple(notes)


Binary = dict[str, tuple[Ratings, dict[str, Any]]]  # each label against the rest; what is beside


def _label_by_label(ratings: Ratings, options: RatingOptions) -> Binary:
    labels = label_names(ratings, sets=options.sets)
    if len(labels) > MOST_ONE_BY_ONE:
        return {}
    if ratings.n_categories == 1 and not options.sets:
        return {labels[0]: (ratings, {})}  # nothing to stand against
    every = {label: one_against_rest(ratings, label, sets=options.sets) for label in labels}
    return {label: (one, beside(one)) for label, one in every.items()}


def _of_pairs(name: str, ratings: Ratings, options: RatingOptions, binary: Binary) -> list[Measure]:
    weights = "identity" if name == "bennett_s" else options.weights
    found = pair_measures(name, ratings, weights, resamples=options.resamples, seed=options.seed)
    if not options.details:
        return found[:1]
    if len(binary) * max(1, len(found) - 1) <= MOST_PAIRS_OF_LABELS:
        found += _per_label(binary, lambda one: over_all(name, one), options)
    if ratings.articles is not None and 1 < ratings.n_annotators <= MOST_ANNOTATORS:
        pairs = [pair_coefficient(name, ratings, weights, g, h) for g, h in ratings.pairs()]
        found += by_article(pairs[0] if len(pairs) == 1 else mean_coefficient(pairs), ratings)
    return found


def _of_everyone(
    name: str, ratings: Ratings, options: RatingOptions, binary: Binary
) -> list[Measure]:
    coefficient = rating_coefficient(name, ratings, options)
    drawn: dict[str, Any] = {"resamples": options.resamples, "seed": options.seed}
    if of_numbers := RATING_TABLE[name].of_numbers:
        overall = icc_measure(name, ratings, ranks=options.level == "ordinal", **drawn)
        binary = {}
    else:
        overall = measure(coefficient, ratings, **drawn)
    if not options.details:
        return [overall]
    nominal = replace(options, level="nominal", weights="identity")

    def of_label(one: Ratings) -> tuple[Measure, Coefficient | None]:
        binary_coefficient = rating_coefficient(name, one, nominal)
        return measure(binary_coefficient, one), binary_coefficient

    found = _per_label(binary, of_label, options)
    if ratings.articles is not None:
        found += by_article(coefficient, ratings)
    if 2 < ratings.n_annotators <= MOST_LEFT_OUT:

        def value(some: Ratings) -> Measure:
            one = rating_coefficient(name, some, options)
            return measure(one, some, error=not of_numbers)

        if name == "krippendorff_alpha":
            found += _per_pair(value, ratings)
        without = leave_one_out(value, ratings, overall)
        found += without
        overall = with_jackknife(overall, without)
    return [overall, *found]


def rating_coefficient(name: str, ratings: Ratings, options: RatingOptions) -> Coefficient:
    """A measure of many annotators, by its name: for `project` and `difference`.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([["a", "b", "a"], ["a", "b", "b"]])
    >>> rating_coefficient("gwet_ac1", ratings, RatingOptions()).n_columns
    5
    """
    make = RATING_TABLE[name].coefficient
    if make is None:
        raise RatingsError(f"{name} is a measure of two annotators; take `pair_coefficient`")
    return make(ratings, options.weights, options.level)


def _per_label(
    binary: Binary, value: Callable[[Ratings], tuple[Measure, Coefficient | None]],
    options: RatingOptions,
) -> list[Measure]:  # fmt: skip
    """Each label's value; all of them from the same resamples."""
    labels, found, drawn = tuple(binary), [], {}
    for label, (one, about) in binary.items():
        overall, coefficient = value(one)
        found.append(for_label(overall, label, about, labels))
        if coefficient is not None and overall.value is not None:
            drawn[label] = coefficient
    if not (options.resamples and drawn):
        return found
    ratings = next(iter(binary.values()))[0]  # the same items whatever the label
    intervals = bootstrap_intervals(list(drawn.values()), ratings, options.resamples, options.seed)
    of_label = dict(zip(drawn, intervals, strict=True))
    return [
        without_blind_interval(one.with_interval(of_label.get(str(one.label)))) for one in found
    ]


def _per_pair(value: Callable[[Ratings], Measure], ratings: Ratings) -> list[Measure]:
    found = []
    for pair in every_pair(ratings.annotators):
        one = value(ratings.only(pair.places))
        about = {**one.parameters, **pair.about}
        found.append(replace(one, scope="pair", id=pair.id, parameters=about))
    return found
