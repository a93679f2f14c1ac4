"""γ of a study as values: what was found of its articles, put together for a page.

report = gamma_report(articles, found, changed=..., settings=settings)
report.gamma        # three summaries over articles, each a Measure that names its pooling
report.rows         # one article each
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.gamma.articles import ArticleGamma, Disorder
from annotator.agreement.gamma.by_article import FoundGamma, GammaSettings
from annotator.agreement.gamma.summary import Summary
from annotator.agreement.measure import Measure

__all__ = ["GammaArticle", "GammaReport", "GammaRow", "LeftOut", "gamma_report"]


# In a study opened means submitted.
IN_A_STUDY = {
    "nobody opened it": "nobody has submitted it yet",
    "only one annotator opened it": "only one annotator has submitted it yet",
}


@dataclass(frozen=True)
class GammaArticle:
    """An article of the study and who has submitted it."""

    id: int
    title: str
    annotators: tuple[str, ...]


@dataclass(frozen=True)
class GammaRow:
    """One article's line."""

    id: int
    title: str
    annotators: int
    units: int
    gamma: Measure
    gamma_cat: Measure
    disorder: Disorder
    methods: tuple[str, ...]
    unproved: tuple[str, ...]
    changed: bool  # its annotations are not those this was computed from


@dataclass(frozen=True)
class LeftOut:
    """Articles without γ, and why."""

    reason: str
    articles: tuple[GammaArticle, ...]


@dataclass(frozen=True)
class GammaReport:
    """γ and γ_cat of a study; each of `gamma` and `gamma_cat` is the same over articles in
    another way: of sums, weighted by units, and each article alike."""

    settings: GammaSettings
    gamma: tuple[Measure, Measure, Measure]
    gamma_cat: tuple[Measure, Measure, Measure]
    rows: tuple[GammaRow, ...]
    left_out: tuple[LeftOut, ...]
    articles: int  # in the study
    computed: int  # of these, with a result (a reason is one too)
    changed: int  # of these, whose annotations changed since

    @property
    def missing(self) -> int:
        """Articles without a result."""
        return self.articles - self.computed

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(sorted({method for row in self.rows for method in row.methods}))

    @property
    def open(self) -> tuple[GammaRow, ...]:
        """Articles with a best alignment that was not proved in the time limit."""
        return tuple(row for row in self.rows if row.unproved)


def gamma_report(
    articles: Sequence[GammaArticle],
    found: Mapping[int, FoundGamma],
    *,
    changed: Collection[int],
    settings: GammaSettings,
    resamples: int = RESAMPLES,
) -> GammaReport:
    """From what is known of the articles; `found` by article, `changed` those it is too old for."""
    known = [article for article in articles if article.id in found]
    names = _names(known)
    gammas = {
        article.id: replace(one, article=names[article.id])
        for article in known
        if (one := found[article.id].gamma) is not None
    }
    without: dict[str, list[GammaArticle]] = {}
    for article in known:
        if article.id not in gammas:
            reason = found[article.id].reason
            without.setdefault(IN_A_STUDY.get(reason, reason), []).append(article)
    summary = Summary(
        {names[article.id]: article.annotators for article in known},
        tuple(gammas.values()),
        {reason: [names[one.id] for one in some] for reason, some in without.items()},
        settings.plan,
        resamples,
    )
    return GammaReport(
        settings=settings,
        gamma=summary.pooled("gamma"),
        gamma_cat=summary.pooled("gamma_cat"),
        rows=tuple(
            _row(summary, article, gammas[article.id], article.id in changed)
            for article in known
            if article.id in gammas
        ),
        left_out=tuple(LeftOut(reason, tuple(some)) for reason, some in without.items()),
        articles=len(articles),
        computed=len(known),
        changed=sum(article.id in changed for article in known),
    )


def _row(summary: Summary, article: GammaArticle, found: ArticleGamma, changed: bool) -> GammaRow:
    return GammaRow(
        article.id,
        article.title,
        found.annotators,
        found.units,
        summary.article("gamma", found),
        summary.article("gamma_cat", found),
        found.gamma,
        found.methods,
        found.unproved,
        changed,
    )


def _names(articles: Sequence[GammaArticle]) -> dict[int, str]:
    """Titles, told apart by their number where two are equal."""
    titles = [article.title or "Untitled" for article in articles]
    return {
        article.id: title if titles.count(title) == 1 else f"{title} (number {article.id})"
        for article, title in zip(articles, titles, strict=True)
    }
