"""γ of a corpus: what it says, what it leaves out, and that nothing but the data changes it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gamma_by_hand import nested_continuum

from annotator.agreement.gamma import alignment as gamma_alignment
from annotator.agreement.gamma import chunks as gamma_chunks
from annotator.agreement.gamma import processes as gamma_processes
from annotator.agreement.gamma.articles import samples_needed
from annotator.agreement.gamma.continua import continuum_from_units
from annotator.agreement.gamma.gamma import GammaResult, best_disorder, gamma
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks
from annotator.errors import SetupError


def corpus(
    articles: int = 4, annotators: int = 3, seed: int = 0
) -> tuple[list[Mark], dict[str, int]]:
    rng = np.random.default_rng(seed)
    marks = []
    for article in range(articles):
        places = np.sort(rng.integers(0, 460, 8))
        kinds = rng.choice(["fear", "anger", "joy"], 8)
        for annotator in range(annotators):
            for place, kind in zip(places, kinds, strict=True):
                if rng.random() < 0.8:
                    start = int(place) + int(rng.integers(0, 6))
                    label = str(kind if rng.random() < 0.8 else rng.choice(["fear", "joy"]))
                    end = start + int(rng.integers(10, 30))
                    marks.append(Mark(f"text{article}", f"ann{annotator}", label, start, end))
    return marks, {f"text{article}": 500 for article in range(articles)}


def spans(**wanted: int) -> Spans:
    marks, lengths = corpus(**wanted)
    return spans_from_marks(marks, lengths=lengths)


def values(result: GammaResult) -> list[float | None]:
    return [measure.value for measure in result.measures()]


def test_the_corpus_value_is_one_minus_the_ratio_of_sums() -> None:
    found = gamma(spans())
    parts = [article.gamma for article in found.articles]
    observed = sum(part.observed or 0 for part in parts)
    expected = sum(part.expected or 0 for part in parts)
    assert found.gamma.value == pytest.approx(1 - observed / expected)
    assert (found.gamma.observed, found.gamma.expected) == (observed, expected)
    assert found.gamma.pooling == "1 − ΣD_o / ΣD_e over articles"


def test_the_unit_weighted_mean_stands_beside_it() -> None:
    found = gamma(spans())
    of_articles = [m for m in found.by_article if m.name == "gamma"]
    mean = np.average(
        [m.value or 0 for m in of_articles], weights=[m.units or 0 for m in of_articles]
    )
    assert found.gamma.parameters["unit_weighted_mean"] == pytest.approx(mean)


def test_a_result_says_how_it_came_about() -> None:
    found = gamma(spans(), alpha=3, sampler="statistical", samples=7, seed=5)
    said = found.gamma.parameters
    assert (said["alpha"], said["beta"], said["delta_empty"]) == (3, 1.0, 1.0)
    assert (said["sampler"], said["samples"], said["seed"]) == ("statistical", 7, 5)
    assert said["exact"] is True
    assert (found.gamma.articles, found.gamma.annotators) == (4, 3)
    assert found.gamma.units == len(spans())
    assert found.gamma.interval is not None
    assert "D_e is estimated from samples" in found.gamma.interval.method
    assert "only 4 articles" in found.gamma.interval.warning
    assert [m.scope for m in found.measures()[:2]] == ["all", "all"]
    assert {m.scope for m in found.measures()[2:]} == {"article"}


def test_gamma_does_not_depend_on_whether_gamma_cat_is_asked_for() -> None:
    alone = gamma(spans(), labels=False)
    assert alone.gamma_cat is None
    assert alone.gamma.value == pytest.approx(gamma(spans()).gamma.value, abs=1e-12)


def test_order_and_names_change_nothing() -> None:
    marks, lengths = corpus()
    first = gamma(spans_from_marks(marks, lengths=lengths))
    names = {"ann0": "zoe", "ann1": "yan", "ann2": "abe"}
    labels = {"fear": "z", "anger": "y", "joy": "x"}
    renamed = [
        Mark(m.article, names[m.annotator], labels[m.label], m.start, m.end) for m in marks[::-1]
    ]
    second = gamma(spans_from_marks(renamed, lengths=dict(reversed(lengths.items()))))
    assert second.gamma.value == pytest.approx(first.gamma.value, abs=1e-12)
    assert second.gamma_cat is not None
    assert first.gamma_cat is not None
    assert second.gamma_cat.value == pytest.approx(first.gamma_cat.value, abs=1e-12)


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma_chunks, "UNITS_IN_CHUNK", 200)
    alone = gamma(spans(), samples=10, processes=1)
    monkeypatch.setattr(gamma_processes, "WORTH_PROCESSES", 0.0)
    told: list[tuple[int, int]] = []
    together = gamma(
        spans(), samples=10, processes=2, progress=lambda done, total: told.append((done, total))
    )
    assert values(together) == values(alone)
    assert told[-1] == (44, 44)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


class Enough(Exception):
    """A caller that does not want to go on."""


@pytest.mark.parametrize("processes", [1, 2])
def test_a_caller_can_end_the_work(processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma_chunks, "UNITS_IN_CHUNK", 60)
    monkeypatch.setattr(gamma_processes, "WORTH_PROCESSES", 0.0)
    told: list[int] = []

    def stop(done: int, total: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise Enough

    with pytest.raises(Enough):
        gamma(spans(), progress=stop, processes=processes)
    assert len(told) == 3


def test_a_worker_that_dies_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma_processes.sys, "executable", "/bin/false")
    monkeypatch.setattr(gamma_chunks, "UNITS_IN_CHUNK", 60)
    monkeypatch.setattr(gamma_processes, "WORTH_PROCESSES", 0.0)
    with pytest.raises(SetupError, match="of the gamma computation ended with code"):
        gamma(spans(), processes=2)


def test_precision_draws_as_many_samples_as_it_needs() -> None:
    found = gamma(spans(articles=1), samples=5, precision=0.05, labels=False)
    (article,) = found.articles
    first = gamma(spans(articles=1), samples=5, labels=False).articles[0].gamma
    assert first.expected is not None
    variation = first.deviation / first.expected
    assert article.gamma.samples == max(5, int(np.ceil((1.96 * variation / 0.05) ** 2)))
    assert article.gamma.samples > 5


def test_samples_needed_follows_the_paper() -> None:
    assert samples_needed([2.0, 2.0, 2.0], 0.02) == 0
    cv = float(np.std([1.0, 1.2], ddof=1)) / 1.1
    assert samples_needed([1.0, 1.2], 0.1) == int(np.ceil((1.96 * cv / 0.1) ** 2))


UNDEFINED: list[tuple[str, dict[str, Any], str]] = [
    ("one annotator", {"marks": [Mark("t", "a", "x", 0, 5)], "lengths": {"t": 9}},
     "only one annotator opened it"),
    ("nobody", {"marks": [], "lengths": {"t": 9}, "seen": []}, "nobody opened it"),
    ("no units", {"marks": [], "lengths": {"t": 9}, "seen": [("t", "a"), ("t", "b")]},
     "nothing was marked in it"),
    ("no article", {"marks": [], "lengths": {}}, "there is no article"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "given", "reason"), UNDEFINED, ids=[u[0] for u in UNDEFINED])
def test_undefined_is_a_reason_in_words(what: str, given: dict[str, Any], reason: str) -> None:
    found = gamma(spans_from_marks(**given))
    assert found.gamma.value is None
    assert found.gamma.reason == reason
    assert found.gamma_cat is not None
    assert found.gamma_cat.value is None


def test_articles_without_a_value_are_left_out_and_named() -> None:
    marks, lengths = corpus(articles=2)
    lengths |= {"empty": 50, "lonely": 50}
    seen = [(m.article, m.annotator) for m in marks]
    seen += [("empty", "ann0"), ("empty", "ann1"), ("lonely", "ann2")]
    found = gamma(spans_from_marks(marks, lengths=lengths, seen=seen))
    assert found.gamma.articles == 2
    assert set(found.gamma.left_out) == {
        "1 article (empty): nothing was marked in it",
        "1 article (lonely): only one annotator opened it",
    }
    assert found.gamma.value == gamma(spans(articles=2)).gamma.value


def test_an_annotator_who_opened_and_marked_nothing_counts() -> None:
    marks, lengths = corpus(articles=1)
    seen = [(m.article, m.annotator) for m in marks]
    with_idle = gamma(spans_from_marks(marks, lengths=lengths, seen=[*seen, ("text0", "idle")]))
    without = gamma(spans_from_marks(marks, lengths=lengths, seen=seen))
    assert with_idle.articles[0].annotators == 4
    assert (with_idle.gamma.value or 0) < (without.gamma.value or 0)


def test_without_time_there_are_bounds_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = gamma(spans()).gamma.value
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", 0)
    found = gamma(spans(), seconds=0)
    assert found.gamma.value is None
    assert found.gamma.reason.startswith("not exact, only known to lie ")
    assert "not every best alignment was found within 0 s a component" in found.gamma.reason
    assert found.gamma.parameters["exact"] is False
    low, high = found.gamma.parameters["bounds"]
    assert exact is not None
    assert low is None or low < exact
    assert exact < high
    assert found.gamma_cat is not None
    assert "not solved in its time" in found.gamma_cat.reason
    assert {m.value for m in found.by_article} == {None}


def test_arguments_that_make_no_sense_are_refused() -> None:
    for wrong, words in (
        ({"sampler": "uniform"}, "shuffle or statistical"),
        ({"samples": 0}, "at least 1"),
        ({"precision": 2.0}, "between 0 and 1"),
        ({"seconds": -1.0}, "from 0 on"),
    ):
        with pytest.raises(ValueError, match=words):
            gamma(spans(), **wrong)  # type: ignore[arg-type]


def test_best_disorder_says_why_there_is_none() -> None:
    with pytest.raises(ValueError, match="only one annotator"):
        best_disorder(continuum_from_units([("a", 0, 5, "x")], ["a"]))
    tangle = nested_continuum(np.random.default_rng(4), annotators=4, passages=6, length=1200)
    with pytest.raises(TimeoutError, match="within 0 s"):
        best_disorder(tangle, seconds=0)
