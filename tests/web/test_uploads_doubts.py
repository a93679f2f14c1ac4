"""What only a person can say about a file is asked on the preview, once, and it is read again."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from pages_world import MANAGER, World, csrf_token, send
from test_uploads import UPLOAD, articles, bring

from annotator import store
from annotator.store.provenance.sources import load_raw

GERMAN = "Kopf;Fliesstext;Wann\nBrücke zu;Der Rat hat sie geschlossen.;22.9.2021\n"
DATES = "title,text,date\nA,The first text.,9/5/2021\nB,The second text.,3/4/2021\n"
FAIR = "Trh\n\nŠárka šla včera na trh.\n"


def settle(client: FlaskClient, preview: str, **form: str) -> str:
    """Answer the first thing that is asked; the page afterwards."""
    page = client.get(preview).text
    part = re.search(r'name="file" value="([^"]+)"', page)
    kind = re.search(r'name="kind" value="([^"]+)"', page)
    assert part is not None
    assert kind is not None
    answer = {"file": part[1], "kind": kind[1], **form}
    done = send(client, preview, answer, to=f"{preview}/settle")
    assert done.status_code == 302, done.text
    return client.get(done.location).text


def test_it_is_asked_which_column_is_what_and_remembered_for_that_shape(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("rows.csv", GERMAN.encode())).location
    page = client.get(preview).text
    assert "rows.csv: which column is what?" in page
    assert "Fliesstext: Der Rat hat sie geschlossen." in page
    assert "say which column holds the text" in settle(client, preview, title="Kopf")
    page = settle(client, preview, text="Fliesstext", title="Kopf", published="Wann")
    assert "rows.csv was read again: 1 article." in page
    assert 'value="Brücke zu"' in page
    assert 'value="2021-09-22"' in page
    assert "which column is what?" not in page
    again = bring(client, ("more.csv", GERMAN.replace("Brücke", "Straße").encode())).location
    assert 'value="Straße zu"' in client.get(again).text


def test_it_is_asked_once_a_file_whether_day_or_month_comes_first(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("rows.csv", DATES.encode()), ("a.txt", b"T\n\nA small text.")).location
    page = client.get(preview).text
    assert page.count("rows.csv: what is 9/5/2021?") == 1
    page = settle(client, preview, order="dmy")
    assert 'value="2021-05-09"' in page
    assert "what is 9/5/2021?" not in page
    form = {f"title-{n}": "T" for n in range(3)} | {f"keep-{n}": "1" for n in range(3)}
    dates = {"published-0": "2021-05-09", "published-1": "2021-04-03"}
    send(client, preview, form | dates | {"action": "keep"})
    found = articles(world)[3:]
    assert [one.published for one in found] == ["2021-05-09", "2021-04-03", ""]
    assert found[0].date_found == "given as '9/5/2021'"


def test_it_is_asked_which_encoding_reads_right(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("fair.txt", FAIR.encode("iso8859-2"))).location
    page = client.get(preview).text
    assert "fair.txt: which line reads right?" in page
    assert "“Šárka šla včera na trh.”" in page  # as ISO-8859-2 reads it
    assert "“©árka ¹la vèera na trh.”" in page  # as windows-1252 does
    page = settle(client, preview, encoding="iso8859-2")
    assert "Šárka šla včera na trh." in page
    assert "which line reads right?" not in page


def test_corrections_of_other_files_stay_when_one_is_read_again(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(
        client,
        ("a.txt", b"A\n\nThe first text."),
        ("rows.csv", GERMAN.encode()),
        ("z.txt", b"Z\n\nThe last text."),
    ).location
    form = {"title-0": "First corrected", "keep-0": "1", "title-1": "Last corrected", "keep-1": ""}
    send(client, preview, form | {"action": "1"})
    page = settle(client, preview, text="Fliesstext", title="Kopf")
    titles = re.findall(r'name="title-\d+"[^>]*value="([^"]*)"', page)
    assert titles == ["First corrected", "Brücke zu", "Last corrected"]
    assert [f'name="keep-{n}" value="1" checked' in page for n in range(3)] == [True, True, False]


def test_a_column_or_encoding_that_was_not_offered_is_refused(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("rows.csv", GERMAN.encode())).location
    assert "say which column" in settle(client, preview, text="__class__")
    token = csrf_token(client, UPLOAD)
    for form in ({"file": "7"}, {"file": "../study"}, {}):
        answer = client.post(f"{preview}/settle", data={"csrf_token": token, **form})
        assert answer.status_code == 404


def test_the_file_is_kept_with_the_article_and_what_was_said_about_it(world: World) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("rows.csv", DATES.encode())).location
    settle(client, preview, order="mdy")
    send(client, preview, {"title-0": "A", "keep-0": "1", "action": "keep"})
    db = world.open_store()
    source = store.load_articles(db, 1)[3].source
    assert source is not None
    assert load_raw(db, source.sha256) == DATES.encode()
    assert (source.name, source.reader, source.told) == ("rows.csv", "table", "month before day")
    db.close()
