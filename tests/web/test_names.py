"""Names that people give: one line that can be seen, and not endless."""

from __future__ import annotations

from io import BytesIO

import pytest
from pages_world import ANNA, MANAGER, World, csrf_token, send, sign_in

from annotator.store import load_articles, load_studies

HUGE = "n" * 2_000_000
TURNED = "cod\u202egpj.exe\x07"


@pytest.mark.parametrize(
    ("title", "said"),
    [(HUGE, "The study's title has 2,000,000 characters"), ("\u202e\u200b", "needs a title")],
)
def test_a_study_s_title_is_limited(world: World, title: str, said: str) -> None:
    answer = send(world.client(MANAGER), "/studies/new", {"title": title, "scheme": "framing"})
    assert said in answer.text.replace("&#39;", "'")
    assert len(load_studies(world.open_store())) == 1


def test_what_cannot_be_seen_is_taken_out_of_a_title(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": TURNED, "scheme": "framing"})
    assert [one.title for one in load_studies(world.open_store())][-1] == "codgpj.exe"


def test_an_article_s_title_and_file_name_are_cut(world: World) -> None:
    client = world.client(MANAGER)
    page = f"{'t' * 100_000}\n\nA text about the bridge, which was shut on Monday.\n"
    files = {"files": (BytesIO(page.encode()), f"{'f' * 3_000}\u202e.txt")}
    token = {"csrf_token": csrf_token(client, "/studies/1/upload/")}
    answer = client.post("/studies/1/upload/", data=files | token)
    preview = client.get(answer.location)
    assert preview.status_code == 200
    assert "\u202e" not in preview.text
    form = {"action": "keep", "title-0": HUGE[:100_000], "keep-0": "1"}
    client.post(answer.location, data=form | token)
    article = load_articles(world.open_store(), 1)[-1].article
    assert len(article.title) <= 500
    assert len(article.source_name) <= 500


def test_a_person_s_name_is_limited_when_they_sign_up(world: World) -> None:
    client = world.client(MANAGER)
    sent = send(client, "/studies/1", {"emails": "new@example.org"}, to="/studies/1/annotators/")
    link = client.get(sent.location).text.partition('value="http')[2].partition('"')[0]
    path = "/invitation/" + link.rpartition("/invitation/")[2]
    guest = world.client()
    word = "an invented password"
    form = {"name": "N" * 101, "password": word, "password_again": word}
    assert "The name has 101 characters" in send(guest, path, form).text
    assert send(guest, path, form | {"name": TURNED}).status_code == 302
    assert "codgpj.exe" in guest.get("/work/").text


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("t" * 400_000, "title has 400000 characters"),
        ('"cod\\u202egpj"', "has characters that cannot be seen"),
    ],
)
def test_a_codebook_s_titles_are_limited(world: World, title: str, said: str) -> None:
    client = world.client(MANAGER)
    token = {"csrf_token": csrf_token(client, "/schemes/")}
    source = client.get("/schemes/framing.yaml").text.replace("name: framing", "name: own", 1)
    lines = source.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("title:"))
    lines[place] = f"title: {title}"
    content = "\n".join(lines).encode()
    with client.post("/schemes/", data={"file": (BytesIO(content), "own.yaml")} | token) as answer:
        assert answer.status_code == 400
        assert said in answer.text


def test_an_address_that_is_no_address_is_not_repeated_at_full_length(world: World) -> None:
    answer = sign_in(world.client(), HUGE[:4_000_000], "some invented password")
    assert answer.status_code == 401
    assert sign_in(world.client(), ANNA, "a long invented password").status_code == 302
