"""What the model of Dawid and Skene (1979) makes of the votes, for adjudicators who ask for it.

A unit is a stretch of text that marks of one label of whoever opened the article cover without a
gap: everybody who opened it marked something there, or did not. The model guesses at once how far
each annotator is to be believed and in which units there is something; of that the most chosen mark
is suggested, then the shorter, then the earlier. It is an opinion made of the votes alone: whoever
decides while it is shown has seen it, and the decision says so for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement.models.dawid_skene import dawid_skene
from annotator.agreement.ratings.ratings import ratings_from_rows
from annotator.agreement.spans.spans import Spans
from annotator.reports.study_marks import StudyMarks

__all__ = ["Suggestion", "Suggestions", "suggest"]

FEWEST_UNITS = 20  # from fewer nobody can be told from anybody
NOT_MARKED, MARKED = 0, 1


@dataclass(frozen=True)
class Suggestion:
    """`probability` that something is to be marked from `start` to `end`; which mark is likeliest
    then, and how many made that one."""

    article: int
    label: str
    start: int
    end: int
    probability: float
    mark_start: int
    mark_end: int
    makers: int


@dataclass(frozen=True)
class Suggestions:
    """`reason`: why there are none."""

    items: tuple[Suggestion, ...] = ()
    reason: str = ""


def suggest(marks: StudyMarks) -> Suggestions:
    """Of every article that two opened; seeded by the study."""
    if marks.why_nothing:
        return Suggestions(reason=marks.why_nothing)
    spans = marks.spans.select(articles=marks.compared)
    units = list(_units(spans))
    if len(units) < FEWEST_UNITS:
        return Suggestions(
            reason=f"A model needs at least {FEWEST_UNITS} marked stretches, found {len(units)}."
        )
    items, annotators, codes = [], [], []
    for number, rows in enumerate(units):
        made = {int(spans.annotator[row]) for row in rows}
        for who in spans.seen[spans.article[rows[0]]].nonzero()[0].tolist():
            items.append(number)
            annotators.append(who)
            codes.append(MARKED if who in made else NOT_MARKED)
    ratings = ratings_from_rows(
        items, annotators, codes, categories=("not marked", "marked"),
        annotators=spans.annotators, n_items=len(units),
    )  # fmt: skip
    posterior = dawid_skene(ratings, seed=marks.study.seed).posterior_[:, MARKED]
    return Suggestions(
        tuple(
            _suggestion(spans, rows, float(likely))
            for rows, likely in zip(units, posterior, strict=True)
        )
    )


def _units(spans: Spans) -> Iterator[list[int]]:
    """Rows of the spans that hang together by overlap, of one article and label."""
    order = sorted(
        range(len(spans)),
        key=lambda row: (spans.article[row], spans.label[row], spans.start[row], spans.end[row]),
    )
    unit: list[int] = []
    reach, place = -1, None
    for row in order:
        here = (spans.article[row], spans.label[row])
        if unit and (here != place or spans.start[row] >= reach):
            yield unit
            unit = []
        reach = max(reach, spans.end[row]) if unit else spans.end[row]
        place = here
        unit.append(row)
    if unit:
        yield unit


def _suggestion(spans: Spans, rows: Sequence[int], probability: float) -> Suggestion:
    makers = Counter((int(spans.start[row]), int(spans.end[row])) for row in rows)
    start, end = min(makers, key=lambda one: (-makers[one], one[1] - one[0], one[0]))
    return Suggestion(
        int(spans.articles[spans.article[rows[0]]]), spans.labels[spans.label[rows[0]]],
        min(int(spans.start[row]) for row in rows), max(int(spans.end[row]) for row in rows),
        probability, start, end, makers[start, end],
    )  # fmt: skip
