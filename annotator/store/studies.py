"""Schemes and studies."""

from __future__ import annotations

import hashlib
import shlex
from functools import lru_cache
from typing import Any

from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.names import LONGEST_TITLE, checked_name
from annotator.schemes import load_scheme as parse
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import SchemeRecord, Study

_STUDY = """SELECT studies.*, schemes.name AS scheme_name FROM studies
            JOIN schemes ON schemes.id = studies.scheme_id"""


def save_scheme(store: Store, scheme: Scheme, xml: str) -> int:
    """Keep this codebook (the same text twice is one row); its id."""
    digest = hashlib.sha256(scheme.yaml.encode() + b"\0" + xml.encode()).hexdigest()
    with writing(store):
        row = fetch_one(
            store, "SELECT id FROM schemes WHERE name = ? AND sha256 = ?", [scheme.name, digest]
        )
        if row:
            return int(row["id"])
        return insert(
            store,
            "schemes",
            {
                "name": scheme.name,
                "version": scheme.version,
                "title": scheme.title,
                "yaml": scheme.yaml,
                "xml": xml,
                "sha256": digest,
                "created_at": now(),
            },
        )


def load_scheme(store: Store, scheme_id: int) -> SchemeRecord:
    row = fetch_one(store, "SELECT * FROM schemes WHERE id = ?", [scheme_id])
    if row is None:
        raise StudyError(f"There is no scheme number {scheme_id}.")
    return _scheme(row)


def load_schemes(store: Store) -> list[SchemeRecord]:
    """Every scheme kept, newest last."""
    return [_scheme(row) for row in fetch_all(store, "SELECT * FROM schemes ORDER BY id")]


def _scheme(row: dict[str, Any]) -> SchemeRecord:
    return SchemeRecord(
        id=row["id"],
        name=row["name"],
        version=row["version"],
        title=row["title"],
        yaml=row["yaml"],
        xml=row["xml"],
    )


def scheme_of(store: Store, study: Study) -> Scheme:
    """The codebook of a study, parsed."""
    return parsed(load_scheme(store, study.scheme_id))


@lru_cache(maxsize=32)
def parsed(record: SchemeRecord) -> Scheme:
    """A kept codebook as a value, read once a process: YAML takes longer than a request may."""
    return parse(record.yaml, f"{record.name}.yaml")


def create_study(
    store: Store, *, title: str, scheme_id: int, seed: int, is_sample: bool = False,
    origin: str = "",
) -> int:  # fmt: skip
    """Make an empty study; its id. Two studies that are there at once have different titles."""
    title = _checked_title(title)
    with writing(store):
        study_id = insert(
            store,
            "studies",
            {
                "title": title,
                "scheme_id": scheme_id,
                "seed": seed,
                "is_sample": int(is_sample),
                "origin": origin,
                "created_at": now(),
            },
        )
        _refuse_same_title(store, study_id, title)
    return study_id


def rename_study(store: Store, study_id: int, title: str) -> str:
    """Give a study another title; the title as it is kept."""
    title = _checked_title(title)
    with writing(store):
        _refuse_same_title(store, study_id, title)
        store.execute("UPDATE studies SET title = ? WHERE id = ?", [title, study_id])
    return title


def restore_study(store: Store, study_id: int) -> None:
    """Bring a removed study back. Raises StudyError when another has its title meanwhile."""
    with writing(store):
        study = load_study(store, study_id)
        _refuse_same_title(store, study_id, study.title)
        store.execute("UPDATE studies SET removed_at = NULL WHERE id = ?", [study_id])


def _checked_title(title: str) -> str:
    title = checked_name(title, "The study's title", LONGEST_TITLE, StudyError)
    if not title:
        raise StudyError("A study needs a title; none was given.")
    return title


def _refuse_same_title(store: Store, study_id: int, title: str) -> None:
    same = fetch_one(
        store,
        "SELECT id FROM studies WHERE title = ? AND removed_at IS NULL AND id <> ?",
        [title, study_id],
    )
    if same:
        raise StudyError(
            f"There is a study called {title!r} already (number {same['id']}). "
            "Choose another title."
        )


def load_study(store: Store, study_id: int) -> Study:
    """The study, also a removed one. Raises StudyError when there is none."""
    row = fetch_one(store, f"{_STUDY} WHERE studies.id = ?", [study_id])
    if row is None:
        raise StudyError(f"There is no study number {study_id}.")
    return _study(row)


def find_study(store: Store, title_or_id: str) -> Study:
    """By exact title, else by number. Raises StudyError naming the studies there are, or saying
    that this one was removed."""
    try:
        return _found(load_studies(store), title_or_id, "study", "Studies")
    except StudyError:
        for one in load_removed_studies(store):
            if title_or_id in (one.title, str(one.id)):
                raise StudyError(
                    f"The study {one.title!r} was removed. To bring it back: annotator study "
                    f"restore {shlex.quote(title_or_id)}"
                ) from None
        raise


def find_removed_study(store: Store, title_or_id: str) -> Study:
    """The same among removed ones; of two with one title the one that was removed last."""
    removed = sorted(load_removed_studies(store), key=lambda study: study.removed_at, reverse=True)
    return _found(removed, title_or_id, "removed study", "Removed studies")


def _found(studies: list[Study], title_or_id: str, what: str, known_as: str) -> Study:
    for study in studies:
        if study.title == title_or_id:
            return study
    for study in studies:
        if str(study.id) == title_or_id:
            return study
    known = ", ".join(f"{study.id} {study.title!r}" for study in studies) or "none yet"
    raise StudyError(f"There is no {what} {title_or_id!r}. {known_as}: {known}.")


def load_removed_studies(store: Store) -> list[Study]:
    """Every removed study, oldest first."""
    rows = fetch_all(store, f"{_STUDY} WHERE studies.removed_at IS NOT NULL ORDER BY studies.id")
    return [_study(row) for row in rows]


def load_studies(store: Store) -> list[Study]:
    """Every study that is not removed, oldest first."""
    rows = fetch_all(store, f"{_STUDY} WHERE studies.removed_at IS NULL ORDER BY studies.id")
    return [_study(row) for row in rows]


def set_published(store: Store, study_id: int, overlap: int) -> None:
    """Record the overlap, and the moment of the first publication."""
    with writing(store):
        store.execute(
            "UPDATE studies SET overlap = ?, published_at = coalesce(published_at, ?) WHERE id = ?",
            [overlap, now(), study_id],
        )


def remove_study(store: Store, study_id: int) -> None:
    """Hide a study; everything in it is kept."""
    with writing(store):
        store.execute(
            "UPDATE studies SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            [now(), study_id],
        )


def _study(row: dict[str, Any]) -> Study:
    return Study(
        id=row["id"],
        title=row["title"],
        scheme_id=row["scheme_id"],
        scheme_name=row["scheme_name"],
        overlap=row["overlap"],
        seed=row["seed"],
        is_sample=bool(row["is_sample"]),
        created_at=row["created_at"],
        published_at=row["published_at"] or "",
        removed_at=row["removed_at"] or "",
        origin=row["origin"],
    )
