"""A large study is settled in a process of its own."""

from __future__ import annotations

import pytest
from settle_world import LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.errors import StudyError
from annotator.store.adjudication import Settler
from annotator.workflow.adjudication.apart import (
    apply_apart,
    changes_apart,
    effect_apart,
    find_changes,
    find_effect,
    queue_apart,
    renew_apart,
)
from annotator.workflow.adjudication.renewing import find_changed
from annotator.workflow.adjudication.settling import effect_of

MAJORITY = Rules(parse_rule("majority"))


@pytest.fixture
def made(store_db: store.Store) -> SettleStudy:
    made = make_study(store_db)
    for who in range(3):
        made.submit(who, [(LOADED, "brazen"), (NAME, "regime")][: who + 1])
    return made


def test_effect_queue_and_rule_are_what_they_are_here_and_progress_is_told(
    made: SettleStudy,
) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(words: str, done: int, total: int) -> None:
        told.append((words, done, total))

    db, study = made.db, made.study.id
    assert queue_apart(db, study, progress) == 2
    assert find_effect(db, study, MAJORITY) is None
    effect_apart(db, study, MAJORITY, progress)
    found = find_effect(db, study, MAJORITY)
    assert found is not None
    assert found.current
    assert found.value == effect_of(db, study, MAJORITY)
    assert found.value.settled == 2
    said = apply_apart(db, study, MAJORITY, Settler(None, "M01"), progress)
    assert said == f"This {found.value.sentence}."
    assert [row[2] for row in made.gold()] == ["rule:majority 3/3", "rule:majority 2/3"]
    assert ("Looking at the articles", 0, 1) in told
    again = find_effect(db, study, MAJORITY)
    assert again is not None
    assert not again.current, "there are decisions now"


def test_what_late_work_changed_is_found_kept_and_renewed_there(made: SettleStudy) -> None:
    db, study = made.db, made.study.id
    apply_apart(db, study, MAJORITY, Settler(None, "M01"), lambda *_: None)
    made.submit(1, [(LOADED, "brazen")])
    assert find_changes(db, study) is None
    said = changes_apart(db, study, lambda *_: None)
    found = find_changes(db, study)
    assert found == find_changed(db, study)
    assert found is not None
    assert (found.sentence, len(found.changed)) == (said, 1)
    assert len(made.gold()) == 2
    assert renew_apart(db, study, Settler(None, "M01"), lambda *_: None) == said
    assert [row[2] for row in made.gold()] == ["rule:majority 3/3"]
    assert find_changes(db, study) is None, "there are other decisions now"


def test_what_is_refused_there_is_refused_here(made: SettleStudy) -> None:
    wrong = Rules(parse_rule("majority"), {"madeup": parse_rule("unanimous")})
    with pytest.raises(StudyError, match="no label 'madeup'"):
        apply_apart(made.db, made.study.id, wrong, Settler(), lambda *_: None)
    assert made.gold() == []
