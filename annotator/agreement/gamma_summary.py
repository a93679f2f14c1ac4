"""From disorders of articles to measures: the corpus' γ, each article's, intervals and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.gamma_articles import ArticleGamma, Disorder, gamma_of
from annotator.agreement.gamma_chunks import Plan
from annotator.agreement.gamma_continua import Floats
from annotator.agreement.result import Interval, Measure
from annotator.agreement.spans import Spans

POOLING = "1 − ΣD_o / ΣD_e over articles"
WITHOUT_SAMPLING = "; leaves out that D_e is estimated from samples"
SHOWN = 5  # names in a sentence about what was left out


@dataclass(frozen=True)
class Summary:
    """All that is needed to say γ in measures; `left_out`: articles without γ, by reason."""

    spans: Spans
    articles: tuple[ArticleGamma, ...]
    left_out: Mapping[str, Sequence[str]]
    plan: Plan
    resamples: int

    def corpus(self, name: str) -> Measure:
        """One value over all articles: 1 − ΣD_o / ΣD_e."""
        used = [article for article in self.articles if _disorder(article, name).defined]
        reason, low, high = self._why_no_value(used, name)
        observed = _sum(used, name, "observed")
        expected = _sum(used, name, "expected")
        parameters = self._parameters(used, name)
        if reason and used:
            parameters["bounds"] = [low, high]
        elif used:
            parameters["unit_weighted_mean"] = _unit_weighted_mean(used, name)
        return Measure(
            name,
            None if reason else gamma_of(observed, expected),
            reason,
            unit="span",
            pooling=POOLING,
            observed=observed if used else None,
            expected=expected if used else None,
            interval=None if reason else self._interval(used, name),
            articles=len(used),
            annotators=self._annotators(used),
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
        self, used: Sequence[ArticleGamma], name: str
    ) -> tuple[str, float | None, float | None]:
        """A reason ("" when there is a value) and bounds on γ."""
        if not used:
            return self._why_undefined(name), None, None
        least_expected = _sum(used, name, "least_expected")
        low = gamma_of(_sum(used, name, "observed"), least_expected) if least_expected else None
        high = gamma_of(_sum(used, name, "least_observed"), _sum(used, name, "expected"))
        if all(_disorder(article, name).exact for article in used):
            return "", low, high
        at_least = "below" if low is None else f"between {low:.4f} and"
        words = [word for article in used for word in article.unproved]
        more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
        return (
            f"only known to lie {at_least} {high:.4f}: not every best alignment was found within "
            f"{self.plan.seconds:g} s a component; {words[0]}{more}",
            low,
            high,
        )

    def _why_undefined(self, name: str) -> str:
        reasons = {_disorder(article, name).reason: None for article in self.articles}
        reasons |= dict.fromkeys(self.left_out)
        if not reasons:
            return "there is no article"
        if len(reasons) == 1 and len(self.spans.articles) == 1:
            return next(iter(reasons))
        return "undefined in every article: " + "; ".join(reasons)

    def _sentences(self, name: str) -> tuple[str, ...]:
        """What was left out, and why."""
        groups = {reason: list(names) for reason, names in self.left_out.items()}
        for article in self.articles:
            if reason := _disorder(article, name).reason:
                groups.setdefault(reason, []).append(article.article)
        sentences = [f"{_articles(names)}: {reason}" for reason, names in groups.items()]
        return (*sentences, *_lost_samples(self.articles, name))

    def _annotators(self, used: Sequence[ArticleGamma]) -> int:
        """How many annotators opened one of these articles."""
        names = {article.article for article in used}
        rows = [index for index, name in enumerate(self.spans.articles) if name in names]
        return int(self.spans.seen[rows].any(axis=0).sum())

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
            "exact": all(not article.unproved for article in used),
        }
        if used:
            parameters["expected_standard_error"] = _standard_error(used, name)
        return parameters

    def _interval(self, used: Sequence[ArticleGamma], name: str) -> Interval | None:
        if not self.resamples:
            return None
        sums = np.array([[_disorder(a, name).observed, _disorder(a, name).expected] for a in used])
        runs = bootstrap(sums, _gammas, resamples=self.resamples, seed=self.plan.seed)
        interval = runs.interval()
        if interval.low is None:
            return interval
        return replace(interval, method=interval.method + WITHOUT_SAMPLING)


def _gammas(sums: Floats) -> Floats:
    values: Floats = 1 - sums[:, 0] / sums[:, 1]
    return values


def _disorder(article: ArticleGamma, name: str) -> Disorder:
    if name == "gamma":
        return article.gamma
    if article.gamma_cat is None:
        raise ValueError("gamma_cat was not computed")
    return article.gamma_cat


def _sum(articles: Sequence[ArticleGamma], name: str, part: str) -> float:
    return float(sum(getattr(_disorder(article, name), part) for article in articles))


def _unit_weighted_mean(articles: Sequence[ArticleGamma], name: str) -> float:
    weighted = [(article.units, _disorder(article, name).value or 0.0) for article in articles]
    return float(sum(u * value for u, value in weighted) / sum(u for u, _ in weighted))


def _standard_error(articles: Sequence[ArticleGamma], name: str) -> float:
    """Of ΣD_e, from the spread of the samples."""
    disorders = [_disorder(article, name) for article in articles]
    return float(np.sqrt(sum(d.deviation**2 / max(1, d.samples) for d in disorders)))


def _lost_samples(articles: Sequence[ArticleGamma], name: str) -> tuple[str, ...]:
    lost = sum(_disorder(article, name).undefined_samples for article in articles)
    if not lost:
        return ()
    return (f"{lost} sample(s): no two aligned units overlap closely enough to compare labels",)


def _articles(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN]) + (", ..." if len(names) > SHOWN else "")
    return f"{len(names)} article(s) ({shown})"
