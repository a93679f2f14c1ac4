"""What is behind the agreement on a label: other labels it is taken for, and disputed words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.disputed_passages import KINDS, Passages, find_passages
from annotator.reports.breakdown.study_texts import ArticleText, StudyTexts, words_of
from annotator.reports.charts import chart_of_report
from annotator.reports.report import Chart
from annotator.time_left import Parts, Steps, one_by_one, unheard

__all__ = ["Confusion", "DisputedWord", "LabelWords", "LabelsPage", "labels_page"]

FEWEST_PASSAGES = 2  # passages with a word
COMMON = 0.5  # a word in more than this share of the articles says nothing of a passage
MOST = 12  # words that are shown in each direction
EXAMPLES = 3
A_HALF = 0.5


@dataclass(frozen=True)
class Confusion:
    """`passages` that some marked as `label` and others as `other`; `share` of those with `label`
    or `other` that are disputed about anything."""

    label: str
    other: str
    passages: int
    share: float


@dataclass(frozen=True)
class DisputedWord:
    """`passages` of `of` with this word are disputed so; some of them are in `articles`."""

    word: str
    passages: int
    of: int
    articles: tuple[int, ...]


@dataclass(frozen=True)
class LabelWords:
    """`few`: words where at most half of those who opened the article put the label; `most`: where
    more than half did and somebody left it. How many passages there are of each, and settled."""

    label: str
    few: tuple[DisputedWord, ...]
    most: tuple[DisputedWord, ...]
    few_passages: int
    most_passages: int
    settled: int


@dataclass(frozen=True)
class LabelsPage:
    reason: str = ""
    confusions: tuple[Confusion, ...] = ()  # the most frequent first
    words: tuple[LabelWords, ...] = ()  # in the order of the scheme
    chart: Chart | None = None


def labels_page(study: StudyTexts, progress: Steps = unheard) -> LabelsPage:
    marks = study.marks
    if marks.why_nothing:
        return LabelsPage(marks.why_nothing)
    parts = Parts(progress, 1, 2)
    parts.next()
    passages = find_passages(marks.spans)
    ids = [one.id for one in marks.articles]
    common = _common_words(study.texts.values())
    confusions = _confusions(passages)
    titles = {label.key: label.title for label in marks.scheme.labels}
    return LabelsPage(
        "",
        confusions,
        tuple(
            _words(passages, label, ids, study.texts, common)
            for label in one_by_one(range(len(marks.spans.labels)), parts.next())
        ),
        _chart(confusions, titles),
    )


def _confusions(passages: Passages) -> tuple[Confusion, ...]:
    labels = passages.spans.labels
    about_label = passages.flags[:, KINDS.index("label")]
    has = passages.has_label
    some = has[np.flatnonzero(about_label)]
    together = np.asarray((some.T @ some).todense())
    disputed = has[np.flatnonzero(passages.disputed)]
    of_label = np.asarray(disputed.sum(axis=0)).reshape(-1)
    both = np.asarray((disputed.T @ disputed).todense())
    found = [
        Confusion(
            labels[i], labels[j], int(together[i, j]),
            float(together[i, j] / (of_label[i] + of_label[j] - both[i, j])),
        )
        for i in range(len(labels))
        for j in range(i + 1, len(labels))
        if together[i, j]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.passages))


def _words(
    passages: Passages, label: int, ids: Sequence[int], texts: Mapping[int, ArticleText],
    common: frozenset[str],
) -> LabelWords:  # fmt: skip
    share = _share_with(passages, label)
    has = share > 0
    settled = has & ~passages.disputed
    few = has & passages.disputed & (share <= A_HALF)
    most = has & passages.disputed & (share > A_HALF) & (share < 1)
    groups = [_counted(passages, rows, ids, texts) for rows in (few, most)]
    totals = [int(rows.sum()) for rows in (few, most, has)]
    everything = _counted(passages, has, ids, texts)
    shown = [_ranked(groups[n], totals[n], everything, totals[2], common) for n in (0, 1)]
    return LabelWords(
        passages.spans.labels[label], shown[0], shown[1], totals[0], totals[1], int(settled.sum())
    )  # fmt: skip


def _common_words(texts: Collection[ArticleText]) -> frozenset[str]:
    """In whatever language: the words that most articles have."""
    counted = Counter(word for one in texts for word in words_of(one.text))
    return frozenset(word for word, count in counted.items() if count > COMMON * len(texts))


def _share_with(passages: Passages, label: int) -> Floats:
    """Of those who opened the article, how many put this label on each passage; (n_passages,)."""
    spans = passages.spans
    rows = spans.label == label
    width = max(1, len(spans.annotators))
    distinct = np.unique(passages.of_span[rows] * width + spans.annotator[rows])
    marked = np.bincount(distinct // width, minlength=len(passages))
    share: Floats = marked / np.maximum(1, spans.annotators_per_article[passages.article])
    return share


_Words = dict[str, list[int]]  # word -> ids of the articles of the passages that have it


def _counted(
    passages: Passages, rows: Bools, ids: Sequence[int], texts: Mapping[int, ArticleText]
) -> _Words:
    found: _Words = {}
    for number in np.flatnonzero(rows).tolist():
        article = ids[passages.article[number]]
        text = texts[article].text[passages.start[number] : passages.end[number]]
        for word in words_of(text):
            found.setdefault(word, []).append(article)
    return found


def _ranked(
    words: _Words, total: int, everything: _Words, of: int, common: frozenset[str]
) -> tuple[DisputedWord, ...]:  # fmt: skip
    """The words that are more frequent here than in the label's other passages, by how surely:
    the log odds ratio over its standard error. A ranking, no test."""
    scored = []
    for word, articles in words.items():
        a, b = len(articles), len(everything[word]) - len(articles)
        if a < FEWEST_PASSAGES or word in common:
            continue
        rest = of - total
        odds = math.log((a + A_HALF) / (total - a + A_HALF)) - math.log(
            (b + A_HALF) / (rest - b + A_HALF)
        )
        score = odds / math.sqrt(1 / (a + A_HALF) + 1 / (b + A_HALF))
        if score > 0:
            scored.append((-score, -a, word))
    return tuple(
        DisputedWord(word, -count, len(everything[word]), _examples(words[word]))
        for _, count, word in sorted(scored)[:MOST]
    )


def _examples(articles: Sequence[int]) -> tuple[int, ...]:
    return tuple(article for article, _ in Counter(articles).most_common(EXAMPLES))


def _chart(confusions: Sequence[Confusion], titles: Mapping[str, str]) -> Chart | None:
    """Which two labels, as a matrix."""
    rows = tuple(
        (titles.get(one, one), titles.get(other, other), found.passages)
        for found in confusions
        for one, other in ((found.label, found.other), (found.other, found.label))
    )
    if not rows:
        return None
    axis = {"type": "nominal", "title": None, "sort": list(titles.values())}
    count = {"field": "passages", "type": "quantitative", "title": "passages"}
    return chart_of_report(
        "confusion", "Labels taken for one another",
        "How many passages some annotators marked with the label of the row and others with that "
        "of the column: many in one place mean that the codebook does not tell the two apart.",
        ("label", "other", "passages"), rows,
        {"width": {"step": 44}, "height": {"step": 28}, "encoding": {
            "x": {**axis, "field": "other", "axis": {"labelAngle": -40}},
            "y": {**axis, "field": "label"}},
         "layer": [
            {"mark": "rect", "encoding": {"color": {**count, "scale": {"scheme": "blues"}}}},
            {"mark": "text", "encoding": {"text": count, "color": {
                "condition": {"test": f"datum.passages > {max(row[2] for row in rows) * 0.6}",
                              "value": "white"},
                "value": "#1b2a38"}}},
        ]},
    )  # fmt: skip
