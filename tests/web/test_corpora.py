"""Importing an annotated corpus in the browser: seen first, then made a study in the background."""

from __future__ import annotations

import io
import json
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


def send(
    client: FlaskClient, content: bytes, name: str = "my corpus.zip", **form: str
) -> TestResponse:
    data = {"csrf_token": csrf_token(client, PAGE), "title": "", "scheme": "", "format": "", **form,
            "corpus": (io.BytesIO(content), name)}  # fmt: skip
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
    assert f'href="/studies/{study}"' in done.text
    assert not list((world.settings.data_dir / "corpora").iterdir())


def test_the_preview_counts_answers_and_brings_like_remarks_together(world: World) -> None:
    items = {
        str(n): {"text": f"Rain {n}." if n < 3 else "", "task": "irony", "annotators": "A,B",
                 "annotations": "0,1", "hard_label": "1"}
        for n in range(5)
    }  # fmt: skip
    client = world.client(MANAGER)
    kept = send(client, json.dumps(items).encode(), name="rain.json")
    page = client.get(kept.location).text
    for said in ("3 documents", "0 marks", "6 answers", "3 documents with gold"):
        number, words = said.split(" ", 1)
        assert f"<strong>{number}</strong><span>{words}</span>" in page
    assert "irony" in page
    assert "Labels" not in page
    assert re.search(r'<strong>2</strong><span><a href="#losses">remarks</a></span>', page)
    assert len(re.findall(r"item [34] has no text", page)) == 2
    assert "1 more like it" in page


def test_a_title_that_is_taken_and_a_file_that_is_no_corpus_are_said(world: World) -> None:
    client = world.client(MANAGER)
    said = {
        "a.txt": "a.txt is in none of the formats",
        "a.zip": "The archive a.zip is damaged or not whole",
        "a.tar.gz": "a.tar.gz is packed in a way that is not read",
    }
    for name, sentence in said.items():
        sent = send(client, b"no corpus at all", name, title="Rain & more", format="")
        page = client.get(sent.location, follow_redirects=True).text
        assert sentence in page
        assert str(world.settings.data_dir) not in page
        assert 'value="Rain &amp; more"' in page  # what was typed is there again
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
