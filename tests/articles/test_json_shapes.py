"""The many ways in which programs and interfaces wrap articles in JSON; all invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.articles import read_file

TEXT = "The council of Marlbeck voted on Monday to close the old ferry bridge, the mayor said."
MORE = "Critics say that the mayor had long made up her mind."
ROWS = [{"title": "A", "text": TEXT}, {"title": "B", "text": MORE}]

SHAPES: dict[str, Any] = {
    "names of columns beside cells": {
        "columns": ["title", "text"],
        "data": [["A", TEXT], ["B", MORE]],
    },
    "columns of numbered cells": {"title": {"0": "A", "1": "B"}, "text": {"0": TEXT, "1": MORE}},
    "columns as lists": {"title": ["A", "B"], "text": [TEXT, MORE]},
    "rows by their numbers": {"0": ROWS[0], "1": ROWS[1]},
    "a list of lists": [["title", "text"], ["A", TEXT], ["B", MORE]],
    "children with data": {
        "data": {
            "children": [
                {"kind": "t", "data": {"title": one["title"], "selftext": one["text"]}}
                for one in ROWS
            ]
        }
    },
    "a graph of a page": {
        "@graph": [
            {"@type": "WebPage", "name": "x"},
            *(
                {"@type": "NewsArticle", "headline": one["title"], "articleBody": one["text"]}
                for one in ROWS
            ),
        ]
    },
    "info under a number": {
        "71": {"info": {"title": "A", "body": TEXT}},
        "72": {"info": {"title": "B", "body": MORE}},
    },
    "hits of a search": {
        "hits": {"total": 2, "hits": [{"_id": "1", "_source": one} for one in ROWS]}
    },
    "documents with lists": {
        "response": {"docs": [{"title": [one["title"]], "text": [one["text"]]} for one in ROWS]}
    },
    "an unknown wrapping": {"export": {"version": 3, "pieces": ROWS}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_articles_are_found_in_whatever_they_are_wrapped(shape: str) -> None:
    found = read_file("a.json", json.dumps(SHAPES[shape]).encode())
    assert [(one.title, one.text) for one in found.articles] == [("A", TEXT), ("B", MORE)]
    assert found.refusals == ()


def test_one_article_stays_one_and_comments_are_none() -> None:
    single = {"title": "A", "text": [TEXT, MORE], "comments": [{"body": "Shame on them all."}]}
    (one,) = read_file("a.json", json.dumps(single).encode()).articles
    assert one.text == f"{TEXT}\n\n{MORE}"
    for wrapped in (
        {"title": "A", "url": "https://a.example", "replies": [{"body": "Shame."}]},
        {"response": {"content": {"webTitle": "A", "blocks": {"body": [{"body": "Half."}]}}}},
    ):
        found = read_file("a.json", json.dumps(wrapped).encode())
        assert found.articles == ()
        assert len(found.refusals) == 1


def one_of(**values: Any) -> Any:
    (one,) = read_file("a.json", json.dumps(values).encode()).articles
    return one


def test_fields_of_interfaces_are_known() -> None:
    guardian = one_of(
        webPublicationDate="2021-09-22T10:00:00Z", webUrl="https://a.example/1",
        fields={"headline": "Bridge shuts", "byline": "Ada Quill in Marlbeck", "bodyText": TEXT,
                "body": f"<p>{TEXT}</p>", "trailText": "<strong>Years</strong> of delay end"},
    )  # fmt: skip
    assert guardian.text == f"Years of delay end\n\n{TEXT}"
    assert guardian.standfirst == "Years of delay end"
    assert "put before the text" in guardian.remarks[0]
    assert (guardian.author, guardian.url) == ("Ada Quill", "https://a.example/1")
    assert guardian.published == "2021-09-22"
    wordpress = one_of(
        title={"rendered": "A"}, content={"rendered": TEXT}, author=7,
        _embedded={"author": [{"name": "Ada Quill"}]},
    )  # fmt: skip
    assert wordpress.author == "Ada Quill"
    registry = one_of(uri="7123", dateTimePub="2021-09-22T10:00:00Z", body=TEXT, lang="eng")
    assert (registry.url, registry.published, registry.language) == ("", "2021-09-22", "en")
    assert one_of(text=TEXT, date={"$date": "2021-09-22T10:00:00Z"}).published == "2021-09-22"
    within = one_of(text=f"{MORE}\n\n{TEXT}", subtitle=MORE)
    assert (within.text, within.standfirst, within.remarks) == (f"{MORE}\n\n{TEXT}", MORE, ())


def many(value: Any) -> tuple[list[tuple[str, str, str]], list[str]]:
    found = read_file("a.json", json.dumps(value).encode())
    articles = [(one.title, one.published, one.outlet) for one in found.articles]
    return articles, [one.reason for one in found.refusals]


def test_answers_of_news_interfaces_with_several_articles() -> None:
    registry = {
        "articles": {
            "results": [
                {"uri": "7", "lang": "deu", "date": "2021-09-22", "title": "Brücke zu",
                 "body": TEXT, "source": {"title": "Post"}, "authors": [{"name": "Ada Quill"}]},
                {"uri": "8", "lang": "ara", "title": "الجسر", "body": MORE},
                {"uri": "9", "title": "Empty", "body": ""},
            ],
        },
    }  # fmt: skip
    articles, refused = many(registry)
    assert articles == [("Brücke zu", "2021-09-22", "Post"), ("الجسر", "", "")]
    assert len(refused) == 1
    cloud = [
        {"stories_id": 1, "title": "A", "publish_date": "2021-09-22 10:00:00",
         "media_name": "Post", "story_text": TEXT},
        {"stories_id": 2, "title": "B", "url": "https://a.example/2", "media_name": "Post"},
    ]  # fmt: skip
    articles, refused = many(cloud)
    assert articles == [("A", "2021-09-22", "Post")]
    assert "save the pages behind such addresses" in refused[0]


@pytest.mark.parametrize(
    "listed",
    [
        {"response": {"docs": [{"web_url": "https://a.example", "headline": {"main": "A"},
                                "abstract": MORE, "lead_paragraph": TEXT}] * 2}},
        [{"itemType": "newspaperArticle", "title": "A", "abstractNote": MORE,
          "url": "https://a.example",
          "creators": [{"firstName": "Ada", "lastName": "Quill"}]}] * 2,
        {"articles": [{"url": "https://a.example", "title": "A", "seendate": "20210922"}] * 2},
    ],
    ids=["New York Times", "Zotero", "GDELT"],
)  # fmt: skip
def test_lists_of_addresses_say_what_to_do(listed: Any) -> None:
    articles, refused = many(listed)
    assert articles == []
    assert len(refused) == 2
    assert all("save the pages behind such addresses" in reason for reason in refused)


@pytest.mark.parametrize("cut", [1, 30, 120])
def test_a_damaged_file_is_refused_with_its_place(cut: int) -> None:
    found = read_file("a.json", json.dumps(ROWS, indent=1).encode()[:-cut])
    assert found.articles == ()
    assert "line" in found.refusals[0].reason


def test_newscatchers_summary_is_the_text_where_it_is_as_long_as_one() -> None:
    text = "The council voted on Monday to close the old bridge, and to build a new one. " * 8
    one = {"title": "Bridge closes", "summary": text, "link": "https://x.example/a"}
    one |= {"media": "bridge.jpg", "clean_url": "x.example"}
    reading = read_file("a.json", json.dumps({"articles": [one]}).encode())
    assert reading.articles[0].text == text.strip()
    assert reading.articles[0].outlet == "x.example"
    assert "called summary" in reading.articles[0].remarks[0]
    short = read_file("a.json", json.dumps({"articles": [one | {"summary": text[:80]}]}).encode())
    assert short.articles == ()


def test_a_key_that_stands_twice_is_a_remark_of_its_article() -> None:
    said = "of keys that stand several times in one object the last was taken: "
    twice = f'{{"title": "A", "text": "{MORE}", "text": "{TEXT}", "id": 1, "id": 1}}'
    inside = f'{{"title": "B", "text": "{MORE}", "tags": [{{"t": 1, "t": 2, "t": 2}}]}}'
    plain = f'{{"title": "C", "text": "{TEXT} {MORE}"}}'
    listed = f"[{twice},\n{inside},\n{plain}]"
    pretty = "\n".join(one.replace('", "', '",\n"') for one in (twice, inside, plain))
    for name, written in (
        ("a.json", listed), ("a.jsonl", f"{twice}\n{inside}\n{plain}\n"),
        ("a.json", f'{{"articles": {listed}}}'), ("a.json", pretty),
    ):  # fmt: skip
        articles = read_file(name, written.encode()).articles
        assert articles[0].text == TEXT
        assert [one.remarks for one in articles] == [(f"{said}'text'",), (f"{said}'t'",), ()]
    assert read_file("a.json", twice.encode()).articles[0].remarks == (f"{said}'text'",)


def test_a_key_that_stands_twice_around_the_articles_is_said_of_the_file() -> None:
    first, second = json.dumps(ROWS[:1]), json.dumps(ROWS[1:])
    reading = read_file("a.json", f'{{"articles": {first}, "articles": {second}}}'.encode())
    assert [one.title for one in reading.articles] == ["B"]
    assert reading.notes == (
        "a.json: of keys that stand several times in one object the last was taken: 'articles'.",
    )
