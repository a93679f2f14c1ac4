"""The rules applied to one article: its marks, their attributes, its relations and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.adjudication.answers import settle_answers
from annotator.adjudication.ballots import Ballot, Given, Mark
from annotator.adjudication.gold import (
    GoldAnswer,
    GoldSpan,
    OpenMarks,
    Outcome,
    SettledAnswer,
    SettledMarks,
    Standing,
    Votes,
)
from annotator.adjudication.marks import becoming, settle_label
from annotator.adjudication.relations import settle_relations
from annotator.adjudication.rules import Rule, Rules
from annotator.adjudication.standing import beside
from annotator.models import Question, Scheme

NOTHING = Standing()
LEAST = 2  # an article that fewer submitted has nothing to vote on


def settle_article(
    ballots: Sequence[Ballot], rules: Rules, scheme: Scheme, standing: Standing = NOTHING
) -> Outcome:
    """What the rules make of an article; nothing when fewer than two submitted it.

    What stands already stays: it is neither settled again nor open. The order of the ballots does
    not matter.
    """
    if len(ballots) < LEAST:
        return Outcome()
    ballots = sorted(ballots, key=lambda one: one.revision)
    voters = len(ballots)
    settled: list[SettledMarks] = []
    left: list[OpenMarks] = []
    for label, marks in _by_label(ballots).items():
        rule = rules.of_label(label)
        done, rest = settle_label(label, marks, rule, voters, rules.reject_at_most)
        new, rest = beside(done, rest, standing, ballots)
        settled += [_with_attributes(one, scheme, rule) for one in new]
        left += rest
    became = {mark: one.gold.place for one in settled if one.gold is not None for mark in one.marks}
    decided = [m for b in ballots for m in b.marks if (m.revision, m.region) in standing.marks]
    became |= becoming(decided, sorted(standing.golds))
    links, open_links = settle_relations(ballots, became, rules.rule, standing.links)
    asked = [one for one in scheme.questions if one.key not in standing.questions]
    answers, open_questions = _questions(ballots, asked, rules.rule)
    return Outcome(
        tuple(settled), tuple(left), tuple(answers), tuple(open_questions), tuple(links),
        tuple(open_links),
    )  # fmt: skip


def _by_label(ballots: Sequence[Ballot]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in sorted(mark for ballot in ballots for mark in ballot.marks):
        found.setdefault(mark.label, []).append(mark)
    return dict(sorted(found.items()))


def _with_attributes(one: SettledMarks, scheme: Scheme, rule: Rule) -> SettledMarks:
    """Voted on by those whose mark became this gold; of several such marks the nearest counts."""
    gold = one.gold
    if gold is None:
        return one
    nearest: dict[int, Mark] = {}
    for mark in sorted(one.marks, key=lambda mark: mark.shared(gold.start, gold.end)):
        nearest[mark.revision] = mark
    attributes: list[tuple[str, Given]] = []
    disputed: list[str] = []
    for attribute in scheme.attributes:
        if attribute.labels and gold.label not in attribute.labels:
            continue
        question = attribute.question
        given = [mark.answer(question.key) for mark in nearest.values()]
        found = settle_answers(question, given, rule)
        if found is None:
            disputed.append(question.key)
        elif found:
            attributes.append((question.key, found))
    made: GoldSpan = replace(gold, attributes=tuple(attributes), open_attributes=tuple(disputed))
    return replace(one, gold=made)


def _questions(
    ballots: Sequence[Ballot], questions: Sequence[Question], rule: Rule
) -> tuple[list[SettledAnswer], list[str]]:
    settled: list[SettledAnswer] = []
    disputed: list[str] = []
    revisions = tuple(ballot.revision for ballot in ballots)
    for question in questions:
        given = [ballot.answer(question.key) for ballot in ballots]
        if not any(given):
            continue
        found = settle_answers(question, given, rule)
        if found is None:
            disputed.append(question.key)
        else:
            votes = Votes(given.count(found), len(ballots), str(rule))
            settled.append(SettledAnswer(GoldAnswer(question.key, found), revisions, votes))
    return settled, disputed
