"""Pages that hold their article only in the data their scripts pass on: React's stream, Nuxt."""

from __future__ import annotations

import json

import pytest

from annotator.articles.files import read_file
from annotator.articles.pages.streamed import nuxt_strings, streamed_values

TITLE = "Swing bridge in Marlow Sound to close to lorries"
LINES = [
    "Councillors in Marlow Sound voted late on Monday to shut the swing bridge to lorries.",
    "The vote, nine to four, came after divers found that two of the piers had grown thin.",
    "“We are not closing a town, we are closing a bridge,” said Orla Fenwick of the committee.",
    "Hauliers said that the detour would cost them about 2.3 million crowns a year.",
]
BODY = "".join(f"<p>{line}</p>" for line in LINES)


def stream(*pieces: str) -> str:
    pushed = [f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces]
    return "<script>(self.__next_f=self.__next_f||[]).push([0])</script>" + "".join(pushed)


def element(tag: str, children: object) -> list[object]:
    return ["$", tag, None, {"children": children}]


ARTICLE = {"headline": TITLE, "body": BODY, "datePublished": "2024-03-11"}
FLIGHT = f'1:"$Sreact.fragment"\n2:I[1,[],""]\n5:{json.dumps(element("div", [ARTICLE]))}\n'
NAMED = json.dumps({"title": TITLE, "body": "$7"})
ELEMENTS = json.dumps(element("main", [element("p", ["", line]) for line in LINES]))
DATA = f"{{data:[{{title:a,body:{json.dumps(BODY)}}}]}}"
CALL = f"(function(a){{return {DATA}}}({json.dumps(TITLE)}))"
TABLE = [["Reactive", 1], {"data": 2}, {"story": 3}, {"title": 4, "body": 5}, TITLE, BODY]


@pytest.mark.parametrize(
    "scripts",
    [
        pytest.param(stream(FLIGHT[:90], FLIGHT[90:]), id="rows cut anywhere"),
        pytest.param(
            stream(f"7:T{len(BODY.encode()):x},", BODY, f"8:{NAMED}\n"), id="a row of text"
        ),
        pytest.param(stream(f"5:{ELEMENTS}\n"), id="elements"),
        pytest.param(f"<script>window.__NUXT__={CALL};</script>", id="Nuxt 2"),
        pytest.param(f"<script type='application/json'>{json.dumps(TABLE)}</script>", id="Nuxt 3"),
    ],
)
def test_the_article_is_found_in_the_data(scripts: str) -> None:
    page = (
        f"<!DOCTYPE html><html lang='en'><head><title>{TITLE}</title></head>"
        f"<body><div id='__next'></div>{scripts}</body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    assert article.title == TITLE
    assert article.text.split("\n\n") == LINES
    assert any("filled in by a script" in remark for remark in article.remarks)


def test_broken_streams_are_no_error() -> None:
    broken = ['self.__next_f.push([1,"5:[1,', 'self.__next_f.push([1,"5:[1\\n7:Tfffff,x"])', ""]
    assert list(streamed_values(broken)) == []
    assert list(nuxt_strings('window.__NUXT__="\\x')) == []
