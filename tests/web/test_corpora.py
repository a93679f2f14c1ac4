"""Importing an annotated corpus in the browser: seen first, then made a study in the background."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import closing

from flask.testing import FlaskClient
from pages_world import ANNA, MANAGER, World, csrf_token
from werkzeug.test import TestResponse

from annotator import store
from annotator.web.jobs import wait_for_all

TEXT = "Harbour <b>row</b>\n\nThe brazen mayor lied."
PAGE = "/corpora/import"


def corpus() -> bytes:
    buffer = io.BytesIO()
    start = TEXT.index("brazen")
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("row.txt", TEXT)
        for annotator in ("alder", "briar"):
            marks = f"T1\tLoaded {start} {start + 6}\tbrazen\nT2\tLoaded 900 901\tx\n"
            made.writestr(f"row_{annotator}.ann", marks)
        made.writestr("../evil.txt", "x")
    return buffer.getvalue()


def send(client: FlaskClient, content: bytes, **form: str) -> TestResponse:
    data = {"csrf_token": csrf_token(client, PAGE), "title": "", "scheme": "", "format": "", **form,
            "corpus": (io.BytesIO(content), "my corpus.zip")}  # fmt: skip
    return client.post(PAGE, data=data, content_type="multipart/form-data")


def studies(world: World) -> dict[str, int]:
    with closing(world.open_store()) as db:
        return {one.title: one.id for one in store.load_studies(db)}


def test_what_will_come_is_shown_and_only_then_made_a_study(world: World) -> None:
    client = world.client(MANAGER)
    shown = send(client, corpus(), title="Harbour <i>")
    assert shown.status_code == 302
    page = client.get(shown.location)
    assert "read as brat standoff" in page.text
    assert "alder" in page.text
    assert "leads out of the archive" in page.text
    assert "row_alder.ann:2: the offsets 900 to 901" in page.text
    assert "<b>row" not in page.text
    assert "Harbour <i>" not in studies(world)
    action = re.search(r'action="([^"]+/keep)"', page.text)
    assert action
    form = {"csrf_token": csrf_token(client, shown.location), "title": "Harbour <i>",
            "scheme": "", "format": "brat"}  # fmt: skip
    kept = client.post(action[1], data=form)
    assert kept.status_code == 302
    wait_for_all(world.app)
    done = client.get(kept.location)
    assert "1 document, 2 annotators, 2 annotations, 2 marks" in done.text
    study = studies(world)["Harbour <i>"]
    page = client.get(f"/studies/{study}")
    assert "imported" in page.text
    assert "Invite annotators" not in page.text
    assert "row_alder.ann:2" in page.text
    assert "corpus.invalid" not in page.text
    assert client.get(f"/studies/{study}/agreement/").status_code == 200
    assert not list((world.settings.data_dir / "corpora").iterdir())


def test_a_title_that_is_taken_and_a_file_that_is_no_corpus_are_said(world: World) -> None:
    client = world.client(MANAGER)
    page = send(client, b"no corpus at all").location
    assert "none of the formats" in client.get(page, follow_redirects=True).text
    shown = send(client, corpus()).location
    title = next(iter(studies(world)))
    action = re.search(r'action="([^"]+/keep)"', client.get(shown).text)
    assert action
    form = {"csrf_token": csrf_token(client, shown), "title": title, "scheme": "", "format": ""}
    again = client.post(action[1], data=form, follow_redirects=True)
    assert "already" in again.text


def test_only_managers_import_and_a_made_up_ticket_finds_nothing(world: World) -> None:
    assert world.client(ANNA).get(PAGE).status_code == 403
    manager = world.client(MANAGER)
    assert manager.get(f"{PAGE}/{'0' * 32}").status_code == 404
    assert manager.get(f"{PAGE}/..%2F..").status_code == 404
    token = csrf_token(manager, PAGE)
    assert manager.post(f"{PAGE}/made-up/keep", data={"csrf_token": token}).status_code == 404
    assert manager.post(f"{PAGE}/made-up/keep").status_code == 400
