"""The tool as a process: killed while it saves, started again, and ended by Ctrl-C.

It stands before the Label Studio of the run. `make test-faults` kills it at every point, with a
Label Studio of its own.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from running_tool import PASSWORD, Tool, Visitor

from annotator import store
from annotator.keys import load_keys
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.settings import Settings
from annotator.workflow.passwords import hash_password
from annotator.workflow.publishing import publish
from tests.workflow.published_study import make_study, mark

pytestmark = pytest.mark.server


@pytest.fixture
def settings(labelstudio_server: EmbeddedServer, own_port: int, tmp_path: Path) -> Settings:
    token = labelstudio_server.keys.labelstudio_token
    return Settings(
        tmp_path / "var",
        port=own_port,
        labelstudio_url=labelstudio_server.url,
        labelstudio_api_key=token,
    )


@pytest.fixture
def tool(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tool]:
    monkeypatch.setenv("LABEL_STUDIO_URL", settings.labelstudio_url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", settings.labelstudio_api_key)
    one = Tool(settings.data_dir, settings.port)
    yield one
    one.stop_everything()


def test_what_was_saved_when_the_tool_was_killed_is_there_after_the_next_start(
    settings: Settings, tool: Tool, labelstudio: LabelStudio
) -> None:
    settings.data_dir.mkdir()
    with closing(store.open_store(settings.database)) as db:
        study_id = make_study(db, articles=1, people=1)
        publish(db, labelstudio, load_keys(settings), study_id, 1)
        [given] = store.load_assignments(db, study_id)
        [person] = store.load_annotators(db, study_id)
        store.set_password(db, person.account_id, hash_password(PASSWORD))
        email = store.load_account(db, person.account_id).email

        def saved() -> list[int]:
            """In the store and in Label Studio."""
            there = labelstudio.connection.get(f"/api/tasks/{given.task_id}/")["annotations"]
            return [len(store.annotations_of_assignment(db, given.id)), len(there)]

        path = f"/api/tasks/{given.task_id}/annotations"
        body = {"result": [mark(4, 11)], "lead_time": 3.0, "unique_id": str(uuid.uuid4())}
        tool.start("--no-sample", ANNOTATOR_FAULT="after-labelstudio")
        ann = Visitor(tool.origin)
        with closing(ann.client):
            ann.sign_in(email)
            with pytest.raises(httpx.HTTPError):
                ann.labelling("POST", path, body)
            assert tool.wait_until_dead() == -9
            assert saved() == [0, 1]
            tool.start("--no-sample")
            while saved() == [0, 1]:  # the sweep that every start begins with
                time.sleep(0.1)
            assert saved() == [1, 1]
            assert ann.labelling("POST", path, body).status_code in (200, 201)
            assert saved() == [1, 1]
        assert tool.interrupt() == 0
        assert tool.processes() == []
        assert saved() == [1, 1]
