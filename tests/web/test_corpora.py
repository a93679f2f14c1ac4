"""Importing an annotated corpus in the browser: seen first, then made a study in the background."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pages_world import ANNA, MANAGER, World, csrf_token
from werkzeug.test import TestResponse

from annotator import store
from annotator.errors import CorpusError
from annotator.web import corpora
from annotator.web.jobs import wait_for_all
from annotator.workflow import importing
from annotator.workflow.waiting import corpus as waiting_corpus
from annotator.workflow.waiting import study_of_corpus
from annotator.workflow.waiting.corpus import WaitingCorpus

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


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every file were a large one."""
    monkeypatch.setattr(waiting_corpus, "SMALL", 0)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, large: None) -> None:
    """And as if no process had to be started to read it."""
    monkeypatch.setattr(WaitingCorpus, "see_in_process", lambda self, db, _: self.see(db))


def jobs_of(world: World) -> list[str]:
    with closing(world.open_store()) as db:
        return [row[0] for row in db.conn.execute("SELECT state FROM jobs WHERE kind = 'corpus'")]


@pytest.mark.usefixtures("large")
def test_a_large_corpus_is_read_in_the_background_once_and_its_page_leads_on(world: World) -> None:
    client = world.client(MANAGER)
    place = send(client, corpus(), title="Harbour <i>", scheme="framing").location
    first = client.get(place).text
    state = re.search(r'data-job="([^"]+)"', first)
    assert state
    assert "Reading the corpus" in first
    assert "<progress" in first
    client.get(place)  # somebody is impatient
    wait_for_all(world.app)
    assert client.get(state[1]).json["state"] == "done"
    page = client.get(place).text
    assert "read as brat standoff" in page
    assert "row_alder.ann:2: the offsets 900 to 901" in page
    assert "Scheme: framing" in page
    assert "Loaded" in page  # what the codebook does not know is listed
    assert client.get(place).text.count("<progress") == 0
    assert jobs_of(world) == ["done"]
    action = re.search(r'action="([^"]+/keep)"', page)
    assert action
    form = {"csrf_token": csrf_token(client, place), "title": "H", "scheme": "", "format": "brat"}
    client.post(action[1], data=form)
    wait_for_all(world.app)
    assert "H" in studies(world)
    assert not list((world.settings.data_dir / "corpora").iterdir())


@pytest.mark.usefixtures("at_once")
def test_another_codebook_or_format_is_read_once_more(world: World) -> None:
    client = world.client(MANAGER)
    place = send(client, corpus(), scheme="framing").location
    found = []
    for other in (place, place.replace("scheme=framing", "scheme="), place):
        client.get(other)
        wait_for_all(world.app)
        found.append("row_alder.ann:1: " in client.get(other).text)
    assert found == [True, False, True]  # the codebook does not know the label
    assert jobs_of(world) == ["done", "done"]


@pytest.mark.usefixtures("at_once")
def test_a_large_file_that_is_no_corpus_leads_back_to_what_was_typed(world: World) -> None:
    client = world.client(MANAGER)
    for form, sentence in (
        ({"format": "prodigy"}, "no document was found in the format prodigy"),
        ({"scheme": "of_nobody"}, "There is no scheme"),
    ):
        place = send(client, b"no corpus at all", "a.txt", title="Rain & more", **form).location
        client.get(place)
        wait_for_all(world.app)
        page = client.get(place, follow_redirects=True).text
        assert sentence in page
        assert 'value="Rain &amp; more"' in page


@pytest.mark.usefixtures("large")
def test_a_reading_that_ends_for_no_foreseen_reason_is_tried_again_only_when_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_corpus, "_WORK", "raise SystemExit(9)")
    client = world.client(MANAGER)
    place = send(client, corpus()).location
    client.get(place)
    wait_for_all(world.app)
    page = client.get(place).text
    assert "ended with code 9" in page
    again = re.search(r'href="([^"]+again=1)"', page)
    assert again
    assert jobs_of(world) == ["failed"]
    back = client.get(again[1].replace("&amp;", "&"))
    assert back.location == place  # loading it again asks for no third time
    wait_for_all(world.app)
    assert jobs_of(world) == ["failed", "failed"]


def press_keep(world: World, client: FlaskClient, title: str) -> str:
    """Make a study of the corpus; the page of the job when it has ended."""
    ticket = send(client, corpus()).location.partition("?")[0]
    form = {"csrf_token": csrf_token(client, PAGE), "title": title, "scheme": "", "format": "brat"}
    job = client.post(f"{ticket}/keep", data=form).location
    wait_for_all(world.app)
    return str(client.get(job).text)


def counted(world: World) -> list[int]:
    tables = ("studies", "articles", "annotations", "spans", "schemes")
    with closing(world.open_store()) as db:
        return [db.conn.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables]


@pytest.mark.usefixtures("large")
def test_a_study_of_a_large_corpus_is_not_made_by_the_process_of_the_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "read_corpus", lambda *_: pytest.fail("read among the pages"))
    client = world.client(MANAGER)
    assert "1 document, 2 annotators, 2 annotations, 2 marks" in press_keep(world, client, "H")
    assert "H" in studies(world)
    with closing(world.open_store()) as db:  # what its process refuses is said in its words
        path = world.settings.data_dir / "corpora" / "b.zip"
        path.write_bytes(corpus())
        waiting = WaitingCorpus(path, "prodigy")
        with pytest.raises(CorpusError, match="no document was found in the format prodigy"):
            study_of_corpus.make_study(db, waiting, "X", lambda *_: None)


@pytest.mark.usefixtures("large")
def test_of_a_study_whose_process_is_killed_nothing_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = (
        "import os; from annotator.workflow import importing; "
        "importing.save_losses = lambda *_: os.kill(os.getpid(), 9); "
    )
    monkeypatch.setattr(study_of_corpus, "_WORK", killed + study_of_corpus._WORK)
    client = world.client(MANAGER)
    before = counted(world)
    page = press_keep(world, client, "H")
    assert "ended with code -9" in page
    assert "Nothing of it was kept" in page
    assert counted(world) == before
    [folder] = (world.settings.data_dir / "corpora").iterdir()  # may be tried again
    assert [one.name for one in folder.iterdir()] == ["my-corpus.zip"]


def test_what_was_found_out_about_a_small_corpus_is_kept_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    place = send(client, corpus()).location
    before = client.get(place).text
    monkeypatch.setattr(waiting_corpus, "read_corpus", lambda *_: pytest.fail("read again"))
    numbers = re.compile(r"<strong>\d+</strong>")
    assert numbers.findall(client.get(place).text) == numbers.findall(before)
    assert jobs_of(world) == []


def test_a_corpus_waits_for_a_day_from_when_it_came(world: World) -> None:
    client = world.client(MANAGER)
    ticket = send(client, corpus()).location.partition("?")[0].rpartition("/")[2]
    folder = world.settings.data_dir / "corpora" / ticket
    [file] = folder.iterdir()
    came = time.time() - corpora.KEPT_SECONDS - 60
    os.utime(file, (came, came))
    assert client.get(f"{PAGE}/{ticket}").status_code == 200  # keeps what was found beside it
    client.get(PAGE)
    assert not folder.exists()


def test_what_is_packed_twice_counts_as_what_it_may_become(tmp_path: Path) -> None:
    plain, outer = tmp_path / "a.jsonl", tmp_path / "b.zip"
    plain.write_bytes(b"x" * 1000)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "x" * 100_000)
        made.writestr("inner.zip", b"y" * 10)
    assert waiting_corpus.bytes_to_read(plain) == 1000 + waiting_corpus.A_FILE
    assert waiting_corpus.bytes_to_read(outer) == (
        100_000 + 10 * waiting_corpus.PACKED_TIMES + 2 * waiting_corpus.A_FILE
    )
