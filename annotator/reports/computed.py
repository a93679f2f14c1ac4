"""Every measure of a report, and what is kept of them until the next report.

After a change of some articles, sums over articles are brought up to date instead of added up again
(`annotator.agreement.spans.kept_sums`); articles that stayed as they were keep their values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.agreement.bootstrap import MANY_CLUSTERS
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_measures import measures_by_article
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.kept_sums import Change, Sums
from annotator.agreement.spans.span_measures import SCOPES, corpus_measures
from annotator.reports.kept_answers import KeptAnswers
from annotator.reports.measure_table import MeasureTable
from annotator.reports.report import ArticleReport, QuestionReport
from annotator.reports.study_sums import StudySums

OVERALL = ("f1_exact", "f1_overlap", "f1_iou", "f1_character", "character_alpha", "u_alpha",
           "u_alpha_macro", "bar_u_alpha", "cu_alpha", "k_u_alpha", "percent_agreement",
           "gwet_ac1", "alpha_u_1995")  # fmt: skip
MEASURES = (*OVERALL, "specific_agreement")
# Of each article and each pair:
OF_ARTICLES = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha_macro")

ByArticle = dict[str, dict[str, Measure]]  # id -> name -> measure


@dataclass(frozen=True, eq=False)
class Computed:
    """The measures of `study`. `articles`, `questions` and `answers` gather what a report makes of
    them."""

    study: StudySums
    sums: Sums
    measures: MeasureTable
    by_article: ByArticle
    change: Change | None
    articles: dict[int, ArticleReport]
    questions: dict[str, QuestionReport]
    answers: dict[str, KeptAnswers]

    @property
    def changed(self) -> list[int]:
        """The ids of the articles that changed since the report before."""
        places = [] if self.change is None else self.change.articles.tolist()
        return [self.study.articles[place].id for place in places]


def computed(
    study: StudySums,
    *,
    resamples: int,
    seed: int,
    earlier: Computed | None = None,
    change: Change | None = None,
) -> Computed:
    """With a `change` since `earlier`, only what it touches; `earlier` is used up then."""
    statistics = study.statistics
    usable = statistics.overlap.annotators_per_article >= 2
    if earlier is None or change is None or not _fits(earlier, int(usable.sum()), resamples, seed):
        drawn = ArticleResamples(usable, resamples=resamples, seed=seed)
        sums = Sums(statistics, drawn, keeps=True)
        by_article = _by_article(measures_by_article(statistics, OF_ARTICLES))
        found = corpus_measures(sums, MEASURES, scopes=SCOPES)
        return Computed(study, sums, MeasureTable(found), by_article, None, {}, {}, {})
    drawn = earlier.sums.drawn.with_usable(usable)
    sums = Sums(statistics, drawn, keeps=True, earlier=earlier.sums, change=change)
    found = corpus_measures(sums, MEASURES, scopes=SCOPES)
    sums.forget_earlier()
    by_article, places = earlier.by_article, change.articles.tolist()
    for place in places:
        by_article.pop(statistics.articles[place], None)
    by_article |= _by_article(measures_by_article(change.after, OF_ARTICLES))
    articles = earlier.articles
    for place in places:
        articles.pop(study.articles[place].id, None)
    questions = {
        key: report
        for key, report in earlier.questions.items()
        if study.answers[key] is earlier.study.answers[key]
    }
    return Computed(
        study, sums, MeasureTable(found), by_article, change, articles, questions, earlier.answers
    )


def _fits(earlier: Computed, usable: int, resamples: int, seed: int) -> bool:
    """Whether the same articles would be drawn as often as before."""
    drawn = earlier.sums.drawn
    few = min(usable, drawn.articles) < MANY_CLUSTERS
    return (drawn.resamples, drawn.seed) == (resamples, seed) and not few


def _by_article(measures: Iterable[Measure]) -> ByArticle:
    found: ByArticle = {}
    for measure in measures:
        found.setdefault(measure.id, {})[measure.name] = measure
    return found
