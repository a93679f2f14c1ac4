"""Enough data? How intervals narrow with more articles, and whether two values differ."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from annotator.reports.enough_data import NARROW, enough_data, names_for
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.two_apart import (
    HALVES,
    TwoApart,
    groups_apart,
    labels_apart,
    rounds_apart,
)
from annotator.web.access import MANAGERS, open_to
from annotator.web.agreement import MEASURES
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.workflow.study_marks import load_study_marks

__all__ = ["blueprint"]

blueprint = Blueprint("enough", __name__, url_prefix="/studies/<int:study_id>/agreement/enough")


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    marks = load_study_marks(get_db(), study_id)
    subject = asked_subject(marks)
    names = names_for(subject)
    name = request.args.get("measure", "")
    name = name if name in names else names[0]
    groups = sorted(set(marks.groups.values()))
    return render_template(
        "enough/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(marks),
        name=name,
        names=names,
        measures=MEASURES,
        narrow=NARROW,
        page=enough_data(marks, subject, name),
        labels=_used_labels(marks),
        two_labels=_two_labels(marks, subject, name),
        groups=groups,
        two_groups=_two_groups(marks, subject, name, groups),
        rounds=_rounds(marks, subject, name),
        since=request.args.get("since", HALVES),
    )


def _used_labels(marks: StudyMarks) -> list[tuple[str, str]]:
    used = {marks.spans.labels[place] for place in set(marks.spans.label.tolist())}
    return [(one.key, one.title) for one in marks.scheme.labels if one.key in used]


def _two_labels(marks: StudyMarks, subject: Subject, name: str) -> TwoApart | None:
    """Of the measure that is chosen; a label that is looked at is the first."""
    used = [key for key, _ in _used_labels(marks)]
    if subject.question is not None or len(used) < 2:
        return None
    if name not in names_for(Subject("label:", "", label="")):
        return TwoApart("", "", reason=f"{MEASURES[name][0]} has no value for one label.")
    first = request.args.get("first", "")
    first = first if first in used else (subject.label if subject.label in used else used[0])
    second = request.args.get("second", "")
    second = second if second in used else next(key for key in used if key != first)
    return labels_apart(marks, name, first or used[0], second)


def _two_groups(
    marks: StudyMarks, subject: Subject, name: str, groups: list[str]
) -> TwoApart | None:
    if len(groups) < 2:
        return None
    one, two = request.args.get("one", ""), request.args.get("two", "")
    one = one if one in groups else groups[0]
    two = two if two in groups else next(group for group in groups if group != one)
    return groups_apart(marks, subject, name, one, two)


def _rounds(marks: StudyMarks, subject: Subject, name: str) -> TwoApart:
    since = request.args.get("since", HALVES)
    try:
        return rounds_apart(marks, subject, name, since)
    except ValueError:
        reason = f"Expected a date as 2026-11-24, got {since!r}. Leave it empty for two halves."
        return TwoApart("", "", reason=reason)
