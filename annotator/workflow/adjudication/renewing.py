"""Decisions of a rule that would now be others, because work, or who votes, has changed since.

Late work changes nothing by itself. Here is listed what the rules that stand would say now; a
person confirms, and only then these decisions end and others are made, each batch of rules anew.
Decisions by hand, and those they refer to, are left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from annotator import store
from annotator.store import adjudication as kept
from annotator.store.adjudication import DecisionRecord, NewDecision, Settler
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.deciding import copied
from annotator.workflow.adjudication.desk import Desk, load_desks
from annotator.workflow.adjudication.rule_changes import (
    ArticleChange,
    changed_decisions,
    decision_words,
    made_anew,
)

__all__ = ["Changed", "Renewal", "find_changed", "renew"]

ANOTHER, GONE, VOTES = "another gold", "no longer settled", "other votes"
RENEWED_TOGETHER = 20  # articles


@dataclass(frozen=True)
class Changed:
    """A standing decision of a rule, and what the rule would say now ("" nothing: it would be
    open)."""

    decision_id: int
    article_id: int
    kind: str  # ANOTHER, GONE or VOTES
    before: str
    now: str


@dataclass(frozen=True)
class Renewal:
    """What has changed. `besides`: what the rules would settle in these articles that nothing
    standing settles. `waiting`: articles that somebody has not finished again; they stay as they
    are. `batches`: what a renewal made."""

    changed: tuple[Changed, ...] = ()
    besides: int = 0
    waiting: int = 0
    batches: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """For people.

        >>> Renewal((Changed(1, 1, ANOTHER, "x", "y"), Changed(2, 1, VOTES, "x", "x"))).sentence
        '2 decisions of rules would now be others: 1 another gold, 1 other votes'
        """
        if not self.changed:
            return "no decision of a rule would now be another"
        counts = {kind: sum(one.kind == kind for one in self.changed)
                  for kind in (ANOTHER, GONE, VOTES)}  # fmt: skip
        parts = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
        one = len(self.changed) == 1
        words = "decision of a rule" if one else "decisions of rules"
        besides = f"; {self.besides:,} more would be settled" if self.besides else ""
        return (
            f"{len(self.changed):,} {words} would now be {'another' if one else 'others'}: "
            f"{parts}{besides}"
        )


def find_changed(db: store.Store, study_id: int) -> Renewal:
    """What renewing would do; changes nothing."""
    return _renewal(*_look(db, study_id))


def renew(db: store.Store, study_id: int, settler: Settler) -> Renewal:
    """End what would now be another and make it anew, all in one transaction.

    What each batch of rules says anew is a batch of its own, which can be taken back. It is worked
    out before the transaction begins, so that nobody waits for it; articles that changed meanwhile
    are worked out again inside.
    """
    found, waiting = _look(db, study_id)
    with store.writing(db):
        articles = _up_to_date(db, study_id, found)
        renewal = _renewal(articles, waiting)
        if not articles:
            return renewal
        numbers = _keep(db, study_id, articles, settler)
        store.save_event(
            db, "decisions of rules renewed", renewal.sentence, study_id, settler.account_id
        )
    return replace(renewal, batches=tuple(numbers))


def _up_to_date(
    db: store.Store, study_id: int, found: Sequence[ArticleChange]
) -> list[ArticleChange]:
    """The same, of each article as it is now."""
    turnouts = {one.article_id: one for one in kept.load_turnout(db, study_id)}
    last = kept.load_last_decisions(db, study_id)
    stale = {
        one.desk.article_id
        for one in found
        if (turnouts.get(one.desk.article_id), last.get(one.desk.article_id))
        != (one.desk.turnout, one.desk.last)
    }
    again, _ = _look(db, study_id, stale) if stale else ([], 0)
    return [one for one in found if one.desk.article_id not in stale] + again


def _look(
    db: store.Store, study_id: int, articles: Collection[int] | None = None
) -> tuple[list[ArticleChange], int]:
    """Of these articles, or of all: those in which something changed, and how many have to wait."""
    scheme = scheme_of(db, store.load_study(db, study_id))
    batches = {one.id: one for one in kept.load_batches(db, study_id) if one.how == "rule"}
    by_article: dict[int, list[DecisionRecord]] = defaultdict(list)
    for one in kept.load_standing_by_rule(db, study_id):
        if one.article_id is not None and one.batch_id in batches:
            by_article[one.article_id].append(one)
    held = kept.load_held_by_hand(db, study_id)
    found, waiting = [], 0
    chosen = sorted(by_article if articles is None else by_article.keys() & set(articles))
    for desk in _desks(db, study_id, chosen):
        mine = by_article[desk.article_id]
        if not (desk.turnout.complete or desk.last.closed):
            waiting += 1
            continue
        live = [batches[number] for number in sorted({one.batch_id or 0 for one in mine})]
        changed = changed_decisions(desk, mine, live, scheme)
        ending = tuple(one for one in changed if one.id not in held)
        if ending:
            text = store.load_article(db, desk.article_id).article.text
            made = tuple(made_anew(desk, ending, live, scheme, text))
            found.append(ArticleChange(desk, ending, made))
    return found, waiting


def _desks(db: store.Store, study_id: int, articles: Sequence[int]) -> Iterator[Desk]:
    """A few articles at a time, so that a large study needs no more memory than a small one."""
    for first in range(0, len(articles), RENEWED_TOGETHER):
        yield from load_desks(db, study_id, articles[first : first + RENEWED_TOGETHER])


def _keep(
    db: store.Store, study_id: int, articles: Sequence[ArticleChange], settler: Settler
) -> list[int]:
    """Oldest batch first, so that relations find the gold that they are about; the batches."""
    by_batch: dict[int, list[NewDecision]] = defaultdict(list)
    rules: dict[int, str] = {}
    for article in articles:
        kept.undo_decisions(db, study_id, [one.id for one in article.ending], settler)
        for batch, decision in article.made:
            # They have ended already; that they are named tells the history what was before.
            before = tuple(one.id for one in article.in_place_of(decision))
            by_batch[batch.id].append(replace(decision, ends=before))
            rules[batch.id] = batch.rules
    numbers = []
    for batch_id in sorted(by_batch):
        numbers.append(kept.start_batch(db, study_id, "rule", rules[batch_id], settler))
        kept.save_decisions(db, study_id, by_batch[batch_id], settler, batch_id=numbers[-1])
    return numbers


def _renewal(articles: Sequence[ArticleChange], waiting: int) -> Renewal:
    changed: list[Changed] = []
    besides = 0
    for article in articles:
        now: dict[int, NewDecision] = {}
        for _, decision in article.made:
            before = article.in_place_of(decision)
            besides += not before
            for one in before:
                now.setdefault(one.id, decision)
        changed += [_changed(one, now.get(one.id)) for one in article.ending]
    return Renewal(tuple(changed), besides, waiting)


def _changed(one: DecisionRecord, now: NewDecision | None) -> Changed:
    before = copied(one)
    words = (one.id, one.article_id or 0)
    if now is None:
        return Changed(*words, GONE, decision_words(before), "")
    same = (before.kind, before.spans, before.answers, before.relations) == (
        now.kind, now.spans, now.answers, now.relations,
    )  # fmt: skip
    kind = VOTES if same else ANOTHER
    return Changed(*words, kind, decision_words(before), decision_words(now))
