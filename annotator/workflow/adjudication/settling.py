"""Applying a rule: its effect first, then one batch that can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator import store
from annotator.adjudication import Outcome, Rules, SettledMarks, Votes, settle_article
from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.store import adjudication as kept
from annotator.store.adjudication import (
    LastDecision,
    NewDecision,
    NewGoldSpan,
    Settler,
    Turnout,
)
from annotator.store.counted import reading
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.desk import (
    Desk,
    load_desks,
    named_answer,
    named_link,
    named_mark,
)
from annotator.workflow.adjudication.gold_values import flat, values_of

__all__ = ["Effect", "SettlingProgress", "apply_rules", "decisions_of", "effect_of", "undo_rules"]

SettlingProgress = Callable[[str, int, int], None]
SETTLED_TOGETHER = 20  # articles at a time


def nobody_looks(words: str, done: int, total: int) -> None:
    """SettlingProgress that is shown nowhere."""


@dataclass(frozen=True)
class Effect:
    """What applying rules to a study does, or did. Marks count label by label: those that became
    one gold mark, or nothing, or that hang together and stay open, count as one."""

    articles: int  # to which the rules apply
    waiting: int  # not finished by everybody, or submitted by fewer than two
    unanimous: int = 0
    by_rule: int = 0
    nothing: int = 0
    still_open: int = 0
    answers: int = 0
    open_questions: int = 0
    open_attributes: int = 0
    relations: int = 0
    open_relations: int = 0
    batch: int | None = None
    rule: str = ""
    open_by_reason: dict[str, int] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        return self.unanimous + self.by_rule + self.nothing

    @property
    def decisions(self) -> int:
        """How many decisions that makes."""
        return self.settled + self.answers + self.relations

    @property
    def sentence(self) -> str:
        """For people.

        >>> Effect(9, 1, unanimous=65, by_rule=347, still_open=178, rule="majority").sentence
        'settles 412 of 590: 65 unanimous, 347 by majority; 178 stay open'
        """
        parts = [f"{self.unanimous:,} unanimous", f"{self.by_rule:,} by {self.rule}"]
        parts += [f"{self.nothing:,} as nothing here"] * bool(self.nothing)
        total = self.settled + self.still_open
        return (
            f"settles {self.settled:,} of {total:,}: {', '.join(parts)}; "
            f"{self.still_open:,} stay open"
        )


def effect_of(
    db: store.Store, study_id: int, rules: Rules, progress: SettlingProgress = nobody_looks
) -> Effect:
    """What the rules would settle now; changes nothing."""
    scheme = _checked(db, study_id, rules)
    found = _settle(db, study_id, rules, scheme, progress=progress, deciding=False)
    return _effect(found, rules)


def apply_rules(
    db: store.Store,
    study_id: int,
    rules: Rules,
    settler: Settler,
    progress: SettlingProgress = nobody_looks,
) -> Effect:
    """Settle what the rules settle, in one transaction and one batch.

    What is decided already stays. Nothing to settle: no batch is made. It is worked out, and made
    rows, before the transaction begins, so that nobody waits for it; articles that changed
    meanwhile are worked out again inside.
    """
    scheme = _checked(db, study_id, rules)
    found = _settle(db, study_id, rules, scheme, progress=progress)
    rows = kept.gathered(db, study_id, _decisions(found), settler, kept.next_batch(db))
    with store.writing(db):
        scheme = _checked(db, study_id, rules)
        states = _states(db, study_id)
        known = {article: one for article, one in found.items() if states.get(article) == one.state}
        changed = [article for article in states if article not in known]
        known |= _settle(db, study_id, rules, scheme, changed)
        effect = _effect(known, rules)
        if not effect.decisions:
            return effect
        batch = kept.start_batch(db, study_id, "rule", rules.to_json(), settler)
        if known != found or batch != rows.batch_id or not rows.current:
            rows = kept.gathered(db, study_id, _decisions(known), settler, batch)
        rows.flush()
        store.save_event(
            db, "rule applied", f"batch {batch} {effect.sentence}", study_id, settler.account_id
        )
    return replace(effect, batch=batch)


def _decisions(found: Mapping[int, _Settled]) -> list[NewDecision]:
    return [one for article in sorted(found) for one in found[article].decisions]


def undo_rules(db: store.Store, study_id: int, batch_id: int, settler: Settler) -> int:
    """Take a batch back; how many decisions ended. Decisions by hand stay."""
    with store.writing(db):
        count = kept.undo_batch(db, study_id, batch_id, settler)
        store.save_event(
            db, "batch taken back", f"batch {batch_id}, {count} decisions", study_id,
            settler.account_id,
        )  # fmt: skip
    return count


def decisions_of(outcome: Outcome, desk: Desk, text: str) -> Iterator[NewDecision]:
    """What a rule settles in one article, as decisions."""
    for one in outcome.settled:
        yield _marks_decision(one, desk, text)
    ballots = {ballot.revision: ballot for ballot in desk.ballots}
    for answer in outcome.answers:
        question = answer.gold.question
        yield replace(
            _by_rule(desk, "answer", answer.votes),
            named=tuple(named_answer(ballots[one], question) for one in answer.revisions),
            answers=flat(question, answer.gold.given),
        )
    for link in outcome.links:
        gold = link.gold
        yield replace(
            _by_rule(desk, "relation", link.votes),
            named=tuple(named_link(one) for one in link.links),
            relations=((gold.from_place, gold.to_place, gold.label),),
        )


def _marks_decision(one: SettledMarks, desk: Desk, text: str) -> NewDecision:
    gold = one.gold
    named = tuple(named_mark(mark) for mark in one.marks)
    if gold is None:
        return replace(_by_rule(desk, "nothing", one.votes), named=named)
    span = NewGoldSpan(
        gold.label, gold.start, gold.end, text[gold.start : gold.end],
        values_of(gold.attributes), gold.open_attributes,
    )  # fmt: skip
    return replace(_by_rule(desk, "mark", one.votes), named=named, spans=(span,))


def _by_rule(desk: Desk, kind: str, votes: Votes) -> NewDecision:
    return NewDecision(desk.article_id, kind, "rule", votes.rule, votes.votes, votes.voters)


@dataclass(frozen=True)
class _Settled:
    """What the rules make of one article in one state."""

    state: object
    counts: Counter[str]
    reasons: Counter[str]
    decisions: tuple[NewDecision, ...] = ()


def _settle(
    db: store.Store,
    study_id: int,
    rules: Rules,
    scheme: Scheme,
    article_ids: Collection[int] | None = None,
    *,
    progress: SettlingProgress = nobody_looks,
    deciding: bool = True,
) -> dict[int, _Settled]:
    """By article, some articles at a time: of some, or of all."""
    ids = list(_states(db, study_id) if article_ids is None else article_ids)
    found: dict[int, _Settled] = {}
    for first in range(0, len(ids), SETTLED_TOGETHER):
        progress("Looking at the articles", first, len(ids))
        some = ids[first : first + SETTLED_TOGETHER]
        with reading(db):
            for desk in load_desks(db, study_id, some):
                text = store.load_article(db, desk.article_id).article.text if deciding else ""
                found[desk.article_id] = _settled(desk, rules, scheme, text)
    return found


def _settled(desk: Desk, rules: Rules, scheme: Scheme, text: str) -> _Settled:
    """Without a text: the counts alone."""
    if not desk.votes_count:
        return _Settled(_state(desk.turnout, desk.last), Counter(waiting=1), Counter())
    counts = Counter(articles=1)
    outcome = settle_article(desk.ballots, rules, scheme, desk.standing)
    _count(counts, outcome)
    return _Settled(
        _state(desk.turnout, desk.last),
        counts,
        Counter(one.reason for one in outcome.open),
        tuple(one.written() for one in decisions_of(outcome, desk, text)) if text else (),
    )


def _states(db: store.Store, study_id: int) -> dict[int, object]:
    """Article -> what tells whether anything changed that a rule looks at."""
    last = kept.load_last_decisions(db, study_id)
    return {
        one.article_id: _state(one, last.get(one.article_id, LastDecision()))
        for one in kept.load_turnout(db, study_id)
    }


def _state(turnout: Turnout, last: LastDecision) -> object:
    return turnout, last


def _effect(found: Mapping[int, _Settled], rules: Rules) -> Effect:
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for one in found.values():
        counts.update(one.counts)
        reasons.update(one.reasons)
    rule = str(rules.rule) if not rules.by_label else "the rules of their labels"
    totals = {key: counts.pop(key, 0) for key in ("articles", "waiting")}
    return Effect(**totals, **counts, rule=rule, open_by_reason=dict(reasons))


def _count(counts: Counter[str], outcome: Outcome) -> None:
    for one in outcome.settled:
        if one.gold is None:
            counts["nothing"] += 1
        else:
            counts["unanimous" if _is_unanimous(one) else "by_rule"] += 1
            counts["open_attributes"] += len(one.gold.open_attributes)
    counts["still_open"] += len(outcome.open)
    counts["answers"] += len(outcome.answers)
    counts["open_questions"] += len(outcome.open_questions)
    counts["relations"] += len(outcome.links)
    counts["open_relations"] += len(outcome.open_links)


def _is_unanimous(one: SettledMarks) -> bool:
    """Everybody made this very mark; not only marks that lie over each other."""
    places = {(mark.label, mark.start, mark.end) for mark in one.marks}
    return (
        one.votes.votes == one.votes.voters
        and one.gold is not None
        and (places == {one.gold.place})
    )


def _checked(db: store.Store, study_id: int, rules: Rules) -> Scheme:
    """The study's scheme; refuses rules for labels that it does not have."""
    study = store.load_study(db, study_id)
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; nothing in it can be settled.")
    scheme = scheme_of(db, study)
    unknown = sorted(set(rules.by_label) - set(scheme.label_keys))
    if unknown:
        raise StudyError(
            f"The codebook has no label {unknown[0]!r}. Labels: {', '.join(scheme.label_keys)}."
        )
    return scheme
