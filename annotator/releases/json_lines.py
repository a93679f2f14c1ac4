"""A study as JSON Lines: everything, one line an article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.models import Scheme
from annotator.releases.answers import answers_by_region
from annotator.schemes.indices import index_values
from annotator.store.records import StoredArticle, StudyWork, Work

__all__ = ["article_record", "write_jsonl"]


def write_jsonl(work: StudyWork) -> Iterator[str]:
    """One line an article, each with every annotator's work; articles nobody finished are there."""
    by_article: dict[int, list[Work]] = {}
    for one in work.work:
        by_article.setdefault(one.article_id, []).append(one)
    for stored in work.articles:
        record = article_record(work, stored, by_article.get(stored.id, []))
        record["provenance"] = provenance_of(stored)
        yield json.dumps(record, ensure_ascii=False) + "\n"


def article_record(study: StudyWork, stored: StoredArticle, work: Sequence[Work]) -> dict[str, Any]:
    """An article with everybody's work, as JSON has it."""
    article = stored.article
    return {
        "id": stored.id,
        "sha256": article.sha256,
        "title": article.title,
        "author": article.author,
        "published": article.published,
        "outlet": article.outlet,
        "url": article.url,
        "language": article.language,
        "text": article.text,
        "scheme": {"name": study.scheme.name, "version": study.scheme.version},
        "annotations": [_annotation(study.scheme, one) for one in work],
    }


def provenance_of(stored: StoredArticle) -> dict[str, Any]:
    """Where an article comes from; `file` is null where it was not kept."""
    article, source = stored.article, stored.source
    file = None
    if source is not None:
        file = {
            "name": source.name,
            "sha256": source.sha256,
            "bytes": source.size,
            "reader": source.reader,
            "version": source.version,
            "told": source.told,
            "read_at": source.read_at,
        }
    return {
        "place": article.source_name,
        "file": file,
        "date_found": article.date_found,
        "standfirst": article.standfirst,
        "cut": list(article.removed),
        "remarks": list(article.remarks),
    }


def _annotation(scheme: Scheme, one: Work) -> dict[str, Any]:
    annotation = one.annotation
    answers = answers_by_region(annotation)
    return {
        "annotator": one.annotator,
        "state": annotation.state.value,
        "codebook": one.codebook,
        "updated_at": annotation.updated_at,
        "lead_time": annotation.lead_time,
        "spans": [
            {
                "id": span.region,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "raw_start": span.raw_start,
                "raw_end": span.raw_end,
                "attributes": answers.get(span.region, {}),
            }
            for span in annotation.spans
        ],
        "answers": answers.get("", {}),
        **({"indices": index_values(scheme, annotation.answers)} if scheme.indices else {}),
        "relations": [
            {"from": one.from_region, "to": one.to_region, "label": one.label}
            for one in annotation.relations
        ],
    }
