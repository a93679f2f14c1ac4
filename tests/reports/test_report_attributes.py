"""What was said of marks, and relations between them, in the report of a study in SQLite."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import store
from annotator.agreement.attributes.words import ATTRIBUTE_WORDS, RELATION_WORDS
from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.models import (
    Annotation,
    Answer,
    Article,
    Kind,
    Question,
    Relation,
    Scheme,
    Span,
    State,
)
from annotator.reports import as_json, as_text
from annotator.reports.said_of_marks import SaidOfMarks
from annotator.schemes import builtin_names, load_builtin
from annotator.store.counted import Counted, MarkAnswered
from annotator.workflow.agreeing import study_report
from annotator.workflow.studies import create_study

STAMP = "2026-01-01T00:00:00Z"
TEXT = "In Brackwell the council met again, and the harbour board said nothing of it. " * 4


def answer_of(question: Question, region: str, r: random.Random) -> list[Answer]:
    if question.kind is Kind.CHOICES:
        some = r.sample(question.choices, r.randint(0, min(2, len(question.choices))))
        return [Answer(question.key, one.key, region=region) for one in some]
    if question.kind is Kind.CHOICE:
        one = r.choice(question.choices)
        return [Answer(question.key, one.key, one.value, region)]
    if question.kind is Kind.NUMBER:
        return [Answer(question.key, str(number := r.randint(1, 5)), float(number), region)]
    return [Answer(question.key, r.choice(["the council", "the board"]), region=region)]


def marks_of(scheme: Scheme, r: random.Random) -> tuple[Span, ...]:
    spans = {}
    asked = {key for one in scheme.attributes for key in one.labels} or set(scheme.label_keys)
    for number, start in enumerate(range(3, 280, 16)):
        begin = start + r.randint(-2, 2)
        label = r.choice(scheme.labels).key if number % 2 else r.choice(sorted(asked))
        spans[begin] = Span(f"r{begin}", label, begin, begin + 12, begin, begin + 12, "")
    return tuple(spans.values())


def work_of(scheme: Scheme, number: int) -> Annotation:
    r = random.Random(number)
    spans = marks_of(scheme, r)
    answers = [
        answer
        for span in spans
        for attribute in scheme.attributes
        if not attribute.labels or span.label in attribute.labels
        for answer in answer_of(attribute.question, span.region, r)
    ]
    relations = tuple(
        Relation(first.region, second.region, r.choice(scheme.relations).key)
        for first, second in itertools.pairwise(spans)
        if scheme.relations and r.random() < 0.7
    )
    return Annotation(
        number, number, State.SUBMITTED, STAMP, STAMP, 1.0, spans, tuple(answers), relations,
        raw=f'{{"id": {number}}}',
    )  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[store.Store]:
    opened = store.open_store(tmp_path / "annotator.sqlite")
    yield opened
    opened.close()


def study_with(db: store.Store, name: str, work: dict[tuple[int, int], Annotation]) -> int:
    study = create_study(db, "Harbour", name, seed=3)
    articles = store.save_articles(
        db, study.id, [Article(f"Article {n}", f"{n}{TEXT}") for n in range(6)]
    )
    people = []
    for g in range(3):
        account = store.create_account(db, email=f"{g}@harbour.invalid", role="annotator")
        people.append(store.add_annotator(db, study.id, account.id))
    store.save_assignments(
        db, study.id, [(one.id, who.id, n) for n, one in enumerate(articles) for who in people]
    )
    place = {(a.article_id, a.annotator_id): a.id for a in store.load_assignments(db, study.id)}
    store.save_annotations(
        db,
        [
            store.Incoming(place[articles[n].id, people[g].id], study.scheme_id, one)
            for (n, g), one in work.items()
        ],
        "test",
    )
    return study.id


ASKING = [
    name
    for name in builtin_names()
    if load_builtin(name).attributes or load_builtin(name).relations
]


@pytest.mark.parametrize("name", ASKING)
def test_every_scheme_shows_what_it_asks_of_marks(db: store.Store, name: str) -> None:
    scheme = load_builtin(name)
    work = {(n, g): work_of(scheme, 1 + 3 * n + g) for n in range(6) for g in range(3)}
    report = study_report(db, study_with(db, name, work), resamples=50)
    assert [one.key for one in report.attributes] == [a.question.key for a in scheme.attributes]
    for one in report.attributes:
        assert one.answered > 0
        assert {m.name for m in one.overall} <= set(ATTRIBUTE_WORDS)
        assert all(m.value is not None for m in one.overall if m.name == "joint_f1")
        assert one.by_label
        assert len(one.by_pair) == 3
    assert (report.relations is not None) == bool(scheme.relations)
    if report.relations:
        assert report.relations.relations > 0
        assert {m.name for m in report.relations.overall} <= set(RELATION_WORDS)
        assert report.relations.disputed
    said = as_text(report)
    assert all(f"Of marks: {a.question.title}" in said for a in scheme.attributes)
    named = {m["parameters"].get("attribute") for m in as_json(report)["measures"]}
    assert named - {None} == {a.question.key for a in scheme.attributes}


def test_identical_work_agrees_wholly_on_everything_said(db: store.Store) -> None:
    scheme = load_builtin("attribution")
    work = {}
    for n in range(6):
        for g in range(3):
            one = work_of(scheme, 1 + n)
            work[n, g] = Annotation(
                1 + 3 * n + g, 1 + 3 * n + g, State.SUBMITTED, STAMP, STAMP, 1.0, one.spans,
                one.answers, one.relations, raw=f'{{"id": {3 * n + g}}}',
            )  # fmt: skip
    report = study_report(db, study_with(db, "attribution", work), resamples=20)
    for one in report.attributes:
        values = {m.name: m.value for m in one.overall}
        assert values["share_matched"] == 1.0
        assert values["percent_on_matched"] == 1.0
    assert report.relations is not None
    assert [m.value for m in report.relations.overall if m.value is not None]
    assert all(m.value in (None, 1.0) for m in report.relations.overall)
    assert report.relations.disputed == ()


def test_an_answer_to_another_mark_of_the_same_place_is_not_taken(db: store.Store) -> None:
    """Two labels on one passage keep their own answers; an answer without a mark is left aside."""
    spans = (
        Span("r1", "loaded_language", 3, 12, 3, 12, ""),
        Span("r2", "exaggeration", 3, 12, 3, 12, ""),
    )
    work = {}
    for g, (first, second) in enumerate((("strong", "mild"), ("strong", "strong"))):
        answers = (
            Answer("intensity", first, region="r1"),
            Answer("intensity", second, region="r2"),
            Answer("intensity", "mild", region="gone"),
        )
        work[0, g] = Annotation(
            1 + g, 1 + g, State.SUBMITTED, STAMP, STAMP, 1.0, spans, answers, (),
            raw=f'{{"id": {g}}}',
        )  # fmt: skip
    report = study_report(db, study_with(db, "framing", work), resamples=0)
    (intensity,) = (one for one in report.attributes if one.key == "intensity")
    values = {
        label: {m.name: m.value for m in found} for label, found in intensity.by_label.items()
    }
    assert values["loaded_language"]["percent_on_matched"] == 1.0
    assert values["exaggeration"]["percent_on_matched"] == 0.0
    assert intensity.answered == 4


def test_free_text_is_the_same_however_its_accents_and_spaces_were_typed() -> None:
    spans = spans_from_marks(
        [Mark("1", who, "fear", 0, 4) for who in ("ann", "bob", "cyd")], lengths={"1": 9}
    )
    submitted = [Counted(1, who, "submitted", n, "", "") for n, who in enumerate(spans.annotators)]
    typed = ("caf\u00e9 \U0001f309", " cafe\u0301  \U0001f309\n", "cafe")
    given = MarkAnswered((0, 1, 2), ("fear",) * 3, (0,) * 3, (4,) * 3, ("target",) * 3, typed)
    asked = Question("target", "Target", Kind.TEXT)
    (answers,) = SaidOfMarks(submitted, given).about([asked], spans)
    ann, bob, cyd = answers.code.tolist()
    assert ann == bob != cyd
