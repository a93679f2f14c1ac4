"""Framing profiles: marks per 1,000 words by article, outlet or date, with intervals.

All annotators' marks over all words they read: an article that three annotators opened counts its
words three times. The interval resamples the articles of a group, so it says what other articles of
the same outlet or month would give; one article alone has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.why_missing import why_missing
from annotator.reports.breakdown.study_texts import ArticleText, StudyTexts, count_words
from annotator.reports.charts import chart_of_report
from annotator.reports.report import Chart
from annotator.reports.study_marks import why_nothing

__all__ = [
    "BY",
    "Profile",
    "ProfileGroup",
    "ProfilePage",
    "profile_chart",
    "profile_page",
    "why_no_range",
]

BY = ("outlet", "date", "article")
RESAMPLES = 1000
A_THOUSAND = 1000
MOST_MONTHS = 36  # with more of them the dates are years
MOST_DRAWN = 40
UNKNOWN = {"outlet": "no outlet", "date": "no date"}


@dataclass(frozen=True)
class Profile:
    """Marks per 1,000 words of one label, or of all; ends None where there is no interval."""

    marks: int
    rate: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class ProfileGroup:
    """`profiles`: all labels first, then each in the order of `ProfilePage.labels`. `words` were
    read `read` times in all."""

    key: str  # an article's id, an outlet, a month; "" where it is not known
    title: str
    articles: int
    words: int
    read: int
    profiles: tuple[Profile, ...]


@dataclass(frozen=True)
class ProfilePage:
    by: str
    reason: str = ""
    labels: tuple[str, ...] = ()
    groups: tuple[ProfileGroup, ...] = ()  # those with most words first; dates in order
    seed: int = 0


def profile_page(study: StudyTexts, by: str) -> ProfilePage:
    """Of every article that somebody submitted."""
    marks = study.marks
    opened = marks.spans.seen.sum(axis=1)
    if not opened.any():
        return ProfilePage(by, why_nothing([()] * len(marks.articles)))
    ids = [one.id for one in marks.articles]
    texts = [study.texts[one] for one in ids]
    words = np.array([count_words(one.text) for one in texts], dtype=np.int64)
    made = _made(study)
    read = words * opened
    columns = np.column_stack([made.sum(axis=1), made, read]).astype(np.float64)
    keys = _keys(by, ids, texts)
    titles = {str(one.id): one.title or "Untitled" for one in marks.articles}
    of_key: dict[str, list[int]] = {}
    for row in np.flatnonzero(opened).tolist():
        of_key.setdefault(keys[row], []).append(row)
    groups = []
    for key, rows in of_key.items():
        title = titles[key] if by == "article" else key or UNKNOWN[by]
        groups.append(_group(key, title, words[rows], columns[rows], marks.study.seed))
    order = (lambda one: one.key) if by == "date" else (lambda one: -one.words)
    return ProfilePage(
        by, "", marks.spans.labels, tuple(sorted(groups, key=order)), marks.study.seed
    )  # fmt: skip


def _made(study: StudyTexts) -> Floats:
    """How many marks of each label each article has, shape (n_articles, n_labels)."""
    spans = study.marks.spans
    shape = (len(spans.articles), len(spans.labels))
    found = np.bincount(spans.article * shape[1] + spans.label, minlength=shape[0] * shape[1])
    return found.reshape(shape).astype(np.float64)


def _keys(by: str, ids: Sequence[int], texts: Sequence[ArticleText]) -> list[str]:
    if by == "article":
        return [str(one) for one in ids]
    if by == "outlet":
        return [one.outlet for one in texts]
    months = [_month(one.published) for one in texts]
    if len(set(months)) > MOST_MONTHS:
        return [one[:4] for one in months]
    return months


def _month(published: str) -> str:
    """Year and month.

    >>> _month("2021-09-22T10:00"), _month("2021"), _month("lately")
    ('2021-09', '2021', '')
    """
    year, _, rest = published.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdecimal()):
        return ""
    month = rest[:2]
    return f"{year}-{month}" if len(month) == 2 and month.isdecimal() else year


def _group(key: str, title: str, words: Ints, some: Floats, seed: int) -> ProfileGroup:
    """Of some articles; the last column of `some` are words read, the others marks."""
    sums = some.sum(axis=0)
    rates = _rates(sums[None, :])[0]
    runs = bootstrap(some, _rates, resamples=RESAMPLES, seed=seed) if len(some) > 1 else None
    profiles = []
    for column, rate in enumerate(rates.tolist()):
        interval = runs.interval(column) if runs is not None and sums[column] else None
        low, high = (None, None) if interval is None else (interval.low, interval.high)
        profiles.append(Profile(int(sums[column]), rate, low, high))
    return ProfileGroup(
        key, title, len(some), int(words.sum()), int(sums[-1]), tuple(profiles)
    )  # fmt: skip


def _rates(sums: Floats) -> Floats:
    """Shape (b, n_columns - 1) of sums of shape (b, n_columns)."""
    rates: Floats = A_THOUSAND * sums[:, :-1] / np.maximum(1, sums[:, -1:])
    return rates


def profile_chart(page: ProfilePage, column: int, what: str) -> Chart | None:
    """One label's marks per 1,000 words in each group; `column` 0 are all labels."""
    if page.by == "article" or not page.groups:
        return None
    rows = tuple(
        (one.title, round(one.profiles[column].rate, 3), _rounded(one.profiles[column].low),
         _rounded(one.profiles[column].high), one.articles)
        for one in page.groups[:MOST_DRAWN]
    )  # fmt: skip
    y = {"field": page.by, "type": "nominal", "sort": None, "title": None}
    x = {"type": "quantitative", "title": "marks per 1,000 words", "scale": {"zero": True}}
    rule = {"type": "rule", "strokeWidth": 2, "color": "#8fb8de"}
    point = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": "#24527a"}
    return chart_of_report(
        "profile", f"{what}: marks per 1,000 words by {page.by}",
        f"Each annotator's marks over the words they read, by {page.by}, with the interval that "
        "other articles of the same kind would give: where intervals lie apart, the difference is "
        "more than a few odd articles.",
        (page.by, "rate", "low", "high", "articles"), rows,
        {"height": {"step": 26}, "layer": [
            {"mark": rule, "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {
                "field": "high"}}},
            {"mark": point, "encoding": {"y": y, "x": {**x, "field": "rate"}}},
        ]},
        missing=why_missing((one.title, why_no_range(one, column)) for one in page.groups),
    )  # fmt: skip


def why_no_range(group: ProfileGroup, column: int) -> str:
    """Why no interval stands beside a rate, "" where one does."""
    if group.profiles[column].low is not None:
        return ""
    if group.articles < 2:
        return "an article alone has no interval"
    if not group.profiles[column].marks:
        return "nobody marked anything, so nothing says how far other articles would differ"
    return "all articles are alike, so nothing says how far others would differ"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
