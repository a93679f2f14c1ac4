"""How each published case of spans is computed."""

from collections.abc import Callable
from typing import Any

import numpy as np

from annotator.agreement.conformance.case import Case
from annotator.agreement.spans.alpha_u_1995 import alpha_u_statistics, unit_distance
from annotator.agreement.spans.boundary_similarity import boundary_edits
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.span_statistics import WINDOW
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks


def spans_of(data: Case) -> Spans:
    """A case's units as the spans of one article."""
    begin = int(data.get("begin", 0))
    marks = [
        Mark("text", unit["annotator"], unit["label"], int(unit["start"]) - begin,
             int(unit["end"]) - begin)
        for unit in data["units"]
    ]  # fmt: skip
    seen = [("text", annotator) for annotator in data["annotators"]]
    return spans_from_marks(marks, lengths={"text": int(data["length"])}, seen=seen)


def _u_alpha_family(data: Case, expected: Any) -> Any:
    spans = spans_of(data)
    names = ("u_alpha", "bar_u_alpha", "cu_alpha", "k_u_alpha")
    found: dict[str, Any] = {}
    for one in span_measures(spans, names, scopes=("label",), resamples=0):
        coverage = one.parameters.get("coverage")
        if one.label is None:
            found[one.name] = one.value
            if one.name == "cu_alpha":
                found["cu_coverage"] = coverage
        elif one.name == "k_u_alpha":
            found[f"({one.label})u_alpha"] = one.value
            found[f"({one.label})coverage"] = coverage
    return found


def _alpha_u(value: Callable[[float, float], float]) -> Callable[[Case, Any], Any]:
    """Of each label, from what is observed and expected."""

    def compute(data: Case, expected: Any) -> Any:
        spans = spans_of(data)
        found = alpha_u_statistics(spans)
        rows = zip(found.label, found.observed, found.expected, strict=True)
        return {spans.labels[label]: float(value(D_o, D_e)) for label, D_o, D_e in rows}

    return compute


def _alpha_u_distances(data: Case, expected: Any) -> Any:
    """Units are written as start and length."""
    first, second = np.array(data["pairs"]).transpose(1, 2, 0)
    return unit_distance(first[0], first.sum(0), second[0], second.sum(0)).tolist()


def _boundary_similarity(data: Case, expected: Any) -> Any:
    """Segmentations are written as the lengths of their segments."""
    first, second = (np.cumsum(data[key])[:-1] for key in ("a", "b"))
    cost, count = boundary_edits(first, second, WINDOW)
    return 1 - cost / count


SPAN_CASES: dict[str, Callable[[Case, Any], Any]] = {
    "u_alpha_family_2016_nominal": _u_alpha_family,
    "alpha_U_observed_disagreement_per_category": _alpha_u(lambda D_o, D_e: D_o),
    "alpha_U_1995_2004_per_category": _alpha_u(lambda D_o, D_e: 1 - D_o / D_e),
    "alpha_U_delta2_overlapping_units": _alpha_u_distances,
    "boundary_similarity_nt2": _boundary_similarity,
}
