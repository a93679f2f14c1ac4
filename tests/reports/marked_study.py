"""Small studies as `StudyMarks`, with times of submission and groups, for the tests of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from report_study import scheme

from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.reports.study_marks import ArticleName, StudyMarks
from annotator.reports.subjects import Subject, find_subject
from annotator.store.records import Study

LENGTH = 200
STUDY = Study(7, "Bridge", 1, "small", 2, 11, False, "", "2026-01-01", "")


def study_marks(
    marks: Sequence[Mark],
    *,
    seen: Sequence[tuple[str, str]],
    groups: Mapping[str, str] | None = None,
    tones: Mapping[tuple[int, str], str] | None = None,
    times: Mapping[tuple[int, str], str] | None = None,
) -> StudyMarks:
    """Articles are named "1", "2", ... and submitted one a day, in their order, unless told."""
    ids = sorted({int(article) for article, _ in seen})
    spans = spans_from_marks(
        marks, lengths={str(number): LENGTH for number in ids}, seen=seen,
        labels=scheme().label_keys,
    )  # fmt: skip
    moments = {
        (int(article), who): f"2026-01-{int(article):02d}T10:00:00.000000Z" for article, who in seen
    }
    return StudyMarks(
        STUDY, scheme(), tuple(ArticleName(number, f"Article {number}") for number in ids), spans,
        {**moments, **(times or {})}, {"tone": dict(tones or {})}, groups or {}, fingerprint="now",
    )  # fmt: skip


def crowd(
    articles: int = 24, who: Sequence[str] = ("ann", "bob", "cy", "dee"), *, seed: int = 1
) -> StudyMarks:
    """Two passages an article. ann and bob slip a little; cy marks half, dee takes one for another.

    ann and bob are the group "old", the others "new".
    """
    rng = np.random.default_rng(seed)
    marks: list[Mark] = []
    tones: dict[tuple[int, str], str] = {}
    for number in range(1, articles + 1):
        truth = ("good", "even", "bad")[int(rng.integers(3))]
        for name in who:
            for label, start in (("loaded", 20), ("claim", 100)):
                at, end = start + int(rng.integers(0, 3)), start + 20 + int(rng.integers(0, 3))
                if name == "cy" and rng.random() < 0.5:
                    continue
                if name == "dee":
                    label = "claim"
                marks.append(Mark(str(number), name, label, at, end))
            right = rng.random() < (0.5 if name == "dee" else 0.9)
            tones[number, name] = truth if right else "even"
    seen = [(str(number), name) for number in range(1, articles + 1) for name in who]
    groups = {name: "old" if name in ("ann", "bob") else "new" for name in who}
    return study_marks(marks, seen=seen, groups=groups, tones=tones)


def subject(marks: StudyMarks, key: str = "") -> Subject:
    found = find_subject(marks.scheme, key)
    assert found is not None
    return found
