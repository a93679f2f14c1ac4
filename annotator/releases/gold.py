"""Gold as files write it: JSON Lines beside everybody's work, and a CSV for each kind of gold.

Every row says where it comes from: `rule:majority 2/3`, `hand` or `file`, the adjudicator's
pseudonym, the reason and the moment.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.models import Scheme
from annotator.releases.json_lines import write_jsonl
from annotator.releases.spreadsheets import csv_line
from annotator.schemes.indices import index_by_place
from annotator.store.adjudication import DecisionRecord, Gold, GoldSpanRecord
from annotator.store.records import StudyWork

__all__ = [
    "SPAN_COLUMNS",
    "gold_by_article",
    "write_gold_answers",
    "write_gold_jsonl",
    "write_gold_relations",
    "write_gold_spans",
]

_PROVENANCE = ("how", "adjudicator", "reason", "decided_at")
SPAN_COLUMNS = (
    "article", "label", "start", "end", "text", "attributes", "alternative_of", *_PROVENANCE,
    "codebook",
)  # fmt: skip
_ANSWER_COLUMNS = ("article", "question", "value", "number", *_PROVENANCE, "codebook")
_RELATION_COLUMNS = (
    "article", "label", "from_label", "from_start", "from_end", "to_label", "to_start", "to_end",
    *_PROVENANCE, "codebook",
)  # fmt: skip


def write_gold_jsonl(work: StudyWork, gold: Gold) -> Iterator[str]:
    """As the export of annotations, one line an article, with its gold under `gold`."""
    found = gold_by_article(gold, work.scheme)
    for line in write_jsonl(work):
        article = json.loads(line)
        article["gold"] = found[article["id"]]
        yield json.dumps(article, ensure_ascii=False) + "\n"


def gold_by_article(gold: Gold, scheme: Scheme) -> Mapping[int, dict[str, Any]]:
    """Article -> its gold spans, answers and relations, and the indices of a codebook that has
    some; an article without gold has empty lists. `nothing` are the decisions that nothing is
    marked somewhere."""
    spans = {one.id: one for one in gold.spans}
    found: dict[int, dict[str, Any]] = defaultdict(
        lambda: {"spans": [], "answers": [], "relations": []}
        | ({"indices": dict.fromkeys(index.key for index in scheme.indices)}
           if scheme.indices else {})
        | {"nothing": []}
    )  # fmt: skip
    numbers = [(one.article_id, one.question, one.number) for one in gold.answers]
    for index in scheme.indices:
        for article, value in index_by_place(index, numbers).items():
            found[article]["indices"][index.key] = value
    for one in gold.nothing:
        if one.article_id is not None:
            found[one.article_id]["nothing"].append(_provenance(one))
    for span in gold.spans:
        found[span.article_id]["spans"].append(_span(span, spans, gold.decisions))
    for answer in gold.answers:
        found[answer.article_id]["answers"].append(
            {
                "question": answer.question,
                "value": answer.value,
                **_provenance(gold.decisions[answer.decision_id]),
            }
        )
    for relation in gold.relations:
        found[relation.article_id]["relations"].append(
            {
                "label": relation.label,
                "from": _place(spans[relation.from_gold]),
                "to": _place(spans[relation.to_gold]),
                **_provenance(gold.decisions[relation.decision_id]),
            }
        )
    return found


def write_gold_spans(gold: Gold) -> Iterator[str]:
    """One row a gold mark."""
    spans = {one.id: one for one in gold.spans}
    yield csv_line(SPAN_COLUMNS)
    for one in gold.spans:
        other = spans.get(one.alternative_of or 0)
        yield csv_line(
            [
                one.article_id, one.label, one.start, one.end, one.text,
                json.dumps(one.attributes, ensure_ascii=False),
                f"{other.label} {other.start} {other.end}" if other else "",
                *_row_source(gold.decisions[one.decision_id]),
            ]
        )  # fmt: skip


def write_gold_answers(gold: Gold) -> Iterator[str]:
    """One row an answer to a question about an article; several choices are several rows."""
    yield csv_line(_ANSWER_COLUMNS)
    for one in gold.answers:
        number = "" if one.number is None else f"{one.number:g}"
        source = _row_source(gold.decisions[one.decision_id])
        yield csv_line([one.article_id, one.question, one.value, number, *source])


def write_gold_relations(gold: Gold) -> Iterator[str]:
    """One row a relation between two gold marks."""
    spans = {one.id: one for one in gold.spans}
    yield csv_line(_RELATION_COLUMNS)
    for one in gold.relations:
        start, end = spans[one.from_gold], spans[one.to_gold]
        source = _row_source(gold.decisions[one.decision_id])
        yield csv_line([one.article_id, one.label, *start.place, *end.place, *source])


def _span(one: GoldSpanRecord, spans: dict[int, GoldSpanRecord], decisions: Any) -> dict[str, Any]:
    other = spans.get(one.alternative_of or 0)
    return {
        "label": one.label,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "attributes": one.attributes,
        "open_attributes": list(one.open_attributes),
        "alternative_of": _place(other) if other else None,
        **_provenance(decisions[one.decision_id]),
    }


def _place(span: GoldSpanRecord) -> dict[str, Any]:
    return {"label": span.label, "start": span.start, "end": span.end}


def _provenance(decision: DecisionRecord) -> dict[str, Any]:
    found: dict[str, Any] = dict(zip(_PROVENANCE, _source(decision), strict=True))
    found["codebook"] = decision.codebook
    if decision.how == "rule":
        found |= {"rule": decision.rule, "votes": decision.votes, "voters": decision.voters}
    return found


def _row_source(decision: DecisionRecord) -> tuple[str, ...]:
    return (*_source(decision), decision.codebook)


def _source(decision: DecisionRecord) -> tuple[str, str, str, str]:
    return decision.provenance, decision.adjudicator, decision.reason, decision.decided_at
