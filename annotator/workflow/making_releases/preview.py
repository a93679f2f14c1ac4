"""A look at a release before it is made: kept like any other result that takes a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from annotator import store
from annotator.releases.content import Content, Plan
from annotator.releases.facts import Facts
from annotator.releases.folder import kept_nowhere, make_release
from annotator.releases.preview import ReleasePreview, preview_of
from annotator.releases.privacy import Finding
from annotator.store.accounts import load_accounts
from annotator.store.articles import load_appearances
from annotator.store.counted import reading
from annotator.store.study_rows import fingerprint
from annotator.time_left import Parts, Steps
from annotator.workflow.making_releases.content import load_content, personal_data
from annotator.workflow.models.comparing import beside_fingerprint
from annotator.workflow.results import About, Kind, Source

__all__ = ["PREVIEW", "about_plan"]

ANY_VERSION = "0.0.0"


@dataclass(frozen=True, eq=False)
class ReleaseStudy:
    """What a release would be made from, and what of it tells about people."""

    content: Content
    findings: Sequence[Finding]
    fingerprint: str


def about_plan(plan: Plan) -> About:
    """What of it changes what will be in the release: not its version, and not what was told."""
    plain = replace(plan, version=ANY_VERSION, facts=Facts())
    return {"plan": msgspec.json.encode(plain).decode()}


def _fingerprint(db: store.Store, study_id: int) -> str:
    """Another one whenever work, gold, models, an article's outlet or day, or a name is another."""
    with reading(db):
        people = [(one.name, one.email) for one in load_accounts(db)]
        rows = [*load_appearances(db, study_id), *people]
        return fingerprint(f"release {beside_fingerprint(db, study_id)}", rows)


def _load(db: store.Store, study_id: int, about: About, progress: Steps) -> ReleaseStudy:
    plan = msgspec.json.decode(about["plan"], type=Plan)
    parts = Parts(progress, 9, 1)
    before = _fingerprint(db, study_id)  # what comes in meanwhile makes it old
    content = load_content(db, study_id, plan, parts.next())
    parts.next()
    return ReleaseStudy(content, personal_data(db, content), before)


PREVIEW = Kind(
    "release preview", "The preview of the release", ReleasePreview,
    lambda study, _, tell: preview_of(
        study.content, make_release(study.content, kept_nowhere, tell), study.findings
    ),
    source=Source(_load, _fingerprint, 40.0),
)  # fmt: skip
