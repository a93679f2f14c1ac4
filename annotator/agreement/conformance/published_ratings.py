"""How each published case of ratings is computed."""

from collections.abc import Callable
from typing import Any

import numpy as np

from annotator.agreement.alternative_annotator.alike_ratings import alt_test_of_ratings
from annotator.agreement.benchmark_scales import steps_of
from annotator.agreement.conformance.case import Case
from annotator.agreement.measure import Measure
from annotator.agreement.models.dawid_skene import DawidSkene, dawid_skene
from annotator.agreement.ratings.chance import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    randolph_kappa,
)
from annotator.agreement.ratings.coefficient import student_interval
from annotator.agreement.ratings.cohen import bennett_s, cohen_kappa, scott_pi
from annotator.agreement.ratings.conger import conger_kappa
from annotator.agreement.ratings.groups import between_coefficient
from annotator.agreement.ratings.icc import icc
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.ratings.per_label import one_against_rest
from annotator.agreement.ratings.ratings import (
    Ratings,
    ratings_from_codes,
    ratings_from_labels,
    ratings_from_table,
)


def ratings_of(data: Case) -> Ratings:
    """A case's table or items as ratings."""
    if data["type"] == "contingency":
        return ratings_from_table(data["table"], categories=data["categories"])
    by_annotator = [list(column) for column in zip(*data["values"], strict=True)]
    return ratings_from_labels(by_annotator, annotators=data.get("raters"))


def numbers(found: Measure, expected: Any) -> Any:
    """The numbers a case names, out of a measure."""
    if not isinstance(expected, dict):
        return found.value
    ends = student_interval(found)
    known = {
        "value": found.value,
        "Ao": found.observed,
        "Ae": found.expected,
        "Do": found.observed,
        "De": found.expected,
        "se": found.standard_error,
        "ci95_low": ends.low,
        "ci95_high": ends.high,
    }
    return {key: known[key] for key in expected if key in known}


def _of(measure: Callable[[Ratings], Measure]) -> Callable[[Case, Any], Any]:
    return lambda data, expected: numbers(measure(ratings_of(data)), expected)


def _alpha(level: str) -> Callable[[Case, Any], Any]:
    return _of(lambda ratings: krippendorff_alpha(ratings, level))


def _cohen(weights: str) -> Callable[[Case, Any], Any]:
    return _of(lambda ratings: cohen_kappa(ratings, weights)[0])


def _fleiss_by_category(data: Case, expected: Any) -> Any:
    ratings = ratings_of(data)
    return {
        label: fleiss_kappa(one_against_rest(ratings, label)).value for label in ratings.categories
    }


def _dawid_skene(iterations: int) -> Callable[[Case, Any], Any]:
    def compute(data: Case, expected: Any) -> Any:
        ratings = ratings_of(data)
        model = dawid_skene(ratings, iterations=iterations, tolerance=-np.inf, restarts=1)
        return _fitted(model, ratings)

    return compute


def _fitted(model: DawidSkene, ratings: Ratings) -> dict[str, Any]:
    """Two labels, "no" and "yes"; items t1, t2, ..."""
    no, yes = (ratings.categories.index(label) for label in ("no", "yes"))
    fitted: dict[str, Any] = {
        "p_yes": {f"t{i + 1}": float(row[yes]) for i, row in enumerate(model.posterior_)},
        "prior_yes": float(model.prior_[yes]),
        "labels": [ratings.categories[code] for code in model.labels_],
    }
    for g, name in enumerate(ratings.annotators):
        fitted[f"errors[{name}]"] = {
            f"said {said}|true {true}": float(model.confusion_[g, t, s])
            for s, said in ((no, "no"), (yes, "yes"))
            for t, true in ((no, "no"), (yes, "yes"))
        }
    return fitted


def _icc_six_forms(data: Case, expected: Any) -> Any:
    ratings = ratings_of(data)
    return {form: icc(ratings, form).value for form in expected}


def _benchmark(data: Case, expected: Any) -> Any:
    """Of each scale the sums, from the highest step down."""
    return {
        scale: [one.reached for one in steps_of(data["value"], data["standard_error"], scale)]
        for scale in expected
    }


def _cross_replication(data: Case, expected: Any) -> Any:
    """Each side has for each item how many people gave each label."""
    codes: list[list[int]] = []
    members: list[list[int]] = []
    for side in (data["first"], data["second"]):
        items = [[k for k, count in enumerate(item) for _ in range(count)] for item in side]
        most = max(map(len, items))
        members.append(list(range(len(codes), len(codes) + most)))
        padded = [item + [-1] * (most - len(item)) for item in items]
        codes += [list(row) for row in zip(*padded, strict=True)]
    ratings = ratings_from_codes(codes, categories=data["labels"])
    first, second = members
    found = between_coefficient(ratings, first, second, "nominal", "first & second")
    return float(found.value(found.source.total()[None, :])[0])


def _alternative_annotator_test(data: Case, expected: Any) -> Any:
    found = alt_test_of_ratings(
        ratings_of(data), data["model"], score=data["score"], epsilon=data["epsilon"]
    )
    return {"winning_rate": found.winning_rate, "advantage": found.advantage}


RATING_CASES: dict[str, Callable[[Case, Any], Any]] = {
    "cohen_kappa": _cohen("identity"),
    "cohen_kappa_components": _cohen("identity"),
    "weighted_kappa_linear": _cohen("linear"),
    "weighted_kappa_quadratic": _cohen("quadratic"),
    "scott_pi": _of(lambda ratings: scott_pi(ratings)[0]),
    "alternative_annotator_test": _alternative_annotator_test,
    "bennett_S": _of(lambda ratings: bennett_s(ratings)[0]),
    "brennan_prediger": _of(brennan_prediger),
    "randolph_kappa_free_marginal": _of(randolph_kappa),
    "conger_kappa": _of(conger_kappa),
    "fleiss_kappa": _of(fleiss_kappa),
    "fleiss_kappa_with_missing": _of(fleiss_kappa),
    "fleiss_kappa_per_category": _fleiss_by_category,
    "fleiss_scott_kappa_per_category(pooled one-vs-rest)": _fleiss_by_category,
    "gwet_ac1": _of(gwet_ac1),
    "gwet_ac1_unweighted": _of(gwet_ac1),
    "gwet_ac2_linear": _of(lambda ratings: gwet_ac2(ratings, "linear")),
    "gwet_ac2_quadratic": _of(lambda ratings: gwet_ac2(ratings, "quadratic")),
    "krippendorff_alpha_nominal": _alpha("nominal"),
    "krippendorff_alpha_nominal_on_sets": _alpha("nominal"),
    "krippendorff_alpha_ordinal": _alpha("ordinal"),
    "krippendorff_alpha_interval": _alpha("interval"),
    "krippendorff_alpha_interval_components": _alpha("interval"),
    "krippendorff_alpha_masi": _alpha("masi-nltk"),
    "krippendorff_alpha_masi_dkpro": _alpha("masi-dkpro"),
    "benchmark_membership": _benchmark,
    "cross_replication_reliability": _cross_replication,
    "icc_six_forms": _icc_six_forms,
    "dawid_skene_after_0_iterations": _dawid_skene(0),
    "dawid_skene_after_1_iteration": _dawid_skene(1),
}
