"""What will be in a release, as its page shows it before the release is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.models import Scheme
from annotator.releases.content import Content, Lost
from annotator.releases.folder import Release
from annotator.releases.privacy import Finding, seen_as
from annotator.releases.splits import Split

__all__ = ["ReleasePreview", "SplitPreview", "preview_of"]

FINDINGS_SHOWN = 100
GROUPS_SHOWN = 50


@dataclass(frozen=True)
class SplitPreview:
    """`parts` are their names and how many articles each has; `labels` are titles, each with its
    marks in every part; `together` the first of `groups` groups of articles, each with the reason.
    """

    sentence: str
    parts: Sequence[tuple[str, int]]
    labels: Sequence[tuple[str, Sequence[int]]]
    together: Sequence[tuple[str, Sequence[int]]]
    groups: int


@dataclass(frozen=True)
class ReleasePreview:
    """`findings` are the first of the `found` places that tell about people; who has looked at them
    says so with `seen`. `losses` are formats, each with what it cannot hold."""

    articles: int
    annotators: int
    annotations: int
    gold_marks: int
    files: int
    losses: Sequence[tuple[str, Sequence[Lost]]]
    split: SplitPreview | None
    findings: Sequence[Finding]
    found: int
    seen: str


def preview_of(content: Content, release: Release, findings: Sequence[Finding]) -> ReleasePreview:
    work = content.work
    return ReleasePreview(
        articles=len(work.articles),
        annotators=len(work.annotators),
        annotations=len(work.work),
        gold_marks=len(content.gold.spans),
        files=len(release.files),
        losses=list(release.losses.items()),
        split=_split(release.split, work.scheme) if release.split is not None else None,
        findings=findings[:FINDINGS_SHOWN],
        found=len(findings),
        seen=seen_as(findings),
    )


def _split(split: Split, scheme: Scheme) -> SplitPreview:
    counts = split.labels.values()
    return SplitPreview(
        sentence=split.sentence,
        parts=[(part, split.count(part)) for part in split.labels],
        labels=[(one.title, [some.get(one.key, 0) for some in counts]) for one in scheme.labels],
        together=split.groups[:GROUPS_SHOWN],
        groups=len(split.groups),
    )
