"""What takes long in a large study: done in the background, while the page says how far it is."""

from __future__ import annotations

from annotator.adjudication import Rules
from annotator.store import Store
from annotator.store.adjudication import Settler
from annotator.store.records import Job, Study
from annotator.store.results import is_small_study
from annotator.web.context import get_db
from annotator.web.jobs import Progress, run_in_background
from annotator.web.results import Shown
from annotator.workflow.adjudication import apart
from annotator.workflow.adjudication.settling import Effect, apply_rules, effect_of
from annotator.workflow.results import Result

__all__ = ["apply", "begin_looking_again", "shown_effect"]


def begin_looking_again(study_id: int) -> None:
    """The queue is brought up to date; what is known of it can be worked on meanwhile."""

    def task(db: Store, progress: Progress) -> str:
        return f"The queue is up to date: {apart.queue_apart(db, study_id, progress):,} are open."

    run_in_background("queue", study_id, task)


def shown_effect(study: Study, rules: Rules) -> Shown[Effect]:
    """What rules would settle: at once in a small study."""
    db = get_db()
    if is_small_study(db, study.id):
        return Shown(Result(effect_of(db, study.id, rules), True, ""))
    found = apart.find_effect(db, study.id, rules)
    if found is not None and found.current:
        return Shown(found)

    def task(db: Store, progress: Progress) -> str:
        apart.effect_apart(db, study.id, rules, progress)
        return "The effect is worked out."

    # Its kind names the rules: of the same ones only one is worked out at a time.
    return Shown(found, run_in_background(f"effect {rules.to_json()}", study.id, task))


def apply(study: Study, rules: Rules, settler: Settler) -> Job | str:
    """Apply rules: at once in a small study (the sentence that says what it did), or as a job."""
    db = get_db()
    if is_small_study(db, study.id):
        return f"This {apply_rules(db, study.id, rules, settler).sentence}."

    def task(db: Store, progress: Progress) -> str:
        return apart.apply_apart(db, study.id, rules, settler, progress)

    return run_in_background("rule", study.id, task)
