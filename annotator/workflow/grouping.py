"""Put a study's annotators in groups, by pseudonym."""

from __future__ import annotations

from collections.abc import Mapping

from annotator import store
from annotator.errors import StudyError
from annotator.store.groups import load_groups, save_groups

__all__ = ["LONGEST", "set_groups"]

LONGEST = 60  # characters of a group's name


def set_groups(db: store.Store, study_id: int, groups: Mapping[str, str]) -> int:
    """Give these annotators their groups, all of them or none; "" takes one out of its group.

    Returns how many changed. Spaces at the ends and doubled ones do not count.
    """
    known = [one.pseudonym for one in store.load_annotators(db, study_id)]
    wanted = {who: " ".join(group.split()) for who, group in groups.items()}
    for who, group in wanted.items():
        if who not in known:
            raise StudyError(
                f"There is no annotator {who!r} in this study. Its annotators: "
                f"{', '.join(known) or 'none yet'}."
            )
        if len(group) > LONGEST:
            raise StudyError(
                f"A group's name has at most {LONGEST} characters; the one of {who} has "
                f"{len(group)}."
            )
        if not group.isprintable():
            raise StudyError(f"The group's name of {who} has a character that cannot be shown.")
    before = load_groups(db, study_id)
    changed = {who: group for who, group in wanted.items() if before.get(who, "") != group}
    save_groups(db, study_id, changed)
    return len(changed)
