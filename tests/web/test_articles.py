"""The articles of a study, and one with an annotator's marks in it."""

from __future__ import annotations

import hashlib
import json

from pages_world import ANNA, MANAGER, World, send
from test_uploads import bring

from annotator import store
from annotator.models import Article

EDIT = "/studies/1/articles/1/edit"


def test_articles_are_listed_and_found_by_title_author_and_outlet(world: World) -> None:
    client = world.client(MANAGER)
    assert "3 articles" in client.get("/studies/1/articles/").text
    found = client.get("/studies/1/articles/?q=FERRIS brackwell").text
    assert "Market hall reopens" in found
    assert "Council shuts" not in found
    assert "Nothing found" in client.get("/studies/1/articles/?q=zeppelin").text


def test_an_article_shows_where_it_comes_from_and_whom_it_was_given_to(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/articles/1").text
    assert "The Marl Courier" in page
    assert "Photo: Marl Press Agency" in page
    assert page.count("submitted") == 2
    assert 'rel="noreferrer noopener"' in page


def test_one_annotators_marks_are_shown_in_the_text(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/articles/1?annotator=A02").text
    assert '<mark class="label-1" title="Loaded language">brazen vote' in page
    assert 'title="Name-calling"' not in page


def test_an_address_that_is_no_web_address_is_no_link(world: World) -> None:
    db = world.open_store()
    db.execute("UPDATE articles SET url = 'javascript:alert(1)' WHERE id = 1")
    db.conn.commit()
    db.close()
    assert 'href="javascript:' not in world.client(MANAGER).get("/studies/1/articles/1").text


def test_text_that_looks_like_html_is_shown_as_text(world: World) -> None:
    db = world.open_store()
    db.execute("UPDATE articles SET text = '<script>alert(1)</script> said' WHERE id = 3")
    db.conn.commit()
    db.close()
    page = world.client(MANAGER).get("/studies/1/articles/3").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; said" in page


def article(world: World, number: int = 1) -> Article:
    db = world.open_store()
    found = store.load_article(db, number).article
    db.close()
    return found


def test_a_manager_corrects_an_article_and_its_page_tells_the_history(world: World) -> None:
    client = world.client(MANAGER)
    form = {"title": "Council shuts bridge", "author": "Ada Quill, Jon Ferris", "published":
            "2021-09-23", "outlet": "Courier", "url": "https://example.org/b", "language": "en",
            "standfirst": "The brazen vote came after ten minutes of debate."}  # fmt: skip
    assert send(client, EDIT, form).location == "/studies/1/articles/1"
    page = client.get("/studies/1/articles/1").text
    assert ">Council shuts bridge</h1>" in page
    assert "Corrected: title, standfirst, authors, date, outlet, address, language." in page
    assert "What was corrected" in page
    assert "Council shuts the old bridge" in page  # what it was before
    assert "Mona Tarrend" in page
    assert article(world).language == "en"
    assert article(world).standfirst.startswith("The brazen vote")


def test_what_cannot_stand_in_a_field_is_said_and_nothing_is_lost(world: World) -> None:
    client = world.client(MANAGER)
    before = article(world)
    for field, value, said in (
        ("published", "9/5/2021", "should look like 2021-09-22"),
        ("url", "javascript:alert(1)", "should begin with https://"),
        ("language", "English, mostly", "a code such as en"),
        ("title", "x" * 600, "at most 500"),
        ("standfirst", "Not in the text", "word for word"),
    ):
        answer = send(client, EDIT, {"outlet": "Typed before", field: value})
        assert said in answer.text
        assert 'value="Typed before"' in answer.text
        assert article(world) == before


def test_the_text_of_an_article_that_was_given_stays_as_it_is(world: World) -> None:
    client = world.client(MANAGER)
    assert 'name="text"' not in client.get(EDIT).text
    before = article(world)
    answer = send(client, EDIT, {"text": "Another text."})
    assert "can no longer be changed" in answer.text
    assert article(world) == before


def test_the_text_of_an_article_nobody_was_given_becomes_a_new_text(world: World) -> None:
    db = world.open_store()
    (saved,) = store.save_articles(db, 1, [Article("New", "Frist text.", standfirst="Frist text.")])
    db.close()
    client = world.client(MANAGER)
    path = f"/studies/1/articles/{saved.id}/edit"
    assert send(client, path, {"text": "First text."}).status_code == 302
    corrected = article(world, saved.id)
    assert corrected.text == "First text."
    assert corrected.standfirst == ""  # it stood in the old text
    assert corrected.sha256 in client.get(f"/studies/1/articles/{saved.id}").text


def test_withdrawing_is_asked_first_and_says_what_is_kept(world: World) -> None:
    client = world.client(MANAGER)
    path = "/studies/1/articles/1/withdraw"
    assert "2 finished annotations" in client.get(path).text
    assert "3 articles" in client.get("/studies/1/articles/").text
    answer = send(client, path)
    page = client.get(answer.location).text
    assert "2 finished annotations are kept" in page
    assert "2 articles" in page
    assert "Withdrawn articles (1)" in page
    assert "It is offered to nobody" in client.get("/studies/1/articles/1").text


def test_every_page_of_the_study_says_that_articles_are_withdrawn(world: World) -> None:
    client = world.client(MANAGER)
    said = "1 article is withdrawn: 2 annotations of it are kept and count nowhere."
    pages = ["", "/articles/", "/agreement/", "/agreement/annotators/", "/agreement/groups/",
             "/agreement/enough/", "/downloads/", "/adjudication/",
             "/adjudication/rules"]  # fmt: skip
    assert [path for path in pages if said in client.get(f"/studies/1{path}").text] == []
    send(client, "/studies/1/articles/1/withdraw")
    assert [path for path in pages if said not in client.get(f"/studies/1{path}").text] == []


def test_an_article_brought_back_counts_as_before(world: World) -> None:
    client = world.client(MANAGER)
    before = client.get("/studies/1").text
    assert "2<span> of 6</span>" in before
    send(client, "/studies/1/articles/1/withdraw")
    assert "0<span> of 4</span>" in client.get("/studies/1").text
    answer = send(client, "/studies/1/articles/", to="/studies/1/articles/1/restore")
    assert "is back, with everything" in client.get(answer.location).text
    assert "2<span> of 6</span>" in client.get("/studies/1").text


def test_an_annotator_reads_that_an_article_was_withdrawn(world: World) -> None:
    send(world.client(MANAGER), "/studies/1/articles/1/withdraw")
    page = world.client(ANNA).get("/work/").text
    assert "1 article of yours was withdrawn" in page
    assert "of 2 articles" in page


def test_an_article_of_another_study_cannot_be_reached(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    for last in ("", "/edit", "/withdraw"):
        assert client.get(f"/studies/2/articles/1{last}").status_code == 404
    answer = send(client, "/studies/new", to="/studies/2/articles/1/restore")
    assert answer.status_code == 404


def test_the_page_says_where_an_article_came_from_and_gives_the_file(world: World) -> None:
    client = world.client(MANAGER)
    raw = b"title,text,date\nA,The first text of the table.,9/5/2021\n"
    preview = bring(client, ("rows.csv", raw)).location
    send(client, preview, {"title-0": "A", "keep-0": "1", "action": "keep"})
    page = client.get("/studies/1/articles/4").text
    assert "Where this came from" in page
    assert "rows.csv, line 2" in page
    assert hashlib.sha256(raw).hexdigest() in page
    assert "table (annotator " in page
    assert "The date &#39;9/5/2021&#39; was not understood and left out." in page
    answer = client.get("/studies/1/articles/4/source")
    assert answer.data == raw
    assert answer.headers["Content-Disposition"] == "attachment; filename=rows.csv"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert client.get("/studies/1/articles/1/source").status_code == 404  # it was not kept
    lines = client.get("/studies/1/downloads/annotations.jsonl").text.splitlines()
    told = json.loads(lines[3])["provenance"]
    assert told["place"] == "rows.csv, line 2"
    assert told["file"]["sha256"] == hashlib.sha256(raw).hexdigest()
    assert told["remarks"] == ["the date '9/5/2021' was not understood and left out"]
    assert json.loads(lines[0])["provenance"]["file"] is None
    assert json.loads(lines[0])["provenance"]["cut"][0] == "Share this article"


def test_a_title_is_laid_out_the_way_it_is_written(world: World) -> None:
    db = world.open_store()
    db.execute("UPDATE articles SET title = 'הגשר נסגר' WHERE id = 1")
    db.conn.commit()
    db.close()
    client = world.client(MANAGER)
    assert '<h1 dir="rtl">הגשר נסגר</h1>' in client.get("/studies/1/articles/1").text
    assert '<h1 dir="ltr">' in client.get("/studies/1/articles/2").text
