"""How each published case of spans is computed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator.agreement.span_measures import span_measures
from annotator.agreement.spans import Mark, Spans, spans_from_marks

Data = dict[str, Any]


def spans_of(data: Data) -> Spans:
    """A case's units as the spans of one article."""
    begin = int(data.get("begin", 0))
    marks = [
        Mark("text", unit["annotator"], unit["label"], int(unit["start"]) - begin,
             int(unit["end"]) - begin)
        for unit in data["units"]
    ]  # fmt: skip
    seen = [("text", annotator) for annotator in data["annotators"]]
    return spans_from_marks(marks, lengths={"text": int(data["length"])}, seen=seen)


def _u_alpha_family(data: Data, expected: Any) -> Any:
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


SPAN_CASES: dict[str, Callable[[Data, Any], Any]] = {
    "u_alpha_family_2016_nominal": _u_alpha_family,
}
