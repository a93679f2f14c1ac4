"""Read a study's marks, answers, times of submission and groups, all of one moment."""

from __future__ import annotations

import hashlib

from annotator import store
from annotator.agreement.spans.spans import spans_from_arrays
from annotator.models import Scheme
from annotator.reports.study_marks import StudyMarks
from annotator.reports.study_sums import Answers, ArticleName, one_answer
from annotator.schemes import load_scheme
from annotator.store import article_statistics as kept
from annotator.store.groups import load_groups
from annotator.store.submissions import load_submission_times

__all__ = ["load_study_marks"]


def load_study_marks(db: store.Store, study_id: int) -> StudyMarks:
    """Everything submitted so far, of articles that are still in the study."""
    study = store.load_study(db, study_id)
    record = store.load_scheme(db, study.scheme_id)
    scheme = load_scheme(record.yaml, f"{record.name}.yaml")
    with kept.reading(db):
        articles = kept.load_article_names(db, study_id)
        counted = kept.load_counted(db, study_id)
        rows = kept.load_span_columns(db, study_id)
        given = kept.load_article_answers(db, study_id) if scheme.questions else []
        times = load_submission_times(db, study_id)
        groups = load_groups(db, study_id)
    submitted = [(article, who) for article, who, state, _, _ in counted if state == "submitted"]
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    spans = spans_from_arrays(
        columns[0], columns[1], columns[2], columns[3], columns[4],
        lengths={article: length for article, _, length in articles},
        seen=submitted,
        labels=list(dict.fromkeys([*scheme.label_keys, *sorted(set(columns[2]))])),
    )  # fmt: skip
    names = tuple(ArticleName(article, title) for article, title, _ in articles)
    digest = hashlib.sha256(
        "\n".join(f"{a}\t{who}\t{state}\t{n}\t{h}" for a, who, state, n, h in counted).encode()
    )
    return StudyMarks(
        study, scheme, names, spans, times, _answers(scheme, submitted, given), groups,
        digest.hexdigest(),
    )  # fmt: skip


def _answers(
    scheme: Scheme,
    submitted: list[tuple[int, str]],
    given: list[tuple[int, str, str, str, float | None]],
) -> dict[str, Answers]:
    """What everybody answered, question by question."""
    found: dict[tuple[str, int, str], list[tuple[str, float | None]]] = {}
    for article, who, question, value, number in given:
        found.setdefault((question, article, who), []).append((value, number))
    return {
        question.key: {
            (article, who): one_answer(question, found.get((question.key, article, who), ()))
            for article, who in submitted
        }
        for question in scheme.questions
    }
