"""What the pages of the agreement section look at: `?about=` of an address."""

from __future__ import annotations

from flask import abort, request

from annotator.models import Scheme
from annotator.reports.subjects import Subject, find_subject, subjects_of

__all__ = ["asked_subject", "grouped_subjects"]


def asked_subject(scheme: Scheme) -> Subject:
    """The label or question asked for; all labels together when none is."""
    key = request.values.get("about", "")
    found = find_subject(scheme, key)
    if found is None:
        abort(404, f"The scheme of this study has no label or question {key!r}.")
    return found


def grouped_subjects(scheme: Scheme) -> list[tuple[str, list[Subject]]]:
    """For a select: labels, then questions."""
    known = subjects_of(scheme)
    parts = [
        ("Marks", [one for one in known if one.question is None]),
        ("Questions about whole articles", [one for one in known if one.question is not None]),
    ]
    return [(title, some) for title, some in parts if some]
