"""The rules beside a slow implementation of the same definitions, on random studies."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from ballot_box import SCHEME
from slow_rules import Answer, Named, Person, Slow, SlowMark, settle_slowly

from annotator.adjudication import (
    Ballot,
    Link,
    Mark,
    Outcome,
    Rules,
    parse_rule,
    settle_article,
)
from annotator.models import Choice, Kind, Level, Question, SpanAttribute

VALUES = tuple(Choice(key, key, number) for key, number in (("a", 1.0), ("b", 2.0), ("c", 3.0)))
VOICE = Question("voice", "Voice", choices=VALUES)
STRENGTH = Question("strength", "Strength", level=Level.ORDINAL, choices=VALUES)
FRAMES = Question("frames", "Frames", kind=Kind.CHOICES, choices=VALUES)
NOTE = Question("note", "Note", kind=Kind.TEXT)
QUESTIONS = (VOICE, STRENGTH, FRAMES, NOTE)
ALL = replace(
    SCHEME,
    attributes=(SpanAttribute(VOICE), SpanAttribute(STRENGTH, ("x",)), SpanAttribute(FRAMES),
                SpanAttribute(NOTE, ("y",))),
    questions=tuple(replace(one, key=f"{one.key}-q") for one in QUESTIONS),
)  # fmt: skip
RULES = ("unanimous", "all-but-one", "majority", "k:1", "k:2", "k:3")


def drawn_answer(chance: random.Random, question: Question) -> Answer:
    """Often none, often the same."""
    if chance.random() < 0.3:
        return ()
    most = 2 if question.kind is Kind.CHOICES else 1
    chosen = chance.sample(VALUES, chance.randint(1, most))
    numbered = question.level is not Level.NOMINAL
    return tuple(sorted((one.key, one.value if numbered else None) for one in chosen))


def drawn_mark(chance: random.Random) -> SlowMark:
    start = chance.randint(0, 14)
    label = chance.choice("xxy")
    asked = [one.question for one in ALL.attributes if not one.labels or label in one.labels]
    answers = {one.key: drawn_answer(chance, one) for one in asked}
    return SlowMark(
        label, start, start + chance.randint(1, 7), {k: v for k, v in answers.items() if v}
    )


def drawn_people(chance: random.Random) -> list[Person]:
    """Some copy marks of others exactly, some make the same mark twice, some nothing at all."""
    people: list[Person] = []
    pool = [drawn_mark(chance) for _ in range(chance.randint(1, 4))]
    for _ in range(chance.randint(2, 6)):
        marks = [
            replace(chance.choice(pool), answers=drawn_mark(chance).answers)
            if chance.random() < 0.6 else drawn_mark(chance)
            for _ in range(chance.randint(0, 4))
        ]  # fmt: skip
        links = [
            (*chance.sample(range(len(marks)), 2), chance.choice(["", "of"]))
            for _ in range(chance.randint(0, 2)) if len(marks) > 1
        ]  # fmt: skip
        answers = {one.key: drawn_answer(chance, one) for one in ALL.questions}
        people.append(Person(marks, {k: v for k, v in answers.items() if v}, links))
    return people


def ballots_of(people: list[Person]) -> list[Ballot]:
    return [
        Ballot(
            100 + who, who,
            tuple(
                Mark(who, f"r{place}", *mark.place, tuple(sorted(mark.answers.items())))
                for place, mark in enumerate(person.marks)
            ),
            tuple(sorted(person.answers.items())),
            tuple(Link(who, f"r{a}", f"r{b}", label) for a, b, label in person.links),
        )
        for who, person in enumerate(people, 1)
    ]  # fmt: skip


def as_slow(outcome: Outcome) -> Slow:
    def names(marks: tuple[Mark, ...]) -> frozenset[Named]:
        return frozenset((mark.revision, int(mark.region[1:])) for mark in marks)

    found = Slow()
    for one in outcome.settled:
        if one.gold is None:
            found.nothing.add(names(one.marks))
            continue
        place = one.gold.place
        found.golds[place] = (one.votes.votes, names(one.marks))
        found.attributes[place] = dict(one.gold.attributes)
        found.open_attributes[place] = set(one.gold.open_attributes)
    found.open = {names(one.marks) for one in outcome.open}
    found.answers = {one.gold.question: one.gold.given for one in outcome.answers}
    found.open_questions = set(outcome.open_questions)
    found.relations = {
        (one.gold.from_place, one.gold.to_place, one.gold.label): one.votes.votes
        for one in outcome.links
    }
    for left in outcome.open_links:
        found.open_links |= {
            (one.revision, int(one.from_region[1:]), int(one.to_region[1:]), one.label)
            for one in left.links
        }
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_rules_settle_what_their_definitions_say(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(80):
        people = drawn_people(chance)
        rule, reject = chance.choice(RULES), chance.choice([0, 0, 1, 2])
        found = settle_article(
            ballots_of(people), Rules(parse_rule(rule), reject_at_most=reject), ALL
        )
        expected = settle_slowly(people, rule, ALL, reject)
        assert as_slow(found) == expected, (rule, reject, json.dumps(people, default=vars))
