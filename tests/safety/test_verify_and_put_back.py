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
