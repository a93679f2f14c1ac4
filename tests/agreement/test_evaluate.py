"""A CSV file answered: which measures, which scopes, which reasons."""

import json

import numpy as np
import pytest

from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.evaluate_spans import SPAN_NAMES
from annotator.agreement.by_name.question import Question
from annotator.agreement.ratings.rating_table import RATING_MEASURES
from annotator.errors import RatingsError

HEAD = "item,annotator,label\n"
RATED = HEAD + "".join(
    f"{item},{who},{label}\n"
    for item, labels in enumerate(["aab", "bbb", "abb", "aaa", "b.a", "aba"])
    for who, label in zip(("ann", "bob", "cy"), labels, strict=True)
    if label != "."
)
SPANS = "article,length,annotator,start,end,label\n" + (
    "p,60,ann,2,9,fear\np,60,bob,2,11,fear\np,60,bob,30,41,anger\np,60,cy,,,\n"
    "q,50,ann,5,20,anger\nq,50,bob,5,20,fear\nr,40,ann,1,4,fear\n"
)


def ask(text: str, **question):
    return evaluate_text(text, "f.csv", Question(**{"resamples": 50, **question}))


def test_exactly_one_entry_for_each_name_is_about_everything() -> None:
    for text, names in ((RATED, RATING_MEASURES), (SPANS, SPAN_NAMES)):
        found = ask(text).measures
        for name in names:
            whole = [m for m in found if m.name == name and m.scope == "all" and m.label is None]
            assert len(whole) == 1, name
            assert not [m for m in found if m.scope == "all" and m.label is not None]


def test_everything_goes_into_json_without_nan() -> None:
    for text in (RATED, SPANS):
        entries = json.loads(json.dumps(ask(text).as_json(), allow_nan=False))["measures"]
        wanted = {"name", "scope", "id", "label", "level", "unit", "pooling", "value", "reason",
                  "observed", "expected", "interval", "annotators", "units", "left_out",
                  "parameters"}  # fmt: skip
        for entry in entries:
            if entry["scope"] == "all":
                assert wanted <= set(entry)
            assert (entry["value"] is None) == bool(entry["reason"])


def test_input_is_described() -> None:
    held = ask(RATED).as_json()["input"]
    assert (held["kind"], held["items"], held["annotators"], held["rows"]) == ("ratings", 6, 3, 17)
    held = ask(SPANS).as_json()["input"]
    assert (held["kind"], held["articles"], held["annotators"], held["rows"]) == ("spans", 3, 3, 7)


def test_only_the_measures_asked_for() -> None:
    found = ask(RATED, measures=("scott_pi", "gwet_ac1")).measures
    assert {one.name for one in found} == {"scott_pi", "gwet_ac1"}
    found = ask(SPANS, measures=("gamma", "u_alpha")).measures
    assert {one.name for one in found} == {"gamma", "u_alpha"}


def test_labels_pairs_and_annotators_have_entries_of_their_own() -> None:
    found = ask(RATED, measures=("krippendorff_alpha",)).measures
    assert [(m.scope, m.id) for m in found] == [
        ("all", ""), ("label", "a"), ("label", "b"), ("pair", "ann & bob"), ("pair", "ann & cy"),
        ("pair", "bob & cy"), ("annotator", "ann"), ("annotator", "bob"), ("annotator", "cy"),
    ]  # fmt: skip
    label = found[1]
    assert set(label.parameters) >= {"prevalence", "specific_agreement", "gwet_ac1"}
    without = found[6]
    assert without.parameters["change"] == pytest.approx(without.value - found[0].value)


def test_articles_have_entries_without_intervals() -> None:
    text = "item,annotator,label,article\n1,a,x,p\n1,b,x,p\n2,a,x,q\n2,b,y,q\n3,a,y,p\n3,b,y,p\n"
    found = [m for m in ask(text, measures=("fleiss_kappa",)).measures if m.scope == "article"]
    assert [(m.id, m.value) for m in found] == [("p", 1.0), ("q", pytest.approx(-1.0))]
    assert found[0].interval.reason == "one article cannot be resampled"


def test_other_annotators_are_judged_from_four_on() -> None:
    rng = np.random.default_rng(0)
    rows = "".join(
        f"{i},{who},{rng.choice(['x', 'y'], p=[0.8, 0.2] if i % 2 else [0.2, 0.8])}\n"
        for i in range(40) for who in "abcd"
    )  # fmt: skip
    whole = ask(HEAD + rows, measures=("krippendorff_alpha",)).measures[0]
    low, high = whole.parameters["other_annotators"]["interval"]
    assert low < whole.value < high


@pytest.mark.parametrize(
    ("text", "question", "message"),
    [
        (RATED, {"level": "interval"}, "f.csv, line 2: 'a' is no number"),
        (RATED, {"level": "ordinal"}, "all categories in order"),
        (RATED, {"weights": "linear"}, "linear weights need numbers"),
        (RATED, {"unit": "token"}, "a unit is for spans only"),
        (RATED, {"measures": ("u_alpha",)}, "u_alpha is not a measure of ratings"),
        (RATED, {"measures": ("kappa",)}, "measure 'kappa' is unknown; choose among percent"),
        (RATED, {"sets": True, "level": "ordinal"}, "sets of labels have no ordinal level"),
        (SPANS, {"level": "nominal"}, "a level can be given for ratings only"),
        (SPANS, {"categories": ("a",)}, "categories can be given for ratings only"),
        (SPANS, {"measures": ("fleiss_kappa",)}, "fleiss_kappa is not a measure of spans"),
        ("a,b\n1,2\n", {}, "expected the columns item,annotator,label .* found a,b"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, question: dict, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        ask(text, **question)


@pytest.mark.parametrize(
    "rows", ["1,a,x\n2,a,y\n", "1,a,\n1,b,\n", "1,a,x\n2,b,x\n", "1,a,x\n1,b,x\n2,a,x\n2,b,x\n"]
)
def test_nothing_to_compare_is_a_reason_in_every_measure(rows: str) -> None:
    for one in ask(HEAD + rows, weights="identity").measures:
        if one.name in ("percent_agreement", "gwet_ac1") and one.value is not None:
            continue  # one label agrees fully; nothing there is corrected for variation
        assert one.value is None, one.name
        assert one.reason


def test_numbers_are_measured_at_every_level_and_with_weights() -> None:
    text = HEAD + "".join(
        f"{i},{who},{value}\n" for i in range(9) for who, value in (("a", i % 4), ("b", i % 3))
    )
    for level in ("nominal", "ordinal", "interval", "ratio"):
        one = ask(text, level=level, measures=("krippendorff_alpha",)).measures[0]
        assert (one.level, one.value is not None) == (level, True)
    weighted = ask(text, weights="quadratic", measures=("cohen_kappa", "gwet_ac2")).measures
    whole = [one for one in weighted if one.scope == "all"]
    assert [one.parameters["weights"] for one in whole] == ["quadratic", "quadratic"]


def test_sets_are_compared_by_masi_and_label_by_label() -> None:
    text = HEAD + "1,a,x|y\n1,b,x\n2,a,x\n2,b,x\n3,a,y\n3,b,z|y\n"
    found = ask(text, sets=True, measures=("krippendorff_alpha",)).measures
    assert found[0].level == "masi"
    assert [one.label for one in found if one.scope == "label"] == ["x", "y", "z"]
    assert found[1].value == pytest.approx(1.0)


def test_ten_thousand_labels_give_a_value_and_a_reason_instead_of_an_interval() -> None:
    rows = "".join(f"{i},{who},L{i + (who == 'b' and i % 7 == 0)}\n"
                   for i in range(10_000) for who in "ab")  # fmt: skip
    found = ask(HEAD + rows, measures=("krippendorff_alpha",)).measures
    assert found[0].value == pytest.approx(6 / 7, abs=0.001)
    assert "interval" in found[0].interval.reason or found[0].interval.low is not None


def test_unused_categories_count_through_every_resample() -> None:
    one = ask(RATED, categories=("a", "b", "c"), measures=("bennett_s",)).measures[0]
    assert one.expected == pytest.approx(1 / 3)


@pytest.mark.parametrize("weights", ["identity", "linear"])
def test_names_for_the_same_number_give_what_each_gives_by_itself(weights: str) -> None:
    text = HEAD + "".join(f"{i},{who},{(i + k) % 3 + (i % 5 == k)}\n" for i in range(30)
                          for k, who in enumerate("abc"))  # fmt: skip
    together = ask(text, weights=weights).measures
    for name in ("light_kappa", "gwet_ac2", "randolph_kappa"):
        alone = ask(text, weights=weights, measures=(name,)).measures
        assert [one for one in together if one.name == name] == alone


def test_labels_share_their_resamples_and_have_the_interval_of_their_own_file() -> None:
    found = ask(RATED, measures=("fleiss_kappa", "cohen_kappa"), resamples=200).measures
    other = "".join(line[:-1] + ("a" if line[-1] == "a" else "z") + "\n"
                    for line in RATED.splitlines()[1:])  # fmt: skip
    binary = ask(HEAD + other, measures=("fleiss_kappa", "cohen_kappa"), resamples=200).measures
    for name in ("fleiss_kappa", "cohen_kappa"):
        label = next(one for one in found if (one.name, one.label) == (name, "a"))
        whole = next(one for one in binary if (one.name, one.scope) == (name, "all"))
        assert label.value == pytest.approx(whole.value)
        assert (label.interval.low, label.interval.high) == (
            pytest.approx(whole.interval.low), pytest.approx(whole.interval.high),
        )  # fmt: skip


def test_where_nobody_marked_anything_there_are_reasons_and_no_warnings() -> None:
    text = "article,length,annotator,start,end,label\np,20,ann,,,\np,20,bob,,,\nq,9,ann,,,\n"
    found = ask(text).measures
    assert {one.value for one in found if one.name != "percent_agreement"} == {None}
    assert all(one.reason for one in found if one.value is None)
