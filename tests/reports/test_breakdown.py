"""Profiles, confusions and disputed words, counted by hand."""

from __future__ import annotations

import pytest
from report_study import TEXTS, study_of, work_of

from annotator.reports.breakdown.labels_page import labels_page
from annotator.reports.breakdown.profile import profile_chart, profile_page
from annotator.reports.breakdown.study_texts import ArticleText, StudyTexts, count_words
from annotator.reports.passage_index import Chosen, passage_index
from annotator.reports.study_marks import StudyMarks

LOADED, CLAIM = "loaded", "claim"
APPEARED = {1: ("Courier", "2026-01-05"), 2: ("Courier", "2026-02-05"), 3: ("", "")}


def with_texts(marks: StudyMarks) -> StudyTexts:
    texts = {number: ArticleText(text, *APPEARED[number]) for number, text in TEXTS.items()}
    return StudyTexts(marks, texts)


@pytest.fixture(scope="module")
def study() -> StudyTexts:
    """ann and bob opened articles 1 and 2, cy the first alone; nobody the third."""
    return with_texts(study_of(
        work_of(1, "ann", [(LOADED, "slammed"), (CLAIM, "Critics call it a disgrace")]),
        work_of(1, "bob", [(CLAIM, "slammed"), (CLAIM, "Critics call it a disgrace")]),
        work_of(1, "cy", [(LOADED, "slammed")]),
        work_of(2, "ann", [(LOADED, "Rain")]),
        work_of(2, "bob", []),
    ))  # fmt: skip


def test_a_profile_is_all_marks_over_all_words_that_were_read(study: StudyTexts) -> None:
    first, second = (count_words(TEXTS[number]) for number in (1, 2))
    assert (first, second) == (13, 9)
    page = profile_page(study, "article")
    by_title = {group.title: group for group in page.groups}
    assert set(by_title) == {"Article 1", "Article 2"}  # nobody read the third
    one = by_title["Article 1"]
    assert one.read == 3 * 13
    together, loaded, claim = one.profiles
    assert (together.marks, loaded.marks, claim.marks) == (5, 2, 3)
    assert together.rate == pytest.approx(1000 * 5 / 39)
    assert together.low is None  # an article alone has no interval
    (outlet,) = profile_page(study, "outlet").groups
    assert (outlet.title, outlet.articles, outlet.words) == ("Courier", 2, 22)
    assert outlet.profiles[0].rate == pytest.approx(1000 * 6 / (3 * 13 + 2 * 9))
    assert outlet.profiles[0].low is not None
    assert outlet.profiles[0].low <= outlet.profiles[0].rate <= (outlet.profiles[0].high or 0)
    assert [group.key for group in profile_page(study, "date").groups] == ["2026-01", "2026-02"]


def test_a_profile_has_a_chart_but_by_article(study: StudyTexts) -> None:
    chart = profile_chart(profile_page(study, "date"), 1, "Loaded language")
    assert chart is not None
    assert [row[0] for row in chart.rows] == ["2026-01", "2026-02"]
    assert profile_chart(profile_page(study, "article"), 0, "All") is None


def test_labels_taken_for_one_another_lead_to_their_passages(study: StudyTexts) -> None:
    (only,) = labels_page(study).confusions
    assert (only.label, only.other, only.passages) == (LOADED, CLAIM, 1)
    assert only.share == pytest.approx(1 / 3)  # of slammed, Critics ..., Rain
    places = passage_index(study.marks).places(Chosen(label=CLAIM, other=LOADED))
    assert len(places) == only.passages


def test_words_are_disputed_in_two_directions(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but bob mark *slammed*, bob alone marks *shop*; *rain* is in most articles."""
    texts = ["They slammed it in the rain."] * 2 + ["A shop closed in the rain."] * 2
    rows = []
    for number, text in enumerate([*texts, "Nobody knew.", "Nobody came."], start=1):
        monkeypatch.setitem(TEXTS, number, text)
        for who in ("ann", "bob", "cy"):
            found = [(LOADED, "rain")] if "rain" in text else []
            if "slammed" in text and who != "bob":
                found.append((LOADED, "slammed"))
            if "shop" in text and who == "bob":
                found.append((LOADED, "shop"))
            rows.append(work_of(number, who, found))
    marks = study_of(*rows, articles=tuple(TEXTS))
    study = StudyTexts(marks, {n: ArticleText(text) for n, text in TEXTS.items()})
    (loaded, _) = labels_page(study).words
    assert (loaded.few_passages, loaded.most_passages, loaded.settled) == (2, 2, 4)
    (few,), (most,) = loaded.few, loaded.most
    assert (few.word, few.passages, few.of, few.articles) == ("shop", 2, 2, (3, 4))
    assert (most.word, most.passages, most.articles) == ("slammed", 2, (1, 2))


def test_passages_can_be_narrowed_to_who_marked_them(study: StudyTexts) -> None:
    index = passage_index(study.marks)
    everything = index.places(Chosen())
    assert len(everything) == 3
    assert len(index.places(Chosen(missing="cy"))) == 1  # not of the article cy never opened
    assert len(index.places(Chosen(missing="bob"))) == 1
    assert len(index.places(Chosen(only="ann"))) == 1
    assert index.places(Chosen(only="bob")) == []
    assert index.places(Chosen(between=("ann", "bob"))) == everything
    assert len(index.places(Chosen(between=("ann", "cy")))) == 2
    for unknown in (Chosen(missing="none"), Chosen(only="none"), Chosen(label="none"),
                    Chosen(kind="none"), Chosen(between=("ann", "none"))):  # fmt: skip
        assert index.places(unknown) == []


def test_nothing_submitted_is_said() -> None:
    empty = with_texts(study_of())
    assert profile_page(empty, "outlet").reason == "No article in the study has been submitted yet."
    assert labels_page(empty).reason
