"""Settling a large study in a process of its own: the pages stay quick meanwhile.

The process ends with whoever started it; what it keeps appears whole or not at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from annotator import store
from annotator.adjudication import Rules, rules_from_json
from annotator.errors import SetupError, StudyError
from annotator.store.adjudication import Settler, load_queue_counts
from annotator.store.results import load_result, save_result
from annotator.workflow.adjudication.gold_study import gold_fingerprint
from annotator.workflow.adjudication.queue import refresh_queue
from annotator.workflow.adjudication.renewing import Renewal, find_changed, renew
from annotator.workflow.adjudication.settling import (
    Effect,
    SettlingProgress,
    apply_rules,
    effect_of,
)
from annotator.workflow.making_results import hear, own_process, telling
from annotator.workflow.results import Result

__all__ = [
    "apply_apart",
    "changes_apart",
    "effect_apart",
    "find_changes",
    "find_effect",
    "queue_apart",
    "renew_apart",
]

KEPT_AS = "effect of rules"
CHANGES = "decisions that would now be others"
SETTLING = f"from {__name__} import serve_settling; serve_settling()"


def queue_apart(db: store.Store, study_id: int, progress: SettlingProgress) -> int:
    """Look again at every article that changed; how many passages are open."""
    return int(_apart(db, progress, "queue", study_id))


def effect_apart(db: store.Store, study_id: int, rules: Rules, progress: SettlingProgress) -> None:
    """Work out what rules would settle now, and keep that for `find_effect`."""
    _apart(db, progress, "effect", study_id, rules.to_json())


def apply_apart(
    db: store.Store, study_id: int, rules: Rules, settler: Settler, progress: SettlingProgress
) -> str:
    """Apply rules; the sentence that says what that did."""
    person = [settler.account_id, settler.pseudonym]
    return str(_apart(db, progress, "apply", study_id, rules.to_json(), person))


def changes_apart(db: store.Store, study_id: int, progress: SettlingProgress) -> str:
    """Find what renewing would do, and keep that for `find_changes`; the sentence about it."""
    return str(_apart(db, progress, "changes", study_id))


def renew_apart(
    db: store.Store, study_id: int, settler: Settler, progress: SettlingProgress
) -> str:
    """Renew; the sentence that says what that did."""
    person = [settler.account_id, settler.pseudonym]
    return str(_apart(db, progress, "renew", study_id, person))


def find_changes(db: store.Store, study_id: int) -> Renewal | None:
    """What `changes_apart` found last, if nothing has changed since."""
    found = load_result(db, study_id, CHANGES, "")
    if found is None or found.fingerprint != gold_fingerprint(db, study_id):
        return None
    return msgspec.json.decode(found.payload, type=Renewal)


def find_effect(db: store.Store, study_id: int, rules: Rules) -> Result[Effect] | None:
    """What `effect_apart` kept last, if anything."""
    found = load_result(db, study_id, KEPT_AS, rules.to_json())
    if found is None:
        return None
    effect = msgspec.json.decode(found.payload, type=Effect)
    current = found.fingerprint == gold_fingerprint(db, study_id)
    return Result(effect, current, found.computed_at)


def _apart(db: store.Store, progress: SettlingProgress, *what: object) -> Any:
    """Run one of `DOING` in a process of its own; what it gave."""
    process = own_process(SETTLING, store.file_of(db), json.dumps(what))
    told, code = hear(process, progress)
    if "refused" in told:
        raise StudyError(told["refused"])
    if code or "gave" not in told:
        raise SetupError(
            f"The process that settles ended with code {code} before its work was done, perhaps "
            "for lack of memory. Nothing was settled."
        )
    return told["gave"]


def serve_settling() -> None:
    """What the process does: lines of progress, then what came of it."""
    database, what = sys.argv[1:]
    name, study_id, *rest = json.loads(what)
    with telling("settling-input") as tell:
        with closing(store.open_store(Path(database))) as db:
            gave = DOING[name](db, study_id, lambda *at: tell(progress=at), *rest)
        tell(gave=gave)


def _do_queue(db: store.Store, study_id: int, progress: SettlingProgress) -> int:
    refresh_queue(
        db, study_id, progress=lambda done, total: progress("Looking at the articles", done, total)
    )
    return load_queue_counts(db, study_id).open


def _do_effect(db: store.Store, study_id: int, progress: SettlingProgress, rules: str) -> None:
    before = gold_fingerprint(db, study_id)
    effect = effect_of(db, study_id, rules_from_json(rules), progress)
    save_result(db, study_id, KEPT_AS, rules, before, msgspec.json.encode(effect).decode())


def _do_apply(
    db: store.Store, study_id: int, progress: SettlingProgress, rules: str, person: list[Any]
) -> str:
    done = apply_rules(db, study_id, rules_from_json(rules), Settler(*person), progress)
    _do_queue(db, study_id, progress)
    return f"This {done.sentence}."


def _do_changes(db: store.Store, study_id: int, progress: SettlingProgress) -> str:
    progress("Asking the rules about the work as it is now", 0, 0)
    before = gold_fingerprint(db, study_id)
    found = find_changed(db, study_id)
    save_result(db, study_id, CHANGES, "", before, msgspec.json.encode(found).decode())
    return found.sentence


def _do_renew(db: store.Store, study_id: int, progress: SettlingProgress, person: list[Any]) -> str:
    progress("Asking the rules about the work as it is now", 0, 0)
    done = renew(db, study_id, Settler(*person))
    _do_queue(db, study_id, progress)
    return done.sentence


DOING: dict[str, Callable[..., object]] = {
    "queue": _do_queue,
    "effect": _do_effect,
    "apply": _do_apply,
    "changes": _do_changes,
    "renew": _do_renew,
}
