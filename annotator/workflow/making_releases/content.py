"""What a release of a study holds, of one moment, and what of it somebody must have seen."""

from __future__ import annotations

import hashlib

from annotator import store
from annotator.errors import StudyError
from annotator.releases.content import Content, Person, Plan
from annotator.releases.privacy import Finding, find_personal, seen_as, without_notes
from annotator.store.accounts import load_accounts
from annotator.store.adjudication import Gold, load_gold
from annotator.store.counted import reading
from annotator.store.groups import load_groups
from annotator.store.study_rows import study_fingerprint
from annotator.time_left import Parts, Steps, unheard
from annotator.workflow.results import REPORT, models_now, result_now

__all__ = ["load_content", "personal_data", "seen_content"]


def load_content(db: store.Store, study_id: int, plan: Plan, progress: Steps = unheard) -> Content:
    """What there is now. The report is the one its page shows.

    Raises StudyError when nothing was submitted yet.
    """
    parts = Parts(progress, 6, 3, 1)
    report = result_now(db, study_id, REPORT, progress=parts.next()).value
    models = models_now(db, study_id, parts.next())
    parts.next()
    with reading(db):
        work = store.load_study_work(db, study_id)
        if not any(one.annotation.state.value == "submitted" for one in work.work):
            raise StudyError(
                "No article in the study has been submitted yet; there is nothing to release."
            )
        gold = load_gold(db, study_id)
        people = tuple(
            Person(one.pseudonym, one.name, one.email)
            for one in store.load_annotators(db, study_id)
            if one.pseudonym in work.annotators
        )
        state: dict[str, str | int] = {
            "study": study_id,
            "work_sha256": study_fingerprint(db, study_id),
            "gold_sha256": _gold_fingerprint(gold),
            "annotations": len(work.work),
            "last_change": max(one.annotation.updated_at for one in work.work),
        }
        groups = load_groups(db, study_id)
    return Content(plan, work, gold, report, groups, people, state, models=models)


def personal_data(db: store.Store, content: Content) -> list[Finding]:
    """What the release's free texts tell about people; to be looked at before it is made."""
    names = {part for one in load_accounts(db) for part in (one.name, one.email) if part}
    return find_personal(without_notes(content), names)


def seen_content(
    db: store.Store, study_id: int, plan: Plan, seen: str, progress: Steps = unheard
) -> Content:
    """What there is now; refused where it tells about people and nobody has `seen` just that."""
    content = load_content(db, study_id, plan, progress)
    found = personal_data(db, content)
    if found and seen != seen_as(found):
        again = "What annotators wrote has changed since you looked. " if seen else ""
        raise StudyError(
            f"{again}Look at what annotators wrote about people first, and tick that you have."
        )
    return content


def _gold_fingerprint(gold: Gold) -> str:
    rows = [repr(one) for one in (*gold.spans, *gold.answers, *gold.relations)]
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
