"""From a study's work and gold to the report of each annotator against the gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.bootstrap import FEW_CLUSTERS, RESAMPLES, bootstrap
from annotator.agreement.measure import Interval, Measure
from annotator.plural import counted
from annotator.reports.gold.answers_beside import answers_beside
from annotator.reports.gold.by_hand import labels_by_hand
from annotator.reports.gold.comparison import RATES, Comparison, compare, labels_beside, rates
from annotator.reports.gold.gold_report import AgainstGold, Fates, GoldReport
from annotator.reports.gold.gold_study import GoldStudy
from annotator.time_left import Parts, Steps, one_by_one, unheard

__all__ = ["Drawing", "build_gold_report"]

_SHARES = (40.0, 40.0, 5.0, 15.0)  # of the time: comparing, intervals of each, of all, answers
IN_CELLS = ("f1_exact", "f1_overlap", "f1_character")


def build_gold_report(
    study: GoldStudy, *, resamples: int = RESAMPLES, seed: int | None = None,
    progress: Steps = unheard,
) -> GoldReport:  # fmt: skip
    """Everything about the gold as it stands; intervals over articles, by the study's seed."""
    parts = Parts(progress, *_SHARES)
    marks = study.marks
    seed = marks.study.seed if seed is None else seed
    titles = {label.key: label.title for label in marks.scheme.labels}
    labels = labels_beside(marks.spans, study.golds)
    settled = sum(one.id in study.settled for one in marks.articles)
    beside = [one for one in _compared(study, parts.next()) if one[2].compared.any()]
    drawn = Drawing(labels, titles, resamples, seed)
    each = [drawn.annotator(*one) for one in one_by_one(beside, parts.next())]
    parts.next()
    overall, by_label = drawn.together([one for _, _, one in beside]) if beside else (None, ())
    return GoldReport(
        study_id=marks.study.id,
        title=marks.study.title,
        scheme_title=marks.scheme.title,
        articles=len(marks.articles),
        settled=settled,
        open_passages=study.open_passages,
        gold=len({one.group for one in study.golds if one.article in study.settled}),
        reason=_reason(study, settled, bool(beside)),
        notes=_notes(study, settled) if beside else (),
        resamples=resamples,
        seed=seed,
        overall=overall,
        annotators=tuple(one for one, _ in each),
        by_label=by_label,
        cells=tuple(cell for _, cells in each for cell in cells),
        settled_by=study.settled_by,
        by_hand=labels_by_hand(study.by_hand, titles),
        hand_decisions=len(study.by_hand),
        answers=answers_beside(study, resamples, seed, parts.next()),
    )


def _compared(study: GoldStudy, tell: Steps) -> list[tuple[str, int, Comparison]]:
    """Every annotator: pseudonym, articles left out because they settled them, comparison."""
    spans = study.marks.spans
    ids = [one.id for one in study.marks.articles]
    found = []
    for who, name in one_by_one(list(enumerate(spans.annotators)), tell):
        own = study.settled_by_self.get(name, frozenset())
        articles: Bools = np.array([one in study.settled and one not in own for one in ids], bool)
        left_out = sum(
            bool(spans.seen[row, who]) for row, one in enumerate(ids)
            if one in study.settled and one in own
        )  # fmt: skip
        found.append((name, left_out, compare(spans, who, articles, study.golds)))
    return found


class Drawing:
    """Makes measures with intervals: all of one annotator, or of all together, share resamples."""

    def __init__(
        self, labels: Sequence[str], titles: Mapping[str, str], resamples: int, seed: int
    ) -> None:
        self.labels = labels
        self.titles = titles
        self.resamples = resamples
        self.seed = seed

    def annotator(
        self, name: str, left_out: int, one: Comparison
    ) -> tuple[AgainstGold, list[AgainstGold]]:
        """All labels together, and F1 of each label."""
        articles = int(one.compared.sum())
        whole, *of_labels = self._measures(one.sums[one.compared], "annotator", name)
        cells = []
        for place, key in enumerate(self.labels):
            fates = _of_label([one], place)
            if fates.gold or fates.marks:
                shown = tuple(each for each in of_labels[place] if each.name in IN_CELLS)
                cells.append(AgainstGold(name, key, articles, 0, fates, shown))
        return AgainstGold(name, name, articles, left_out, _of_all([one]), whole), cells

    def together(self, some: Sequence[Comparison]) -> tuple[AgainstGold, tuple[AgainstGold, ...]]:
        """All annotators: their sums added, article by article; and the same of each label.

        Labels that neither they nor the gold used are left out.
        """
        sums: Floats = np.sum([one.sums for one in some], axis=0)
        compared: Bools = np.any([one.compared for one in some], axis=0)
        articles = int(compared.sum())
        whole, *of_labels = self._measures(sums[compared], "all", "")
        by_label = []
        for place, key in enumerate(self.labels):
            fates = _of_label(some, place)
            if fates.gold or fates.marks:
                title = self.titles.get(key, key)
                by_label.append(AgainstGold(key, title, articles, 0, fates, of_labels[place]))
        everybody = AgainstGold("", "All annotators", articles, 0, _of_all(some), whole)
        return everybody, tuple(by_label)

    def _measures(self, sums: Floats, scope: str, id: str) -> list[tuple[Measure, ...]]:
        """Of all labels together, then of each; `sums` has shape (n_articles, n_labels, 11)."""
        every = np.concatenate([sums.sum(axis=1, keepdims=True), sums], axis=1)
        n, width, _ = every.shape

        def values(totals: Floats) -> Floats:
            return rates(totals.reshape(-1, width, sums.shape[-1])).reshape(len(totals), -1)

        drawn = bootstrap(
            every.reshape(n, -1), values, resamples=self.resamples, seed=self.seed
        )  # fmt: skip
        totals = every.sum(axis=0)
        found = rates(totals)
        return [
            tuple(
                _measure(
                    name, float(found[row, place]),
                    drawn.interval(row * len(RATES) + place, least=0.0),
                    scope, id, self.labels[row - 1] if row else None, totals[row], n,
                )
                for place, name in enumerate(RATES)
            )
            for row in range(width)
        ]  # fmt: skip


def _measure(
    name: str, value: float, interval: Interval, scope: str, id: str, label: str | None,
    total: Floats, articles: int,
) -> Measure:  # fmt: skip
    undefined = bool(np.isnan(value))
    mine, gold = int(total[0]), int(total[1])
    empty = ["nothing was marked"] * (not mine) + ["the gold is empty"] * (not gold)
    return Measure(
        name, None if undefined else value, " and ".join(empty) if undefined else "",
        scope=scope, id=id, label=label,
        unit="character" if name.endswith("character") else "span",
        interval=None if undefined else interval,
        articles=articles, units=mine, parameters={"gold": gold},
    )  # fmt: skip


def _of_all(some: Sequence[Comparison]) -> Fates:
    return _fates(some, slice(None))


def _of_label(some: Sequence[Comparison], label: int) -> Fates:
    return _fates(some, slice(label, label + 1))


def _fates(some: Sequence[Comparison], labels: slice) -> Fates:
    columns = ("right", "boundary", "other", "missed", "extra", "marks")
    return Fates(*(sum(int(getattr(one, name)[labels].sum()) for one in some) for name in columns))


def _reason(study: GoldStudy, settled: int, something: bool) -> str:
    if not study.settled_by:
        return "Nothing is settled yet: apply a rule, or decide passages by hand."
    if not settled:
        return (
            "In no article is everything settled, by votes of two annotators who are in the study; "
            "an annotator is compared with the gold of articles in which it is."
        )
    if not something:
        return "Nobody submitted an article that is settled, other than those who settled it."
    return ""


def _notes(study: GoldStudy, settled: int) -> tuple[str, ...]:
    by_rule = sum(one.gold for one in study.settled_by if one.how not in ("by hand", "from a file"))
    every = sum(one.gold for one in study.settled_by)
    notes = []
    if by_rule:
        notes.append(
            f"{by_rule:,} of {every:,} gold marks were made by a rule from the annotators' own "
            "votes: agreement with them is high by construction."
        )
    if left := len(study.marks.articles) - settled:
        notes.append(
            f"{counted(left, 'article', 'is', 'are')} left out: something in "
            f"{'it' if left == 1 else 'them'} is still open."
        )
    if settled < FEW_CLUSTERS:
        notes.append(
            f"Only {counted(settled, 'article', 'is', 'are')} settled: below {FEW_CLUSTERS} an "
            "interval is a rough guide."
        )
    return tuple(notes)
