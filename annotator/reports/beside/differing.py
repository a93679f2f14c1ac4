"""The passages in which a model differs: from one annotator, from the gold, or from people as a
whole.

Beside one of them a passage is disputed as between two annotators (`disputed_passages`). Beside
people as a whole the model differs where most of those who opened the article marked something and
it did not, where it alone marked something, and where it gave a label that none of them gave.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.spans.disputed_passages import Passage, Passages, find_passages
from annotator.agreement.spans.spans import Spans
from annotator.errors import StudyError
from annotator.reports.beside.beside_study import (
    GOLD,
    BesideStudy,
    marks_of_one,
    model_name,
    spans_beside,
)
from annotator.reports.gold.comparison import beside_gold
from annotator.reports.study_marks import ArticleName
from annotator.store.models.records import ModelRows

__all__ = ["WAYS", "Differing", "DifferingPassage", "differing_passages"]

MISSING, ONLY, LABEL = "missing", "only", "label"
WAYS = {
    MISSING: "not marked by the model",
    ONLY: "marked by the model alone",
    LABEL: "another label",
    "split or merged": "split or merged",
    "boundary": "another boundary",
}


@dataclass(frozen=True)
class DifferingPassage:
    article: ArticleName
    way: str  # one of WAYS
    passage: Passage


@dataclass(frozen=True)
class Differing:
    """Passages in order of place; annotators and labels as their numbers are. `known`: whom the
    model can be laid beside."""

    model: str
    known: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    passages: tuple[DifferingPassage, ...]

    def chosen(self, way: str = "", label: str = "") -> list[DifferingPassage]:
        """Of this way and with this label; "" does not narrow."""
        number = self.labels.index(label) if label in self.labels else -1
        return [
            one
            for one in self.passages
            if way in ("", one.way)
            and (not label or any(mark[1] == number for mark in one.passage.marks))
        ]


def differing_passages(study: BesideStudy, model_id: int, beside: str = "") -> Differing:
    """Of one model beside an annotator, `GOLD`, or "" for people as a whole.

    Raises StudyError where there is no such model or annotator.
    """
    model = next((one for one in study.models if one.model.id == model_id), None)
    if model is None:
        raise StudyError(f"There is no model {model_id} in this study (any more).")
    marks = study.gold.marks
    name = model_name(model, marks.annotators)
    known = (*marks.annotators, *([GOLD] if study.gold.golds else []))
    if beside and beside not in known:
        raise StudyError(
            f"Nobody is called {beside!r} in this study. Known: {', '.join(known) or 'nobody yet'}."
        )
    spans = _laid_beside(study, model, name, beside)
    passages = find_passages(spans)
    found = _from_people(passages) if not beside else _from_one(passages)
    return Differing(
        name, known, spans.annotators, spans.labels,
        tuple(DifferingPassage(marks.articles[one.article], way, one) for way, one in found),
    )  # fmt: skip


def _laid_beside(study: BesideStudy, model: ModelRows, name: str, beside: str) -> Spans:
    """Of the articles that both sides opened; the model comes last, or, beside one, first."""
    spans = spans_beside(study.gold.marks.spans, model, name)
    last = len(spans.annotators) - 1
    if not beside:
        return spans.select(articles=spans.seen[:, last])
    if beside == GOLD:
        settled = [int(one) in study.gold.settled for one in spans.articles]
        both = beside_gold(
            spans, last, np.array(settled, dtype=bool) & spans.seen[:, last], study.gold.golds
        )
    else:
        who = spans.annotators.index(beside)
        opened = spans.seen[:, who] & spans.seen[:, last]
        both = beside_gold(spans, last, opened, list(marks_of_one(spans, who)))
    return replace(both, annotators=(name, beside))


def _from_one(passages: Passages) -> Iterator[tuple[str, Passage]]:
    for one in passages.passages(np.flatnonzero(passages.disputed)):
        if one.kind != "missed":
            yield one.kind, one
        else:
            yield (MISSING if 0 in one.missing else ONLY), one


def _from_people(passages: Passages) -> Iterator[tuple[str, Passage]]:
    last = len(passages.spans.annotators) - 1
    for one in passages.passages(np.flatnonzero(passages.disputed)):
        theirs = {label for who, label, _, _ in one.marks if who != last}
        its = {label for who, label, _, _ in one.marks if who == last}
        marking = len({who for who, *_ in one.marks} - {last})
        if not its:
            if 2 * marking > marking + len(one.missing) - 1:
                yield MISSING, one
        elif not marking:
            yield ONLY, one
        elif its - theirs:
            yield LABEL, one
