"""Disputed passages in their sentences, with each annotator's mark side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from annotator.agreement.spans.disputed_passages import Passage, Passages, find_passages
from annotator.articles import sentence_around, sentence_spans
from annotator.models import Scheme
from annotator.reports.report import AnnotatorMarks, DisputedPassage, PassageMark
from annotator.reports.study_spans import StudySpans, study_spans
from annotator.store.records import StudyWork


def disputed_passages(
    work: StudyWork,
    *,
    label: str | None = None,
    article_id: int | None = None,
    kind: str | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[DisputedPassage, ...]:
    """What annotators disagree on, in the order of the articles and of the text.

    An unknown label, article or kind has no passages. `offset` and `limit` page through them.
    """
    study = study_spans(work)
    return passages_of(study, find_passages(study.spans), work.scheme, label=label,
                       article_id=article_id, kind=kind, offset=offset, limit=limit)  # fmt: skip


def passages_of(
    study: StudySpans,
    passages: Passages,
    scheme: Scheme,
    *,
    label: str | None = None,
    article_id: int | None = None,
    kind: str | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[DisputedPassage, ...]:
    """As `disputed_passages`, of passages that were found already."""
    ids = [article.id for article in study.articles]
    labels = list(study.spans.labels)
    if label is not None and label not in labels:
        return ()
    if article_id is not None and article_id not in ids:
        return ()
    if kind is not None and kind not in ("missed", "label", "split or merged", "boundary"):
        return ()
    chosen = passages.select(
        label=None if label is None else labels.index(label),
        article=None if article_id is None else ids.index(article_id),
        kind=kind,
        disputed=True,
    )
    stop = None if limit is None else offset + limit
    found = passages.passages(chosen[offset:stop])
    return tuple(_shown(passage, study, scheme) for passage in found)


def _shown(passage: Passage, study: StudySpans, scheme: Scheme) -> DisputedPassage:
    stored = study.articles[passage.article]
    text = stored.article.text
    first, last = sentence_around(_sentences(text), passage.start, passage.end)
    names, keys = study.spans.annotators, study.spans.labels
    marks: dict[int, list[PassageMark]] = {who: [] for who in passage.missing}
    for who, label, start, end in passage.marks:
        marks.setdefault(who, []).append(_mark(scheme, keys[label], start, end, text))
    labels = dict.fromkeys(keys[label] for _, label, _, _ in passage.marks)
    return DisputedPassage(
        stored.id, stored.article.title, passage.start, passage.end, passage.kind, passage.kinds,
        tuple(sorted(labels, key=keys.index)), first, last, text[first : passage.start],
        text[passage.start : passage.end], text[passage.end : last],
        tuple(AnnotatorMarks(names[who], tuple(marks[who])) for who in sorted(marks)),
    )  # fmt: skip


def _mark(scheme: Scheme, key: str, start: int, end: int, text: str) -> PassageMark:
    known = {label.key: label for label in scheme.labels}
    label = known.get(key)
    title, colour = (label.title, label.colour) if label else (key, "#777777")
    return PassageMark(key, title, colour, start, end, text[start:end])


@lru_cache(maxsize=64)
def _sentences(text: str) -> Sequence[tuple[int, int]]:
    return tuple(sentence_spans(text))
