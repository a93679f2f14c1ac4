"""Label Studio and the store compared on the real server, and what was deleted there put back."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import store
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio, LabelStudioSession, post_as
from annotator.store.safety import copy_database
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.safety.keys_in_use import try_keys
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import Verification, verify
from tests.workflow.published_study import make_study, mark, tasks_of

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def keys(labelstudio_server: EmbeddedServer) -> Keys:
    return labelstudio_server.keys


class Bridge:
    """Two people, three articles each. The first has annotated two, and begun the third."""

    def __init__(self, db: store.Store, labelstudio: LabelStudio, keys: Keys) -> None:
        self.db, self.labelstudio, self.keys = db, labelstudio, keys
        self.sessions: dict[int, LabelStudioSession] = {}
        self.study_id = make_study(db, articles=3, people=2)
        publish(db, labelstudio, keys, self.study_id, 2)
        self.first, self.second = store.load_annotators(db, self.study_id)
        self.annotate(self.first.id, 0, mark(4, 11), mark(0, 3, "r2"))
        self.annotate(self.first.id, 1, skip=True)
        self.annotate(self.second.id, 0, mark(17, 19))
        body: dict[str, object] = {"result": [mark(4, 11)], "lead_time": 2.0}
        third = self.tasks(self.first.id)[2]
        post_as(self.session(self.first.id), f"/api/tasks/{third}/drafts", body)
        collect(db, labelstudio, self.study_id)

    def tasks(self, annotator: int) -> list[int]:
        found = store.assignments_of_annotator(self.db, annotator)
        return [one.task_id or 0 for one in found]

    def session(self, annotator: int) -> LabelStudioSession:
        """Signed in once."""
        if annotator in self.sessions:
            return self.sessions[annotator]
        account_id = store.load_annotator(self.db, annotator).account_id
        email = store.load_account(self.db, account_id).technical_email
        password = self.keys.technical_password(email)
        made = LabelStudioSession(self.labelstudio.url, email, password)
        return self.sessions.setdefault(annotator, made)

    def annotate(self, annotator: int, place: int, *marks: object, skip: bool = False) -> int:
        body = {"result": list(marks), "lead_time": 3.0, "was_cancelled": skip}
        path = f"/api/tasks/{self.tasks(annotator)[place]}/annotations/"
        return int(post_as(self.session(annotator), path, body)["id"])

    def verify(self, **options: bool) -> Verification:
        return verify(self.db, self.labelstudio, self.keys, self.study_id, **options)

    def kinds(self, **options: bool) -> Counter[tuple[str, str, bool]]:
        found = self.verify(**options).differences
        return Counter((one.kind, one.about, one.healed) for one in found)

    def work(self) -> list[object]:
        """What counts in the store, without Label Studio's numbers and moments."""
        found = store.load_study_work(self.db, self.study_id).work
        return [
            (one.article_id, one.annotator, one.annotation.state, one.annotation.spans,
             one.annotation.answers)
            for one in found
        ]  # fmt: skip

    def drafts(self) -> list[object]:
        rows = self.db.execute("SELECT raw FROM drafts WHERE removed_at IS NULL").fetchall()
        return [json.loads(row[0])["result"] for row in rows]

    def whole(self) -> None:
        """Both sides have the same, nothing twice."""
        assert self.verify().differences == ()
        for person in store.load_annotators(self.db, self.study_id):
            texts = [article for article, _ in tasks_of(self.labelstudio, person.project_id or 0)]
            assert sorted(texts) == sorted(set(texts))
            assert len(texts) == 3


@pytest.fixture
def bridge(store_db: store.Store, labelstudio: LabelStudio, keys: Keys) -> Bridge:
    return Bridge(store_db, labelstudio, keys)


def test_a_study_at_rest_has_no_difference(bridge: Bridge) -> None:
    found = bridge.verify()
    assert found.differences == ()
    assert (found.annotators, found.tasks, found.annotations, found.drafts) == (2, 6, 3, 1)
    assert bridge.verify(changed_only=True).differences == ()


def test_every_kind_of_difference_is_named_and_healed_where_there_is_one_right_answer(
    bridge: Bridge,
) -> None:
    first, second = bridge.tasks(bridge.first.id), bridge.tasks(bridge.second.id)
    connection = bridge.labelstudio.connection
    one, two = (
        store.annotations_of_assignment(bridge.db, a.id)[0].labelstudio_id
        for a in store.assignments_of_annotator(bridge.db, bridge.first.id)[:2]
    )
    bridge.annotate(bridge.second.id, 1, mark(0, 3))  # missing from the store
    connection.patch(f"/api/annotations/{one}/", {"result": [mark(0, 3)]})  # changed
    connection.delete(f"/api/annotations/{two}/")  # deleted
    project = bridge.first.project_id or 0
    bridge.labelstudio.import_tasks(project, [{"text": "x"}])  # foreign
    article = store.load_assignments(bridge.db, bridge.study_id)[0].article_id
    data = bridge.labelstudio.task_contents(project)[first[0]]
    assert data["article_id"] == article
    bridge.labelstudio.import_tasks(project, [data])  # doubled, and nobody has begun it
    connection.patch(f"/api/tasks/{second[2]}/", {"data": {**data, "text": "other"}})  # changed
    other = '<View><Text name="text" value="$text"/></View>'
    connection.patch(f"/api/projects/{bridge.second.project_id}/", {"label_config": other})
    expected = {
        ("changed", "project"),
        ("missing", "annotation"),
        ("changed", "annotation"),
        ("deleted", "annotation"),
        ("foreign", "task"),
        ("doubled", "task"),
        ("changed", "task"),
    }
    unhealed = bridge.kinds(heal=False)
    assert unhealed == {(*one, False): 1 for one in expected}
    healed = bridge.kinds()
    assert healed == {(*one, one != ("foreign", "task")): 1 for one in expected}
    assert bridge.kinds() == {("foreign", "task", False): 1}
    assert len(bridge.work()) == 3


def test_an_annotation_of_another_account_and_a_second_one_are_named(bridge: Bridge) -> None:
    task = bridge.tasks(bridge.second.id)[0]
    bridge.labelstudio.connection.post(f"/api/tasks/{task}/annotations/", {"result": []})
    assert bridge.kinds() == {
        ("missing", "annotation", True): 1,
        ("foreign", "annotation", False): 1,
        ("doubled", "annotation", False): 1,
    }


def test_what_was_deleted_in_label_studio_stays_in_the_store_and_is_put_back(
    bridge: Bridge,
) -> None:
    before, drafts = bridge.work(), bridge.drafts()
    assert len(before) == 3
    assert drafts == [[mark(4, 11)]]
    # A whole project, a task and an annotation; the sweep comes by before anybody notices.
    bridge.labelstudio.delete_project(bridge.second.project_id or 0)
    bridge.labelstudio.delete_task(bridge.tasks(bridge.first.id)[2])
    [record] = store.annotations_of_assignment(
        bridge.db, store.assignments_of_annotator(bridge.db, bridge.first.id)[0].id
    )
    bridge.labelstudio.connection.delete(f"/api/annotations/{record.labelstudio_id}/")
    revisions = bridge.db.execute("SELECT id, raw FROM revisions ORDER BY id").fetchall()
    collect(bridge.db, bridge.labelstudio, bridge.study_id)
    kept = bridge.db.execute("SELECT id, raw FROM revisions ORDER BY id").fetchall()
    assert kept[: len(revisions)] == revisions  # nothing is ever taken out of the store
    assert "deleted" in {one.kind for one in bridge.verify().differences}
    done = put_back(bridge.db, bridge.labelstudio, bridge.keys, bridge.study_id)
    assert (done.projects, done.tasks, done.annotations, done.drafts) == (1, 4, 2, 1)
    assert bridge.work() == before
    assert bridge.drafts() == drafts
    bridge.whole()
    again = put_back(bridge.db, bridge.labelstudio, bridge.keys, bridge.study_id)
    assert again.sentence == "Everything is there already."
    bridge.whole()


def test_numbers_that_were_anothers_before_label_studio_was_made_anew_harm_nobody(
    bridge: Bridge,
) -> None:
    """Two studies whose numbers in the store are those the other gets in the new Label Studio."""
    other = Bridge(bridge.db, bridge.labelstudio, bridge.keys)
    before = bridge.work(), other.work()
    for study in (bridge, other):
        for person in (study.first, study.second):
            study.labelstudio.delete_project(person.project_id or 0)
    top = {
        name: bridge.db.execute(f"SELECT max(abs({column})) FROM {name}").fetchone()[0]
        for name, column in (("annotations", "labelstudio_id"), ("annotators", "project_id"))
    }
    with store.writing(bridge.db):  # as if the next numbers were those of the other study
        bridge.db.execute(
            "UPDATE annotations SET labelstudio_id = labelstudio_id + ? WHERE assignment_id IN "
            "(SELECT id FROM assignments WHERE study_id = ?)",
            [top["annotations"], other.study_id],
        )
        bridge.db.execute(
            "UPDATE annotators SET project_id = ? + id WHERE study_id = ?",
            [top["annotators"], other.study_id],
        )
    for study in (bridge, other):
        put_back(study.db, study.labelstudio, study.keys, study.study_id)
    assert (bridge.work(), other.work()) == before
    for study in (bridge, other):
        study.whole()


@pytest.mark.parametrize("changed_since", [False, True])
def test_a_store_that_is_older_than_label_studio_doubles_nothing_and_takes_nothing_back(
    bridge: Bridge, tmp_path: Path, changed_since: bool
) -> None:
    """Rolled back to a backup from before a task was deleted there and put back."""
    path = tmp_path / "annotator.sqlite"
    copy_database(path, tmp_path / "older.sqlite")
    before = bridge.work()
    bridge.labelstudio.delete_task(bridge.tasks(bridge.first.id)[0])
    put_back(bridge.db, bridge.labelstudio, bridge.keys, bridge.study_id)
    [record] = store.annotations_of_assignment(
        bridge.db, store.assignments_of_annotator(bridge.db, bridge.first.id)[0].id
    )
    if changed_since:
        body = {"result": [mark(0, 3)]}
        bridge.labelstudio.change_annotation(record.labelstudio_id, body)
    with closing(store.open_store(tmp_path / "older.sqlite")) as older:
        bridge.db = older
        bridge.verify()
        put_back(older, bridge.labelstudio, bridge.keys, bridge.study_id)
        assert bridge.verify().differences == ()
        assert (bridge.work() == before) == (not changed_since)
        assert len(bridge.work()) == len(before)


def test_an_annotation_that_label_studio_has_in_an_older_version_is_brought_up_to_date(
    bridge: Bridge,
) -> None:
    before = bridge.work()
    [record] = store.annotations_of_assignment(
        bridge.db, store.assignments_of_annotator(bridge.db, bridge.first.id)[0].id
    )
    bridge.labelstudio.change_annotation(record.labelstudio_id, {"result": []})
    with store.writing(bridge.db):  # ours was saved after that
        bridge.db.execute("UPDATE annotations SET updated_at = '2999-01-01T00:00:00.000000Z'")
    assert bridge.kinds() == {("changed", "annotation", False): 1}
    assert put_back(bridge.db, bridge.labelstudio, bridge.keys, bridge.study_id).changed == 1
    assert bridge.work() == before
    bridge.whole()


@pytest.mark.parametrize("swept", [False, True])
def test_an_annotation_under_another_number_keeps_its_row(bridge: Bridge, swept: bool) -> None:
    """Made again with the same content inside Label Studio, and the old one deleted there."""
    rows = "SELECT id, state FROM annotations ORDER BY id"
    before, found = bridge.work(), bridge.db.execute(rows).fetchall()
    assignment = store.assignments_of_annotator(bridge.db, bridge.first.id)[0]
    [record] = store.annotations_of_assignment(bridge.db, assignment.id)
    number = bridge.annotate(bridge.first.id, 0, mark(4, 11), mark(0, 3, "r2"))
    bridge.labelstudio.connection.delete(f"/api/annotations/{record.labelstudio_id}/")
    if swept:
        collect(bridge.db, bridge.labelstudio, bridge.study_id)
    said = [one.sentence for one in bridge.verify().differences]
    words = f"in 'Report 1': it was number {record.labelstudio_id} before. Healed."
    assert said == ([] if swept else [f"changed annotation {number} of A01 {words}"])
    assert bridge.db.execute(rows).fetchall() == found
    assert bridge.work() == before
    [now] = store.annotations_of_assignment(bridge.db, assignment.id)
    assert (now.id, now.labelstudio_id) == (record.id, number)
    bridge.whole()


@pytest.mark.parametrize("by_hand", [False, True])
def test_an_account_deleted_there_is_said_and_gets_its_work_back(
    bridge: Bridge, by_hand: bool
) -> None:
    """`by_hand`: somebody has made it again, with a password that is not ours."""
    before, drafts = bridge.work(), bridge.drafts()
    account = store.load_account(bridge.db, bridge.first.account_id)
    bridge.labelstudio.connection.delete(f"/api/users/{account.labelstudio_user_id}/")
    if by_hand:
        bridge.labelstudio.ensure_account(account.technical_email, "another's password")
    kinds = bridge.kinds()
    assert kinds == {
        ("changed" if by_hand else "deleted", "account", False): 1,
        ("changed", "annotation", False): 2,
        ("deleted", "draft", True): 1,
    }
    done = put_back(bridge.db, bridge.labelstudio, bridge.keys, bridge.study_id)
    assert (done.annotations, done.drafts, done.changed) == (0, 1, 2)
    assert (bridge.work(), bridge.drafts()) == (before, drafts)
    bridge.sessions.clear()
    bridge.annotate(bridge.first.id, 2, mark(4, 11))
    collect(bridge.db, bridge.labelstudio, bridge.study_id)
    assert len(bridge.work()) == len(before) + 1
    bridge.whole()


def test_keys_that_are_not_those_the_accounts_were_made_with_are_noticed(bridge: Bridge) -> None:
    assert list(try_keys(bridge.db, bridge.labelstudio, bridge.keys)) == []
    others = replace(bridge.keys, secret_key="0" * 64)
    [said] = try_keys(bridge.db, bridge.labelstudio, others)
    assert "made with other keys" in said.words
    assert "back from a backup" in said.to_do
    # Lost for good: every account and project is made again with the new ones.
    before = bridge.work()
    bridge.keys = others
    put_back(bridge.db, bridge.labelstudio, others, bridge.study_id)
    assert list(try_keys(bridge.db, bridge.labelstudio, others)) == []
    assert bridge.work() == before
    bridge.whole()
