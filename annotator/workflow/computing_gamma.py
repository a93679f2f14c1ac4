"""γ of a study: computed for the articles that changed, kept article by article.

Every article is kept as soon as it is done, so a run that is cancelled, or whose process dies,
loses only the articles it was in the middle of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from annotator import store
from annotator.agreement.gamma.by_article import (
    FoundGamma,
    GammaSettings,
    HowFar,
    found_from_json,
    gamma_by_article,
)
from annotator.agreement.spans.spans import Spans
from annotator.errors import StudyError
from annotator.plural import counted
from annotator.reports.gamma_report import GammaArticle, GammaReport, gamma_report
from annotator.reports.study_marks import spans_of_rows, why_nothing
from annotator.store import gamma_results as kept
from annotator.store.counted import Counted, load_marked, reading
from annotator.store.study_rows import fingerprint, load_study_state

__all__ = ["GammaState", "compute_gamma", "gamma_state", "why_no_gamma"]

GAMMA_FORMAT = "1"  # raise it when the same marks and settings would give other numbers


@dataclass(frozen=True)
class GammaState:
    """What is known of γ with some settings, beside the annotations as they are now."""

    settings: GammaSettings
    articles: tuple[GammaArticle, ...]
    submitted: Mapping[int, Sequence[Counted]]
    lengths: Mapping[int, int]
    fingerprints: Mapping[int, str]
    kept: Mapping[int, kept.KeptGamma]

    @property
    def changed(self) -> frozenset[int]:
        """Articles whose result was computed from other annotations than those of now."""
        return frozenset(
            article for article, row in self.kept.items()
            if row.fingerprint != self.fingerprints[article]
        )  # fmt: skip

    @property
    def todo(self) -> tuple[int, ...]:
        """What a run would compute: new, changed, or open while the time limit has been raised."""
        changed = self.changed
        return tuple(
            article.id
            for article in self.articles
            if article.id in changed
            or (row := self.kept.get(article.id)) is None
            or (not row.exact and row.seconds < self.settings.seconds)
        )

    def report(self) -> GammaReport:
        found = {article: found_from_json(json.loads(row.payload))
                 for article, row in self.kept.items()}  # fmt: skip
        return gamma_report(self.articles, found, changed=self.changed, settings=self.settings)


def gamma_state(db: store.Store, study_id: int, settings: GammaSettings) -> GammaState:
    """All read in one moment."""
    with reading(db):
        state = load_study_state(db, study_id)
        found = kept.load_gamma_articles(db, study_id, asdict(settings))
    submitted: dict[int, list[Counted]] = {article: [] for article, _, _ in state.articles}
    for one in state.counted:
        if one.state == "submitted":
            submitted[one.article].append(one)
    return GammaState(
        settings,
        tuple(
            GammaArticle(article, title, tuple(one.annotator for one in submitted[article]))
            for article, title, _ in state.articles
        ),
        submitted,
        {article: length for article, _, length in state.articles},
        {
            article: fingerprint(
                f"gamma {GAMMA_FORMAT}", [(o.annotator, o.id, o.content_sha256) for o in some]
            )
            for article, some in submitted.items()
        },
        found,
    )


def why_no_gamma(state: GammaState) -> str:
    """Why there is nothing to compute yet; "" when there is something."""
    return why_nothing([article.annotators for article in state.articles])


def compute_gamma(
    db: store.Store,
    study_id: int,
    settings: GammaSettings,
    *,
    run_id: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    processes: int | None = None,
    gentle: bool = False,
) -> str:
    """Compute and keep what is not known yet; one sentence about it.

    `run_id` is a run that was begun already (`start_gamma_run`); somebody else may ask it to stop.
    Raises StudyError when it was, or when there is nothing to compute.
    """
    if run_id is None:
        run_id = kept.start_gamma_run(db, study_id, asdict(settings))
    try:
        return _compute(db, study_id, settings, run_id, progress, processes, gentle)
    finally:
        kept.finish_gamma_run(db, run_id)  # stays open only where the whole process dies


def _compute(
    db: store.Store,
    study_id: int,
    settings: GammaSettings,
    run_id: int,
    progress: Callable[[str, int, int], None] | None,
    processes: int | None,
    gentle: bool,
) -> str:
    with reading(db):
        state = gamma_state(db, study_id, settings)
        if why := why_no_gamma(state):
            raise StudyError(why)
        spans = _spans(db, study_id, state)
    computed = 0

    def check() -> None:
        if kept.gamma_should_stop(db, run_id):
            raise StudyError(
                f"Cancelled. {counted(computed, 'article')} of {len(state.todo)} done and kept; "
                "computing again goes on from there."
            )

    def report(how_far: HowFar) -> None:
        if progress is not None:
            progress(how_far.words, how_far.done, how_far.total)

    for found in gamma_by_article(
        spans, settings, processes=processes, gentle=gentle, check=check, report=report
    ):
        _keep(db, state, found)
        computed += 1
    known = len(state.articles) - computed
    return f"γ is computed: {counted(computed, 'article')} now" + (
        f", {known} kept from before." if known else "."
    )


def _keep(db: store.Store, state: GammaState, found: FoundGamma) -> None:
    article = int(found.article)
    kept.save_gamma_article(
        db,
        article,
        asdict(state.settings),
        state.fingerprints[article],
        json.dumps(found.as_json(), allow_nan=False),
        exact=found.gamma is None or not found.gamma.unproved,
    )


def _spans(db: store.Store, study_id: int, state: GammaState) -> Spans:
    """The submitted marks of the articles that have to be computed."""
    todo = state.todo
    submitted = [one for article in todo for one in state.submitted[article]]
    lengths = {article: state.lengths[article] for article in todo}
    return spans_of_rows(load_marked(db, submitted), submitted, lengths)
