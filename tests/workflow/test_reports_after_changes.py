"""After every kind of change the report that is shown equals one that starts from nothing."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator import schemes, store
from annotator.errors import StudyError
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.reports import LabelReport, Report, build_report
from annotator.reports.passage_index import Chosen
from annotator.store import Incoming
from annotator.workflow import making_results, results
from annotator.workflow.making_results import make_in_process
from annotator.workflow.results import GROUPS, PASSAGES, REPORT, find_result, result_now
from annotator.workflow.study_marks import load_study_marks

TEXT = "The ferry to Lindholm was late again, which the harbour called a scandal. " * 3
ARTICLES, PEOPLE = 60, 4


class World:
    """A study whose annotations the test writes directly. Some annotations are missing."""

    def __init__(self, path: Path) -> None:
        self.db = store.open_store(path / "annotator.sqlite")
        self.scheme = schemes.load_builtin("framing")
        self.scheme_id = store.save_scheme(self.db, self.scheme, schemes.to_xml(self.scheme))
        self.study = store.create_study(self.db, title="S", scheme_id=self.scheme_id, seed=3)
        texts = [Article(f"Report {n}", f"{TEXT}{n}") for n in range(ARTICLES)]
        articles = [one.id for one in store.save_articles(self.db, self.study, texts)]
        people = []
        for n in range(PEOPLE):
            account = store.create_account(self.db, email=f"p{n}@example.org", role="annotator")
            people.append(store.add_annotator(self.db, self.study, account.id).id)
        plan = [(a, p, 0) for a in articles for p in people]
        store.save_assignments(self.db, self.study, plan)
        planned = store.load_assignments(self.db, self.study)
        self.places = [one.id for one in sorted(planned, key=lambda one: one.article_id)]
        self.random, self.version = random.Random(7), 0
        begun = [place for place in self.places if self.random.random() < 0.85]
        store.save_annotations(self.db, [self.version_of(place) for place in begun], "test")

    def write(self, place: int, state: State = State.SUBMITTED, *, nested: bool = False) -> None:
        """Save an annotation, or another version of it."""
        store.save_annotations(self.db, [self.version_of(place, state, nested=nested)], "test")

    def version_of(
        self, place: int, state: State = State.SUBMITTED, *, nested: bool = False
    ) -> Incoming:
        self.version += 1
        labels = self.scheme.label_keys[:4]
        marks = []
        for start in self.random.sample(range(0, 180, 20), self.random.randint(0, 5)):
            end = start + self.random.randint(2, 60 if nested else 19)
            marks.append((self.random.choice(labels), start, end))
        spans = tuple(
            Span(f"r{n}", label, start, end, start, end, TEXT[start:end])
            for n, (label, start, end) in enumerate(marks)
        )
        answers = tuple(
            Answer(question.key, self.random.choice(question.choices).key)
            for question in self.scheme.questions
            if self.random.random() < (0.3 if question.key == "slant" else 0.8)
        )
        moment = f"2026-01-01T00:{self.version // 60:02d}:{self.version % 60:02d}Z"
        annotation = Annotation(
            place, place, state, moment, moment, None, spans, answers, (), raw=f"{self.version}"
        )
        return Incoming(place, self.scheme_id, annotation)

    def mark(self, number: int, label: str, start: int, end: int) -> None:
        """One span as everything that an annotation has."""
        self.version += 1
        place, moment = self.places[number], f"2026-01-01T01:00:{self.version % 60:02d}Z"
        span = Span("r1", label, start, end, start, end, TEXT[start:end])
        marked = Annotation(
            place, place, State.SUBMITTED, moment, moment, None, (span,), (), (),
            raw=f"{9000 + self.version}",
        )  # fmt: skip
        store.save_annotations(self.db, [Incoming(place, self.scheme_id, marked)], "test")

    def of_label(self, label: str) -> LabelReport:
        (found,) = [one for one in self.report().labels if one.key == label]
        return found

    def report(self) -> Report:
        """As the page shows it."""
        return result_now(self.db, self.study, REPORT).value

    def report_from_nothing(self) -> Report:
        return build_report(load_study_marks(self.db, self.study), resamples=60)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(results, "RESAMPLES", 60)
    return World(tmp_path)


def test_the_comparison_sees_a_difference(world: World) -> None:
    before = world.report()
    assert before == before
    world.write(world.places[0])
    assert before != world.report()


def test_after_every_kind_of_change_the_report_is_that_of_a_fresh_start(world: World) -> None:
    kinds: list[Callable[[int], object]] = [
        lambda place: world.write(place),
        lambda place: world.write(place, nested=True),
        lambda place: world.write(place, State.SKIPPED),
        lambda place: store.mark_deleted(world.db, place, "test"),
    ]
    world.report()
    for turn in range(24):
        for place in world.random.sample(world.places, world.random.choice([1, 1, 1, 3, 7])):
            kinds[turn % 4](place)
        after = world.report()
        if turn % 3 == 2:
            assert after == world.report_from_nothing(), turn


def test_the_only_marks_of_a_label_gone_again_leave_no_value_behind(world: World) -> None:
    label = world.scheme.label_keys[5]
    marks = [((0, 7), (1, 11)), ((3, 13), (2, 9)), ((5, 24), (7, 30)), ((0, 3), (1, 12))]
    world.report()
    for article, both in enumerate(marks):
        for who, ends in enumerate(both):
            world.mark(article * PEOPLE + who, label, *ends)
        world.report()
    assert world.of_label(label).f1_character.value
    assert world.of_label(label).u_alpha.value
    for article in range(4):
        for who in range(2):
            store.mark_deleted(world.db, world.places[article * PEOPLE + who], "test")
        world.report()
    gone = world.of_label(label)
    for measure in (gone.f1_character, gone.character_alpha, gone.u_alpha):
        assert measure.value is None
        assert measure.reason
    assert world.report() == world.report_from_nothing()
    world.mark(0, label, 0, 7)
    world.mark(1, label, 20, 28)
    assert world.of_label(label).f1_character.value == 0  # marked, and nothing in common


def test_a_new_article_and_a_new_annotator_are_in_the_report(world: World) -> None:
    world.report()
    store.save_articles(world.db, world.study, [Article("Late", TEXT)])
    assert world.report() == world.report_from_nothing()
    account = store.create_account(world.db, email="late@example.org", role="annotator")
    late = store.add_annotator(world.db, world.study, account.id).id
    article = store.load_articles(world.db, world.study)[0].id
    store.save_assignments(world.db, world.study, [(article, late, 0)])
    new = store.load_assignments(world.db, world.study)[-1].id
    world.report()
    world.write(new)
    after = world.report()
    assert len(after.annotators) == PEOPLE + 1
    assert after == world.report_from_nothing()


def test_a_change_by_hand_in_the_file_is_seen(world: World) -> None:
    before = world.report()
    hand = sqlite3.connect(store.file_of(world.db))
    hand.execute(
        "DELETE FROM spans WHERE annotation_id IN (SELECT id FROM annotations "
        "WHERE assignment_id = ?)",
        [world.places[0]],
    )
    hand.execute(
        "UPDATE annotations SET content_sha256 = 'by hand' WHERE assignment_id = ?",
        [world.places[0]],
    )
    hand.commit()
    hand.close()
    after = world.report()
    assert after.spans < before.spans
    assert after == world.report_from_nothing()


def test_another_title_of_an_article_is_shown(world: World) -> None:
    world.report()
    with store.writing(world.db):
        world.db.execute("UPDATE articles SET title = 'Another title' WHERE id = 1")
    assert world.report().by_article[0].title == "Another title"


def test_reports_of_two_stores_are_kept_apart(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other")
    other.write(other.places[0], State.SKIPPED)
    first, second = world.report(), other.report()
    assert world.report() == first
    assert other.report() == second
    assert first.skipped != second.skipped


def test_a_result_is_made_once_for_each_state_of_the_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = result_now(world.db, world.study, REPORT)
    with monkeypatch.context() as broken:
        broken.setattr(results, "load_study_marks", lambda *_, **__: 1 / 0)
        assert result_now(world.db, world.study, REPORT) == first
        world.write(world.places[0])
        kept = find_result(world.db, world.study, REPORT)
        assert kept is not None
        assert (kept.current, kept.value) == (False, first.value)
        with pytest.raises(ZeroDivisionError):  # an error in the middle leaves the last one
            result_now(world.db, world.study, REPORT)
        assert find_result(world.db, world.study, REPORT) == kept
    assert result_now(world.db, world.study, REPORT).value == world.report_from_nothing()


def test_results_of_another_format_are_made_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.report()
    monkeypatch.setattr(results, "FORMAT", "another")
    assert find_result(world.db, world.study, REPORT) is None
    assert world.report() == world.report_from_nothing()


def test_a_result_that_cannot_be_read_is_made_anew(world: World) -> None:
    world.report()
    with store.writing(world.db):
        world.db.execute("UPDATE computed SET payload = '{}'")
    assert find_result(world.db, world.study, REPORT) is None
    assert world.report() == world.report_from_nothing()


def test_the_list_of_passages_is_made_with_the_report(world: World) -> None:
    report = world.report()
    index = find_result(world.db, world.study, PASSAGES)
    assert index is not None
    assert index.current
    assert len(index.value.places(Chosen())) == report.disputed
    for label in report.labels:
        assert len(index.value.places(Chosen(label=label.key))) == label.disputed
    for kind, count in report.passages.items():
        assert kind == "settled" or len(index.value.places(Chosen(kind=kind))) == count


def test_a_process_of_its_own_makes_the_same_report_and_says_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []
    at_every_step = f"import {making_results.__name__} as it; it.OFTEN = 0.0; it.serve()"
    monkeypatch.setattr(making_results, "WORK", at_every_step)
    make_in_process(world.db, world.study, REPORT, progress=lambda *at: told.append(at))
    assert told[0] == ("The report is being computed", 0, 0)
    assert {(words, total) for words, _, total in told[1:]} == {(told[0][0], 100)}
    sets = PEOPLE * (PEOPLE - 1) // 2 + PEOPLE  # pairs, and all without each: each is heard of
    assert len(told) > sets
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    found = find_result(world.db, world.study, REPORT)
    assert found is not None
    assert found.current
    assert found.value == build_report(load_study_marks(world.db, world.study))
    with pytest.raises(StudyError, match="no label or question 'label:none'"):
        make_in_process(world.db, world.study, GROUPS, {"about": "label:none"})
