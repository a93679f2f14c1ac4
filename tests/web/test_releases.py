"""Downloads."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile

import pytest
from pages_world import ANNA, BRIDGE, MANAGER, World, annotate, send

from annotator.releases.downloads import FILES
from annotator.web import made_files, results
from annotator.web.jobs import wait_for_all
from annotator.web.releases import release
from annotator.workflow import making_results


def test_json_lines_hold_every_article_with_everybodys_work(world: World) -> None:
    answer = world.client(MANAGER).get("/studies/1/downloads/annotations.jsonl")
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert rows[0]["title"] == BRIDGE.title
    assert len(rows) == 3
    spans = rows[0]["annotations"][0]["spans"]
    assert [rows[0]["text"][one["start"] : one["end"]] for one in spans] == [
        one["text"] for one in spans
    ]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bridges-of-marl.jsonl"'


def test_the_tables_can_be_read_and_name_nobody(world: World) -> None:
    client = world.client(MANAGER)
    for name, rows in (("spans.csv", 5), ("answers.csv", 4), ("annotations.csv", 3)):
        answer = client.get(f"/studies/1/downloads/{name}")
        table = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(table) == rows, name
        assert {row["annotator"] for row in table} == {"A01", "A02"}
        assert "example.org" not in answer.text
        assert "Anna" not in answer.text


def test_the_page_offers_each_file_and_says_how_much_is_in_it(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/downloads/").text
    assert "2 submitted annotations with 5 marked passages in 3 articles" in page
    assert list(FILES) == ["annotations.jsonl", "spans.csv", "answers.csv", "annotations.csv"]
    for name in FILES:
        assert f'href="/studies/1/downloads/{name}"' in page


def test_before_anything_is_submitted_it_says_so(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert "Nothing to download yet" in client.get("/studies/2/downloads/").text


def test_a_formula_is_defused_in_csv_and_kept_in_json_lines(world: World) -> None:
    db = world.open_store()
    db.execute("UPDATE articles SET title = '=HYPERLINK(1)' WHERE id = ?", [world.article_ids[0]])
    db.close()
    client = world.client(MANAGER)
    assert ",'=HYPERLINK(1)," in client.get("/studies/1/downloads/spans.csv").text
    assert '"=HYPERLINK(1)"' in client.get("/studies/1/downloads/annotations.jsonl").text


def test_a_byte_order_mark_comes_on_request(world: World) -> None:
    client = world.client(MANAGER)
    for name, marked in (("spans.csv", True), ("annotations.jsonl", False)):
        answer = client.get(f"/studies/1/downloads/{name}?encoding=utf-8-sig")
        assert answer.data.startswith(b"\xef\xbb\xbf") is marked
    assert not client.get("/studies/1/downloads/spans.csv").data.startswith(b"\xef\xbb\xbf")


def test_a_release_is_shown_before_it_is_made(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/downloads/release").text
    assert "What will be in it" in page
    assert "texts of articles" in page  # what CSV cannot hold
    assert '23</strong><span><a href="#facts">facts missing' in page
    asked = "?version=1.0.0&format=brat&format=jsonl&split=80%2F20"
    page = client.get(f"/studies/1/downloads/release{asked}").text
    assert "answers about articles (left out)" in page
    assert "Articles and labels in each part" in page


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [("published", "yesterday"), ("published", "2026-02-30"), ("url", "our page")],
)
def test_a_day_or_address_that_is_none_is_not_told_and_can_be_mended(
    world: World, fact: str, wrong: str
) -> None:
    client = world.client(MANAGER)
    page = "/studies/1/downloads/release"
    form = {f"fact-{fact}": wrong, "fact-payment": "15 an hour"}
    answer = client.get(send(client, page, form, to=f"{page}/facts").location).text
    assert "or leave it empty" in answer
    assert f'value="{wrong}"' in answer
    assert "15 an hour</textarea>" in answer
    assert '23</strong><span><a href="#facts">facts missing' in client.get(page).text


def test_what_was_told_is_kept_and_in_the_release(world: World) -> None:
    client = world.client(MANAGER)
    page = "/studies/1/downloads/release"
    send(client, page, {"fact-license": "CC-BY-4.0", "fact-payment": "15 an hour"},
         to=f"{page}/facts")  # fmt: skip
    assert '21</strong><span><a href="#facts">facts missing' in client.get(page).text
    answer = client.get(f"{page}.zip?version=1.2.0&format=jsonl")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="bridges-of-marl-1.2.0.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        card = archive.read("bridges-of-marl-1.2.0/README.md").decode()
        assert "15 an hour" in card
        assert "license: cc-by-4.0" in card
        assert "bridges-of-marl-1.2.0/manifest.json" in archive.namelist()
    again = client.get(f"{page}.zip?version=1.2.0&format=jsonl")
    assert again.data == answer.data
    send(client, page, {"fact-payment": ""}, to=f"{page}/facts")
    assert "22</strong>" in client.get(page).text


def test_what_cannot_be_is_answered_on_the_page(world: World) -> None:
    client = world.client(MANAGER)
    page = "/studies/1/downloads/release"
    for asked, words in (
        ("version=1&format=jsonl", "is no version"),
        ("version=1.0.0&format=xls", "Unknown format"),
        ("version=1.0.0", "No format was asked for"),
        ("version=1.0.0&format=brat&text=no", "cannot be written without"),
        ("version=1.0.0&format=jsonl&split=9", "Choose one of the splits"),
        ("version=1.0.0&format=jsonl&text=9", "Choose what becomes of"),
    ):
        answer = client.get(f"{page}?{asked}")
        assert answer.status_code == 200
        assert words in answer.text
        assert "Download the release" not in answer.text
        back = client.get(f"{page}.zip?{asked}", follow_redirects=True)
        assert words in back.text


def test_personal_data_is_looked_at_before_a_release(world: World) -> None:
    db = world.open_store()
    typed = "write to Anna Bell, x@marl.example"
    db.execute("UPDATE answers SET question = 'target', value = ? WHERE region <> ''", [typed])
    db.close()
    client = world.client(MANAGER)
    page = "/studies/1/downloads/release"
    shown = client.get(page).text
    assert "x@marl.example" in shown
    assert "the name of an account, “Anna Bell”" in shown
    refused = client.get(f"{page}.zip?version=1.0.0&format=jsonl")
    assert refused.status_code == 302
    (seen,) = re.findall('name="seen" value="([^"]+)"', shown)
    done = client.get(f"{page}.zip?version=1.0.0&format=jsonl&seen={seen}")
    assert done.content_type == "application/zip"
    db = world.open_store()
    db.execute("UPDATE answers SET value = ? WHERE region <> ''", [f"{typed}, y@marl.example"])
    db.close()
    later = client.get(f"{page}.zip?version=1.0.0&format=jsonl&seen={seen}", follow_redirects=True)
    assert "has changed since you looked" in later.text  # nobody has seen the second address


def test_before_anything_is_submitted_there_is_nothing_to_release(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert "there is nothing to release" in client.get("/studies/2/downloads/release").text


def what_will_be_in_it(page: str) -> str:
    """That part of the page, up to its form."""
    return page.partition('id="preview-title"')[2].partition("<form")[0]


def make_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever study there is counts as large from now on."""
    for module in (release, results):
        monkeypatch.setattr(module, "is_small_study", lambda *_: False)


def test_a_large_study_is_looked_through_in_the_background(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    asked = "/studies/1/downloads/release?version=1.0.0&format=jsonl&format=brat&split=80%2F20"
    at_once = what_will_be_in_it(client.get(asked).text)
    assert "answers about articles (left out)" in at_once
    db = world.open_store()
    db.execute("DELETE FROM computed")
    db.close()
    make_large(monkeypatch)
    page = client.get("/studies/1/downloads/release").text
    assert "all of its work is looked through in the background" in page
    assert "Make the release" not in page
    waits = client.get(asked).text
    assert 'data-job="/jobs/1.json"' in waits
    assert "What will be in it" not in waits
    wait_for_all(world.app)
    page = client.get(asked).text
    assert what_will_be_in_it(page) == at_once
    assert "Make the release" in page
    assert "So it was at" not in page
    other = asked.replace("1.0.0", "1.1.0")  # another version holds the same
    assert what_will_be_in_it(client.get(other).text) == at_once


def test_where_people_work_on_what_was_found_is_shown_with_its_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    make_large(monkeypatch)
    asked = "/studies/1/downloads/release?version=1.0.0&format=jsonl&format=csv"
    client.get(asked)
    wait_for_all(world.app)
    db = world.open_store()
    annotate(db, world.study, world.bruno.id, world.article_ids[2], [])
    db.close()
    page = client.get(asked).text
    assert "So it was at" in page
    (again,) = re.findall(r'href="([^"]+)">Look again', page)
    again = asked.partition("?")[0] + html.unescape(again)
    assert "Being computed" in client.get(again).text
    wait_for_all(world.app)
    page = client.get(again).text
    assert "So it was at" not in page
    assert "<strong>4</strong><span>annotations" in page
    assert 'value="csv" checked' in page  # both formats are asked for again


def test_a_look_that_went_wrong_says_so_and_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    make_large(monkeypatch)
    asked = "/studies/1/downloads/release?version=1.0.0&format=jsonl&format=csv"
    with monkeypatch.context() as broken:
        broken.setattr(making_results, "WORK", "raise SystemExit(3)")
        client.get(asked)
        wait_for_all(world.app)
    page = client.get(asked).text
    assert "ended with code 3" in page
    assert "Show what will be in it" in page  # something else may be asked for
    (again,) = re.findall(r'href="([^"]+)">Try again', page)
    assert "format=jsonl" in again
    assert "format=csv" in again
    again = asked.partition("?")[0] + html.unescape(again)
    assert "Being computed" in client.get(again).text
    wait_for_all(world.app)
    assert "Make the release" in client.get(again).text


def test_a_large_studys_release_is_made_in_the_background_and_kept_for_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    page, wish = "/studies/1/downloads/release", {"version": "1.0.0", "format": "jsonl"}
    at_once = client.get(f"{page}.zip?version=1.0.0&format=jsonl").data
    make_large(monkeypatch)
    refused = client.get(f"{page}.zip?version=1.0.0&format=jsonl", follow_redirects=True)
    assert "This study is large" in refused.text  # not within a request
    assert client.post(f"{page}.zip", data=wish).status_code == 400  # no token of the form
    job = send(client, f"{page}?version=1.0.0&format=jsonl", wish, to=f"{page}.zip").location
    wait_for_all(world.app)
    shown = client.get(job).text
    assert "<h1>Release 1.0.0 as jsonl: done</h1>" in shown
    (file,) = re.findall(r'href="(/jobs/[^"]+)">Download bridges-of-marl-1.0.0.zip', shown)
    with client.get(file) as answer:
        assert answer.data == at_once
        assert answer.headers["Content-Disposition"].endswith("filename=bridges-of-marl-1.0.0.zip")
        assert answer.headers["Cache-Control"] == "no-store"
    assert f'href="{job}"' in client.get(page).text  # who left finds it again
    assert world.client(ANNA).get(file).status_code == 403
    assert client.get(f"{job}/{'0' * 32}").status_code == 404
    monkeypatch.setattr(made_files, "KEPT_SECONDS", -1.0)
    assert client.get(file).status_code == 404
    assert "Download" not in client.get(job).text
    assert list((world.settings.data_dir / "made").iterdir()) == []


def test_personal_data_in_a_large_study_is_looked_at_first_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = world.open_store()
    typed = "write to Anna Bell, x@marl.example"
    db.execute("UPDATE answers SET question = 'target', value = ? WHERE region <> ''", [typed])
    db.close()
    client = world.client(MANAGER)
    make_large(monkeypatch)
    page, wish = "/studies/1/downloads/release", {"version": "1.0.0", "format": "jsonl"}
    asked = f"{page}?version=1.0.0&format=jsonl"
    client.get(asked)
    wait_for_all(world.app)
    (ticked,) = re.findall('name="seen" value="([^"]+)"', client.get(asked).text)
    for seen, words in (({}, "tick that you have"), ({"seen": "1"}, "changed since you looked"),
                        ({"seen": ticked}, "Download bridges-of-marl")):  # fmt: skip
        job = send(client, asked, wish | seen, to=f"{page}.zip").location
        wait_for_all(world.app)
        assert words in client.get(job).text
