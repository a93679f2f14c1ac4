"""The measures of ratings: what people read, what each says, and how it is computed.

A new one is its formula as a `Coefficient` (sums over items, and what is made of them) and a line
here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.agreement.ratings.chance import chance_coefficient
from annotator.agreement.ratings.coefficient import Coefficient
from annotator.agreement.ratings.conger import conger_coefficient
from annotator.agreement.ratings.icc import icc_coefficient
from annotator.agreement.ratings.krippendorff import alpha_coefficient
from annotator.agreement.ratings.ratings import Ratings

OfEveryone = Callable[[Ratings, str, str], Coefficient]  # ratings, weights, level


@dataclass(frozen=True)
class RatingMeasure:
    """A line of the table. Without a `coefficient` it is of two annotators: `cohen`."""

    title: str
    sentence: str
    coefficient: OfEveryone | None = None
    twin: str = ""  # the measure that gives the same number without weights
    always_twin: bool = False  # with weights too
    of_numbers: bool = False  # of labels that are numbers, or in order; never label by label


def _icc(title: str, sentence: str) -> RatingMeasure:
    """ICC(2,1) is `icc_2_1`."""
    name = title.lower().translate({ord("("): "_", ord(","): "_", ord(")"): ""})
    return RatingMeasure(
        title, sentence,
        lambda ratings, weights, level: icc_coefficient(name, ratings, ranks=level == "ordinal"),
        of_numbers=True,
    )  # fmt: skip


def _by_chance(name: str) -> OfEveryone:
    return lambda ratings, weights, level: chance_coefficient(name, ratings, weights)


RATING_TABLE: dict[str, RatingMeasure] = {
    "percent_agreement": RatingMeasure(
        "Percent agreement", "Not corrected for chance.", _by_chance("percent_agreement"),
    ),
    "cohen_kappa": RatingMeasure(
        "Cohen’s κ", "Two annotators, each with their own habits; several: the mean of the pairs.",
    ),
    "conger_kappa": RatingMeasure(
        "Conger’s κ", "Cohen’s κ for several annotators at once.",
        lambda ratings, weights, level: conger_coefficient(ratings, weights),
    ),
    "light_kappa": RatingMeasure(
        "Light’s κ", "The mean of Cohen’s κ over all pairs.", twin="cohen_kappa", always_twin=True,
    ),
    "scott_pi": RatingMeasure(
        "Scott’s π", "Two annotators, as if both had the same habits.",
    ),
    "bennett_s": RatingMeasure(
        "Bennett’s S", "Two annotators; by chance every label is equally likely.",
    ),
    "brennan_prediger": RatingMeasure(
        "Brennan and Prediger’s κ", "By chance every label is equally likely.",
        _by_chance("brennan_prediger"),
    ),
    "randolph_kappa": RatingMeasure(
        "Randolph’s κ", "Free margins: by chance every label is equally likely.",
        _by_chance("randolph_kappa"), twin="brennan_prediger",
    ),
    "fleiss_kappa": RatingMeasure(
        "Fleiss’ κ", "By chance labels come as often as all annotators together gave them.",
        _by_chance("fleiss_kappa"),
    ),
    "krippendorff_alpha": RatingMeasure(
        "Krippendorff’s α", "Corrected for chance, at the question’s level.",
        lambda ratings, weights, level: alpha_coefficient(ratings, level),
    ),
    "gwet_ac1": RatingMeasure(
        "Gwet’s AC1", "Corrected for chance; steady when a label is rare.",
        _by_chance("gwet_ac1"),
    ),
    "gwet_ac2": RatingMeasure(
        "Gwet’s AC2", "AC1 with weights: near labels agree in part.",
        _by_chance("gwet_ac2"), twin="gwet_ac1",
    ),
    "icc_1_1": _icc("ICC(1,1)", "One rating; other annotators for every item."),
    "icc_2_1": _icc("ICC(2,1)", "One rating; annotators are a sample, their levels count."),
    "icc_3_1": _icc("ICC(3,1)", "One rating; exactly these annotators, levels do not count."),
    "icc_1_k": _icc("ICC(1,k)", "The mean of all ratings; other annotators for every item."),
    "icc_2_k": _icc("ICC(2,k)", "The mean of all ratings; annotators are a sample."),
    "icc_3_k": _icc("ICC(3,k)", "The mean of all ratings; exactly these annotators."),
}  # fmt: skip
RATING_NAMES = tuple(RATING_TABLE)
RATING_MEASURES = tuple(name for name, one in RATING_TABLE.items() if not one.of_numbers)
