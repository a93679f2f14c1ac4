"""The rules once more, written from their definitions alone: slowly, with sets of characters.

Nothing here is shared with `annotator.adjudication` but the values that go in. A mark is known as
(person, place in their list); persons are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.models import Kind, Level, Question, Scheme

Named = tuple[int, int]
Place = tuple[str, int, int]
Answer = tuple[tuple[str, float | None], ...]


@dataclass(frozen=True)
class SlowMark:
    label: str
    start: int
    end: int
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return self.label, self.start, self.end

    @property
    def characters(self) -> set[int]:
        return set(range(self.start, self.end))


@dataclass(frozen=True)
class Person:
    """`links`: from mark, to mark (places in the list), label."""

    marks: Sequence[SlowMark]
    answers: dict[str, Answer] = field(default_factory=dict)
    links: Sequence[tuple[int, int, str]] = ()


@dataclass
class Slow:
    """What became of everything."""

    golds: dict[Place, tuple[int, frozenset[Named]]] = field(default_factory=dict)
    attributes: dict[Place, dict[str, Answer]] = field(default_factory=dict)
    open_attributes: dict[Place, set[str]] = field(default_factory=dict)
    nothing: set[frozenset[Named]] = field(default_factory=set)
    open: set[frozenset[Named]] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)
    open_questions: set[str] = field(default_factory=set)
    relations: dict[tuple[Place, Place, str], int] = field(default_factory=dict)
    open_links: set[tuple[int, int, int, str]] = field(default_factory=set)


def votes_needed(rule: str, n: int) -> int:
    if rule == "unanimous":
        return n if n > 2 else 2
    if rule == "all-but-one":
        return n - 1 if n > 3 else 2
    if rule == "majority":
        return next(k for k in range(1, n + 1) if 2 * k > n)
    return int(rule.split(":")[1])


def settle_slowly(
    people: Sequence[Person], rule: str, scheme: Scheme, reject_at_most: int = 0
) -> Slow:
    found = Slow()
    n = len(people)
    if n < 2:
        return found
    marks = {(who, place): mark for who, person in enumerate(people, 1)
             for place, mark in enumerate(person.marks)}  # fmt: skip
    became: dict[Named, Place] = {}
    for label in sorted({mark.label for mark in marks.values()}):
        of_label = {name: mark for name, mark in marks.items() if mark.label == label}
        for component in hang_together(of_label):
            _component(component, votes_needed(rule, n), reject_at_most, found, became)
    for gold in found.golds:
        _attributes(gold, marks, became, rule, scheme, found)
    _questions(people, rule, scheme, found)
    _relations(people, votes_needed(rule, n), became, found)
    return found


def hang_together(marks: dict[Named, SlowMark]) -> list[dict[Named, SlowMark]]:
    """Groups of marks in which one reaches every other over shared characters."""
    groups: list[dict[Named, SlowMark]] = []
    for name, mark in marks.items():
        touching = [
            group for group in groups
            if any(mark.characters & other.characters for other in group.values())
        ]  # fmt: skip
        joined = {name: mark}
        for group in touching:
            joined |= group
        groups = [group for group in groups if group not in touching] + [joined]
    return groups


def _component(
    marks: dict[Named, SlowMark], needed: int, reject: int, found: Slow, became: dict[Named, Place]
) -> None:
    makers = {mark.place: {who for (who, _), other in marks.items() if other.place == mark.place}
              for mark in marks.values()}  # fmt: skip
    golds = _exact(makers, needed)
    if golds is None:
        golds = _by_run(marks, makers, needed)
    mine: dict[Named, Place] = {}
    for name, mark in marks.items():
        own = {marks[other].place for other in marks if other[0] == name[0]}
        if mark.place in golds:
            mine[name] = mark.place
            continue
        near = [gold for gold in golds if shared(mark, gold) and gold not in own]
        if near:
            mine[name] = sorted(near, key=lambda gold: (-likeness(mark, gold), gold))[0]
    for gold, votes in golds.items():
        named = frozenset(name for name, place in mine.items() if place == gold)
        found.golds[gold] = (votes, named)
    became |= mine
    rest = {name: mark for name, mark in marks.items() if name not in mine}
    for group in hang_together(rest):
        people = {who for who, _ in group}
        few = len(people) <= reject and len(people) < needed
        (found.nothing if few else found.open).add(frozenset(group))


def _exact(makers: dict[Place, set[int]], needed: int) -> dict[Place, int] | None:
    """(a), without overlapping ones that nobody made both of; None when there is not one."""
    enough = [place for place, who in makers.items() if len(who) >= needed]
    if not enough:
        return None
    return {
        one: len(makers[one])
        for one in enough
        if not any(
            one != other and set(range(*one[1:])) & set(range(*other[1:]))
            and not makers[one] & makers[other]
            for other in enough
        )
    }  # fmt: skip


def _by_run(
    marks: dict[Named, SlowMark], makers: dict[Place, set[int]], needed: int
) -> dict[Place, int]:
    """(b)"""
    different = {(who, mark.place) for (who, _), mark in marks.items()}
    if len(different) > len({who for who, _ in different}):
        return {}
    count: dict[int, set[int]] = {}
    for (who, _), mark in marks.items():
        for character in mark.characters:
            count.setdefault(character, set()).add(who)
    covered = sorted(character for character, who in count.items() if len(who) >= needed)
    if not covered or any(b != a + 1 for a, b in pairwise(covered)):
        return {}
    touching = [place for place in makers if set(range(*place[1:])) & set(covered)]
    most = sorted(touching, key=lambda one: (-len(makers[one]), one[2] - one[1], one[1]))[0]
    return {most: len(set().union(*(makers[place] for place in touching)))}


def shared(mark: SlowMark, gold: Place) -> int:
    return len(mark.characters & set(range(*gold[1:])))


def likeness(mark: SlowMark, gold: Place) -> float:
    return shared(mark, gold) / len(mark.characters | set(range(*gold[1:])))


def _attributes(
    gold: Place, marks: dict[Named, SlowMark], became: dict[Named, Place], rule: str,
    scheme: Scheme, found: Slow,
) -> None:  # fmt: skip
    named = [name for name in marks if became.get(name) == gold]
    voting = []
    for person in sorted({who for who, _ in named}):
        own = [name for name in named if name[0] == person]
        own.sort(key=lambda name: (shared(marks[name], gold), marks[name].place, name))
        voting.append(marks[own[-1]])
    found.attributes[gold], found.open_attributes[gold] = {}, set()
    for attribute in scheme.attributes:
        if attribute.labels and gold[0] not in attribute.labels:
            continue
        key = attribute.question.key
        answer = vote(attribute.question, [one.answers.get(key, ()) for one in voting], rule)
        if answer is None:
            found.open_attributes[gold].add(key)
        elif answer:
            found.attributes[gold][key] = answer


def _questions(people: Sequence[Person], rule: str, scheme: Scheme, found: Slow) -> None:
    for question in scheme.questions:
        given = [person.answers.get(question.key, ()) for person in people]
        if not any(given):
            continue
        answer = vote(question, given, rule)
        if answer is None:
            found.open_questions.add(question.key)
        else:
            found.answers[question.key] = answer


def vote(question: Question, given: Sequence[Answer], rule: str) -> Answer | None:
    """None: disputed."""
    needed = votes_needed(rule, len(given))
    if question.kind is Kind.CHOICES:
        chosen = []
        for choice in sorted({one for answer in given for one in answer}):
            yes = sum(choice in answer for answer in given)
            if (yes >= needed) == (len(given) - yes >= needed):
                return None
            if yes >= needed:
                chosen.append(choice)
        return tuple(chosen)
    winners = {answer for answer in given if given.count(answer) >= needed}
    if question.kind is Kind.TEXT:
        return winners.pop() if len(winners) == 1 else ()
    if question.kind is Kind.CHOICE and question.level is Level.NOMINAL:
        return winners.pop() if len(winners) == 1 else None
    answered = sorted((answer for answer in given if answer), key=lambda one: one[0][1] or 0)
    blank = len(given) - len(answered) >= needed
    if blank:
        return None if len(answered) >= needed else ()
    if len(answered) < needed or (rule == "unanimous" and len(set(answered)) > 1):
        return None
    lower, upper = answered[(len(answered) - 1) // 2], answered[len(answered) // 2]
    return lower if lower == upper else None


def _relations(
    people: Sequence[Person], needed: int, became: dict[Named, Place], found: Slow
) -> None:
    makers: dict[tuple[Place, Place, str], set[int]] = {}
    lying: dict[tuple[Place, Place, str], set[tuple[int, int, int, str]]] = {}
    for who, person in enumerate(people, 1):
        for start, end, label in person.links:
            ends = became.get((who, start)), became.get((who, end))
            if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
                found.open_links.add((who, start, end, label))
                continue
            relation = (ends[0], ends[1], label)
            makers.setdefault(relation, set()).add(who)
            lying.setdefault(relation, set()).add((who, start, end, label))
    for relation, who in makers.items():
        if len(who) >= needed:
            found.relations[relation] = len(who)
        else:
            found.open_links |= lying[relation]
