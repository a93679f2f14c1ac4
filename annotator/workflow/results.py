"""Results of a study that take a while: made once for each state of the work, and kept.

A `Kind` says what there is: the report, who differs, groups, enough data, the models of annotators,
where disputed passages are, the report against the gold, and models beside people. Each is kept
with the fingerprint of what it was made from (the work, or work, gold and models), as one JSON text
in one table; whoever looks first after a change has it made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from annotator import store
from annotator.agreement.alternative_annotator.alt_test import EPSILON
from annotator.agreement.bootstrap import RESAMPLES
from annotator.errors import StudyError
from annotator.reports import Report, build_report
from annotator.reports.annotator_groups import GroupsReport, groups_report
from annotator.reports.annotator_models import fit_models
from annotator.reports.annotators_page import AnnotatorsPage, annotators_page
from annotator.reports.beside.beside_report import BesideReport
from annotator.reports.beside.beside_study import BesideStudy
from annotator.reports.beside.build_beside import build_beside_report
from annotator.reports.beside.differing import Differing, differing_passages
from annotator.reports.breakdown.labels_page import LabelsPage, labels_page
from annotator.reports.breakdown.profile import BY, ProfilePage, profile_page
from annotator.reports.enough_page import EnoughPage, enough_page
from annotator.reports.gold.against_gold import build_gold_report
from annotator.reports.gold.gold_report import GoldReport
from annotator.reports.gold.suggestions import Suggestions, suggest
from annotator.reports.model_report import ModelReport
from annotator.reports.passage_index import PassageIndex, passage_index
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject, find_subject
from annotator.store.models.rows import load_models
from annotator.store.results import load_result, save_result
from annotator.store.study_rows import study_fingerprint
from annotator.time_left import Parts, Steps, unheard
from annotator.workflow.adjudication.gold_study import gold_fingerprint, load_gold_study
from annotator.workflow.models.comparing import beside_fingerprint, load_beside_study
from annotator.workflow.study_marks import (
    load_study_marks,
    load_study_texts,
    texts_fingerprint,
)

__all__ = [
    "AGAINST_GOLD", "ANNOTATORS", "BESIDE_PEOPLE", "DIFFERING", "ENOUGH", "GROUPS", "KINDS",
    "LABELS", "MODELS", "PASSAGES", "PROFILE", "REPORT", "SUGGESTIONS", "About", "Kind", "Result",
    "find_result", "made_of_now", "make_result", "models_now", "result_now",
]  # fmt: skip

FORMAT = "14"  # raise it when the same work would give another result, or one of another form

MAKING, ALSO = 90.0, 5.0  # of the time
LATELY = 4  # results that stay at hand as they were read

T = TypeVar("T")
About = Mapping[str, str]  # options; those that are "" count as left out
NOTHING: About = {}


class Fingerprinted(Protocol):
    """What results are made from; its fingerprint is of the moment it was read at."""

    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True)
class Source:
    """Where a result comes from; `fingerprint` tells quickly whether that is still the same."""

    load: Callable[[store.Store, int, About, Steps], Fingerprinted]
    fingerprint: Callable[[store.Store, int], str]
    share: float = 5.0  # of the time that a result takes, in a hundred


OF_WORK = Source(
    lambda db, study_id, about, _: load_study_marks(db, study_id, raw=about.get("marks") == "raw"),
    lambda db, study_id: study_fingerprint(db, study_id),
)
OF_TEXTS = Source(lambda db, study_id, *_: load_study_texts(db, study_id), texts_fingerprint)
OF_GOLD = Source(
    lambda db, study_id, _, tell: load_gold_study(db, study_id, tell), gold_fingerprint, 50.0
)
OF_MODELS = Source(
    lambda db, study_id, _, tell: load_beside_study(db, study_id, tell), beside_fingerprint, 25.0
)


@dataclass(frozen=True)
class Kind(Generic[T]):
    """`words` say for people what is computed; `also` is made from the same work on the way."""

    name: str
    words: str
    form: type[T]
    make: Callable[[Any, About, Steps], T]  # from what `source` loads
    also: tuple[Kind[Any], ...] = ()
    source: Source = OF_WORK


@dataclass(frozen=True)
class Result(Generic[T]):
    """`current` says that the work is the same as when this was made; `kind` and `made_of` ask
    again later (`made_of_now`)."""

    value: T
    current: bool
    computed_at: str
    kind: str = ""
    made_of: str = ""


def find_result(
    db: store.Store, study_id: int, kind: Kind[T], about: About = NOTHING
) -> Result[T] | None:
    """What was made last, if anything. A result of another format does not count."""
    found = load_result(db, study_id, kind.name, _key(about))
    if found is None or not found.fingerprint.startswith(f"{FORMAT}:"):
        return None
    form: Any = kind.form
    try:
        value: T = _decoded(form, found.payload)
    except msgspec.ValidationError:  # of another form, though FORMAT says otherwise
        return None
    current = found.fingerprint == made_of_now(db, study_id, kind)
    return Result(value, current, found.computed_at, kind.name, found.fingerprint)


def made_of_now(db: store.Store, study_id: int, kind: Kind[Any]) -> str:
    """What a result that is made now is made of, in a word; quickly read."""
    return f"{FORMAT}:{kind.source.fingerprint(db, study_id)}"


def make_result(
    db: store.Store, study_id: int, kind: Kind[T], about: About = NOTHING,
    progress: Steps = unheard,
) -> None:  # fmt: skip
    """Make and keep it, whole or not at all."""
    made = (kind, *(kind.also if about.get("marks") != "raw" else ()))
    parts = Parts(progress, kind.source.share, *(MAKING if one is kind else ALSO for one in made))
    loaded = kind.source.load(db, study_id, about, parts.next())
    for one in made:
        payload = msgspec.json.encode(one.make(loaded, about, parts.next())).decode()
        save_result(
            db, study_id, one.name, _key(about), f"{FORMAT}:{loaded.fingerprint}", payload
        )  # fmt: skip


def result_now(
    db: store.Store, study_id: int, kind: Kind[T], about: About = NOTHING,
    progress: Steps = unheard,
) -> Result[T]:  # fmt: skip
    """The current one, made here and now when there is none."""
    found = find_result(db, study_id, kind, about)
    if found is None or not found.current:
        make_result(db, study_id, kind, about, progress)
        found = find_result(db, study_id, kind, about)
    if found is None:
        raise StudyError(f"{kind.words} could not be kept; is the disk full?")
    return found


def models_now(db: store.Store, study_id: int, progress: Steps = unheard) -> BesideReport | None:
    """The study's models beside its people; None where it has no model."""
    if not load_models(db, study_id):
        return None
    return result_now(db, study_id, BESIDE_PEOPLE, progress=progress).value


def _key(about: About) -> str:
    chosen = {name: value for name, value in about.items() if value}
    return json.dumps(chosen, sort_keys=True, ensure_ascii=False) if chosen else ""


@lru_cache(maxsize=LATELY)
def _decoded(form: Any, payload: str) -> Any:
    """Reading the report of a large study takes longer than showing it, and a page that is open
    asks every few seconds. Nobody writes into a result."""
    return _decoder(form).decode(payload)


@cache
def _decoder(form: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(form)


def _subject(marks: StudyMarks, about: About) -> Subject:
    key = about.get("about", "")
    found = find_subject(marks.scheme, key)
    if found is None:
        raise StudyError(f"This study has no label or question {key!r}.")
    return found


def _report(marks: StudyMarks, _: About, progress: Steps) -> Report:
    return build_report(marks, resamples=RESAMPLES, progress=progress)


def _models(marks: StudyMarks, about: About, progress: Steps) -> ModelReport:
    report = fit_models(marks, _subject(marks, about), progress=progress)
    if report.reason:
        raise StudyError(report.reason)
    return report


def _beside(study: BesideStudy, about: About, progress: Steps) -> BesideReport:
    epsilon = float(about.get("epsilon") or EPSILON)
    return build_beside_report(study, epsilon=epsilon, progress=progress)


PASSAGES = Kind(
    "passages", "The list of passages", PassageIndex, lambda marks, *_: passage_index(marks)
)  # fmt: skip
REPORT = Kind("report", "The report", Report, _report, (PASSAGES,))
ANNOTATORS = Kind(
    "annotators", "The page about annotators", AnnotatorsPage,
    lambda marks, about, tell: annotators_page(marks, _subject(marks, about), tell),
)  # fmt: skip
MODELS = Kind("models", "The annotator models", ModelReport, _models)
GROUPS = Kind(
    "groups", "The page about groups", GroupsReport,
    lambda marks, about, tell: groups_report(marks, _subject(marks, about), progress=tell),
)  # fmt: skip
ENOUGH = Kind(
    "enough", "The page about enough data", EnoughPage,
    lambda marks, about, tell: enough_page(marks, _subject(marks, about), about, tell),
)  # fmt: skip
LABELS = Kind(
    "labels", "The page about labels", LabelsPage,
    lambda study, _, tell: labels_page(study, tell),
    source=OF_TEXTS,
)  # fmt: skip
PROFILE = Kind(
    "profile", "The framing profile", ProfilePage,
    lambda study, about, _: profile_page(study, about.get("by", BY[0])), source=OF_TEXTS,
)  # fmt: skip
AGAINST_GOLD = Kind(
    "gold", "The report against the gold", GoldReport,
    lambda study, _, tell: build_gold_report(study, progress=tell),
    source=OF_GOLD,
)  # fmt: skip
BESIDE_PEOPLE = Kind(
    "beside", "The comparison of models with people", BesideReport, _beside, source=OF_MODELS
)  # fmt: skip
DIFFERING = Kind(
    "differing", "The list of passages in which a model differs", Differing,
    lambda study, about, _: differing_passages(study, int(about["model"]), about.get("beside", "")),
    source=OF_MODELS,
)  # fmt: skip
SUGGESTIONS = Kind(
    "suggestions", "The suggestions of a model", Suggestions, lambda marks, *_: suggest(marks)
)  # fmt: skip
KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        REPORT,
        PASSAGES,
        LABELS,
        PROFILE,
        ANNOTATORS,
        MODELS,
        GROUPS,
        ENOUGH,
        AGAINST_GOLD,
        SUGGESTIONS,
        BESIDE_PEOPLE,
        DIFFERING,
    )
}
