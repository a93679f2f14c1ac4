"""What has no number says why, everywhere in the same way."""

from __future__ import annotations

from annotator.agreement.measure import Interval, Measure
from annotator.agreement.why_missing import why_no_interval, why_no_value
from annotator.reports.document.reliability import ReliabilityRow
from annotator.reports.plain import shown_value

WHY = "the same in every resample: nothing says how far other articles would differ"
ALIKE = Measure("pair_pooled_alpha", 1.0, interval=Interval.missing(WHY))
KNOWN = Measure("joint_f1", 0.5, interval=Interval(0.4, 0.6))
UNKNOWN = Measure("joint_f1", None, "nobody marked anything")


def test_a_value_without_an_interval_says_why_in_text_tables_and_json() -> None:
    assert shown_value(ALIKE) == f"1.000  (no interval: {WHY})"
    assert ReliabilityRow("Whose words", 30, ALIKE).cells[4:] == ("1.000", WHY)
    assert ALIKE.as_json()["interval"] is None
    assert ALIKE.as_json()["interval_reason"] == WHY
    bare = Measure("f1_overlap", 0.5, scope="article", id="1")
    assert "an article alone" in bare.as_json()["interval_reason"]
    assert KNOWN.as_json()["interval_reason"] is None


def test_each_reason_is_said_once_with_all_that_it_is_about() -> None:
    named = [("Fear", ALIKE), ("Hope", KNOWN), ("Awe", ALIKE), ("Joy", UNKNOWN)]
    assert why_no_value(named) == ("Joy: nobody marked anything",)
    assert why_no_interval(named) == (f"Fear (interval), Awe (interval): {WHY}",)
    many = [(f"L{n}", UNKNOWN) for n in range(30)]
    (sentence,) = why_no_value(many)
    assert sentence.endswith("L7 and 22 more: nobody marked anything")
