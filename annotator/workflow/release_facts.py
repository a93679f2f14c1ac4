"""What only a person knows about a study, kept for all its releases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from annotator import store
from annotator.errors import StudyError
from annotator.names import cut_name
from annotator.releases.creators import is_orcid, orcids_in
from annotator.releases.facts import Facts
from annotator.store.release_facts import load_release_facts, save_release_facts

__all__ = ["facts_of", "tell_facts"]


def facts_of(db: store.Store, study_id: int) -> Facts:
    return Facts(load_release_facts(db, study_id))


def tell_facts(db: store.Store, study_id: int, told: Mapping[str, str]) -> None:
    """Keep these. Raises StudyError for a fact there is not, one that is too long, a day or an
    address that is none, and an ORCID iD that is nobody's: Croissant and the citation hold them as
    such."""
    facts = Facts({key: value.replace("\r\n", "\n").strip() for key, value in told.items()})
    _check_day(facts.get("published"))
    _check_address(facts.get("url"))
    _check_orcids(facts.get("creators"))
    if facts.told:
        save_release_facts(db, study_id, facts.told)


def _check_day(day: str) -> None:
    try:
        if day and date.fromisoformat(day).isoformat() != day:
            raise ValueError(day)
    except ValueError as error:
        raise StudyError(
            f"The day on which it is published must be written like 2026-11-26; "
            f"{cut_name(day, 40)!r} is not. Write it so, or leave it empty."
        ) from error


def _check_address(address: str) -> None:
    if address and not address.startswith(("https://", "http://")):
        raise StudyError(
            "The address at which it will be found must begin with https:// or http://; "
            f"{cut_name(address, 40)!r} does not. Write it so, or leave it empty."
        )


def _check_orcids(creators: str) -> None:
    for line in creators.splitlines():
        for one in orcids_in(line):
            if not is_orcid(one):
                raise StudyError(
                    f"{one} is nobody's ORCID iD: its last digit, which checks the others, does "
                    f"not fit. Copy it again, or leave it out: {cut_name(line, 80)!r}."
                )
