"""Agreement on an attribute of marks, as a list of `Measure`.

First the joint F1: of two annotators' marks with an answer, how many are matched and answered
alike. Then, *given* a match, α, the plain share and κ of the answers; and the share of marks that
found a match, without which nobody can read these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import pair_of
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.attributes.answers_of_marks import AnswersOfMarks
from annotator.agreement.attributes.compared_marks import (
    MOST_ANSWERS,
    ComparedMarks,
    matches_of_labels,
)
from annotator.agreement.attributes.matched_marks import MatchedMarks, match_marks
from annotator.agreement.attributes.pair_pooled_alpha import (
    AnswerSums,
    cohen_on_matched,
    pair_pooled_alpha,
    percent_on_matched,
)
from annotator.agreement.attributes.sums_of_marks import (
    f1_in_rows,
    f1_of_pairs,
    has_coincidences,
    ratio_in_rows,
    summed_together,
)
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.measure_of_spans import Corpus, Spread
from annotator.agreement.spans.pairs_in_articles import pairs_in_articles
from annotator.agreement.spans.spans import Spans
from annotator.plural import counted

__all__ = ["attribute_measures", "measures_of_matches"]

_PAIRS_SUMMED = 16
_MOST_PAIRS_SHOWN = 1225  # of 50 annotators
CONDITIONAL = "over matched marks only"
NO_MATCH = "no two annotators made the same mark and answered this"
ONE_ANSWER = "everybody gave the same answer, so nothing can be corrected for chance"
TOO_MANY = f"more than {MOST_ANSWERS} different answers"
NEGATIVE_RATIO = "the ratio level needs numbers from 0 up, and an answer is negative"
IN_WORDS = "answers in free words have no distance; see the share that is equal, and of words"


def attribute_measures(
    spans: Spans,
    answers: AnswersOfMarks,
    *,
    asked_of: Collection[str] = (),
    scopes: Collection[str] = ("label", "pair"),
    drawn: ArticleResamples,
    matched: MatchedMarks | None = None,
    shares: Floats | None = None,
) -> list[Measure]:
    """The measures over all labels that the question is asked of, then by label, then by pair.

    `asked_of` names these labels, none means every one. `matched` is `match_marks(spans)`, `shares`
    are the sums of `matches_of_labels`, where they are at hand: the same for every attribute.

    >>> from annotator.agreement.attributes.answers_of_marks import answers_of_marks
    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> places = [(0, 4), (8, 12), (16, 20)]
    >>> spans = spans_from_marks(
    ...     [Mark("a", who, "fear", *place) for who in ("ann", "bob") for place in places],
    ...     lengths={"a": 30})
    >>> answers = answers_of_marks(["pro", "con", "pro", "pro", "con", "con"], "nominal")
    >>> drawn = ArticleResamples(spans.annotators_per_article >= 2, resamples=0)
    >>> found = attribute_measures(spans, answers, drawn=drawn, scopes=())
    >>> [(one.name, round(one.value, 3)) for one in found]   # doctest: +NORMALIZE_WHITESPACE
    [('joint_f1', 0.667), ('pair_pooled_alpha', 0.444), ('percent_on_matched', 0.667),
     ('share_matched', 1.0)]
    """
    about = np.array([not asked_of or label in asked_of for label in spans.labels], dtype=bool)
    asked = about[spans.label] if len(spans) else np.zeros(0, dtype=bool)
    matched = matched or match_marks(spans)
    if shares is None:
        shares = drawn.sums(matches_of_labels(spans, matched))
    everything = ComparedMarks(spans, pairs_in_articles(spans.seen), matched, answers, asked)
    by_label = shares.reshape(len(shares), 2, len(about))
    return measures_of_matches(everything, spans.labels, scopes, drawn, by_label * about)


def measures_of_matches(
    marks: ComparedMarks, labels: Sequence[str], scopes: Collection[str], drawn: ArticleResamples,
    shares: Floats | None = None,
) -> list[Measure]:  # fmt: skip
    """The same of whatever is matched: over everything, by label, by pair.

    `shares`, of shape (rows, 2, n_labels), are for the share that is matched.
    """
    by_label = list(marks.of_labels()) if labels and "label" in scopes else []
    whole, *of_labels = summed_together([marks, *by_label], drawn)
    share = None if shares is None else shares.sum(axis=2)
    everything = _About(marks, drawn, share=share, summed=whole)
    found = _of_marks(everything)
    for number, (some, summed) in enumerate(zip(by_label, of_labels, strict=True)):
        if some.asked.any():
            share = None if shares is None else shares[:, :, number]
            found += _of_marks(_About(some, drawn, labels[number], share, summed))
    if "pair" in scopes and marks.pairs.n_pairs <= _MOST_PAIRS_SHOWN:
        found += _of_pairs(everything)
    return found


@dataclass(frozen=True, eq=False)
class _About:
    """What a value is about."""

    marks: ComparedMarks
    drawn: ArticleResamples
    label: str | None = None
    share: Floats | None = None  # matches and marks, shape (rows, 2)
    summed: Floats | None = None  # what `summed_together` has of it

    @property
    def spread(self) -> ArticleResamples | Corpus:
        """The resamples; the corpus alone where nobody answered, since nothing has a value then."""
        return self.drawn if self.marks.answered.any() else Corpus()

    @cached_property
    def of_pairs(self) -> list[tuple[Floats, Floats]]:
        if self.summed is None:
            return list(f1_of_pairs(self.marks, self.spread))
        n = self.marks.pairs.n_pairs
        return [f1_in_rows(self.summed[:, :n], self.summed[:, n : 2 * n])]

    @property
    def coincidences(self) -> Floats:
        """The sums of coincidences."""
        if self.summed is None:
            return self.spread.sums(self.marks.coincidences())
        return self.summed[:, 2 * self.marks.pairs.n_pairs :]

    def measure(
        self, name: str, rows: Floats, reason: str, articles: Bools, units: int,
        *, pooling: str, level: str = "", scope: str = "all", id: str = "",
        observed: Floats | None = None, expected: Floats | None = None,
        parameters: Mapping[str, Any] | None = None,
    ) -> Measure:  # fmt: skip
        value = _number(rows)
        key = (name, scope, id, self.label)
        number = int(np.count_nonzero(articles))
        unanswered = int(np.count_nonzero(self.marks.asked & ~self.marks.answered))
        left_out = (f"{counted(unanswered, 'mark')} without an answer",) if unanswered else ()
        return Measure(
            name, value, "" if value is not None else reason, scope, id, self.label, level, "span",
            pooling, observed=_number(observed), expected=_number(expected),
            interval=None if value is None else self.drawn.interval(rows, number, key),
            articles=number, annotators=len(self.marks.spans.annotators), units=units,
            left_out=left_out if scope == "all" else (), parameters=dict(parameters or {}),
        )  # fmt: skip

    def conditional(self, name: str, rows: Floats, reason: str, **more: Any) -> Measure:
        """A value of matched marks alone."""
        met = np.bincount(self.marks.article, minlength=self.marks.pairs.n_articles) > 0
        return self.measure(
            name, rows, reason, met, len(self.marks.article), pooling=CONDITIONAL, **more
        )


def _of_marks(about: _About) -> list[Measure]:
    marks, spread, level = about.marks, about.spread, about.marks.answers.level
    compared = marks.spans.annotators_per_article >= 2
    units = int(np.count_nonzero(marks.answered))
    found = [
        about.measure(
            "joint_f1", _mean_f1(about),
            "no two annotators who opened the same article made a mark with an answer",
            compared, units, pooling="mean of pairs",
        )
    ]  # fmt: skip
    alpha: Floats
    percent: Floats
    if not has_coincidences(marks):
        equal, both = _equal_answers(marks, spread)
        percent = ratio_in_rows(equal, both)
        alpha = np.full(1, np.nan)
        reason = IN_WORDS if level == "text" else TOO_MANY
        found.append(about.conditional("pair_pooled_alpha", alpha, reason, level=level))
    else:
        sums = _coincidence_sums(about)
        percent = percent_on_matched(sums)
        alpha, D_o, D_e = pair_pooled_alpha(sums)
        reason = ONE_ANSWER if len(marks.article) else NO_MATCH
        if marks.answers.negative_ratio:
            alpha, reason = np.full(1, np.nan), NEGATIVE_RATIO
        found.append(
            about.conditional(
                "pair_pooled_alpha", alpha, reason, level=level, observed=D_o, expected=D_e
            )
        )
    found.append(about.conditional("percent_on_matched", percent, NO_MATCH))
    if level == "text":
        shared = spread.sums(marks.shared_words())
        words = ratio_in_rows(shared[:, 0], shared[:, 1])
        found.append(about.conditional("token_overlap", words, NO_MATCH))
    if about.share is not None:
        found.append(
            about.measure(
                "share_matched", ratio_in_rows(about.share[:, 0], about.share[:, 1]),
                "nobody made such a mark in an article that two annotators opened",
                compared, int(np.count_nonzero(marks.asked)), pooling="pooled",
            )
        )  # fmt: skip
    return found


def _coincidence_sums(about: _About) -> AnswerSums:
    marks, rows, K = about.marks, about.coincidences, len(about.marks.answers.categories)
    if marks.table_of_ordinal:
        return AnswerSums(rows[:, : K * K], rows[:, K * K], rows[:, K * K + 1 :], None)
    return AnswerSums(rows[:, 0], rows[:, 1], rows[:, 2:], marks.distances)


def _equal_answers(marks: ComparedMarks, spread: Spread) -> tuple[Floats, Floats]:
    a, b = marks.codes
    n = marks.pairs.n_articles
    columns = [
        np.bincount(marks.article, marks.weight * (a == b), minlength=n),
        np.bincount(marks.article, marks.weight, minlength=n),
    ]
    rows = spread.sums(np.stack(columns, axis=1))
    return rows[:, 0], rows[:, 1]


def _mean_f1(about: _About) -> Floats:
    """2 · right / (n₁ + n₂) of each pair of annotators, and the mean of those that have one."""
    total: Any = 0.0
    count: Any = 0
    few = about.marks.pairs.n_pairs <= _MOST_PAIRS_SHOWN
    for f1, _ in about.of_pairs if few else f1_of_pairs(about.marks, about.spread):
        total = total + np.nansum(f1, axis=1)
        count = count + np.isfinite(f1).sum(axis=1)
    rows = np.atleast_1d(np.asarray(total, dtype=np.float64))
    return ratio_in_rows(rows, np.atleast_1d(np.asarray(count, dtype=np.float64)))


def _of_pairs(about: _About) -> list[Measure]:
    marks, spread = about.marks, about.spread
    names, pairs, K = marks.spans.annotators, marks.pairs, len(marks.answers.categories)
    categorical = marks.answers.level != "text" and K <= MOST_ANSWERS
    blocks = about.of_pairs
    f1 = [column for block, _ in blocks for column in block.T]
    made = [int(count) for _, counts in blocks for count in counts]
    of_pairs = _matches_of_pairs(marks, spread, margins=categorical)
    found = []
    for number, (g, h) in enumerate(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)):
        two = pair_of(names, g, h)
        met = np.zeros(pairs.n_articles, dtype=bool)
        met[pairs.article[pairs.pair == number]] = True
        more: dict[str, Any] = {"scope": "pair", "id": two.id, "parameters": two.about}
        found.append(
            about.measure(
                "joint_f1", f1[number], "neither made a mark with an answer", met, made[number],
                pooling="pooled", **more,
            )
        )  # fmt: skip
        adds, sums = next(of_pairs)
        both = adds[:, 0] > 0
        matches = int(adds[:, 0].sum())
        percent = ratio_in_rows(sums[:, 1], sums[:, 0])
        more["pooling"] = CONDITIONAL
        found.append(about.measure("percent_on_matched", percent, NO_MATCH, both, matches, **more))
        if categorical:
            kappa = cohen_on_matched(sums[:, 0], sums[:, 1], sums[:, 2 : 2 + K], sums[:, 2 + K :])
            reason = ONE_ANSWER if both.any() else NO_MATCH
            found.append(
                about.measure("cohen_on_matched", kappa, reason, both, matches, level="nominal",
                              **more)
            )  # fmt: skip
    return found


def _matches_of_pairs(
    marks: ComparedMarks, spread: Spread, *, margins: bool
) -> Iterator[tuple[Floats, Floats]]:
    """Pair by pair: what each article adds, and the sums of it."""
    for first in range(0, marks.pairs.n_pairs, _PAIRS_SUMMED):
        block = range(first, min(first + _PAIRS_SUMMED, marks.pairs.n_pairs))
        adds = [marks.of_pair(number, margins=margins) for number in block]
        yield from zip(
            adds, np.hsplit(spread.sums(np.concatenate(adds, axis=1)), len(block)), strict=True
        )


def _number(rows: Floats | None) -> float | None:
    return None if rows is None or not np.isfinite(rows[0]) else float(rows[0])
