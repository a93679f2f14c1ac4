"""Why a number is missing is said in the words of the tables beside it: titles, never keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from report_study import study_of, work_of

from annotator.reports.annotator_groups import groups_report
from annotator.reports.build import build_report
from annotator.reports.document.tables import TABLES
from annotator.reports.enough_data import enough_data, names_for
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject, subjects_of
from annotator.reports.two_values import HALVES, two_labels, two_rounds
from annotator.reports.who_differs import who_differs

KEYS = re.compile(r"\bloaded\b|(?<!Unattributed )\bclaim\b|\bgood\b|\bcrime\b|\btone\b|'2\.0'")
WHY = ("reason", "missing", "left_out", "warning")


def constant() -> StudyMarks:
    """Nobody marks anything as a claim, and everybody answers alike."""
    work = [
        work_of(article, who, [("loaded", marked)], tone="good", frames=("crime",))
        for article, marked in ((1, "disgrace"), (2, "stayed open"), (3, "shop"))
        for who in ("ann", "bob", "cyd", "dee")
    ]
    groups = {"ann": "east", "bob": "east", "cyd": "west", "dee": "west"}
    return replace(study_of(*work), groups=groups)


def told(found: Any, name: str = "") -> Iterator[str]:
    """Every reason in a report, however deep."""
    if isinstance(found, str):
        yield from [found] * (name in WHY)
    elif is_dataclass(found):
        for field in fields(found):
            if field.name not in ("subject", "parameters"):
                yield from told(getattr(found, field.name), field.name)
    elif isinstance(found, Mapping):
        for one in found.values():
            yield from told(one, name)
    elif isinstance(found, (tuple, list)):
        for one in found:
            yield from told(one, name)


def of_a_subject(marks: StudyMarks, subject: Subject) -> Iterator[Any]:
    yield who_differs(marks, subject, resamples=20)
    yield groups_report(marks, subject, resamples=20)
    for name in names_for(subject):
        yield enough_data(marks, subject, name, resamples=20)
        yield two_rounds(marks, subject, name, HALVES, resamples=20)


def test_no_reason_names_a_key() -> None:
    marks = constant()
    found = [build_report(marks, resamples=20)]
    for subject in subjects_of(marks.scheme):
        found += of_a_subject(marks, subject)
    found += [two_labels(marks, "character_alpha", "loaded", "claim", resamples=20)]
    reasons = {reason for one in found for reason in told(one)}
    unmarked = "nobody marked anything with this label in the articles compared"
    assert f"Unattributed claim: {unmarked}" in reasons
    assert any("only the label 'Good' was used" in reason for reason in reasons)
    assert any("only the label 'Crime' was used" in reason for reason in reasons)
    assert [reason for reason in sorted(reasons) if KEYS.search(reason)] == []


@pytest.mark.parametrize("name", TABLES)
def test_tables_for_a_spreadsheet_name_the_label_in_its_column(name: str) -> None:
    columns, rows = TABLES[name](build_report(constant(), resamples=20))
    for place, column in enumerate(columns):
        if column in ("missing", "reason"):
            assert not [row[place] for row in rows if KEYS.search(str(row[place]))]


def test_choosing_nothing_reads_none() -> None:
    marks = study_of(work_of(1, "ann"), work_of(1, "bob"), work_of(2, "cyd"))
    frames = marks.scheme.questions[1]
    assert marks.ratings_of(frames).titles == ("none",)
