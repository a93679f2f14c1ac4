"""Publishing to the real server: everybody gets their articles once, whatever happens between."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotator import store
from annotator.errors import AnnotatorError, LabelStudioDown, StudyError
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio, LabelStudioSession
from annotator.models import State
from annotator.workflow import inviting, publishing
from annotator.workflow.publishing import publish
from tests.workflow.published_study import (
    SENTENCE,
    add_articles,
    add_person,
    annotate,
    assert_complete,
    make_study,
    mark,
    tasks_of,
)

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def keys(labelstudio_server: EmbeddedServer) -> Keys:
    return labelstudio_server.keys


def state(db: store.Store, labelstudio: LabelStudio, study_id: int) -> dict[str, Any]:
    """Everything that publishing makes, here and there."""
    people = store.load_annotators(db, study_id)
    return {
        "people": people,
        "assignments": store.load_assignments(db, study_id),
        "tasks": {
            one.project_id: tasks_of(labelstudio, one.project_id)
            for one in people
            if one.project_id is not None
        },
    }


def test_everybody_gets_their_articles_in_their_own_order(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=7, people=3)
    words: list[tuple[str, int, int]] = []
    done = publish(
        store_db, labelstudio, keys, study_id, 2, progress=lambda *what: words.append(what)
    )
    assert (done.assigned, done.articles, done.annotators) == (14, 7, 3)
    assert_complete(store_db, labelstudio, study_id, 2)
    shares = Counter(one.annotator_id for one in store.load_assignments(store_db, study_id))
    assert sorted(shares.values()) == [4, 5, 5]
    study = store.load_study(store_db, study_id)
    assert (study.is_published, study.overlap) == (True, 2)
    assert words[-1] == ("Adding articles to Label Studio", 14, 14)


def test_the_technical_accounts_can_sign_in_and_say_nothing_about_people(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=1, people=2)
    publish(store_db, labelstudio, keys, study_id, 2)
    for annotator in store.load_annotators(store_db, study_id):
        account = store.load_account(store_db, annotator.account_id)
        assert account.technical_email.endswith("@annotator.invalid")
        assert "person" not in account.technical_email
        password = keys.technical_password(account.technical_email)
        session = LabelStudioSession(labelstudio.url, account.technical_email, password)
        assert session.cookies()["sessionid"]


def test_one_person_in_two_studies_has_one_technical_account(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    first, second = (make_study(store_db, articles=1, people=1) for _ in range(2))
    account_id = store.load_annotators(store_db, first)[0].account_id
    store.add_annotator(store_db, second, account_id)
    publish(store_db, labelstudio, keys, first, 1)
    before = store.load_account(store_db, account_id)
    publish(store_db, labelstudio, keys, second, 2)
    assert store.load_account(store_db, account_id) == before


def test_publishing_twice_changes_nothing(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=3, people=2)
    publish(store_db, labelstudio, keys, study_id, 2)
    before = state(store_db, labelstudio, study_id)
    for rebalance in (False, True):
        done = publish(store_db, labelstudio, keys, study_id, 2, rebalance=rebalance)
        assert (done.assigned, done.withdrawn) == (0, 0)
        assert state(store_db, labelstudio, study_id) == before


def test_new_articles_go_behind_those_that_are_there(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=3, people=2)
    publish(store_db, labelstudio, keys, study_id, 1)
    add_articles(store_db, study_id, 2)
    publish(store_db, labelstudio, keys, study_id, 1)
    assert_complete(store_db, labelstudio, study_id, 1)


def test_a_new_annotator_takes_over_only_what_nobody_began(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=6, people=1)
    publish(store_db, labelstudio, keys, study_id, 1)
    given = store.load_assignments(store_db, study_id)
    tasks = [one.task_id for one in given if one.task_id is not None]
    # Behind our back: an annotation of the last one, a draft of the one before.
    annotate(labelstudio, tasks[-1], mark(4, 11))
    labelstudio.connection.post(f"/api/tasks/{tasks[-2]}/drafts", {"result": [mark(4, 11)]})
    newcomer = add_person(store_db, study_id, "newcomer@example.org")
    done = publish(store_db, labelstudio, keys, study_id, 1, rebalance=True)
    assert (done.assigned, done.withdrawn) == (3, 3)
    assert_complete(store_db, labelstudio, study_id, 1)
    kept = {
        one.id
        for one in store.load_assignments(store_db, study_id)
        if not one.withdrawn and one.annotator_id != newcomer
    }
    assert {given[-1].id, given[-2].id} <= kept


def test_what_was_begun_at_the_last_moment_is_not_taken_away(
    store_db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    study_id = make_study(store_db, articles=2, people=1)
    publish(store_db, labelstudio, keys, study_id, 1)
    tasks = [one.task_id or 0 for one in store.load_assignments(store_db, study_id)]
    add_person(store_db, study_id, "newcomer@example.org")

    def annotated_just_now(*_: Any) -> None:
        annotate(labelstudio, tasks[-1], mark(4, 11))

    monkeypatch.setattr(publishing, "collect", annotated_just_now)
    publish(store_db, labelstudio, keys, study_id, 1, rebalance=True)
    left = [one.task_id for one in store.load_assignments(store_db, study_id) if not one.withdrawn]
    assert tasks[-1] in left
    assert labelstudio.connection.get(f"/api/tasks/{tasks[-1]}/annotations/")


def test_a_removed_annotators_unstarted_articles_return_to_the_pool(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    study_id = make_study(store_db, articles=4, people=2)
    publish(store_db, labelstudio, keys, study_id, 1)
    gone = store.load_annotators(store_db, study_id)[0]
    own = store.assignments_of_annotator(store_db, gone.id)
    annotate(labelstudio, own[0].task_id or 0, mark(4, 11))
    inviting.remove_annotator(store_db, gone.id)
    done = publish(store_db, labelstudio, keys, study_id, 1)
    assert (done.withdrawn, done.assigned) == (1, 1)
    left = store.assignments_of_annotator(store_db, gone.id)
    assert [(one.id, one.state) for one in left] == [(own[0].id, State.SUBMITTED)]
    assert gone.project_id is not None
    assert [article for article, _ in tasks_of(labelstudio, gone.project_id)] == [own[0].article_id]


def test_two_publications_at_once_make_nothing_double(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys, tmp_path: Path
) -> None:
    study_id = make_study(store_db, articles=4, people=2)
    failures: list[AnnotatorError] = []

    def publish_in_a_thread() -> None:
        own = store.open_store(tmp_path / "annotator.sqlite")
        try:
            publish(own, labelstudio, keys, study_id, 2)
        except AnnotatorError as error:
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=publish_in_a_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert_complete(store_db, labelstudio, study_id, 2)


@pytest.mark.parametrize(
    ("articles", "people", "overlap", "words"),
    [
        (2, 2, 3, "Overlap 3 needs at least 3 annotators, and the study has 2"),
        (0, 2, 1, "has no articles yet"),
        (1, 0, 1, "the study has 0 annotators"),
    ],
)
def test_what_cannot_be_published_is_refused_and_makes_nothing(
    store_db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    articles: int,
    people: int,
    overlap: int,
    words: str,
) -> None:
    study_id = make_study(store_db, articles=articles, people=people)
    before = len(list(labelstudio.projects()))
    with pytest.raises(StudyError, match=words):
        publish(store_db, labelstudio, keys, study_id, overlap)
    assert len(list(labelstudio.projects())) == before
    assert not store.load_study(store_db, study_id).is_published


def test_a_deleted_tasks_number_that_is_used_again_is_nobody_elses(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys
) -> None:
    """Label Studio gives the numbers of its newest tasks, once deleted, to the next import."""
    first, second = (make_study(store_db, articles=2, people=1) for _ in range(2))
    publish(store_db, labelstudio, keys, first, 1)
    tasks = {one.task_id for one in store.load_assignments(store_db, first)}
    for task in tasks:
        labelstudio.delete_task(task or 0)
    publish(store_db, labelstudio, keys, second, 1)
    assert {one.task_id for one in store.load_assignments(store_db, second)} == tasks
    assert {one.task_id for one in store.load_assignments(store_db, first)} == {None}
    publish(store_db, labelstudio, keys, first, 1)
    for study_id in (first, second):
        assert_complete(store_db, labelstudio, study_id, 1)


def test_taking_back_an_article_spares_the_task_that_has_its_number_now(
    store_db: store.Store, labelstudio: LabelStudio, keys: Keys, tmp_path: Path
) -> None:
    """We died after Label Studio deleted a task and before we knew."""
    study_id = make_study(store_db, articles=2, people=2)
    publish(store_db, labelstudio, keys, study_id, 1)
    given = store.load_assignments(store_db, study_id)
    withdrawn = max(given, key=lambda one: one.task_id or 0)  # two threads made them
    store.remove_annotator(store_db, withdrawn.annotator_id)
    store.withdraw_assignments(store_db, [withdrawn.id])
    labelstudio.delete_task(withdrawn.task_id or 0)
    with contextlib.closing(store.open_store(tmp_path / "other.sqlite")) as other:
        others = make_study(other, articles=1, people=1)
        publish(other, labelstudio, keys, others, 1)
        reused = [one.task_id for one in store.load_assignments(other, others)]
        assert reused == [withdrawn.task_id]
        publish(store_db, labelstudio, keys, study_id, 1)
        assert_complete(other, labelstudio, others, 1)


def test_an_answer_that_never_arrived_does_not_double_tasks(
    store_db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Half of an import is done in Label Studio, and nobody here knows."""
    study_id = make_study(store_db, articles=5, people=1)
    whole = LabelStudio.import_tasks

    def half(self: LabelStudio, project_id: int, tasks: list[Any]) -> list[int]:
        whole(self, project_id, tasks[:3])
        raise LabelStudioDown("the answer was lost")

    with monkeypatch.context() as patched:
        patched.setattr(LabelStudio, "import_tasks", half)
        with pytest.raises(LabelStudioDown):
            publish(store_db, labelstudio, keys, study_id, 1)
    publish(store_db, labelstudio, keys, study_id, 1)
    assert_complete(store_db, labelstudio, study_id, 1)
    assert SENTENCE in store.load_articles(store_db, study_id)[0].article.text
