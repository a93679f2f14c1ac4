"""From disorders of articles to measures: the corpus' γ, each article's, intervals and words."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.gamma.articles import ArticleGamma, Disorder, gamma_of
from annotator.agreement.gamma.chunks import Plan
from annotator.agreement.measure import Interval, Measure
from annotator.plural import counted

POOLING = "1 − ΣD_o / ΣD_e over articles"
UNIT_WEIGHTED = "mean of articles, weighted by their units"
MEAN = "mean of articles"
POOLINGS = (POOLING, UNIT_WEIGHTED, MEAN)
WITHOUT_SAMPLING = "; leaves out that D_e is estimated from samples"
SHOWN = 5  # names in a sentence about what was left out


@dataclass(frozen=True)
class Summary:
    """All that is needed to say γ in measures.

    `opened` says of every article who opened it, in any form of name; `left_out` names articles
    without γ by reason.
    """

    opened: Mapping[str, Collection[Hashable]]
    articles: tuple[ArticleGamma, ...]
    left_out: Mapping[str, Sequence[str]]
    plan: Plan
    resamples: int

    def corpus(self, name: str) -> Measure:
        """One value over all articles: 1 − ΣD_o / ΣD_e; the means stand in its parameters."""
        whole, weighted, mean = self.pooled(name)
        if whole.value is None:
            return whole
        means = {"unit_weighted_mean": weighted.value, "mean_of_articles": mean.value}
        return replace(whole, parameters={**whole.parameters, **means})

    def pooled(self, name: str) -> tuple[Measure, Measure, Measure]:
        """The three summaries over articles, each named as what it is (see `POOLINGS`)."""
        used = [article for article in self.articles if _disorder(article, name).defined]
        intervals = self._intervals(used, name)
        whole, weighted, mean = (
            self._pooled(used, name, place, intervals[place]) for place in range(len(POOLINGS))
        )
        return whole, weighted, mean

    def _pooled(
        self, used: Sequence[ArticleGamma], name: str, place: int, interval: Interval | None
    ) -> Measure:
        reason, low, high = self._why_no_value(used, name, place)
        parameters = self._parameters(used, name)
        if reason and used:
            parameters["bounds"] = [low, high]
        sums = not place and bool(used)
        return Measure(
            name,
            None if reason else high,
            reason,
            unit="span",
            pooling=POOLINGS[place],
            observed=_sum(used, name, "observed") if sums else None,
            expected=_sum(used, name, "expected") if sums else None,
            interval=None if reason else interval,
            articles=len(used),
            annotators=len({who for article in used for who in self.opened[article.article]}),
            units=sum(article.units for article in used),
            left_out=self._sentences(name),
            parameters=parameters,
        )

    def article(self, name: str, article: ArticleGamma) -> Measure:
        """The value of one article."""
        disorder = _disorder(article, name)
        value = disorder.value
        reason = disorder.reason
        parameters = self._parameters([article], name)
        if value is None and not reason:
            reason, low, high = self._why_no_value([article], name)
            parameters["bounds"] = [low, high]
        return Measure(
            name,
            value,
            reason,
            scope="article",
            id=article.article,
            unit="span",
            pooling="one article",
            observed=disorder.observed,
            expected=disorder.expected,
            articles=1,
            annotators=article.annotators,
            units=article.units,
            left_out=_lost_samples([article], name),
            parameters=parameters,
        )

    def _why_no_value(
        self, used: Sequence[ArticleGamma], name: str, place: int = 0
    ) -> tuple[str, float | None, float | None]:
        """A reason ("" when there is a value) and bounds on γ, equal when there is a value."""
        if not used:
            return self._why_undefined(name), None, None
        disorders = [_disorder(article, name) for article in used]
        low, high = _bounds(disorders, [article.units for article in used], place)
        open_ = [article for article in used if not _disorder(article, name).exact]
        if not open_:
            return "", low, high
        at_least = "below" if low is None else f"between {low:.4f} and"
        words = [f"article {one.article}, {word}" for one in open_ for word in one.unproved]
        more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
        return (
            f"not exact, only known to lie {at_least} {high:.4f}: not every best alignment was "
            f"found within {self.plan.limit_in_words}; {words[0]}{more}",
            low,
            high,
        )

    def _why_undefined(self, name: str) -> str:
        reasons = {_disorder(article, name).reason: None for article in self.articles}
        reasons |= dict.fromkeys(self.left_out)
        if not reasons:
            return "there is no article"
        if len(reasons) == 1 and len(self.opened) == 1:
            return next(iter(reasons))
        return "no value in any article: " + "; ".join(reasons)

    def _sentences(self, name: str) -> tuple[str, ...]:
        """What was left out, and why."""
        groups = {reason: list(names) for reason, names in self.left_out.items()}
        for article in self.articles:
            if reason := _disorder(article, name).reason:
                groups.setdefault(reason, []).append(article.article)
        sentences = []
        for reason, names in groups.items():
            shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
            sentences.append(f"{counted(len(names), 'article')} ({shown}): {reason}")
        return (*sentences, *_lost_samples(self.articles, name))

    def _parameters(self, used: Sequence[ArticleGamma], name: str) -> dict[str, Any]:
        drawn = sorted({a.gamma.samples for a in used})
        plan = self.plan
        parameters: dict[str, Any] = {
            "alpha": plan.dissimilarity.alpha,
            "beta": plan.dissimilarity.beta,
            "delta_empty": 1.0,
            "sampler": plan.sampler,
            "samples": drawn[0] if len(drawn) == 1 else [drawn[0], drawn[-1]] if drawn else 0,
            "seed": plan.seed,
            "exact": all(_disorder(article, name).exact for article in used),
            "methods": sorted({method for article in used for method in article.methods}),
        }
        if name == "gamma_cat":
            parameters["range"] = "at most 1, without a lower bound"
        if used:
            # Of ΣD_e, from the spread of the samples.
            each = [_disorder(article, name) for article in used]
            variance = sum(d.deviation**2 / max(1, d.samples) for d in each)
            parameters["expected_standard_error"] = float(np.sqrt(variance))
        return parameters

    def _intervals(self, used: Sequence[ArticleGamma], name: str) -> list[Interval | None]:
        """One for each of `POOLINGS`, all from the same resamples."""
        if not self.resamples or not all(_disorder(a, name).exact for a in used) or not used:
            return [None] * len(POOLINGS)
        rows = []
        for article in used:
            d, units = _disorder(article, name), float(article.units)
            value = d.value or 0.0
            rows.append([d.observed, d.expected, units * value, units, value, 1.0])
        statistics = np.array(rows, dtype=np.float64)
        runs = bootstrap(statistics, _gammas, resamples=self.resamples, seed=self.plan.seed)
        found: list[Interval | None] = []
        for place in range(len(POOLINGS)):
            one = runs.interval(place)
            said = one if one.low is None else replace(one, method=one.method + WITHOUT_SAMPLING)
            found.append(said)
        return found


def _gammas(sums: Floats) -> Floats:
    """The three summaries from sums of shape (b, 6)."""
    return np.stack(
        [1 - sums[:, 0] / sums[:, 1], sums[:, 2] / sums[:, 3], sums[:, 4] / sums[:, 5]], axis=1
    )


def _bounds(
    disorders: Sequence[Disorder], units: Sequence[int], place: int
) -> tuple[float | None, float]:
    """What γ is at least (None: nothing is known) and at most, by the summary at `place`."""
    if place == 0:
        least, expected = (
            sum(getattr(d, part) or 0.0 for d in disorders)
            for part in ("least_expected", "expected")
        )
        observed = sum(d.observed or 0.0 for d in disorders)
        least_observed = sum(d.least_observed for d in disorders)
        low = gamma_of(observed, least) if least > 0 else None
        return low, gamma_of(least_observed, expected)
    weights = [float(count) for count in units] if place == 1 else [1.0] * len(units)
    lows = [d.low for d in disorders]
    highs = [d.high for d in disorders]
    lowest = None
    if not any(one is None for one in lows):
        lowest = sum(w * (one or 0.0) for w, one in zip(weights, lows, strict=True)) / sum(weights)
    return lowest, sum(w * one for w, one in zip(weights, highs, strict=True)) / sum(weights)


def _disorder(article: ArticleGamma, name: str) -> Disorder:
    if name == "gamma":
        return article.gamma
    if article.gamma_cat is None:
        raise ValueError("gamma_cat was not computed")
    return article.gamma_cat


def _sum(articles: Sequence[ArticleGamma], name: str, part: str) -> float:
    return float(sum(getattr(_disorder(article, name), part) for article in articles))


def _lost_samples(articles: Sequence[ArticleGamma], name: str) -> tuple[str, ...]:
    lost = sum(_disorder(article, name).undefined_samples for article in articles)
    if not lost:
        return ()
    return (
        f"{counted(lost, 'sample')}: no two aligned units overlap closely enough to compare labels",
    )
