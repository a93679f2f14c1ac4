"""What a tab sent first: a draft that arrives after *Submit* must not bring a draft back.

Each saving request says in a header which tab of a browser it comes from (a random word, which
stays when the page is loaded again) and when it was sent, in milliseconds of that browser's clock.
We remember which request last submitted an article, in this process only: after a restart nothing
is on its way any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app, request

HEADER = "X-Annotator-Sent"
_SENT = re.compile(r"([0-9a-z]{8,24})\.([1-9][0-9]{0,14})")
_MOST = 20_000  # articles remembered


@dataclass(frozen=True)
class Sent:
    tab: str
    number: int


def sent() -> Sent | None:
    """What the current request says; None from whoever is not our labelling page."""
    found = _SENT.fullmatch(request.headers.get(HEADER, ""))
    return Sent(found[1], int(found[2])) if found else None


def submitted(assignment: int) -> None:
    """The current request has submitted (or changed, or skipped) this article."""
    this, known = sent(), _known()
    known.pop(assignment, None)
    if this is not None:
        known[assignment] = this
    while len(known) > _MOST:
        known.pop(next(iter(known)))


def is_late(assignment: int) -> bool:
    """Did the tab send the current request before the one that last submitted this article?"""
    this, last = sent(), _known().get(assignment)
    return (
        this is not None and last is not None and this.tab == last.tab and this.number < last.number
    )


def is_of_another_tab(assignment: int) -> bool:
    """Does the request come from a tab that is not the one that last submitted this article?"""
    this, last = sent(), _known().get(assignment)
    return this is not None and (last is None or this.tab != last.tab)


def _known() -> dict[int, Sent]:
    known: dict[int, Sent] = current_app.extensions.setdefault("submitted_by", {})
    return known


def answer_to_a_late_draft() -> dict[str, Any]:
    """No error: whoever sent it has gone on to another article."""
    return {"kept": False, "detail": "This article has been submitted since."}
