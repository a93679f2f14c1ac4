"""Agreement on relations between marks, as a list of `Measure`.

F1 of relations whose ends both match, in the same direction: of any type, and of the same type;
then, given that the ends match, κ of the type. By type and by pair of annotators.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from annotator.agreement.attributes.answers_of_marks import AnswersOfMarks
from annotator.agreement.attributes.attribute_measures import measures_of_matches
from annotator.agreement.attributes.compared_marks import ComparedMarks
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.attributes.relations import Relations, match_relations
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.pairs_in_articles import pairs_in_articles

__all__ = ["relation_measures"]

_NAMES = {
    "joint_f1": "relation_f1",
    "percent_on_matched": "relation_type_percent",
    "pair_pooled_alpha": "relation_type_alpha",
    "cohen_on_matched": "relation_type_kappa",
}
_REASONS = {
    "joint_f1": "no two annotators who opened the same article drew a relation",
}


def relation_measures(
    relations: Relations,
    marks: MatchedMarks,
    *,
    scopes: Collection[str] = ("label", "pair"),
    drawn: ArticleResamples,
    matched: MatchedMarks | None = None,
) -> list[Measure]:
    """Of all types, then of each type (as `label`), then of each pair of annotators.

    `marks` are the matched marks, `matched` the matched relations where they are at hand.
    """
    types = AnswersOfMarks(relations.label, relations.types, "nominal")
    compared = ComparedMarks(
        relations,
        pairs_in_articles(relations.spans.seen),
        matched or match_relations(relations, marks),
        types,
        np.ones(len(relations), dtype=bool),
    )
    labels = relations.types if len(relations.types) > 1 else ()
    alike = AnswersOfMarks(np.zeros(len(relations), dtype=np.int64), ("any",), "nominal")
    of_any = measures_of_matches(replace(compared, answers=alike), (), scopes, drawn)
    untyped = [_renamed(one, "relation_f1_untyped") for one in of_any if one.name == "joint_f1"]
    return untyped + [
        _renamed(one, _NAMES[one.name])
        for one in measures_of_matches(compared, labels, scopes, drawn)
        if one.name in _NAMES and (one.label is None or one.name == "joint_f1")  # of one type alone
    ]


def _renamed(one: Measure, name: str) -> Measure:
    reason = _REASONS.get(one.name, "no two annotators drew the same relation")
    if one.reason.startswith("everybody"):
        reason = "all relations that match are of one type, so nothing can be corrected for chance"
    return replace(
        one, name=name, unit="relation", reason=reason if one.value is None else "",
    )  # fmt: skip
