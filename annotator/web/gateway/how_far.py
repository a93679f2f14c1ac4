"""How far an annotator is: "3 of 5" on the labelling page, from our own assignments."""

from __future__ import annotations

from annotator import store
from annotator.models import State
from annotator.store.records import Assignment
from annotator.web.gateway.call import Call

HEADER = "X-Annotator-Place"
_DONE = (State.SUBMITTED, State.SKIPPED)


def counts(call: Call) -> tuple[int, int]:
    """All articles of this annotator in the study, and how many of them are done."""
    own = _own(call)
    return len(own), sum(one.state in _DONE for one in own)


def position(call: Call, assignment_id: int) -> int:
    """Which of them this one is, from 1: the done ones in their order, then what comes next."""
    own = _own(call)
    done = [one.id for one in own if one.state in _DONE]
    return done.index(assignment_id) + 1 if assignment_id in done else len(done) + 1


def _own(call: Call) -> list[Assignment]:
    annotator = call.place.annotator
    return store.assignments_of_annotator(call.db, annotator.id) if annotator else []
