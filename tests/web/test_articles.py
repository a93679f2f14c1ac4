"""The articles of a study, and one with an annotator's marks in it."""

from __future__ import annotations

from pages_world import MANAGER, World


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
