"""What is left to decide, kept article by article: only what changed is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from statistics import median

from annotator import store
from annotator.store import adjudication as kept
from annotator.store.adjudication import ArticleQueue, OpenPassage, QueueCounts
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.deciding_answers import questions_of
from annotator.workflow.adjudication.desk import Desk, load_desks
from annotator.workflow.adjudication.passages import Passage, passages_of

__all__ = [
    "AT_ONCE",
    "as_open",
    "load_queue",
    "open_passages",
    "refresh_queue",
    "seconds_a_decision",
]

AT_ONCE = 5  # articles that a request looks at again; of more it looks at one
LOOKED_AT_TOGETHER = 20
FEWEST_DECISIONS = 5  # before that there is no pace to speak of
LONGEST_PAUSE = 600  # seconds


def load_queue(db: store.Store, study_id: int) -> QueueCounts:
    """How much is left, after the few articles that changed were looked at again.

    Of many one is: so there is always something to go on with, and nobody waits for the others.
    """
    stale = kept.load_stale(db, study_id, AT_ONCE + 1)
    refresh_queue(db, study_id, most=1 if len(stale) > AT_ONCE else AT_ONCE)
    return kept.load_queue_counts(db, study_id)


def refresh_queue(
    db: store.Store,
    study_id: int,
    *,
    most: int = -1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Look again at what has changed; -1: at all of it."""
    stale = list(kept.load_stale(db, study_id, most).items())
    for first in range(0, len(stale), LOOKED_AT_TOGETHER):
        progress(first, len(stale))
        some = dict(stale[first : first + LOOKED_AT_TOGETHER])
        kept.save_queues(db, study_id, _look_again(db, study_id, some))


def open_passages(db: store.Store, study_id: int) -> list[OpenPassage]:
    """All of them as they are now; nothing is kept of what had to be looked at again."""
    stale = kept.load_stale(db, study_id)
    known = kept.load_open(db, study_id, kept.Chosen(), -1)
    found = [one for one in known if one.article_id not in stale]
    for one in _look_again(db, study_id, stale) if stale else ():
        found += one.passages
    return found


def seconds_a_decision(db: store.Store, study_id: int) -> float | None:
    """The measured pace: the middle time between two decisions by hand of one person, long pauses
    left out; None while there are too few."""
    paces = [gap for gap in kept.load_gaps_by_hand(db, study_id) if gap <= LONGEST_PAUSE]
    return median(paces) if len(paces) >= FEWEST_DECISIONS else None


def as_open(passage: Passage, put_off: Collection[tuple[int, str]]) -> OpenPassage:
    """A passage as the queue knows it."""
    return OpenPassage(
        passage.article_id, passage.key, passage.start, passage.end, passage.labels, passage.kind,
        len(passage.variants), len({mark.revision for mark in passage.marks}),
        any((mark.revision, mark.region) in put_off for mark in passage.open_marks),
    )  # fmt: skip


def _look_again(db: store.Store, study_id: int, turns: dict[int, int]) -> list[ArticleQueue]:
    scheme = scheme_of(db, store.load_study(db, study_id))
    desks = load_desks(db, study_id, list(turns))
    half_settled = kept.load_half_settled(db, turns)
    put_off = kept.load_put_off(db, turns)
    passages = passages_of(desks, half_settled)
    found = []
    for desk in desks:
        here = passages.get(desk.article_id, [])
        asked = sum(one.is_open for one in questions_of(desk, scheme.questions))
        asked += len(desk.open_links)
        found.append(_queue(desk, here, asked, turns[desk.article_id], put_off))
    there = {desk.article_id for desk in desks}
    gone = [ArticleQueue(one, turn, gone=True) for one, turn in turns.items() if one not in there]
    return found + gone


def _queue(
    desk: Desk, passages: list[Passage], asked: int, turn: int, put_off: set[tuple[int, str]]
) -> ArticleQueue:
    left = tuple(as_open(one, put_off) for one in passages if one.is_open)
    return ArticleQueue(
        desk.article_id,
        turn,
        waiting=not (desk.turnout.complete or desk.last.closed),
        settled=len(passages) - len(left),
        asked=asked,
        finished=desk.last.finished and not left and not asked,
        passages=left,
    )
