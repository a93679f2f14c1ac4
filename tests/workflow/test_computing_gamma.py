"""γ of a study is kept article by article, and a kept one equals one computed afresh."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from gamma_study import GammaStudy

from annotator import store
from annotator.agreement.gamma import alignment
from annotator.agreement.gamma import by_article as gamma_by_article
from annotator.agreement.gamma import chunks as gamma_chunks
from annotator.agreement.gamma.by_article import GammaSettings
from annotator.agreement.gamma.gamma import gamma
from annotator.errors import StudyError
from annotator.models import State
from annotator.store import gamma_results as kept
from annotator.workflow.computing_gamma import compute_gamma, gamma_state, why_no_gamma
from annotator.workflow.study_marks import load_study_marks

SETTINGS = GammaSettings(samples=5, seed=2)


@pytest.fixture
def study(tmp_path: Path) -> GammaStudy:
    return GammaStudy(tmp_path / "annotator.sqlite")


def compute(study: GammaStudy, settings: GammaSettings = SETTINGS, processes: int = 0) -> str:
    return compute_gamma(study.db, study.study, settings, processes=processes)


def report(study: GammaStudy, settings: GammaSettings = SETTINGS):  # type: ignore[no-untyped-def]
    return gamma_state(study.db, study.study, settings).report()


def test_it_equals_gamma_of_the_whole_corpus(study: GammaStudy) -> None:
    compute(study)
    found = report(study)
    spans = load_study_marks(study.db, study.study).spans
    whole = gamma(spans, samples=5, seed=2)
    assert whole.gamma_cat is not None
    assert found.gamma[0].value == pytest.approx(whole.gamma.value, abs=1e-12)
    assert found.gamma_cat[0].value == pytest.approx(whole.gamma_cat.value, abs=1e-12)
    assert found.gamma[1].value == pytest.approx(whole.gamma.parameters["unit_weighted_mean"])
    assert found.gamma[2].value == pytest.approx(whole.gamma.parameters["mean_of_articles"])
    assert [one.pooling for one in found.gamma] == [
        "1 − ΣD_o / ΣD_e over articles", "mean of articles, weighted by their units",
        "mean of articles",
    ]  # fmt: skip
    assert found.gamma[0].interval == whole.gamma.interval
    assert "D_e is estimated" in found.gamma[2].interval.method


def test_after_one_changed_annotation_it_equals_a_cold_computation(
    study: GammaStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute(study)
    study.write(1, 2, (study.scheme.label_keys[0], 9, 40), (study.scheme.label_keys[1], 50, 66))
    assert gamma_state(study.db, study.study, SETTINGS).changed == {study.articles[1]}
    assert report(study).changed == 1
    aligned: list[int] = []
    real = gamma_by_article.align_chunk

    def counting(chunk: gamma_chunks.Chunk) -> list[gamma_chunks.Outcome]:
        aligned.append(len(chunk.jobs))
        return real(chunk)

    monkeypatch.setattr(gamma_by_article, "align_chunk", counting)
    said = compute(study)
    assert said == "γ is computed: 1 article now, 3 kept from before."
    assert sum(aligned) == 6  # the article and its five samples
    warm = report(study)
    study.db.execute("DELETE FROM gamma_articles")
    compute(study)
    assert report(study) == warm


def test_every_kind_of_change_is_noticed_and_a_draft_of_nothing_is_not(study: GammaStudy) -> None:
    compute(study)
    assert not gamma_state(study.db, study.study, SETTINGS).todo
    study.write(0, 0, state=State.SKIPPED)
    study.write(3, 1, (study.scheme.label_keys[0], 9, 40))  # now two people have opened it
    (late,) = store.save_articles(study.db, study.study, [replace_text(study)])
    state = gamma_state(study.db, study.study, SETTINGS)
    assert state.changed == {study.articles[0], study.articles[3]}
    assert set(state.todo) == {study.articles[0], study.articles[3], late.id}
    found = state.report()
    assert (found.articles, found.computed, found.missing, found.changed) == (5, 4, 1, 2)
    compute(study)
    assert report(study).left_out[0].reason == "nobody has submitted it yet"


def replace_text(study: GammaStudy):  # type: ignore[no-untyped-def]
    known = store.load_article(study.db, study.articles[0]).article
    return replace(known, title="Late", text=f"{known.text} And more.")


def test_articles_without_gamma_are_named_with_their_reason(study: GammaStudy) -> None:
    compute(study)
    (left,) = report(study).left_out
    assert left.reason == "only one annotator has submitted it yet"
    assert [one.title for one in left.articles] == ["Report 3"]


def test_other_settings_have_results_of_their_own(study: GammaStudy) -> None:
    compute(study)
    for other in (
        replace(SETTINGS, alpha=3), replace(SETTINGS, beta=0.5), replace(SETTINGS, samples=6),
        replace(SETTINGS, seed=3), replace(SETTINGS, sampler="statistical"),
    ):  # fmt: skip
        assert len(gamma_state(study.db, study.study, other).todo) == 4
    assert not gamma_state(study.db, study.study, replace(SETTINGS, seconds=5)).todo


def test_an_open_article_is_tried_again_when_the_limit_is_raised(
    study: GammaStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alignment, "FEW_SETS", 0)
    short = replace(SETTINGS, seconds=1e-9)
    compute(study, short)
    found = report(study, short)
    assert found.gamma[0].value is None
    assert found.gamma[0].reason.startswith("not exact, only known to lie between ")
    assert "within 1e-09 s an article; article Report 0, " in found.gamma[0].reason
    assert len(found.open) == 3
    assert not gamma_state(study.db, study.study, short).todo
    assert len(gamma_state(study.db, study.study, SETTINGS).todo) == 3
    compute(study)
    exact = report(study).gamma
    for bounded, value in zip(found.gamma, exact, strict=True):
        low, high = bounded.parameters["bounds"]
        assert low is None or low <= value.value
        assert value.value <= high


def test_progress_counts_articles_and_samples(study: GammaStudy) -> None:
    told: list[tuple[str, int, int]] = []
    compute_gamma(
        study.db, study.study, SETTINGS, processes=0, progress=lambda *how: told.append(how)
    )
    assert told[0] == ("article 2 of 3, 0 of 5 samples", 6, 18)
    assert told[-1] == ("article 3 of 3, 5 of 5 samples", 18, 18)


def workers() -> list[psutil.Process]:
    """Our own worker processes that are still there."""
    found = []
    for child in psutil.Process().children(recursive=True):
        if "annotator.agreement.gamma.processes" in " ".join(child.cmdline()):
            found.append(child)
    return found


def test_a_run_that_is_asked_to_stop_ends_its_workers_and_keeps_what_is_done(
    study: GammaStudy,
) -> None:
    run_id = kept.start_gamma_run(study.db, study.study, {**SETTINGS.__dict__})
    during: list[int] = []

    def stop(words: str, done: int, total: int) -> None:
        during.append(len(workers()))
        if done >= 6:
            kept.ask_gamma_to_stop(study.db, study.study)

    with pytest.raises(StudyError, match=r"Cancelled\. . articles? of 4 done and kept"):
        compute_gamma(
            study.db, study.study, replace(SETTINGS, samples=2000), run_id=run_id, processes=2,
            gentle=True, progress=stop,
        )  # fmt: skip
    assert during[0] == 2
    assert workers() == []
    run = kept.load_gamma_run(study.db, study.study)
    assert run is not None
    assert run.finished_at
    assert kept.ask_gamma_to_stop(study.db, study.study) == 0


def test_a_cancelled_run_goes_on_where_it_was(study: GammaStudy) -> None:
    def stop(words: str, done: int, total: int) -> None:
        if done == 12:
            kept.ask_gamma_to_stop(study.db, study.study)

    with pytest.raises(StudyError, match=r"Cancelled\. 3 articles of 4 done and kept"):
        compute_gamma(study.db, study.study, SETTINGS, processes=0, progress=stop)
    assert report(study).missing == 1
    assert compute(study) == "γ is computed: 1 article now, 3 kept from before."


@pytest.mark.parametrize(
    ("keep", "people", "words"),
    [
        (0, 2, "has no articles"),
        (1, 2, "has been submitted yet"),
        (2, 1, "Only one annotator has submitted work"),
    ],
)
def test_nothing_to_compute_is_said(tmp_path: Path, keep: int, people: int, words: str) -> None:
    study = GammaStudy(tmp_path / "annotator.sqlite", articles=2, people=people)
    if keep == 0:
        for article in study.articles:
            store.remove_article(study.db, article)
    elif keep == 1:
        for article in range(2):
            for person in range(people if article == 0 else 1):
                study.write(article, person, state=State.SKIPPED)
    assert words in why_no_gamma(gamma_state(study.db, study.study, SETTINGS))
    with pytest.raises(StudyError, match=words):
        compute(study)


FAULTS = [
    ({"alpha": -1}, "alpha", "from 0 to 1000, it is -1"),
    ({"beta": float("nan")}, "beta", "it is nan"),
    ({"alpha": 0, "beta": 0}, "alpha", "With both weights 0"),
    ({"sampler": "dice"}, "sampler", "shuffle or statistical, not 'dice'"),
    ({"samples": 10_001}, "samples", "from 1 to 10,000, it is 10,001"),
    ({"seed": -1}, "seed", "from 0 to 4294967295, it is -1"),
    ({"seconds": 0}, "seconds", "above 0 and at most 86,400 seconds, it is 0"),
]


@pytest.mark.parametrize(("wrong", "field", "words"), FAULTS, ids=[str(f[0]) for f in FAULTS])
def test_settings_that_make_no_sense_are_named(
    wrong: dict[str, float], field: str, words: str
) -> None:
    faults = replace(GammaSettings(), **wrong).faults()  # type: ignore[arg-type]
    assert list(faults) == [field]
    assert words in faults[field]
    assert GammaSettings().faults() == {}
