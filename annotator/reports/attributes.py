"""Agreement on what was said of marks, and on relations between them, as the report shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.attributes.attribute_measures import attribute_measures
from annotator.agreement.attributes.compared_marks import matches_of_labels
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.attributes.relation_measures import relation_measures
from annotator.agreement.attributes.relations import (
    TYPE,
    DisputedRelation,
    Relations,
    disputed_relations,
    match_relations,
)
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.reports.report import AttributeReport, DisputedRelationReport, RelationReport
from annotator.reports.study_marks import StudyMarks

__all__ = ["said_report"]


@dataclass(frozen=True)
class SaidReport:
    attributes: tuple[AttributeReport, ...] = ()
    relations: RelationReport | None = None


def said_report(marks: StudyMarks, matched: MatchedMarks, drawn: ArticleResamples) -> SaidReport:
    """Every attribute of the scheme, in its order, and relations where there are any."""
    relations = marks.said.relations(marks.spans, [one.key for one in marks.scheme.relations])
    if not marks.scheme.attributes and not marks.scheme.relations and not len(relations):
        return SaidReport()
    attributes = _attributes(marks, matched, drawn) if marks.scheme.attributes else ()
    shown = bool(marks.scheme.relations) or len(relations) > 0
    return SaidReport(attributes, _relations(relations, marks, matched, drawn) if shown else None)


def _attributes(
    marks: StudyMarks, matched: MatchedMarks, drawn: ArticleResamples
) -> tuple[AttributeReport, ...]:
    asked = marks.scheme.attributes
    said = marks.said.about([one.question for one in asked], marks.spans)
    shares = drawn.sums(matches_of_labels(marks.spans, matched))
    reports = []
    for attribute, answers in zip(asked, said, strict=True):
        question = attribute.question
        found = attribute_measures(
            marks.spans, answers, asked_of=attribute.labels, drawn=drawn, matched=matched,
            shares=shares,
        )  # fmt: skip
        answered = int(np.count_nonzero(answers.code >= 0))
        reports.append(
            AttributeReport(
                question.key, question.title, answers.level, answered,
                _overall(found), _by(found, "all"), _by(found, "pair"),
            )
        )  # fmt: skip
    return tuple(reports)


def _relations(
    relations: Relations, marks: StudyMarks, matched: MatchedMarks, drawn: ArticleResamples
) -> RelationReport:
    same = match_relations(relations, matched)
    found = relation_measures(relations, matched, drawn=drawn, matched=same)
    disputed = _disputed(relations, disputed_relations(relations, matched, same))
    return RelationReport(
        len(relations), _overall(found), _by(found, "all"), _by(found, "pair"),
        tuple(disputed),
        {one.key: one.title for one in marks.scheme.relations},
    )  # fmt: skip


def _disputed(
    relations: Relations, found: Sequence[DisputedRelation]
) -> Iterator[DisputedRelationReport]:
    """By article and place."""
    spans = relations.spans
    article = np.array(list(map(int, spans.articles)), dtype=np.int64)[relations.article]
    ends = [(spans.start[one], spans.end[one]) for one in (relations.begin, relations.end)]
    first = np.array([one.rows[0] for one in found], dtype=np.int64)
    by_place = [column[first] for column in (*ends[1][::-1], *ends[0][::-1], article)]
    begin, end = (list(zip(*map(np.ndarray.tolist, one), strict=True)) for one in ends)
    types = [(relations.types[label],) for label in relations.label.tolist()]
    who = [(spans.annotators[one],) for one in relations.annotator.tolist()]
    articles = article.tolist()
    for one in map(found.__getitem__, np.lexsort(by_place).tolist()):
        row, *others = one.rows
        yield DisputedRelationReport(
            articles[row],
            _of_all(types, one.rows) if TYPE in one.kinds else types[row],
            begin[row],
            end[row],
            _of_all(who, one.rows) if others else who[row],
            one.kinds,
        )


def _of_all(names: Sequence[tuple[str]], rows: Collection[int]) -> tuple[str, ...]:
    return tuple(sorted({names[row][0] for row in rows}))


def _overall(found: Iterable[Measure]) -> tuple[Measure, ...]:
    return tuple(one for one in found if one.scope == "all" and one.label is None)


def _by(found: Iterable[Measure], scope: str) -> Mapping[str, tuple[Measure, ...]]:
    """By label (of all annotators) or by pair."""
    groups: dict[str, list[Measure]] = defaultdict(list)
    for one in found:
        if one.scope == scope and (scope == "pair") == (one.label is None):
            groups[one.id if scope == "pair" else str(one.label)].append(one)
    return {name: tuple(measures) for name, measures in groups.items()}
