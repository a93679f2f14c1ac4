"""What is left to decide, kept article by article: only articles that changed are looked at again.

`load_queue` reads the kept summaries and, of the changed articles alone, the marks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from annotator import store
from annotator.adjudication import digest
from annotator.store import adjudication as kept
from annotator.store.adjudication import LastDecision, Turnout
from annotator.workflow.adjudication.desk import load_desks
from annotator.workflow.adjudication.passages import Passage, passages_of

__all__ = ["OpenPassage", "Queue", "load_queue", "seconds_a_decision"]


class OpenPassage(NamedTuple):
    """A passage that a person must look at; `key` is its name in addresses."""

    article_id: int
    key: str
    start: int
    end: int
    labels: Sequence[str]
    kind: str
    variants: int  # how many different marks there are
    people: int
    later: bool


@dataclass(frozen=True)
class Queue:
    """Open passages in the order of the articles and of the text, those put off last."""

    passages: tuple[OpenPassage, ...]
    settled: int
    waiting_articles: int  # not finished by all their annotators
    finished_articles: int

    def chosen(
        self, *, label: str = "", kind: str = "", article_id: int | None = None, order: str = ""
    ) -> list[OpenPassage]:
        """Some of them; `order` "disputed": most different marks first."""
        found = [
            one
            for one in self.passages
            if (not label or label in one.labels)
            and (not kind or one.kind == kind)
            and article_id in (None, one.article_id)
        ]
        if order == "disputed":
            found.sort(key=lambda one: (one.later, -one.variants))
        return found


def load_queue(db: store.Store, study_id: int, *, save: bool = True) -> Queue:
    """The study's open passages now; without `save` what had to be counted anew is not kept."""
    turnouts = kept.load_turnout(db, study_id)
    last = kept.load_last_decisions(db, study_id)
    marks = {one.article_id: _mark(one, last.get(one.article_id)) for one in turnouts}
    summaries = kept.load_open_passages(db, study_id)
    changed = [
        article for article, mark in marks.items() if summaries.get(article, ("", ""))[0] != mark
    ]
    if changed:
        fresh = {
            article: (marks[article], payload)
            for article, payload in _summaries(db, study_id, changed).items()
        }
        if save:
            kept.save_open_passages(db, fresh)
        summaries |= fresh
    return _queue(turnouts, last, {article: summaries[article][1] for article in marks})


def seconds_a_decision(db: store.Store, study_id: int) -> float | None:
    """The measured pace: the middle time between two decisions by hand of one person, pauses of
    over ten minutes left out; None before five decisions."""
    gaps = kept.load_gaps_by_hand(db, study_id)
    paces = [gap for gap in gaps if gap <= 600]
    return median(paces) if len(paces) >= 5 else None


def _queue(
    turnouts: Iterable[Turnout], last: dict[int, LastDecision], payloads: dict[int, str]
) -> Queue:
    passages: list[OpenPassage] = []
    settled = waiting = finished = 0
    for turnout in turnouts:
        said = last.get(turnout.article_id, LastDecision())
        if not (turnout.complete or said.closed):
            waiting += 1
            continue
        summary = json.loads(payloads[turnout.article_id])
        settled += summary["settled"]
        finished += said.finished and not summary["open"]
        # Named tuples: a study may have fifty thousand of them, and a page waits for all.
        passages += map(OpenPassage._make, summary["open"])
    passages.sort(key=lambda one: one.later)
    return Queue(tuple(passages), settled, waiting, finished)


def _summaries(db: store.Store, study_id: int, article_ids: list[int]) -> dict[int, str]:
    some = article_ids if len(article_ids) <= 400 else None
    wanted = set(article_ids)
    desks = [one for one in load_desks(db, study_id, some) if one.article_id in wanted]
    put_off = kept.load_put_off(db, study_id)
    found = passages_of(desks, kept.load_half_settled(db, study_id))
    return {desk.article_id: _payload(found.get(desk.article_id, []), put_off) for desk in desks}


def _payload(passages: list[Passage], put_off: set[tuple[int, str]]) -> str:
    rows = [
        OpenPassage(
            one.article_id, one.key, one.start, one.end, one.labels, one.kind,
            len(one.variants), len({mark.revision for mark in one.marks}),
            any((mark.revision, mark.region) in put_off for mark in one.open_marks),
        )
        for one in passages
        if one.is_open
    ]  # fmt: skip
    settled = sum(not one.is_open for one in passages)
    return json.dumps({"settled": settled, "open": rows})


def _mark(turnout: Turnout, last: LastDecision | None) -> str:
    last = last or LastDecision()
    return digest([turnout.voters, turnout.complete or last.closed, last.id])
