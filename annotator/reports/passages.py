"""Disputed passages in their sentences, with each annotator's mark side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from annotator.agreement.spans.disputed_passages import KINDS, Passage, find_passages
from annotator.articles import sentence_around, sentence_spans
from annotator.models import Scheme
from annotator.reports.report import AnnotatorMarks, DisputedPassage, PassageMark
from annotator.reports.study_marks import ArticleName, StudyMarks


def disputed_passages(
    marks: StudyMarks,
    texts: Mapping[int, str],
    *,
    label: str | None = None,
    article_id: int | None = None,
    kind: str | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[DisputedPassage, ...]:
    """What annotators disagree on, in the order of the articles and of the text.

    `texts` by article id, of those that are shown. An unknown label, article or kind has no
    passages. `offset` and `limit` page through them.
    """
    ids = [article.id for article in marks.articles]
    labels = list(marks.spans.labels)
    if label is not None and label not in labels:
        return ()
    if article_id is not None and article_id not in ids:
        return ()
    if kind is not None and kind not in KINDS:
        return ()
    passages = find_passages(marks.spans)
    chosen = passages.select(
        label=None if label is None else labels.index(label),
        article=None if article_id is None else ids.index(article_id),
        kind=kind,
        disputed=True,
    )
    stop = None if limit is None else offset + limit
    found = passages.passages(chosen[offset:stop])
    return tuple(shown_passage(passage, marks, texts) for passage in found)


def shown_passage(passage: Passage, marks: StudyMarks, texts: Mapping[int, str]) -> DisputedPassage:
    """One of the passages of `marks.spans`."""
    article, spans = marks.articles[passage.article], marks.spans
    text = texts[article.id]
    return in_sentence(passage, article, text, marks.scheme, spans.annotators, spans.labels)


def in_sentence(
    passage: Passage, article: ArticleName, text: str, scheme: Scheme, names: Sequence[str],
    keys: Sequence[str],
) -> DisputedPassage:  # fmt: skip
    """A passage of an article whose annotators and labels have these names."""
    first, last = sentence_around(_sentences(text), passage.start, passage.end)
    made: dict[int, list[PassageMark]] = {who: [] for who in passage.missing}
    for who, label, start, end in passage.marks:
        made.setdefault(who, []).append(_mark(scheme, keys[label], start, end, text))
    labels = dict.fromkeys(keys[label] for _, label, _, _ in passage.marks)
    return DisputedPassage(
        article.id, article.title, passage.start, passage.end, passage.kind, passage.kinds,
        tuple(sorted(labels, key=keys.index)), first, last, text[first : passage.start],
        text[passage.start : passage.end], text[passage.end : last],
        tuple(AnnotatorMarks(names[who], tuple(made[who])) for who in sorted(made)),
    )  # fmt: skip


def _mark(scheme: Scheme, key: str, start: int, end: int, text: str) -> PassageMark:
    known = {label.key: label for label in scheme.labels}
    label = known.get(key)
    title, colour = (label.title, label.colour) if label else (key, "#777777")
    return PassageMark(key, title, colour, start, end, text[start:end])


@lru_cache(maxsize=64)
def _sentences(text: str) -> Sequence[tuple[int, int]]:
    return tuple(sentence_spans(text))
