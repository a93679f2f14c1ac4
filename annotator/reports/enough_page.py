"""Everything on the page about enough data: one measure's interval, and two values compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.reports.enough_data import EnoughData, enough_data, names_for
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.two_values import HALVES, TwoValues, two_groups, two_labels, two_rounds
from annotator.time_left import Parts, Steps, unheard

__all__ = ["EnoughPage", "enough_page"]


_SHARES = (75.0, 10.0, 5.0, 10.0)  # of the time: the measure, two labels, groups and rounds


@dataclass(frozen=True)
class EnoughPage:
    """`labels` are those that were used, by key and title. A comparison is None where there are no
    two to compare."""

    data: EnoughData
    labels: tuple[tuple[str, str], ...]
    two_labels: TwoValues | None
    two_groups: TwoValues | None
    two_rounds: TwoValues


def enough_page(
    marks: StudyMarks, subject: Subject, asked: Mapping[str, str], progress: Steps = unheard
) -> EnoughPage:
    """`asked` may name the measure, `first` and `second` label, group `one` and `two`, and the day
    `since` when the second round began; what it does not name is chosen."""
    names = names_for(subject)
    name = asked.get("measure", "")
    name = name if name in names else names[0]
    used = {marks.spans.labels[place] for place in set(marks.spans.label.tolist())}
    labels = tuple((one.key, one.title) for one in marks.scheme.labels if one.key in used)
    parts = Parts(progress, *_SHARES)
    data = enough_data(marks, subject, name, progress=parts.next())
    parts.next()
    of_labels = _labels(marks, subject, name, [key for key, _ in labels], asked)
    parts.next()
    of_groups = _groups(marks, subject, name, asked)
    parts.next()
    rounds = two_rounds(marks, subject, name, asked.get("since", HALVES))
    return EnoughPage(data, labels, of_labels, of_groups, rounds)


def _labels(
    marks: StudyMarks, subject: Subject, name: str, used: list[str], asked: Mapping[str, str]
) -> TwoValues | None:
    """Of the measure that is chosen; a label that is looked at is the first."""
    if subject.question is not None or len(used) < 2:
        return None
    if name not in names_for(Subject("label:", "", label="")):
        return TwoValues("", "", reason="This measure has no value for one label.")
    first = asked.get("first", "")
    first = first if first in used else (subject.label if subject.label in used else used[0])
    second = asked.get("second", "")
    second = second if second in used else next(key for key in used if key != first)
    return two_labels(marks, name, first or used[0], second)


def _groups(
    marks: StudyMarks, subject: Subject, name: str, asked: Mapping[str, str]
) -> TwoValues | None:
    groups = sorted(set(marks.groups.values()))
    if len(groups) < 2:
        return None
    one, two = asked.get("one", ""), asked.get("two", "")
    one = one if one in groups else groups[0]
    two = two if two in groups else next(group for group in groups if group != one)
    return two_groups(marks, subject, name, one, two)
