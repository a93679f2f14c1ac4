"""From values to `Measure`: intervals, reasons, what a value rests on; for every measure alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet, everyone
from annotator.agreement.measure import Measure, finite, without_blind_interval
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.coincidences import label_blocks
from annotator.agreement.spans.measure_of_spans import EachArticle, SpanMeasure, Used, Values
from annotator.agreement.spans.overlap_statistics import overlap_statistics
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.values_of_sets import ValuesOfSets
from annotator.plural import counted


@dataclass(frozen=True, eq=False)
class MeasuresOfSets:
    """The measures that stand on the basis of `values`, from one drawing of resamples."""

    statistics: SpanStatistics
    drawn: ArticleResamples
    values: ValuesOfSets

    def together(
        self, annotators: AnnotatorSet, intervals: Collection[str] | None = None
    ) -> list[Measure]:
        """All labels as one study; nothing where the basis has no such values. Every measure has an
        interval unless `intervals` names those that do."""
        if annotators.scope not in self.values.basis.scopes:
            return []
        used = self._used(annotators)
        if self._never_met(annotators, used):
            return []
        macro = self.values.macro(annotators)
        found = []
        for name, values in self.values.together(annotators).items():
            more: dict[str, Any] = {}
            if values.coverage is not None and np.isfinite(values.coverage[0]):
                more["coverage"] = float(values.coverage[0])
            more.update(annotators.about)
            if name in macro:
                more["macro"] = macro[name]
            given = intervals is None or name in intervals
            found.append(self._measure(name, values, annotators, used, None, more, given))
        return found

    def by_label(self, annotators: AnnotatorSet) -> list[Measure]:
        """Label by label."""
        basis = self.values.basis
        used = self._used(annotators)
        if annotators.scope not in basis.label_scopes or self._never_met(annotators, used):
            return []
        return [
            measure
            for block in label_blocks(len(self.statistics.labels))
            for measure in self._of_block(annotators, used, block)
        ]

    def _of_block(self, annotators: AnnotatorSet, used: Used, block: slice) -> list[Measure]:
        every = self.values.by_label(annotators, block)
        beside = self.values.beside(annotators, block)
        found = []
        for place, label in enumerate(range(block.start, block.stop)):
            for name, values in every.items():
                more = _numbers({key: row[place] for key, row in beside.items() if key != name})
                if beside and used.units.sum():
                    more["unit_share"] = float(used.units[label] / used.units.sum())
                if values.coverage is not None:
                    more |= _numbers({"coverage": values.coverage[0, place]})
                more.update(annotators.about)
                column = _column(values, place)
                one = self._measure(name, column, annotators, used, label, more)
                found.append(without_blind_interval(one))
        return found

    def _never_met(self, annotators: AnnotatorSet, used: Used) -> bool:
        """A pair that is named in `left_out` of the mean of pairs, and has no value of its own."""
        return self.values.basis.pairwise and annotators.scope == "pair" and not used.articles

    def _used(self, annotators: AnnotatorSet) -> Used:
        used = self.values.basis.used(self.statistics, annotators)
        if not (repeated := self.statistics.spans.repeated) or annotators.scope != "all":
            return used
        remark = f"{counted(repeated, 'mark')} that the same annotator made twice: counted once"
        return replace(used, left_out=(*used.left_out, remark))

    def _measure(
        self, name: str, values: Values, annotators: AnnotatorSet, used: Used, label: int | None,
        parameters: Mapping[str, Any], with_interval: bool = True,
    ) -> Measure:  # fmt: skip
        one = self.values.measures[name]
        number = finite(values.value)
        title = None if label is None else self.statistics.labels[label]
        units = used.units.sum() if label is None else used.units[label]
        told = {name: getattr(self.statistics.settings, name) for name in one.settings}
        interval = None
        if number is not None and with_interval:
            key = (name, annotators.scope, annotators.id, title)
            interval = self.drawn.interval(values.value, used.articles, key)
        return Measure(
            name, number,
            "" if number is not None else self._reason(one, annotators, used, title, int(units)),
            annotators.scope, annotators.id, title, values.level or one.level,
            one.unit or self.statistics.spans.unit, self._pooling(one, annotators, label),
            observed=finite(values.observed), expected=finite(values.expected),
            interval=interval, articles=used.articles, annotators=used.annotators,
            units=int(units), left_out=used.left_out + (values.left_out if label is None else ()),
            parameters={**one.parameters, **told, **parameters},
        )  # fmt: skip

    def _pooling(self, one: SpanMeasure, annotators: AnnotatorSet, label: int | None) -> str:
        if self.values.basis.pairwise:
            alone = self.values.count_pairs(annotators) == 1
            return "pooled" if alone else "mean of pairs"
        return "mean of labels" if one.mean_of_labels and label is None else one.pooling

    def _reason(
        self, one: SpanMeasure, annotators: AnnotatorSet, used: Used, label: str | None, units: int
    ) -> str:
        if annotators.mask.sum() < 2:
            return "fewer than two annotators"
        if not used.articles:
            return "no article was opened by two of these annotators"
        # By its key nobody would know the label: whoever shows this names it by its title.
        what = "anything" if label is None else "anything with this label"
        if not units or self.values.basis.pairwise:
            return self.values.basis.unmarked.format(what=what)
        of_all_labels = label is None or one.mean_of_labels
        if used.overlapping and of_all_labels and not one.own_overlaps:
            return (
                f"{counted(used.overlapping, 'annotation', 'has', 'have')} overlapping spans of "
                "one annotator, for which this measure has no value; see the values per label, "
                "u_alpha_macro and character_alpha"
            )
        return one.why_undefined


def measures_of_articles(
    statistics: SpanStatistics, bases: list[tuple[Any, dict[str, SpanMeasure]]]
) -> list[Measure]:
    """For each article that two annotators opened, every measure over all labels.

    They have no interval: a single article has nothing to resample.
    """
    people = everyone(statistics.annotators)
    m = statistics.opened_by(people)
    marked = statistics.of(overlap_statistics).marked
    units = np.bincount(marked.article, marked.units, minlength=len(m))
    found: list[Measure] = []
    for basis, measures in bases:
        values = ValuesOfSets(basis, measures, statistics, EachArticle())
        for name, of_article in values.together(people).items():
            one = measures[name]
            pooling = "mean of labels" if one.mean_of_labels else "pooled"
            for article in np.flatnonzero(m >= 2):
                number, observed, expected = (
                    None if rows is None else finite(rows[article])
                    for rows in (of_article.value, of_article.observed, of_article.expected)
                )
                reason = "" if number is not None else _of_article(statistics, article, units)
                measure = Measure(
                    name, number, reason, "article", statistics.spans.articles[article],
                    level=one.level, unit=one.unit or statistics.spans.unit,
                    pooling="mean of pairs" if basis.pairwise else pooling,
                    observed=observed, expected=expected,
                    articles=1, annotators=int(m[article]), units=int(units[article]),
                )  # fmt: skip
                found.append(measure)
    return found


def _of_article(statistics: SpanStatistics, article: int, units: Any) -> str:
    """Why there is no value."""
    if not units[article]:
        return "nobody marked anything in this article"
    if statistics.of(overlap_statistics).overlapping_itself[article].any():
        return "an annotator's own spans overlap in this article"
    return "there is no variation to measure agreement against in this article"


def _column(values: Values, place: int) -> Values:
    observed, expected = (
        None if rows is None else rows[:, place] for rows in (values.observed, values.expected)
    )
    return Values(values.value[:, place], observed, expected)


def _numbers(found: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(number) for name, number in found.items() if np.isfinite(number)}
