"""Many labels and many annotators: the same numbers by other means; what is left out is said."""

import numpy as np
import pytest

from annotator.agreement import ratings_from_codes
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.evaluate_ratings import RatingOptions, evaluate_ratings
from annotator.agreement.by_name.question import Question
from annotator.agreement.ratings import cohen, counts, distances
from annotator.agreement.ratings.all_pairs_at_once import mean_of_all_pairs
from annotator.errors import RatingsError

HEAD = "item,annotator,label\n"


def drawn(annotators: int, items: int, *, share: float = 0.7):
    rng = np.random.default_rng(annotators)
    codes = rng.integers(0, 6, (annotators, items))
    return np.where(rng.random(codes.shape) < share, codes, -1)


@pytest.mark.parametrize(
    ("level", "weights"), [("nominal", "identity"), ("interval", "linear"), ("ratio", "quadratic")]
)
def test_sparse_rows_give_what_dense_rows_give(monkeypatch, level: str, weights: str) -> None:
    codes, options = drawn(4, 50), RatingOptions(level, weights, resamples=40)
    dense = evaluate_ratings(ratings_from_codes(codes, categories=range(7)), options=options)
    monkeypatch.setattr(counts, "MANY_CATEGORIES", 3)
    monkeypatch.setattr(distances, "MANY_CATEGORIES", 3)
    sparse = evaluate_ratings(ratings_from_codes(codes, categories=range(7)), options=options)
    assert [one.name for one in sparse] == [one.name for one in dense]
    for one, other in zip(sparse, dense, strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-12), one.name
        assert one.expected == pytest.approx(other.expected, abs=1e-12)
        assert one.standard_error == pytest.approx(other.standard_error, abs=1e-12)
        if other.interval is not None:
            assert one.interval.low == pytest.approx(other.interval.low, abs=1e-12)


@pytest.mark.parametrize("name", ["cohen_kappa", "light_kappa", "scott_pi", "bennett_s"])
@pytest.mark.parametrize("weights", ["identity", "linear", "quadratic"])
def test_a_crowd_has_the_mean_that_its_pairs_have(name: str, weights: str) -> None:
    if name == "bennett_s":
        weights = "identity"
    ratings = ratings_from_codes(drawn(12, 30, share=0.3), categories=range(7))
    pair_by_pair = cohen.pair_measures(name, ratings, weights)[0]
    crowd = mean_of_all_pairs(name, ratings, weights, interval=True)
    assert crowd.value == pytest.approx(pair_by_pair.value, abs=1e-12)
    assert crowd.observed == pytest.approx(pair_by_pair.observed, abs=1e-12)
    assert crowd.expected == pytest.approx(pair_by_pair.expected, abs=1e-12)
    for count in ("pairs", "pairs_undefined", "pairs_without_shared_items"):
        assert crowd.parameters[count] == pair_by_pair.parameters[count]


def test_a_crowd_of_annotators_is_measured_and_what_is_left_out_is_said() -> None:
    rng = np.random.default_rng(1)
    rows = "".join(
        f"{item},w{who},{rng.choice(['x', 'y'])}\n"
        for item in range(200) for who in rng.choice(120, 4, replace=False)
    )  # fmt: skip
    answer = evaluate_text(HEAD + rows, "f.csv", Question(resamples=20))
    assert any("120 annotators: values pair by pair" in note for note in answer.notes)
    kappa = next(one for one in answer.measures if one.name == "cohen_kappa")
    assert kappa.value is not None
    assert "too many to resample" in kappa.interval.reason
    assert not [one for one in answer.measures if one.scope == "pair"]


def test_hundreds_of_labels_are_not_taken_one_by_one_and_that_is_said() -> None:
    rows = "".join(f"{i},{who},L{(i + (who == 'b')) % 300}\n" for i in range(300) for who in "ab")
    answer = evaluate_text(HEAD + rows, "f.csv", Question(resamples=0))
    assert answer.notes == ("300 labels: values label by label are computed for at most 200",)
    assert not [one for one in answer.measures if one.scope == "label"]
    spans = "article,length,annotator,start,end,label\n" + "".join(
        f"p,900,{who},{3 * i},{3 * i + 2},L{i}\n" for i in range(300) for who in "ab"
    )
    answer = evaluate_text(spans, "s.csv", Question(resamples=0, measures=("f1_exact", "u_alpha")))
    assert answer.notes == ("300 labels: values label by label are computed for at most 200",)
    assert {one.scope for one in answer.measures} == {"all", "article", "pair"}


def test_numbers_too_large_to_square_are_refused_at_the_interval_level_only() -> None:
    text = HEAD + "1,a,1e308\n1,b,-1e308\n2,a,0\n2,b,1e308\n"
    with pytest.raises(RatingsError, match="the interval level needs numbers of a size from"):
        evaluate_text(text, "f.csv", Question(level="interval"))
    found = evaluate_text(text, "f.csv", Question(weights="linear", resamples=0)).measures
    kappa = next(one for one in found if one.name == "cohen_kappa")
    # Weights 1, 1/2, 0: A_o = (0 + 1/2) / 2; shares (0, 1/2, 1/2) and (1/2, 0, 1/2).
    assert (kappa.observed, kappa.expected) == (0.25, 0.5)
