"""Bringing articles: read, shown for correction, confirmed; nothing is stored before."""

from __future__ import annotations

import io
import os
import re
import time

import pytest
from flask.testing import FlaskClient
from pages_world import BRIDGE, MANAGER, World, csrf_token, send
from werkzeug.test import TestResponse

from annotator import store
from annotator.models import Article
from annotator.workflow.waiting.upload import new_upload, remove_old_uploads

PASTED = """Town hall drops plan for night buses

Lena Ostrow's Photo
by LENA OSTROW
Wednesday, Sep 22, 2021 - 10:20 PM

The town hall of Brackwell has dropped its plan for night buses, the treasurer said on Tuesday.

The “brazen” decision was never debated, according to the minutes of the meeting.
"""
PAGE = (
    "<html><head><title>Night buses planned</title></head><body><article><h1>Night buses planned"
    "</h1><p>Three lines were to run every forty minutes, the council said in May. 🚌</p><p>The "
    "first bus was to leave the station at midnight.</p></article></body></html>"
)
UPLOAD = "/studies/1/upload/"


def bring(client: FlaskClient, *files: tuple[str, bytes], **form: str) -> TestResponse:
    """Send files as the form without JavaScript does."""
    fields = {"csrf_token": csrf_token(client, UPLOAD), **form}
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in fields.items()
    ] + [
        f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        for name, content in files
    ]
    # Made here: the test client would leave a temporary file open for a large body.
    body = b"".join(b"--border\r\n" + part + b"\r\n" for part in parts) + b"--border--\r\n"
    return client.post(UPLOAD, data=body, content_type="multipart/form-data; boundary=border")


def articles(world: World) -> list[Article]:
    db = world.open_store()
    found = [one.article for one in store.load_articles(db, 1)]
    db.close()
    return found


def test_pasted_text_is_recognised_shown_corrected_and_only_then_kept(world: World) -> None:
    client = world.client(MANAGER)
    preview = send(client, UPLOAD, {"text": PASTED}).location
    page = client.get(preview).text
    assert 'value="Town hall drops plan for night buses"' in page
    assert 'value="2021-09-22"' in page
    assert "Lena Ostrow" in page
    assert len(articles(world)) == 3
    form = {
        "title-0": "Night buses dropped",
        "author-0": "L. Ostrow",
        "published-0": "2021-09-23",
        "outlet-0": "Brackwell Post",
        "keep-0": "1",
        "action": "keep",
    }
    assert send(client, preview, form).location == "/studies/1"
    kept = articles(world)[-1]
    assert (kept.title, kept.author) == ("Night buses dropped", "L. Ostrow")
    assert (kept.published, kept.outlet) == ("2021-09-23", "Brackwell Post")
    assert kept.text.startswith("The town hall of Brackwell")
    assert "“brazen”" in kept.text
    assert client.get(preview).status_code == 404


def test_several_files_at_once_and_a_bad_one_stops_no_other(world: World) -> None:
    client = world.client(MANAGER)
    answer = bring(
        client,
        ("buses.html", PAGE.encode()),
        ("scan.txt", b"\x00\x01\x02" * 40),
        ("empty.txt", b""),
        ("rows.csv", b"title,text\nOne,The first text of the table.\n"),
    )
    page = client.get(answer.location).text
    assert "2 articles read, 2 refused" in page
    assert "scan.txt" in page
    assert "The file is empty." in page
    assert "🚌" in page
    send(client, answer.location, {"keep-0": "1", "title-0": "A", "keep-1": "1", "title-1": "B",
                                   "action": "keep"})  # fmt: skip
    assert [one.title for one in articles(world)[3:]] == ["A", "B"]


def test_the_pages_script_sends_file_after_file_into_one_upload(world: World) -> None:
    client = world.client(MANAGER)
    token = csrf_token(client, UPLOAD)
    headers = {"Accept": "application/json", "X-CSRFToken": token}

    def one(name: str, content: bytes, upload: str = "") -> TestResponse:
        data = {"files": (io.BytesIO(content), name), "upload": upload}
        return client.post(UPLOAD, data=data, headers=headers, content_type="multipart/form-data")

    first = one("buses.html", PAGE.encode()).json
    second = one("scan.txt", b"\x00\x01\x02" * 40, first["upload"]).json
    third = one("a.txt", b"Short\n\nA text about the bridge.", first["upload"]).json
    assert first["upload"] == second["upload"] == third["upload"]
    assert first["articles"] == 1
    assert second["refusals"][0]["name"] == "scan.txt"
    assert "2 articles read, 1 refused" in client.get(third["preview"]).text


def test_a_file_above_twenty_megabytes_is_refused_by_name(world: World) -> None:
    client = world.client(MANAGER)
    answer = bring(
        client, ("huge.txt", b"x" * (20 * 1024 * 1024)), ("small.txt", b"T\n\nA small text.")
    )
    page = client.get(answer.location).text
    assert "1 article read, 1 refused" in page
    assert "huge.txt: The file has 20.0 MB" in page


def test_the_same_text_twice_is_said_and_kept_once(world: World) -> None:
    client = world.client(MANAGER)
    text = BRIDGE.text.encode()
    answer = bring(client, ("again.txt", text), ("a.txt", b"N\n\nNew."), ("b.txt", b"N\n\nNew."))
    page = client.get(answer.location).text
    assert "The study has this very text already" in page
    assert "The same text as number 2 of this upload." in page
    assert "Keep 1 article" in page
    form = {f"{field}-{n}": "1" for field in ("keep", "title") for n in range(3)}
    send(client, answer.location, form | {"action": "keep"})
    assert len(articles(world)) == 4


def test_a_near_duplicate_is_named(world: World) -> None:
    client = world.client(MANAGER)
    changed = BRIDGE.text.replace("ten minutes", "twenty minutes")
    answer = bring(client, ("reprint.txt", changed.encode()))
    page = client.get(answer.location).text
    assert "of the wording is shared with" in page
    assert "(in the study)" in page


def test_what_is_not_ticked_is_not_kept(world: World) -> None:
    client = world.client(MANAGER)
    answer = bring(client, ("a.txt", b"A\n\nFirst text."), ("b.txt", b"B\n\nSecond text."))
    send(client, answer.location, {"title-0": "A", "title-1": "B", "keep-1": "1", "action": "keep"})
    assert [one.title for one in articles(world)[3:]] == ["B"]


def test_keeping_nothing_is_refused_and_the_upload_waits_on(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.")).location
    assert send(client, preview, {"title-0": "A", "action": "keep"}).location == preview
    assert "No article is chosen" in client.get(preview).text


def test_an_upload_that_was_left_is_found_again(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.")).location
    page = " ".join(client.get(UPLOAD).text.split())
    assert "1 article was read before and waits to be kept" in page
    assert f'href="{preview}"' in page
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert "read before" not in client.get("/studies/2/upload/").text
    send(client, preview, {"action": "discard"})
    assert "read before" not in client.get(UPLOAD).text


def test_who_brings_articles_to_a_published_study_is_told_to_publish_again(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.")).location
    send(client, preview, {"title-0": "A", "keep-0": "1", "action": "keep"})
    said = "1 article added. Publish again to give it to annotators."
    assert said in client.get("/studies/1").text


def test_discarding_asks_first_and_leaves_nothing_behind(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.")).location
    asked = send(client, preview, {"title-0": "Corrected", "action": "leave"}).location
    assert asked == f"{preview}/discard"
    assert "1 article that was read" in client.get(asked).text
    assert 'value="Corrected"' in client.get(preview).text  # it is still there, as corrected
    assert send(client, preview, {"action": "discard"}).location == "/studies/1"
    assert len(articles(world)) == 3
    assert list((world.settings.data_dir / "uploads").iterdir()) == []


def test_a_date_that_is_none_is_said_and_the_rest_is_remembered(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.")).location
    form = {"title-0": "Corrected", "published-0": "yesterday", "keep-0": "1", "action": "keep"}
    answer = send(client, preview, form)
    assert "should look like 2021-09-22" in answer.text
    assert 'value="Corrected"' in answer.text
    assert len(articles(world)) == 3


def test_the_text_can_be_corrected_before_it_is_kept(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text. Share this!")).location
    answer = send(client, f"{preview}/0", {"text": "\r\nFirst text.\r\n\r\nCafe\u0301.\r\n"})
    assert answer.location == f"{preview}?page=1#article-0"
    send(client, preview, {"title-0": "A", "keep-0": "1", "action": "keep"})
    assert articles(world)[-1].text == "First text.\n\nCafé."


def test_many_articles_come_in_pages_and_corrections_stay(world: World) -> None:
    client = world.client(MANAGER)
    rows = "title,text\n" + "".join(f"T{n},Text number {n} of the table.\n" for n in range(45))
    preview = bring(client, ("rows.csv", rows.encode())).location
    page = client.get(preview).text
    assert "page 1 of 3" in page
    assert len(re.findall(r'id="article-\d+"', page)) == 20
    form = {f"title-{n}": f"T{n}" for n in range(20)} | {"keep-3": "1", "action": "3"}
    assert send(client, preview, form).location == f"{preview}?page=3"
    last = {f"title-{n}": f"T{n}" for n in range(40, 45)}
    send(client, f"{preview}?page=3", last | {"keep-44": "1", "action": "keep"})
    titles = [one.title for one in articles(world)[3:]]
    assert titles == ["T3", *(f"T{n}" for n in range(20, 40)), "T44"]


@pytest.mark.parametrize("form", [{}, {"text": "   "}])
def test_sending_nothing_is_said(world: World, form: dict[str, object]) -> None:
    client = world.client(MANAGER)
    assert send(client, UPLOAD, form).location == UPLOAD
    assert "Nothing came" in client.get(UPLOAD).text


def test_an_upload_belongs_to_its_study(world: World) -> None:
    client = world.client(MANAGER)
    name = bring(client, ("a.txt", b"A\n\nFirst text.")).location.rsplit("/", 1)[-1]
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert client.get(f"/studies/2/upload/{name}").status_code == 404


def test_uploads_nobody_confirms_are_cleared_away_after_a_day(world: World) -> None:
    data_dir = world.settings.data_dir
    old, young = new_upload(data_dir, 1), new_upload(data_dir, 1)
    yesterday = time.time() - 25 * 3600
    os.utime(old.folder, (yesterday, yesterday))
    remove_old_uploads(data_dir)
    assert not old.folder.exists()
    assert young.folder.exists()


def test_a_request_beyond_all_limits_gets_a_page(world: World) -> None:
    client = world.client(MANAGER)
    token = csrf_token(client, "/studies/new")
    answer = client.post("/studies/new", data={"csrf_token": token, "title": "x" * 17_000_000})
    assert answer.status_code == 413
    assert "That is too large" in answer.text
