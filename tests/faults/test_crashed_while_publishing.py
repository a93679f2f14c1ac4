"""Publishing stopped before a step, in this process: publishing again completes it.

The study takes articles back as well; a process is killed at every moment of a first publication
in `test_killed_with_label_studio`.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from annotator import store
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.workflow import annotator_projects, publishing
from annotator.workflow.publishing import publish
from tests.workflow.published_study import assert_complete, make_study

pytestmark = pytest.mark.server

STEPS = (
    "create_project", "delete_task", "ensure_account", "ensure_view", "import_tasks",
    "save_assignments", "save_event", "set_project", "set_published", "set_task_ids",
    "set_technical_account", "withdraw_assignments",
)  # fmt: skip


@pytest.fixture(scope="module")
def keys(labelstudio_server: EmbeddedServer) -> Keys:
    return labelstudio_server.keys


class Crash(Exception):
    """The process dies here."""


class Countdown:
    """Crashes before the n-th step of a kind; steps are calls that write, here or there."""

    def __init__(self, kind: str, nth: int) -> None:
        self.kind, self.nth = kind, nth
        self.steps: list[str] = []
        self.crashed = False
        self._lock = threading.Lock()

    def wrap(self, name: str, function: Any) -> Any:
        def stepping(*arguments: Any, **named: Any) -> Any:
            with self._lock:
                n = self.steps.count(name) + 1
                if self.crashed or (name, n) == (self.kind, self.nth):
                    self.crashed = True  # no thread goes on when the process dies
                    raise Crash(name)
                self.steps.append(name)
            return function(*arguments, **named)

        return stepping


class SteppingLabelStudio:
    """The real client, counting."""

    def __init__(self, labelstudio: LabelStudio, countdown: Countdown) -> None:
        self._labelstudio = labelstudio
        self._countdown = countdown

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._labelstudio, name)
        writes = ("ensure_", "create_", "import_", "delete_")
        return self._countdown.wrap(name, found) if name.startswith(writes) else found


class SteppingStore(ModuleType):
    """The real store, counting."""

    def __init__(self, countdown: Countdown) -> None:
        super().__init__("store")
        self._countdown = countdown

    def __getattr__(self, name: str) -> Any:
        found = getattr(store, name)
        writes = ("save_", "set_", "withdraw_")
        return self._countdown.wrap(name, found) if name.startswith(writes) else found


def published_twice(
    labelstudio: LabelStudio, keys: Keys, database: Path, kind: str = "", nth: int = 0
) -> list[str]:
    """A first publication and one that takes articles back, crashed at one step of them or at
    none, and then published again; the steps that were done before the crash."""
    db = store.open_store(database)
    study_id = make_study(db, articles=2, people=2)
    countdown = Countdown(kind, nth)
    stepping: Any = SteppingLabelStudio(labelstudio, countdown)
    with pytest.MonkeyPatch.context() as patched:
        for module in (publishing, annotator_projects):
            patched.setattr(module, "store", SteppingStore(countdown))
        with contextlib.suppress(Crash):
            publish(db, stepping, keys, study_id, 1)
            store.remove_annotator(db, store.load_annotators(db, study_id)[0].id)
            publish(db, stepping, keys, study_id, 1)
    assert countdown.crashed == (nth > 0)
    publish(db, labelstudio, keys, study_id, 1)
    assert_complete(db, labelstudio, study_id, 1)
    db.close()
    return countdown.steps


@pytest.fixture(scope="module")
def steps(
    labelstudio: LabelStudio, keys: Keys, tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """All that publishing does, in order."""
    return published_twice(labelstudio, keys, tmp_path_factory.mktemp("whole") / "db.sqlite")


def test_every_kind_of_step_is_tried(steps: list[str]) -> None:
    assert sorted(set(steps)) == sorted(STEPS)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_the_last_step_of_a_kind_is_made_good_by_publishing_again(
    labelstudio: LabelStudio, keys: Keys, tmp_path: Path, steps: list[str], step: str
) -> None:
    done = published_twice(labelstudio, keys, tmp_path / "db.sqlite", step, steps.count(step))
    assert done.count(step) == steps.count(step) - 1
