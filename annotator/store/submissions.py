"""When each annotator first submitted each article."""

from __future__ import annotations

from annotator.store.database import Store, fetch_all

__all__ = ["load_submission_times"]


def load_submission_times(store: Store, study_id: int) -> dict[tuple[int, str], str]:
    """By article and pseudonym; a later correction does not move it."""
    rows = fetch_all(
        store,
        "SELECT assignments.article_id AS article, annotators.pseudonym AS annotator, "
        "min(annotations.created_at) AS at FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "WHERE assignments.study_id = ? AND annotations.state = 'submitted' GROUP BY 1, 2",
        [study_id],
    )
    return {(int(row["article"]), str(row["annotator"])): str(row["at"]) for row in rows}
