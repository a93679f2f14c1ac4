"""A study's work and gold, of one moment, for the report against the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from annotator import store
from annotator.models import Kind, Question, Scheme
from annotator.reports.gold.gold_study import GoldMark, GoldStudy, HandDecision, SettledBy
from annotator.schemes.indices import index_by_place
from annotator.store import adjudication as kept
from annotator.store.adjudication import OpenPassage
from annotator.store.counted import reading
from annotator.store.study_rows import fingerprint, study_fingerprint
from annotator.time_left import Steps, unheard
from annotator.workflow.adjudication.passages import ATTRIBUTE
from annotator.workflow.adjudication.queue import open_passages, refresh_queue
from annotator.workflow.study_marks import load_study_marks

__all__ = ["gold_fingerprint", "load_gold_study", "settled_articles", "settled_ways"]


def gold_fingerprint(db: store.Store, study_id: int) -> str:
    """Another one whenever work, who has it, or a decision is another."""
    with reading(db):
        turnout = [
            (one.article_id, one.assigned, one.finished, *one.voters)
            for one in kept.load_turnout(db, study_id)
        ]
        rows = [(study_fingerprint(db, study_id), kept.load_last_decision(db, study_id)), *turnout]
        return fingerprint("gold and answers", rows)


def load_gold_study(db: store.Store, study_id: int, progress: Steps = unheard) -> GoldStudy:
    """What the report against the gold is made from."""
    refresh_queue(
        db, study_id, progress=progress
    )  # keeps what it counts; from here on everything is only read
    with reading(db):
        hand = kept.load_hand_rows(db, study_id)
        left = open_passages(db, study_id)
        marks = load_study_marks(db, study_id)
        gold = kept.load_gold(db, study_id)
        return GoldStudy(
            marks,
            tuple(_golds(gold.spans, marks.scheme)),
            frozenset(settled_articles(db, study_id, left)),
            len(left),
            _settled_by_self(db, study_id, hand),
            settled_ways(db, study_id),
            tuple(
                HandDecision(one.article_id, one.article_title, one.labels, one.gold,
                             one.adjudicator, one.reason, one.decided_at)
                for one in hand if one.on_marks
            ),
            gold_fingerprint(db, study_id),
            _answers(db, study_id, gold.answers, marks.scheme),
        )  # fmt: skip


def settled_ways(db: store.Store, study_id: int) -> tuple[SettledBy, ...]:
    """How many standing decisions each rule, people or a file made."""
    return tuple(_settled_by(one) for one in kept.load_settled_counts(db, study_id))


def settled_articles(db: store.Store, study_id: int, left: Iterable[OpenPassage]) -> set[int]:
    """Articles whose votes count and in which no mark is open (a question about one may be), and
    those whose gold came whole, from a file."""
    open_ = {one.article_id for one in left if one.kind != ATTRIBUTE}
    last = kept.load_last_decisions(db, study_id)
    count = {
        one.article_id
        for one in kept.load_turnout(db, study_id)
        if len(one.voters) >= 2
        and (one.complete or last.get(one.article_id, kept.LastDecision()).closed)
    }
    return (count - open_) | kept.load_articles_from_files(db, study_id)


def _golds(spans: Sequence[kept.GoldSpanRecord], scheme: Scheme) -> list[GoldMark]:
    """Alternatives are in the group of the gold mark that they name."""
    named = {one.id: one.alternative_of or one.id for one in spans}

    def first(number: int) -> int:
        while named.get(number, number) != number:
            number = named[number]
        return number

    asked = [(one.question.key, one.labels) for one in scheme.attributes]
    return [
        GoldMark(
            one.article_id, one.label, one.start, one.end, first(one.id),
            tuple(
                (key, _values(one.attributes.get(key)))
                for key, labels in asked
                if key not in one.open_attributes and (not labels or one.label in labels)
            ),
        )
        for one in spans
    ]  # fmt: skip


def _values(kept: str | Sequence[str] | None) -> tuple[str, ...]:
    if kept is None:
        return ()
    return (kept,) if isinstance(kept, str) else tuple(kept)


def _answers(
    db: store.Store, study_id: int, answers: Sequence[kept.GoldAnswerRecord], scheme: Scheme
) -> dict[str, dict[int, str | float | None]]:
    """Question or index -> article -> gold answer, in the form of `StudyMarks.answers`."""
    rows: dict[tuple[str, int], list[kept.GoldAnswerRecord]] = defaultdict(list)
    for one in answers:
        rows[one.question, one.article_id].append(one)
    decided = {
        (one.named.key, one.article_id)
        for one in kept.load_decided(db, study_id) if one.named.what == "answer"
    }  # fmt: skip
    found: dict[str, dict[int, str | float | None]] = {}
    for question in scheme.questions:
        found[question.key] = {
            article: _answer(question, rows.get((key, article), ()))
            for key, article in decided | set(rows) if key == question.key
        }  # fmt: skip
    given = [(one.article_id, one.question, one.number) for one in answers]
    for index in scheme.indices:
        values = index_by_place(index, given)
        found[index.key] = {article: one for article, one in values.items() if one is not None}
    return found


def _answer(question: Question, rows: Sequence[kept.GoldAnswerRecord]) -> str | float | None:
    if question.kind is Kind.CHOICES:
        return "|".join(sorted({one.value for one in rows}))
    if not rows:
        return None
    return rows[0].number if question.kind is Kind.NUMBER else rows[0].value


def _settled_by_self(
    db: store.Store, study_id: int, hand: list[kept.HandRow]
) -> dict[str, frozenset[int]]:
    """Pseudonym of an annotator -> articles in which they decided something by hand."""
    articles: dict[int | None, set[int]] = defaultdict(set)
    for one in hand:
        articles[one.account_id].add(one.article_id)
    return {
        one.pseudonym: frozenset(articles[one.account_id])
        for one in store.load_annotators(db, study_id)
        if one.account_id in articles
    }


def _settled_by(one: kept.SettledCount) -> SettledBy:
    how = {"hand": "by hand", "file": "from a file"}.get(one.how, one.rule)
    return SettledBy(how, one.decisions, one.gold, one.rejected)
