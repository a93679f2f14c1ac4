"""What counts in a study at one moment, and the rows that statistics of it are computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.models import Scheme
from annotator.store.counted import (
    Answered,
    Counted,
    MarkAnswered,
    Marked,
    Related,
    counted,
    load_article_answers,
    load_article_names,
    load_counted,
    load_mark_answers,
    load_marked,
    load_related,
    reading,
)
from annotator.store.database import Store
from annotator.store.groups import load_groups
from annotator.store.records import Study
from annotator.store.studies import load_study, scheme_of

__all__ = [
    "StudyRows",
    "StudyState",
    "fingerprint",
    "load_study_rows",
    "load_study_state",
    "load_used_versions",
    "study_fingerprint",
]


@dataclass(frozen=True, eq=False)
class StudyState:
    """`articles` are id, title and length; `groups` the group of each pseudonym that has one."""

    study: Study
    scheme: Scheme
    articles: Sequence[tuple[int, str, int]]
    counted: Sequence[Counted]
    groups: Mapping[str, str]
    fingerprint: str  # another one whenever something is different that a result can depend on


@dataclass(frozen=True, eq=False)
class StudyRows(StudyState):
    """The same with submitted marks, answers and relations."""

    marked: Marked
    answers: Sequence[Answered]
    mark_answers: MarkAnswered = field(default_factory=MarkAnswered)
    related: Related = field(default_factory=Related)


def fingerprint(head: str, rows: Iterable[Iterable[object]]) -> str:
    """These rows as one hash; `head` says what for, and in which format."""
    lines = ["\t".join(map(str, row)) for row in rows]
    return hashlib.sha256("\n".join([head, *lines, ""]).encode()).hexdigest()


def study_fingerprint(store: Store, study_id: int) -> str:
    """Of all work that is not deleted, and of what else results are made from; quickly read."""
    with reading(store):
        study = load_study(store, study_id)
        people = store.execute(
            "SELECT id, pseudonym, group_name FROM annotators WHERE study_id = ? ORDER BY id",
            [study_id],
        )
        live = store.execute(
            "SELECT annotations.id, assignment_id, state, content_sha256, updated_at "
            "FROM annotations JOIN assignments ON assignments.id = assignment_id "
            "WHERE study_id = ? AND state <> 'deleted' ORDER BY annotations.id",
            [study_id],
        )
        about = (study.id, study.title, study.seed, study.scheme_id)
        names = load_article_names(store, study_id)
        return fingerprint("study", [about, *people, *names, *live])


def load_study_state(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> StudyState:
    """What counts now, of some articles or of all."""
    with reading(store):
        study = load_study(store, study_id)
        names = load_article_names(store, study_id)
        wanted = None if articles is None else set(articles)
        return StudyState(
            study,
            scheme_of(store, study),
            [row for row in names if wanted is None or row[0] in wanted],
            load_counted(store, study_id, articles),
            load_groups(store, study_id),
            study_fingerprint(store, study_id),
        )


def load_study_rows(
    store: Store, study_id: int, articles: Collection[int] | None = None, *, raw: bool = False
) -> StudyRows:
    """The same with marks and answers; `raw` takes marks before they were trimmed."""
    with reading(store):
        state = load_study_state(store, study_id, articles)
        return StudyRows(
            state.study,
            state.scheme,
            state.articles,
            state.counted,
            state.groups,
            state.fingerprint,
            load_marked(store, state.counted, raw=raw),
            load_article_answers(store, state.counted) if state.scheme.questions else (),
            load_mark_answers(store, state.counted, raw=raw),
            load_related(store, state.counted, raw=raw),
        )


def load_used_versions(store: Store, study_id: int) -> list[str]:
    """The codebook versions under which submitted work that counts was made, in order."""
    sql, parameters = counted(study_id)
    rows = store.execute(
        f"{sql} SELECT DISTINCT schemes.version FROM counted "  # noqa: S608
        "JOIN schemes ON schemes.id = counted.scheme_id WHERE state = 'submitted' ORDER BY 1",
        parameters,
    )
    return [str(row[0]) for row in rows]
