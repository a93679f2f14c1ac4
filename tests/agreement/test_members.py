"""Whom a value is about is never guessed from a name."""

from __future__ import annotations

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks


def test_the_two_of_a_pair_are_named_one_by_one() -> None:
    names = ("ann & bob", "cyd", "bob & cyd")
    spans = spans_from_marks(
        [Mark("a", name, "fear", start, 9) for start, name in enumerate(names)], lengths={"a": 30}
    )
    found = span_measures(spans, ["f1_overlap", "character_alpha"], scopes=("pair",), resamples=0)
    pairs = [one.parameters["pair"] for one in found if one.scope == "pair"]
    assert len(pairs) == 6
    assert ["ann & bob", "cyd"] in pairs
    assert ["bob & cyd", "cyd"] in pairs
    assert all("pair" not in one.parameters for one in found if one.scope == "all")
