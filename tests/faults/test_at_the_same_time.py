"""Two of verify, collect, publish and restore-to-label-studio at once on one study: stopped where
they meet worst, and side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import fault_steps
import pytest
from harbour import Harbour, mark, submission
from patient import PATIENCE

from annotator import store
from annotator.models import Article
from annotator.store.records import Assignment
from annotator.workflow.annotator_projects import AnnotatorProjects
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify
from annotator.workflow.taking_in import Collection

pytestmark = pytest.mark.server


@pytest.fixture
def worked_on(harbour: Harbour) -> int:
    """A study of which one article is annotated."""
    study_id = harbour.another_study(articles=3)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    first = store.load_assignments(harbour.db, study_id)[0]
    harbour.behind(first.task_id, submission(mark()))
    harbour.next_start(study_id)
    return study_id


def given(harbour: Harbour, study_id: int) -> list[Assignment]:
    return store.load_assignments(harbour.db, study_id)


def whole(harbour: Harbour, study_id: int, work: list[int]) -> None:
    """Every article is there once, with so many annotations, here and there."""
    now = given(harbour, study_id)
    [person] = store.load_annotators(harbour.db, study_id)
    tasks = harbour.labelstudio.tasks_of_ours(person.project_id or 0)
    assert sorted(tasks) == sorted((one.task_id, one.article_id) for one in now)
    assert [len(harbour.here(one)) for one in now] == work
    assert [harbour.here(one) for one in now] == [harbour.there(one) for one in now]
    assert verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences == ()


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, do: Callable[[], object]) -> None:
    """Something is done when the collection comes to this place, once."""
    original = getattr(Collection, name)

    def first(self: Collection, *arguments: Any) -> Any:
        monkeypatch.setattr(Collection, name, original)
        do()
        return original(self, *arguments)

    monkeypatch.setattr(Collection, name, first)


def test_a_task_put_back_while_a_collection_runs_stays_with_its_annotation(
    harbour: Harbour, worked_on: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    harbour.labelstudio.delete_task(given(harbour, worked_on)[0].task_id or 0)

    def other() -> None:
        with closing(store.open_store(harbour.settings.database)) as db:
            put_back(db, harbour.labelstudio, harbour.keys, worked_on)

    meanwhile(monkeypatch, "take", other)
    found = collect(harbour.db, harbour.labelstudio, worked_on)
    assert (found.deleted, found.problems) == (0, ())
    whole(harbour, worked_on, [1, 0, 0])


def test_an_article_published_and_annotated_while_a_collection_runs_is_ours(
    harbour: Harbour, worked_on: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other() -> None:
        with closing(store.open_store(harbour.settings.database)) as db:
            store.save_articles(db, worked_on, [Article("Late", "The late brazen text.")])
            publish(db, harbour.labelstudio, harbour.keys, worked_on, 1)
            harbour.behind(store.load_assignments(db, worked_on)[-1].task_id, submission(mark()))

    meanwhile(monkeypatch, "known", other)
    assert collect(harbour.db, harbour.labelstudio, worked_on).problems == ()
    whole(harbour, worked_on, [1, 0, 0, 1])


def test_a_comparison_takes_nothing_away_that_is_being_put_back(
    harbour: Harbour, worked_on: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins when the new project is made and has no tasks yet: such a one is else a double."""
    [person] = store.load_annotators(harbour.db, worked_on)
    harbour.labelstudio.delete_project(person.project_id or 0)
    make_tasks, accounts = AnnotatorProjects.make_tasks, harbour.labelstudio.accounts
    looking, made, said = threading.Event(), threading.Event(), list[Any]()

    def look() -> dict[str, int]:  # its people are read, with the project that is gone
        looking.set()
        made.wait(PATIENCE)
        return accounts()

    def compare() -> None:
        with closing(store.open_store(harbour.settings.database)) as db:
            found = verify(db, harbour.labelstudio, harbour.keys, worked_on)
            said.extend(found.differences)

    comparing = threading.Thread(target=compare)

    def slowly(self: AnnotatorProjects, articles: Any) -> None:
        made.set()
        comparing.join(3.0)  # what would be taken away is gone by then
        make_tasks(self, articles)

    monkeypatch.setattr(harbour.labelstudio, "accounts", look)
    monkeypatch.setattr(AnnotatorProjects, "make_tasks", slowly)
    comparing.start()
    assert looking.wait(PATIENCE)
    put_back(harbour.db, harbour.labelstudio, harbour.keys, worked_on)
    comparing.join(PATIENCE)
    assert said == []
    whole(harbour, worked_on, [1, 0, 0])


VERIFY, RETURN = fault_steps.verify_study, fault_steps.return_study
PAIRS = {
    "two comparisons": (VERIFY, VERIFY),
    "a comparison and a publication": (VERIFY, fault_steps.publish_study),
    "a comparison while it is put back": (RETURN, VERIFY),
}


@pytest.mark.parametrize("steps", PAIRS.values(), ids=list(PAIRS))
def test_two_that_compare_publish_or_put_back_at_once_leave_it_whole(
    harbour: Harbour, worked_on: int, steps: tuple[Any, Any]
) -> None:
    now = given(harbour, worked_on)
    [person] = store.load_annotators(harbour.db, worked_on)
    if RETURN in steps:
        harbour.labelstudio.delete_project(person.project_id or 0)
        work = [1, 0, 0]
    else:
        harbour.behind(now[1].task_id, submission(mark(0, 3)))
        data = harbour.labelstudio.task_contents(person.project_id or 0)
        harbour.labelstudio.import_tasks(person.project_id or 0, [data[now[2].task_id or 0]])
        work = [1, 1, 0]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda step: harbour.study_step(step, worked_on), steps))
    verify(harbour.db, harbour.labelstudio, harbour.keys, worked_on)
    whole(harbour, worked_on, work)
