"""One article: which decisions of rules would now be others, and what the rules say instead."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.adjudication import Place, Rules, Standing, rules_from_json, settle_article
from annotator.models import Scheme
from annotator.store.adjudication import Batch, Decided, DecisionRecord, Named, NewDecision
from annotator.workflow.adjudication.deciding import copied
from annotator.workflow.adjudication.desk import Desk, standing_of
from annotator.workflow.adjudication.settling import decisions_of

__all__ = ["ArticleChange", "changed_decisions", "decision_words", "gold_words", "made_anew"]

Name = tuple[int, str, str]  # annotation, what and key of something that was named
Contents = frozenset[tuple[Name, str]]


@dataclass(frozen=True)
class ArticleChange:
    """Decisions that end, and those made anew, each with the batch whose rules make it."""

    desk: Desk
    ending: tuple[DecisionRecord, ...]
    made: tuple[tuple[Batch, NewDecision], ...]

    def in_place_of(self, decision: NewDecision) -> list[DecisionRecord]:
        """The ending decisions that it comes in the place of: about the same marks, or answers."""
        names = {name for name, _ in _contents(self.desk, decision.named)}
        decided = self.desk.decided
        mine = {one.decision_id for one in decided if _name(one) in names}
        return [one for one in self.ending if one.id in mine]


def changed_decisions(
    desk: Desk, decisions: Sequence[DecisionRecord], batches: Iterable[Batch], scheme: Scheme
) -> list[DecisionRecord]:
    """Those that their own rules, asked about the work as it is now, would not make again.

    A relation on a gold mark that changes goes with it.
    """
    said = {one.id: list(_said(desk, rules_from_json(one.rules), scheme)) for one in batches}
    owners = {_name(one): one.decision_id for one in desk.decided}
    contents: dict[int, set[tuple[Name, str]]] = {}
    for one in desk.decided:
        contents.setdefault(one.decision_id, set()).add((_name(one), one.named.content))
    changed = [
        one for one in decisions
        if not any(
            gold == _gold(copied(one))
            # What a person decided since is theirs, though the rule would count it in.
            and {pair for pair in named if owners.get(pair[0], one.id) == one.id}
            == contents.get(one.id, set())
            for gold, named in said[one.batch_id or 0]
        )
    ]  # fmt: skip
    places = {place for one in changed for place in _places(copied(one))}
    hanging = [
        one for one in decisions
        if one not in changed
        and any({start, end} & places for start, end, _ in copied(one).relations)
    ]  # fmt: skip
    return changed + hanging


def made_anew(
    desk: Desk, ending: Collection[DecisionRecord], batches: Iterable[Batch], scheme: Scheme,
    text: str,
) -> Iterator[tuple[Batch, NewDecision]]:  # fmt: skip
    """What the rules settle beside all that does not end, the oldest batch first."""
    ids = {one.id for one in ending}
    gone = {place for one in ending for place in _places(copied(one))}
    decided = [one for one in desk.decided if one.decision_id not in ids]
    golds = desk.golds - gone
    for batch in batches:
        standing = standing_of(desk.ballots, decided, frozenset(golds))
        outcome = settle_article(desk.ballots, rules_from_json(batch.rules), scheme, standing)
        for one in decisions_of(outcome, desk, text):
            yield batch, one
            golds |= set(_places(one))
            decided += [
                Decided(0, desk.article_id, name[0], "rule", named)
                for named in one.named
                for (name, _) in _contents(desk, [named])
            ]


def decision_words(one: NewDecision) -> str:
    """For people: what a rule settles, and with which votes.

    >>> decision_words(NewDecision(1, "nothing", "rule", "at most 1", 2, 3))
    'nothing here (at most 1 2/3)'
    """
    return f"{gold_words(one)} ({one.rule} {one.votes}/{one.voters})"


def gold_words(one: NewDecision) -> str:
    """For people: the gold that a decision makes."""
    parts = [f"{gold.label} {gold.start}-{gold.end} “{gold.text}”" for gold in one.spans]
    parts += [
        f"{key} = {value if isinstance(value, str) else ' + '.join(value)}"
        for gold in one.spans for key, value in gold.attributes.items()
    ]  # fmt: skip
    parts += [
        f"{key} open"
        for gold in one.spans for key in gold.open_attributes
    ]  # fmt: skip
    parts += [f"{question} = {value}" for question, value, _ in one.answers]
    parts += [
        f"{label or 'relation'}: {start[0]} {start[1]}-{start[2]} → {end[0]} {end[1]}-{end[2]}"
        for start, end, label in one.relations
    ]
    nothing = "no answer" if one.kind == "answer" else "nothing here"
    return ", ".join(parts) or nothing


def _said(
    desk: Desk, rules: Rules, scheme: Scheme
) -> Iterator[tuple[object, Contents]]:  # fmt: skip
    """What the rules say of the work as it is now: gold, and what it is made from.

    Of marks apart from all that stands; of questions and relations beside the gold that stands.
    """
    alone = settle_article(desk.ballots, rules, scheme)
    standing = Standing(desk.standing.marks, desk.golds)
    beside = settle_article(desk.ballots, rules, scheme, standing)
    for one in decisions_of(replace(alone, links=beside.links), desk, ""):
        yield _gold(one), _contents(desk, one.named)


def _gold(one: NewDecision) -> object:
    """What is compared: everything but the texts."""
    spans = sorted(
        (*gold_place, json.dumps(gold.attributes, sort_keys=True), sorted(gold.open_attributes))
        for gold in one.spans for gold_place in [(gold.label, gold.start, gold.end)]
    )  # fmt: skip
    return one.kind, one.rule, one.votes, one.voters, spans, one.answers, one.relations


def _places(one: NewDecision) -> list[Place]:
    return [(gold.label, gold.start, gold.end) for gold in one.spans]


def _contents(desk: Desk, named: Iterable[Named]) -> Contents:
    annotation = {ballot.revision: ballot.annotation for ballot in desk.ballots}
    return frozenset(
        ((annotation[one.revision_id], one.what, one.key), one.content) for one in named
    )


def _name(one: Decided) -> Name:
    return one.annotation_id, one.named.what, one.named.key
