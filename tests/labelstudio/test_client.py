"""The client against the real server."""

from __future__ import annotations

import httpx
import pytest
from patient import PATIENCE

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio import (
    EmbeddedServer,
    LabelStudio,
    LabelStudioSession,
    accounts,
    technical_email,
)
from annotator.labelstudio.connection import is_personal_token

pytestmark = pytest.mark.server

CONFIG = """
<View>
  <Labels name="label" toName="text"><Label value="fear"/><Label value="praise"/></Labels>
  <Text name="text" value="$text"/>
</View>
"""


@pytest.fixture
def project_id(labelstudio: LabelStudio) -> int:
    return labelstudio.create_project(
        title="Client tests",
        config=CONFIG,
        instruction="<p>Read first.</p>",
        marker=f"marker {technical_email()}",
    )


def test_a_technical_account_is_made_once_and_can_sign_in(
    labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> None:
    email = technical_email()
    password = labelstudio_server.keys.technical_password(email)
    user_id = labelstudio.ensure_account(email, password)
    assert labelstudio.ensure_account(email, password) == user_id
    cookies = LabelStudioSession(labelstudio.url, email, password).cookies()
    seen = httpx.get(
        f"{labelstudio.url}/api/current-user/whoami", cookies=cookies, timeout=PATIENCE
    )
    assert (seen.json()["email"], seen.json()["id"]) == (email, user_id)


def test_a_wrong_password_is_refused_in_words_without_the_password(
    labelstudio: LabelStudio,
) -> None:
    session = LabelStudioSession(labelstudio.url, technical_email(), "not-the-password")
    with pytest.raises(LabelStudioRefused, match="did not let the technical account") as caught:
        session.cookies()
    assert "not-the-password" not in str(caught.value)


def test_a_session_is_renewed_once_for_all_who_saw_it_expire(
    labelstudio: LabelStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in: list[str] = []

    def sign_in(url: str, email: str, password: str) -> dict[str, str]:
        signed_in.append(email)
        return {"sessionid": f"session {len(signed_in)}", "csrftoken": ""}

    monkeypatch.setattr(accounts, "sign_in", sign_in)
    session = LabelStudioSession(labelstudio.url, "a@annotator.invalid", "secret")
    stale = session.cookies()
    fresh = session.renew(stale)
    assert session.renew(stale) == fresh  # a second thread with the same stale cookies
    assert len(signed_in) == 2


def test_a_project_is_found_again_by_its_marker(labelstudio: LabelStudio, project_id: int) -> None:
    description = labelstudio.connection.get(f"/api/projects/{project_id}/")["description"]
    found = [one.id for one in labelstudio.projects() if one.description == description]
    assert found == [project_id]


def test_a_project_shows_the_instruction_and_serves_tasks_in_order(
    labelstudio: LabelStudio, project_id: int
) -> None:
    ids = labelstudio.import_tasks(
        project_id, [{"text": f"Text {n}", "article_id": n} for n in (7, 3, 5)]
    )
    assert labelstudio.tasks_of_ours(project_id) == [(ids[0], 7), (ids[1], 3), (ids[2], 5)]
    project = labelstudio.connection.get(f"/api/projects/{project_id}/")
    assert project["expert_instruction"] == "<p>Read first.</p>"
    assert project["show_instruction"] is True
    first = labelstudio.connection.get(f"/api/projects/{project_id}/next/")
    assert first["id"] == ids[0]


def test_tasks_beyond_one_chunk_keep_their_order(
    labelstudio: LabelStudio, project_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.labelstudio.client.IMPORT_CHUNK", 4)
    numbers = [5, 1, 9, 3, 8, 2, 7, 4, 6]
    ids = labelstudio.import_tasks(project_id, [{"text": "t", "article_id": n} for n in numbers])
    assert labelstudio.tasks_of_ours(project_id) == list(zip(ids, numbers, strict=True))


def test_deleting_what_is_gone_is_fine(labelstudio: LabelStudio, project_id: int) -> None:
    [task_id] = labelstudio.import_tasks(project_id, [{"text": "t", "article_id": 1}])
    for _ in range(2):
        labelstudio.delete_task(task_id)
    assert labelstudio.tasks_of_ours(project_id) == []
    for _ in range(2):
        labelstudio.delete_project(project_id)
    with pytest.raises(LabelStudioRefused) as caught:
        labelstudio.connection.get(f"/api/projects/{project_id}/")
    assert caught.value.status == 404


def test_the_view_is_made_once(labelstudio: LabelStudio, project_id: int) -> None:
    view_id = labelstudio.ensure_view(project_id)
    assert labelstudio.ensure_view(project_id) == view_id


@pytest.fixture(scope="module")
def personal_token(labelstudio: LabelStudio) -> str:
    return str(labelstudio.connection.post("/api/token/", {})["token"])


def test_a_personal_access_token_works_as_well(
    labelstudio: LabelStudio, personal_token: str
) -> None:
    assert is_personal_token(personal_token)
    client = LabelStudio(labelstudio.url, personal_token)
    client.check()
    project_id = client.create_project(title="PAT", config=CONFIG, instruction="", marker="pat")
    client.delete_project(project_id)
    client.close()


def test_an_expired_access_token_is_bought_again(
    labelstudio: LabelStudio, personal_token: str
) -> None:
    client = LabelStudio(labelstudio.url, personal_token)
    client.check()
    auth = client.connection.client.auth
    auth._access = "expired"  # type: ignore[union-attr]
    client.check()
    client.close()


def test_a_wrong_key_and_a_silent_address_have_errors_of_their_own(
    labelstudio: LabelStudio,
) -> None:
    stranger = LabelStudio(labelstudio.url, "0" * 40)
    with pytest.raises(LabelStudioRefused, match="API key is not valid") as caught:
        stranger.check()
    assert caught.value.status == 401
    with pytest.raises(LabelStudioRefused, match="with 401"):
        stranger.create_project(title="No", config=CONFIG, instruction="", marker="no")
    stranger.close()
    nobody = LabelStudio("http://127.0.0.1:9", "0" * 40)
    with pytest.raises(LabelStudioDown, match="cannot be reached"):
        nobody.check()
    with pytest.raises(LabelStudioDown):
        nobody.create_project(title="No", config=CONFIG, instruction="", marker="no")
    nobody.close()
