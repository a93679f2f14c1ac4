"""What only a person knows about a study, kept for all its releases."""

from __future__ import annotations

from collections.abc import Mapping

from annotator import store
from annotator.releases.facts import Facts
from annotator.store.release_facts import load_release_facts, save_release_facts

__all__ = ["facts_of", "tell_facts"]


def facts_of(db: store.Store, study_id: int) -> Facts:
    return Facts(load_release_facts(db, study_id))


def tell_facts(db: store.Store, study_id: int, told: Mapping[str, str]) -> None:
    """Keep these. Raises StudyError for a fact there is not, or one that is too long."""
    facts = Facts({key: value.replace("\r\n", "\n").strip() for key, value in told.items()})
    if facts.told:
        save_release_facts(db, study_id, facts.told)
