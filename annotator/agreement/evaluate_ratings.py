"""All measures of a table of ratings, asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.agreement.additive import Coefficient, measure
from annotator.agreement.by_article import by_article
from annotator.agreement.chance import EXPECTED as CHANCE
from annotator.agreement.chance import chance_coefficient
from annotator.agreement.cohen import EXPECTED as PAIRS
from annotator.agreement.cohen import pair_measures
from annotator.agreement.conger import conger_coefficient
from annotator.agreement.distances import MASI
from annotator.agreement.krippendorff import alpha_coefficient
from annotator.agreement.one_label import beside, for_label, label_names, one_against_rest
from annotator.agreement.ratings import Ratings
from annotator.agreement.result import Interval, Measure, interval_details, interval_ends
from annotator.agreement.without_one import annotator_jackknife, leave_one_out
from annotator.errors import RatingsError

RATING_MEASURES = (
    "percent_agreement", "cohen_kappa", "conger_kappa", "light_kappa", "scott_pi", "bennett_s",
    "brennan_prediger", "randolph_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1",
    "gwet_ac2",
)  # fmt: skip
PER_LABEL = ("krippendorff_alpha", "fleiss_kappa", "gwet_ac1")
MOST_LABELS = 200  # more are not taken one by one
MOST_ANNOTATORS = 50  # more are not left out one by one, nor compared in pairs


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
        return self.level in MASI


def evaluate_ratings(
    ratings: Ratings, names: Sequence[str] = RATING_MEASURES, options: RatingOptions | None = None
) -> list[Measure]:
    """The measures asked for; the first of each name has scope `all`.

    >>> from annotator.agreement.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([["a", "b", "a"], ["a", "b", "b"]])
    >>> found = evaluate_ratings(ratings, ["percent_agreement"], RatingOptions(resamples=0))
    >>> [(one.scope, round(one.value, 2)) for one in found]
    [('all', 0.67)]
    """
    chosen = options or RatingOptions()
    unknown = [name for name in names if name not in RATING_MEASURES]
    if unknown:
        raise RatingsError(
            f"measure {unknown[0]!r} is none of those of ratings: {', '.join(RATING_MEASURES)}"
        )
    found: list[Measure] = []
    for name in dict.fromkeys(names):
        found += _measures_of(name, ratings, chosen)
    return found


def _measures_of(name: str, ratings: Ratings, options: RatingOptions) -> list[Measure]:
    if name in PAIRS:
        weights = "identity" if name == "bennett_s" else options.weights
        found = pair_measures(
            name, ratings, weights, resamples=options.resamples, seed=options.seed
        )
        return found if options.details and len(found) <= MOST_ANNOTATORS**2 else found[:1]
    coefficient = rating_coefficient(name, ratings, options)
    overall = measure(coefficient, ratings, resamples=options.resamples, seed=options.seed)
    if not options.details:
        return [overall]
    found = []
    if name in PER_LABEL:
        found += _per_label(name, ratings, options)
    if ratings.articles is not None:
        found += by_article(coefficient, ratings)
    if 2 < ratings.n_annotators <= MOST_ANNOTATORS:
        value = _plain(name, options)
        if name == "krippendorff_alpha":
            found += _per_pair(value, ratings)
        without = leave_one_out(value, ratings, overall)
        found += without
        overall = _with_jackknife(overall, annotator_jackknife(without))
    return [overall, *found]


def rating_coefficient(name: str, ratings: Ratings, options: RatingOptions) -> Coefficient:
    """A measure of many annotators, by its name."""
    if name in CHANCE:
        return chance_coefficient(name, ratings, options.weights)
    if name == "conger_kappa":
        return conger_coefficient(ratings, options.weights)
    return alpha_coefficient(ratings, options.level)


def _plain(name: str, options: RatingOptions) -> Callable[[Ratings], Measure]:
    """The value without an interval, for parts of the data."""
    return lambda ratings: measure(rating_coefficient(name, ratings, options), ratings)


def _per_label(name: str, ratings: Ratings, options: RatingOptions) -> list[Measure]:
    labels = label_names(ratings, sets=options.sets)
    if len(labels) > MOST_LABELS:
        return []
    nominal = replace(options, level="nominal", weights="identity")
    found = []
    for label in labels:
        binary = one_against_rest(ratings, label, sets=options.sets)
        one = measure(
            rating_coefficient(name, binary, nominal), binary,
            resamples=options.resamples, seed=options.seed,
        )  # fmt: skip
        found.append(for_label(one, label, beside(binary), labels))
    return found


def _per_pair(value: Callable[[Ratings], Measure], ratings: Ratings) -> list[Measure]:
    found = []
    for g, h in ratings.pairs():
        two = f"{ratings.annotators[g]} & {ratings.annotators[h]}"
        found.append(replace(value(ratings.only([g, h])), scope="pair", id=two))
    return found


def _with_jackknife(overall: Measure, jackknife: Interval) -> Measure:
    about: dict[str, Any] = {
        "interval": interval_ends(jackknife), **interval_details(jackknife)
    }  # fmt: skip
    return replace(overall, parameters={**overall.parameters, "other_annotators": about})
