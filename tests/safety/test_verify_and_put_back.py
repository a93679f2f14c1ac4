"""An annotation deleted inside Label Studio is found and put back.

`make test-faults` tries every kind of difference (`test_changed_in_label_studio`).
"""

from __future__ import annotations

import pytest

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio, LabelStudioSession, post_as
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify
from tests.workflow.published_study import make_study, mark

pytestmark = pytest.mark.server


def test_an_annotation_deleted_in_label_studio_is_found_and_put_back(
    store_db: store.Store, labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> None:
    keys = labelstudio_server.keys
    study_id = make_study(store_db, articles=1, people=1)
    publish(store_db, labelstudio, keys, study_id, 1)
    [person] = store.load_annotators(store_db, study_id)
    [given] = store.load_assignments(store_db, study_id)
    email = store.load_account(store_db, person.account_id).technical_email
    session = LabelStudioSession(labelstudio.url, email, keys.technical_password(email))
    body: dict[str, object] = {"result": [mark(4, 11)], "lead_time": 3.0}
    made = post_as(session, f"/api/tasks/{given.task_id}/annotations/", body)["id"]
    collect(store_db, labelstudio, study_id)

    def work() -> list[object]:
        found = store.load_study_work(store_db, study_id).work
        return [(one.annotation.state, one.annotation.spans) for one in found]

    def differences() -> list[tuple[str, str]]:
        found = verify(store_db, labelstudio, keys, study_id).differences
        return [(one.kind, one.about) for one in found]

    before = work()
    assert len(before) == 1
    assert differences() == []
    labelstudio.connection.delete(f"/api/annotations/{made}/")
    assert differences() == [("deleted", "annotation")]
    assert put_back(store_db, labelstudio, keys, study_id).annotations == 1
    assert work() == before
    assert differences() == []
    there = labelstudio.connection.get(f"/api/tasks/{given.task_id}/")["annotations"]
    assert [one["completed_by"]["id"] for one in there] == [
        store.load_account(store_db, person.account_id).labelstudio_user_id
    ]


def test_what_one_did_whose_project_has_no_number_any_more_is_put_back(
    store_db: store.Store, labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> None:
    """Label Studio was made anew, and the number is that of a project of another study now."""
    keys = labelstudio_server.keys
    study_id = make_study(store_db, articles=2, people=1)
    publish(store_db, labelstudio, keys, study_id, 1)
    [person] = store.load_annotators(store_db, study_id)
    given = store.load_assignments(store_db, study_id)[0]
    email = store.load_account(store_db, person.account_id).technical_email
    session = LabelStudioSession(labelstudio.url, email, keys.technical_password(email))
    body: dict[str, object] = {"result": [mark(4, 11)], "lead_time": 3.0}
    post_as(session, f"/api/tasks/{given.task_id}/annotations/", body)
    collect(store_db, labelstudio, study_id)
    labelstudio.delete_project(person.project_id or 0)
    other = make_study(store_db, articles=1, people=1)
    [stranger] = store.load_annotators(store_db, other)
    store.set_project(store_db, stranger.id, person.project_id or 0, None)
    assert store.load_annotators(store_db, study_id)[0].project_id is None
    done = put_back(store_db, labelstudio, keys, study_id)
    assert (done.tasks, done.annotations) == (2, 1)
    assert verify(store_db, labelstudio, keys, study_id).differences == ()
