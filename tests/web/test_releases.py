"""Downloads."""

from __future__ import annotations

import csv
import io
import json

from pages_world import BRIDGE, MANAGER, World, send

from annotator.releases.formats import FILES


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
