"""The report from what the store keeps of each article equals the report from everything."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from annotator import schemes, store
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.reports import build_report, report_of
from annotator.store import Incoming
from annotator.workflow import kept_statistics
from annotator.workflow.kept_statistics import study_state

TEXT = "The council said that the old bridge, a danger to everybody, must close on Monday. "
ARTICLES, PEOPLE = 5, 3


class World:
    """A study in a store whose annotations the test writes directly."""

    def __init__(self, path: Path) -> None:
        self.db = store.open_store(path / "annotator.sqlite")
        self.scheme = schemes.load_builtin("framing")
        self.scheme_id = store.save_scheme(self.db, self.scheme, schemes.to_xml(self.scheme))
        self.study = store.create_study(self.db, title="S", scheme_id=self.scheme_id, seed=3)
        texts = [Article(f"Report {n}", f"{TEXT * (n + 1)}{n}") for n in range(ARTICLES)]
        saved = store.save_articles(self.db, self.study, texts)
        self.articles = [one.id for one in saved]
        self.people = []
        for n in range(PEOPLE):
            account = store.create_account(self.db, email=f"p{n}@example.org", role="annotator")
            self.people.append(store.add_annotator(self.db, self.study, account.id).id)
        plan = [(a, p, 0) for a in self.articles for p in self.people]
        store.save_assignments(self.db, self.study, plan)
        self.assignments = {
            (one.article_id, one.annotator_id): one.id
            for one in store.load_assignments(self.db, self.study)
        }
        self.version = 0

    def write(self, article: int, person: int, *marks: tuple[str, int, int], tone: str = "",
              state: State = State.SUBMITTED) -> None:  # fmt: skip
        """Save (or replace) one annotation."""
        self.version += 1
        moment = f"2026-01-01T00:00:{self.version:02d}Z"
        where = self.assignments[self.articles[article], self.people[person]]
        text = f"{TEXT * (article + 1)}{article}"
        spans = tuple(
            Span(f"r{n}", label, start, end, start, end, text[start:end])
            for n, (label, start, end) in enumerate(marks)
        )
        answers = (Answer(self.scheme.questions[0].key, tone),) if tone else ()
        annotation = Annotation(
            where, where, state, moment, moment, None, spans, answers, (), raw=f"{self.version}"
        )  # fmt: skip
        store.save_annotations(self.db, [Incoming(where, self.scheme_id, annotation)], "test")

    def equal(self) -> bool:
        kept = report_of(study_state(self.db, self.study)[0].sums, resamples=50)
        whole = build_report(store.load_study_work(self.db, self.study), resamples=50)
        return kept == whole


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    rng = random.Random(1)
    keys = found.scheme.label_keys
    for article in range(ARTICLES):
        for person in range(PEOPLE):
            marks = [
                (rng.choice(keys), start, start + rng.randint(2, 30))
                for start in rng.sample(range(50), rng.randint(0, 4))
            ]
            found.write(article, person, *marks, tone=rng.choice(["", "a", "b"]))
    return found


def test_a_cold_store_gives_the_same_report(world: World) -> None:
    assert world.equal()


def test_so_does_a_second_look_and_a_look_after_every_kind_of_change(world: World) -> None:
    study_state(world.db, world.study)
    assert world.equal()
    keys = world.scheme.label_keys
    world.write(2, 1, (keys[0], 0, 9), (keys[1], 4, 12), tone="b")
    assert world.equal()
    world.write(0, 0, state=State.SKIPPED)
    assert world.equal()
    world.write(3, 2)
    assert world.equal()
    store.mark_deleted(world.db, world.assignments[world.articles[4], world.people[0]], "test")
    assert world.equal()
    (more,) = store.save_articles(world.db, world.study, [Article("Late", TEXT)])
    assert world.equal()
    assert more.is_new


def test_a_new_annotator_and_a_label_the_codebook_no_longer_has(world: World) -> None:
    study_state(world.db, world.study)
    account = store.create_account(world.db, email="late@example.org", role="annotator")
    late = store.add_annotator(world.db, world.study, account.id).id
    store.save_assignments(world.db, world.study, [(world.articles[1], late, 0)])
    world.people.append(late)
    world.assignments.update(
        {
            (one.article_id, one.annotator_id): one.id
            for one in store.load_assignments(world.db, world.study)
        }
    )
    world.write(1, 3, ("old label", 3, 8))
    assert world.equal()
    world.write(1, 3, (world.scheme.label_keys[0], 3, 8))
    assert world.equal()


def test_one_new_annotation_recomputes_one_article(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[int] = []
    real = kept_statistics.parts_of

    def counting(spans):  # type: ignore[no-untyped-def]
        computed.append(len(spans.articles))
        return real(spans)

    monkeypatch.setattr(kept_statistics, "parts_of", counting)
    study_state(world.db, world.study)
    study_state(world.db, world.study)
    world.write(2, 1, (world.scheme.label_keys[0], 0, 9))
    study_state(world.db, world.study)
    assert computed == [ARTICLES, 1]


def test_kept_statistics_of_another_format_are_computed_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    study_state(world.db, world.study)
    monkeypatch.setattr(kept_statistics, "FORMAT", "another")
    assert world.equal()
