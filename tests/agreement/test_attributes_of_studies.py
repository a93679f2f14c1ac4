"""What was said of marks, from a study's rows to the report, beside the slow way to the same."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from itertools import combinations

import attributes_by_hand as hand
import pytest
from random_studies import random_studies

from annotator.agreement.attributes.matched_marks import match_marks
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.models import (
    Choice,
    Kind,
    Label,
    Level,
    Question,
    RelationType,
    Scheme,
    SpanAttribute,
)
from annotator.reports.attributes import said_report
from annotator.reports.study_marks import StudyMarks, study_marks
from annotator.store.counted import Counted, MarkAnswered, Marked, Related
from annotator.store.records import Study
from annotator.store.study_rows import StudyRows

Mark = tuple[str, int, int]
Given = dict[Mark, dict[str, list[str]]]  # of one annotation: each mark's answers by question

ORDERED = (Choice("low", "Low"), Choice("mid", "Mid"), Choice("high", "High"))
SCORED = (Choice("none", "No score"), *(Choice(f"s{n}", f"{n}", value=n) for n in (0.5, 2.0, 4.0)))
QUESTIONS = (
    Question("tone", "Tone", choices=(Choice("a", "A"), Choice("b", "B"), Choice("c", "C"))),
    Question("strength", "Strength", level=Level.ORDINAL, choices=ORDERED),
    Question("score", "Score", level=Level.INTERVAL, choices=SCORED),
    Question("frames", "Frames", Kind.CHOICES, choices=(Choice("p", "P"), Choice("q", "Q"))),
    Question("count", "Count", Kind.NUMBER, Level.RATIO),
    Question("rank", "Rank", Kind.NUMBER, Level.ORDINAL),
    Question("target", "Target", Kind.TEXT),
    Question("only", "Only of X", choices=(Choice("yes", "Yes"), Choice("no", "No"))),
)
SCHEME = Scheme(
    "made", "1", "Made", "en", "", "", (Label("X", "X", ""), Label("Y", "Y", "")),
    tuple(SpanAttribute(one, ("X",) if one.key == "only" else ()) for one in QUESTIONS),
    (RelationType("answer", "Answer"), RelationType("cause", "Cause")),
)  # fmt: skip
TYPED = (
    "café \N{BRIDGE AT NIGHT}",
    " cafe\u0301  \N{BRIDGE AT NIGHT}\n",
    "the mayor",
    "mayor",
    " ",
)
NUMBERS = ("3", "3.0", "+3", "2.5", "0", "10", "many")


def answer(question: Question, r: random.Random) -> list[str]:
    """The values of one answer as the store has them; none where it was left out."""
    if r.random() < 0.25:
        return []
    if question.kind is Kind.TEXT:
        return [r.choice(TYPED)]
    if question.kind is Kind.NUMBER:
        return [r.choice(NUMBERS)]
    some = r.randint(1, 2) if question.kind is Kind.CHOICES else 1
    return [one.key for one in r.sample(question.choices, some)]


def a_world(seed: int) -> tuple[hand.World, dict[tuple[str, str], Given]]:
    """Whose marks are where, and what was said of each."""
    r = random.Random(seed)
    world = hand.some_world(seed, places=8)
    given = {
        key: {
            mark: {
                one.key: answer(one, r) for one in QUESTIONS if one.key != "only" or mark[0] == "X"
            }
            for mark in marks
        }
        for key, marks in world.marks.items()
    }
    return world, given


def study_of(world: hand.World, given: dict[tuple[str, str], Given], seed: int) -> StudyMarks:
    """The rows of a store, in any order, with skipped and unfinished work among them."""
    r = random.Random(seed)
    articles = {article: number for number, article in enumerate(world.opened, 1)}
    opened = [(article, who) for article, people in world.opened.items() for who in people]
    r.shuffle(opened)
    id_of = {key: number for number, key in enumerate(opened, 5)}
    counted = [Counted(articles[t], who, "submitted", id_of[t, who], "", "") for t, who in opened]
    counted += [
        Counted(number, who, "skipped", 1000 + 10 * number + place, "", "")
        for article, number in articles.items()
        for place, who in enumerate(("ann", "bob", "cyd", "dee"))
        if who not in world.opened[article]
    ]
    marks = [(id_of[key], *mark) for key, made in given.items() for mark in made]
    said = [
        (id_of[key], *mark, question, value)
        for key, made in given.items()
        for mark, answers in made.items()
        for question, values in answers.items()
        for value in values
    ]
    drawn = [
        (id_of[key], *begin, *end, kind)
        for key, some in world.relations.items()
        for begin, end, kind in some
    ]
    for rows in (marks, said, drawn):
        r.shuffle(rows)
    return study_marks(
        StudyRows(
            Study(1, "Bridge", 1, "made", 2, 3, False, "", "2026-01-01", ""), SCHEME,
            [(number, article, hand.LENGTH) for article, number in articles.items()],
            sorted(counted), {}, "", Marked(*_columns(marks, 4)), [],
            MarkAnswered(*_columns(said, 6)), Related(*_columns(drawn, 8)),
        )
    )  # fmt: skip


def _columns(rows: list[tuple], count: int) -> list[tuple]:
    return list(zip(*rows, strict=True)) if rows else [()] * count


def as_compared(question: Question, values: list[str]) -> str | None:
    """An answer as it is compared: sets as a|b, numbers by size, texts trimmed."""
    if question.kind is Kind.CHOICES:
        return "|".join(sorted(values))
    if not values:
        return None
    if question.kind is Kind.NUMBER:
        return None if values[0] == "many" else str(float(values[0]))
    if question.kind is Kind.TEXT:
        return " ".join(unicodedata.normalize("NFC", values[0]).split()) or None
    place = {one.key: n for n, one in enumerate(question.choices)}
    if question.level is Level.INTERVAL:
        number = question.choices[place[values[0]]].value
        return None if number is None else str(number)
    return str(place[values[0]])


DISTANCES: dict[str, Callable[..., float] | None] = {
    "tone": hand.nominal, "strength": hand.ordinal, "score": hand.interval, "frames": hand.masi,
    "count": hand.ratio, "rank": hand.ordinal, "target": None, "only": hand.nominal,
}  # fmt: skip


def about(world: hand.World, given: dict[tuple[str, str], Given], question: Question) -> hand.World:
    """The marks that one question is asked of, with the answers to it."""
    return hand.World(
        world.opened,
        {
            key: {
                mark: as_compared(question, answers[question.key])
                for mark, answers in made.items()
                if question.key in answers
            }
            for key, made in given.items()
        },
    )


def slow_values(world: hand.World, key: str, label: str | None) -> dict[str, float | None]:
    matches, distance = hand.matches_of(world, label), DISTANCES[key]
    found = {
        "joint_f1": hand.joint_f1(world, matches, label)[0],
        "pair_pooled_alpha": distance and hand.alpha(world, matches, distance),
        "percent_on_matched": hand.mean_over_matches(world, matches, lambda a, b: a == b),
        "share_matched": hand.share_matched(world, matches, label),
    }
    if key == "target":
        found["token_overlap"] = hand.mean_over_matches(world, matches, hand.words_in_common)
    return found


def assert_same(found: tuple[Measure, ...], slow: dict[str, float | None], where: object) -> int:
    assert {one.name for one in found} == set(slow)
    for one in found:
        value = slow[one.name]
        assert one.value == (None if value is None else pytest.approx(value)), (one.name, where)
        assert bool(one.reason) == (value is None)
    return sum(value is not None for value in slow.values())


def test_reports_of_random_studies_are_as_the_slow_way_says() -> None:
    defined = 0
    for seed in random_studies(25):
        world, given = a_world(seed)
        marks = study_of(world, given, seed)
        said = said_report(
            marks, match_marks(marks.spans), ArticleResamples(marks.compared, resamples=0)
        )
        for question, report in zip(QUESTIONS, said.attributes, strict=True):
            of_question = about(world, given, question)
            whole = slow_values(of_question, question.key, None)
            defined += assert_same(report.overall, whole, (seed, question.key))
            for label, found in report.by_label.items():
                slow = slow_values(of_question, question.key, label)
                defined += assert_same(found, slow, (seed, question.key, label))
            matches = hand.matches_of(of_question)
            for g, h in combinations(marks.annotators, 2):
                measures = {one.name: one for one in report.by_pair.get(f"{g} & {h}", ())}
                if question.kind is not Kind.TEXT and measures:
                    kappa = hand.kappa(of_question, matches, g, h)
                    assert measures["cohen_on_matched"].value == (
                        None if kappa is None else pytest.approx(kappa)
                    )
        assert said.relations is not None
        overall = {one.name: one.value for one in said.relations.overall}
        for name, typed in (("relation_f1", True), ("relation_f1_untyped", False)):
            value = hand.relation_f1(world, typed)
            assert overall[name] == (None if value is None else pytest.approx(value)), seed
    assert defined > 200
