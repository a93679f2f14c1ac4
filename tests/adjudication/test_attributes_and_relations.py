"""Votes on attributes, article questions and relations."""

from __future__ import annotations

import pytest
from ballot_box import SCHEME

from annotator.adjudication import Ballot, Given, Link, Mark, Rule, Rules, settle_article
from annotator.adjudication.answers import settle_answers
from annotator.models import Choice, Kind, Level, Question, SpanAttribute

VOICE = Question("voice", "Voice")
STRENGTH = Question("strength", "Strength", level=Level.ORDINAL)
ORDER = Question(
    "order", "Order", level=Level.ORDINAL,
    choices=(Choice("low", "Low"), Choice("middle", "Middle"), Choice("high", "High")),
)  # fmt: skip
FRAMES = Question("frames", "Frames", kind=Kind.CHOICES, choices=(Choice("a", "A"),))
NOTE = Question("note", "Note", kind=Kind.TEXT)
MAJORITY, UNANIMOUS = Rule("majority"), Rule("unanimous")


def one(value: str, number: float | None = None) -> Given:
    return ((value, number),)


MILD, CLEAR, STRONG = one("mild", 1.0), one("clear", 2.0), one("strong", 3.0)


def some(*values: str) -> Given:
    return tuple((value, None) for value in sorted(values))


@pytest.mark.parametrize(
    ("question", "given", "rule", "gold"),
    [
        (VOICE, [one("paper"), one("paper"), one("source")], MAJORITY, one("paper")),
        (VOICE, [one("paper"), one("source")], MAJORITY, None),
        (VOICE, [one("paper"), one("paper"), one("source")], UNANIMOUS, None),
        (VOICE, [(), (), one("source")], MAJORITY, ()),
        (VOICE, [one("paper"), one("paper"), one("source"), one("source")], Rule("k", 2), None),
        (STRENGTH, [MILD, CLEAR, STRONG], MAJORITY, CLEAR),
        (STRENGTH, [MILD, CLEAR], MAJORITY, None),
        (STRENGTH, [CLEAR, CLEAR, MILD, STRONG], MAJORITY, CLEAR),
        (STRENGTH, [MILD, CLEAR, CLEAR], UNANIMOUS, None),
        (ORDER, [one("high"), one("low"), one("high")], MAJORITY, one("high")),
        (ORDER, [one("low"), one("high"), one("middle")], MAJORITY, one("middle")),
        (STRENGTH, [(), (), CLEAR], MAJORITY, ()),
        (STRENGTH, [(), CLEAR], MAJORITY, None),
        (FRAMES, [some("a", "b"), some("a"), some("b", "c")], MAJORITY, some("a", "b")),
        (FRAMES, [some("a", "b"), some("a")], MAJORITY, None),
        (FRAMES, [some("a"), (), ()], MAJORITY, ()),
        (NOTE, [one("irony"), one("a joke"), ()], MAJORITY, ()),
        (NOTE, [one("irony"), one("irony"), ()], MAJORITY, one("irony")),
    ],
)
def test_answers_are_voted_on_as_their_kind_asks(
    question: Question, given: list[Given], rule: Rule, gold: Given | None
) -> None:
    assert settle_answers(question, given, rule) == gold


def scheme_with(*attributes: SpanAttribute, questions: tuple[Question, ...] = ()):
    from dataclasses import replace

    return replace(SCHEME, attributes=attributes, questions=questions)


def marked(revision: int, start: int, end: int, voice: str = "", region: str = "r") -> Mark:
    answers = (("voice", one(voice)),) if voice else ()
    return Mark(revision, region, "x", start, end, answers)


def test_attributes_are_voted_on_by_those_whose_mark_became_the_gold() -> None:
    ballots = [
        Ballot(1, 1, (marked(1, 0, 10, "paper"),)),
        Ballot(2, 2, (marked(2, 0, 10, "source"),)),
        Ballot(3, 3, (marked(3, 0, 12, "source"), marked(3, 40, 50, "paper", "s"))),
    ]
    outcome = settle_article(ballots, Rules(MAJORITY), scheme_with(SpanAttribute(VOICE)))
    assert dict(outcome.spans[0].attributes) == {"voice": one("source")}


def test_a_disputed_attribute_is_said_to_be_open() -> None:
    ballots = [
        Ballot(1, 1, (marked(1, 0, 10, "paper"),)), Ballot(2, 2, (marked(2, 0, 10, "source"),)),
    ]  # fmt: skip
    gold = settle_article(ballots, Rules(MAJORITY), scheme_with(SpanAttribute(VOICE))).spans[0]
    assert (gold.attributes, gold.open_attributes) == ((), ("voice",))


def test_an_attribute_of_another_label_is_not_asked() -> None:
    ballots = [Ballot(n, n, (marked(n, 0, 10),)) for n in (1, 2)]
    other = SpanAttribute(VOICE, ("y",))
    gold = settle_article(ballots, Rules(MAJORITY), scheme_with(other)).spans[0]
    assert (gold.attributes, gold.open_attributes) == ((), ())


def test_article_questions_are_voted_on_by_everybody_who_submitted() -> None:
    ballots = [
        Ballot(n, n, answers=(("voice", one(value)),) if value else ())
        for n, value in enumerate(["paper", "paper", ""], start=1)
    ]
    outcome = settle_article(ballots, Rules(MAJORITY), scheme_with(questions=(VOICE, NOTE)))
    assert [(a.gold.question, a.gold.given, str(a.votes)) for a in outcome.answers] == [
        ("voice", one("paper"), "majority 2/3")
    ]
    assert outcome.open_questions == ()
    unanimous = settle_article(ballots, Rules(UNANIMOUS), scheme_with(questions=(VOICE,)))
    assert unanimous.open_questions == ("voice",)


def two_marks(revision: int, *, second: tuple[int, int], link: bool = True) -> Ballot:
    marks = (marked(revision, 0, 10), marked(revision, *second, region="s"))
    return Ballot(revision, revision, marks, (), (Link(revision, "r", "s", "cue"),) * link)


def test_relations_are_counted_between_the_gold_marks_that_their_ends_became() -> None:
    ballots = [two_marks(1, second=(20, 30)), two_marks(2, second=(20, 32)),
               two_marks(3, second=(20, 30), link=False)]  # fmt: skip
    outcome = settle_article(ballots, Rules(MAJORITY), SCHEME)
    (found,) = outcome.links
    assert (found.gold.from_place, found.gold.to_place) == (("x", 0, 10), ("x", 20, 30))
    assert str(found.votes) == "majority 2/3"
    assert outcome.open_links == ()


def test_a_relation_with_an_end_that_became_no_gold_stays_open_and_says_why() -> None:
    ballots = [two_marks(1, second=(20, 30)), two_marks(2, second=(40, 50))]
    outcome = settle_article(ballots, Rules(MAJORITY), SCHEME)
    assert outcome.links == ()
    assert {one.reason for one in outcome.open_links} == {"an end of it has no gold mark"}
