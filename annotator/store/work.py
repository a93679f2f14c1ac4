"""A study's whole work as one value: what reports and releases are made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import starmap
from typing import Any

from annotator.many_values import many_values
from annotator.models import Annotation, Answer, Relation, Span, State
from annotator.store.adjudication.gold_rows import load_gold
from annotator.store.annotators import load_annotators
from annotator.store.articles import load_articles
from annotator.store.counted import counted, load_article_names, reading
from annotator.store.database import Store, fetch_all
from annotator.store.records import StudyWork, Work
from annotator.store.studies import load_study, scheme_of

IN_TURN = 25  # articles


def load_study_work(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> StudyWork:
    """Everything submitted or skipped in a study, with its gold, of some articles or of all.

    Annotators: those who were given articles.
    """
    with many_values(), reading(store):
        study = load_study(store, study_id)
        sql, parameters = counted(study_id, articles)
        rows = fetch_all(
            store,
            f"{sql} SELECT counted.*, schemes.name || ' ' || schemes.version AS codebook "  # noqa: S608
            "FROM counted JOIN schemes ON schemes.id = counted.scheme_id "
            "ORDER BY article_id, annotator",
            parameters,
        )
        ids = None if articles is None else [int(row["id"]) for row in rows]
        spans, answers, relations = (
            _by_annotation(store, study_id, table, ids)
            for table in ("spans", "answers", "relations")
        )
        work = tuple(
            Work(
                row["article_id"],
                row["annotator"],
                _annotation(row, spans[row["id"]], answers[row["id"]], relations[row["id"]]),
                row["codebook"],
            )
            for row in rows
        )
        did = {one.annotator for one in work}
        return StudyWork(
            study=study,
            scheme=scheme_of(store, study),
            articles=tuple(load_articles(store, study_id, articles)),
            annotators=tuple(
                one.pseudonym
                for one in load_annotators(store, study_id)
                if not one.removed_at or one.pseudonym in did
            ),
            work=work,
            gold=load_gold(store, study_id, articles=articles),
        )


def study_work_in_turn(store: Store, study_id: int) -> Iterator[StudyWork]:
    """The same in pieces of a few articles, all of one moment; one empty piece when there are no
    articles. For what is too large to be in memory as a whole."""
    with reading(store):
        ids = [row[0] for row in load_article_names(store, study_id)]
        for first in range(0, max(1, len(ids)), IN_TURN):
            yield load_study_work(store, study_id, ids[first : first + IN_TURN])


def count_work(store: Store, study_id: int) -> dict[str, tuple[int, int]]:
    """State ("submitted" or "skipped") -> how many annotations of it count, and their spans."""
    sql, parameters = counted(study_id)
    rows = store.execute(
        f"{sql} SELECT state, count(*), coalesce(sum((SELECT count(*) FROM spans "  # noqa: S608
        "WHERE spans.annotation_id = counted.id)), 0) FROM counted GROUP BY state",
        parameters,
    )
    return {state: (annotations, spans) for state, annotations, spans in rows}


_COLUMNS = {
    "spans": 'region, label, start, "end", raw_start, raw_end, text',
    "answers": "question, value, number, region",
    "relations": "from_region, to_region, label",
}  # in the order of the fields of Span, Answer and Relation


def _by_annotation(
    store: Store, study_id: int, table: str, annotations: Collection[int] | None
) -> dict[int, list[list[Any]]]:
    """The rows of a content table, of these annotations or of all of the study. Without names,
    since there are hundreds of thousands."""
    if annotations is None:
        value: int | str = study_id
        where = "assignments.study_id = ?"
    else:
        where = "annotations.id IN (SELECT value FROM json_each(?))"
        value = json.dumps(list(annotations))
    sql = f"""SELECT annotation_id, {_COLUMNS[table]} FROM {table} AS content
              JOIN annotations ON annotations.id = content.annotation_id
              JOIN assignments ON assignments.id = annotations.assignment_id
              WHERE {where} ORDER BY content.id"""  # noqa: S608
    grouped: dict[int, list[list[Any]]] = defaultdict(list)
    for annotation_id, *row in store.execute(sql, [value]):
        grouped[annotation_id].append(row)
    return grouped


def _annotation(
    row: dict[str, Any],
    spans: Collection[list[Any]],
    answers: Collection[list[Any]],
    relations: Collection[list[Any]],
) -> Annotation:
    return Annotation(
        labelstudio_id=row["labelstudio_id"],
        task_id=row["task_id"] or 0,
        state=State(row["state"]),
        updated_at=row["updated_at"],
        created_at=row["created_at"],
        lead_time=row["lead_time"],
        spans=tuple(starmap(Span, spans)),
        answers=tuple(starmap(Answer, answers)),
        relations=tuple(starmap(Relation, relations)),
        unique_id=row["unique_id"] or "",
    )
