"""A study's submitted work as the input of the span measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.spans.spans import Spans, spans_from_arrays
from annotator.models import State
from annotator.store.records import StoredArticle, StudyWork, Work


@dataclass(frozen=True, eq=False)
class StudySpans:
    """`spans.articles` are ids as text, in the order of `articles`."""

    spans: Spans
    articles: tuple[StoredArticle, ...]
    submitted: tuple[Work, ...]
    skipped: tuple[Work, ...]


def study_spans(work: StudyWork, *, raw: bool = False) -> StudySpans:
    """Submitted annotations of articles that are still in the study.

    Skipped is missing, not a gap. `raw` compares the marks as they were left, before edge spaces
    and punctuation were trimmed.
    """
    articles = tuple(article for article in work.articles if not article.removed_at)
    present = {article.id for article in articles}
    current = [one for one in work.work if one.article_id in present]
    submitted = tuple(one for one in current if one.annotation.state is State.SUBMITTED)
    skipped = tuple(one for one in current if one.annotation.state is State.SKIPPED)
    rows = [
        (one.article_id, one.annotator, span) for one in submitted for span in one.annotation.spans
    ]
    labels = dict.fromkeys(work.scheme.label_keys)
    labels.update(dict.fromkeys(sorted({span.label for _, _, span in rows} - set(labels))))
    starts = [span.raw_start if raw else span.start for _, _, span in rows]
    ends = [span.raw_end if raw else span.end for _, _, span in rows]
    spans = spans_from_arrays(
        [article for article, _, _ in rows],
        [annotator for _, annotator, _ in rows],
        [span.label for _, _, span in rows],
        np.array(starts, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        lengths={article.id: len(article.article.text) for article in articles},
        seen=[(one.article_id, one.annotator) for one in submitted],
        labels=list(labels),
    )
    return StudySpans(spans, articles, submitted, skipped)
