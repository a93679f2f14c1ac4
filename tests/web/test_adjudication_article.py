"""The whole article, relations, and what a manager lets adjudicators see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from adjudication_world import (
    JUDGE,
    MANAGER,
    ROOT,
    AdjudicationWorld,
    make_adjudication_world,
)
from pages_world import csrf_token, send
from settle_world import CLAIM, LOADED, NAME

from annotator import store

ARTICLE = f"{ROOT}/articles/1"


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[AdjudicationWorld]:
    made = make_adjudication_world(tmp_path / "data")
    made.app.config["TESTING"] = True
    yield made
    made.made.db.close()


def place(judged: AdjudicationWorld, label: str, words: str) -> str:
    start = judged.made.texts[0].index(words)
    return json.dumps([label, start, start + len(words)], ensure_ascii=False)


def passage_of(judged: AdjudicationWorld, words: str) -> str:
    page = judged.client(JUDGE).get(f"{ROOT}/").text
    found = re.findall(rf'href="({ROOT}/articles/1/passages/\w+)">([^<]+)</a>', page)
    return next(path for path, shown in found if words in shown)


def join(judged: AdjudicationWorld, action: str, **more: object):
    form = {
        "from": place(judged, NAME, "regime"), "to": place(judged, LOADED, "slammed"),
        "action": action, "seen": 99, **more,
    }  # fmt: skip
    return send(judged.client(JUDGE), ARTICLE, form, to=f"{ARTICLE}/relations")


def relations(judged: AdjudicationWorld) -> int:
    return judged.made.count("gold_relations")


def test_a_mark_that_nobody_made_is_added_on_the_page_of_the_article(
    judged: AdjudicationWorld,
) -> None:
    text = judged.made.texts[0]
    start = text.index("🌉 of debate")
    form = {"accept": "own", "label-own": CLAIM, "start-own": start, "end-own": start + 11}
    send(judged.client(JUDGE), ARTICLE, {**form, "seen": 0}, to=f"{ARTICLE}/marks")
    assert judged.made.gold() == [(CLAIM, "🌉 of debate", "hand")]
    wrong = send(judged.client(JUDGE), ARTICLE, {**form, "end-own": 9999}, to=f"{ARTICLE}/marks")
    assert wrong.status_code == 400
    assert "must lie in the text" in wrong.text


def test_a_relation_is_decided_when_both_its_ends_are_gold(judged: AdjudicationWorld) -> None:
    judged.made.submit(0, [(LOADED, "slammed"), (NAME, "regime")], relations=[(1, 0)])
    client = judged.client(JUDGE)
    assert "An end has no gold mark" in client.get(ARTICLE).text
    assert "Relations" in client.get(passage_of(judged, "regime")).text
    refused = join(judged, "accept")
    assert refused.status_code == 400
    assert "Both ends of a relation must be gold" in refused.text
    for words in ("regime", "slammed"):
        path = passage_of(judged, words)
        page = client.get(path).text
        number = re.search(rf'value="(\d)"[^>]*>\s*<span>\s*<kbd>\d</kbd>[^>]*?>'
                           rf'<span class="words">{words}<', page)  # fmt: skip
        assert number is not None, words
        fields = dict(re.findall(r'name="((?:start|end)-\d)"[^>]*?value="(\d+)"', page))
        labels = {f"label-{number[1]}": NAME if words == "regime" else LOADED}
        seen = re.findall(r'name="seen" value="(\d+)"', page)[0]
        form = {**fields, **labels, "accept": number[1], "reason": "so", "action": "save"}
        token = csrf_token(client, path)
        assert (
            client.post(path, data={**form, "seen": seen, "csrf_token": token}).status_code == 302
        )
    assert join(judged, "accept").status_code == 302
    assert relations(judged) == 1
    assert "gold</span>" in client.get(ARTICLE).text
    assert join(judged, "reject", has_gold="1").status_code == 302
    assert relations(judged) == 0
    assert "rejected</span>" in client.get(ARTICLE).text
    late = join(judged, "accept", seen=0)
    assert late.status_code == 400
    assert "Somebody else decided this relation first" in late.text


def test_a_manager_lets_the_votes_count_and_adjudicators_cannot(
    judged: AdjudicationWorld,
) -> None:
    judged.made.db.execute("UPDATE annotations SET state = 'deleted' WHERE id = 3")
    judged.made.db.conn.commit()
    judge, manager = judged.client(JUDGE), judged.client(MANAGER)
    assert "2 of 3 have finished" in judge.get(ARTICLE).text
    assert "Do not wait" not in judge.get(ARTICLE).text
    assert send(judge, ARTICLE, {"state": "close"}, to=f"{ARTICLE}/state").status_code == 403
    send(manager, ARTICLE, {"state": "close"}, to=f"{ARTICLE}/state")
    assert 'class="lane row' in judge.get(ARTICLE).text
    send(manager, ARTICLE, {"state": "unclose"}, to=f"{ARTICLE}/state")
    assert 'class="lane row' not in judge.get(ARTICLE).text


def test_hidden_letters_are_nowhere(judged: AdjudicationWorld) -> None:
    client, path = judged.client(JUDGE), passage_of(judged, "slammed")
    assert re.search(r">\s*[ABC]\s*</i>", client.get(path).text)
    assert send(client, ARTICLE, to=f"{ROOT}/letters").status_code == 403
    send(judged.client(MANAGER), f"{ROOT}/rules", {"hidden": "1"}, to=f"{ROOT}/letters")
    for page in (ARTICLE, path):
        shown = client.get(page).text
        assert not re.search(r">\s*[ABC]\s*</i>", shown)
        assert not re.search(r"\b[ABC]: |\b[ABC], [ABC]\b", shown)
    assert "2 annotators" in client.get(path).text


def test_two_marks_are_equally_acceptable_only_where_the_codebook_says_so(
    judged: AdjudicationWorld,
) -> None:
    client, path = judged.client(JUDGE), passage_of(judged, "slammed")

    def send_both():
        page = client.get(path).text
        fields = dict(re.findall(r'name="((?:start|end)-\d)"[^>]*?value="(\d+)"', page))
        form = {"accept": ["1", "2"], "alternative": "2", "label-1": LOADED, "label-2": LOADED}
        token = csrf_token(client, path)
        sent = {**fields, **form, "csrf_token": token, "action": "save", "seen": 0}
        return page, client.post(path, data=sent)

    page, refused = send_both()
    assert "as acceptable as" not in page
    assert refused.status_code == 400
    assert "does not allow two marks" in refused.text
    judged.made.allow_alternatives()
    page, kept = send_both()
    assert "as acceptable as" in page
    assert kept.status_code == 302
    rows = judged.made.db.execute("SELECT gold, alternative_of FROM gold_table").fetchall()
    assert [row[1] for row in rows] == [None, rows[0][0]]


def test_a_late_mark_reopens_only_its_passage_and_shows_what_was_decided(
    judged: AdjudicationWorld,
) -> None:
    rule = {"rule": "majority", "step": "apply"}
    send(judged.client(MANAGER), f"{ROOT}/rules", rule)
    page = judged.client(JUDGE).get(f"{ROOT}/").text
    assert page.count(f"{ARTICLE}/passages/") == 2
    voice = {0: {"voice": "journalist"}}
    judged.made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed the")], attributes=voice)
    page = judged.client(JUDGE).get(f"{ROOT}/").text
    assert page.count(f"{ARTICLE}/passages/") == 3
    shown = judged.client(JUDGE).get(passage_of(judged, "slammed")).text
    assert "Decided by rule" in shown
    assert "1 mark came or changed since" in " ".join(shown.split())
    assert re.search(r"came or changed since: [ABC]<", shown), "which one"
    assert "“slammed”" in shown.split("Decided by rule")[1].split("</div>")[0], "what it was"
    assert "1: majority" in judged.client(MANAGER).get(f"{ROOT}/rules").text


def test_nothing_odd_in_a_decision_is_a_fault_of_ours_or_kept(judged: AdjudicationWorld) -> None:
    judged.app.config["TESTING"] = judged.app.config["PROPAGATE_EXCEPTIONS"] = False
    client, path = judged.client(JUDGE), passage_of(judged, "brazen")
    mark = {"accept": "own", "label-own": LOADED, "start-own": "4", "end-own": "10"}
    long = "x" * 2001
    sent: list[tuple[str, dict[str, object]]] = [
        *(
            (to, {**mark, "seen": 99, **odd})
            for to in (f"{ARTICLE}/marks", path)
            for odd in (
                {"reason": long}, {"label-own": "\u202e"}, {"start-own": "9" * 30},
                {"end-own": "9" * 5000}, {"start-own": "-9" + "9" * 30},
                {"voice-own": ["journalist", "quoted_source"]}, {"voice-own": "\x00"},
            )
        ),
        *(
            (f"{ARTICLE}/answers", {"question": "primary_frame", "seen": 99, **odd})
            for odd in (
                {"value": ["political", "economic"]}, {"value": "political", "reason": long},
                {"value": "\x00"},
            )
        ),
        *(
            (f"{ARTICLE}/relations", {"from": odd, "to": odd, "seen": 99})
            for odd in ("[" * 50_000, '["x", Infinity, 1]', "[1, 2]", '{"a": 1}', "null")
        ),
    ]  # fmt: skip
    for to, form in sent:
        answer = send(client, ARTICLE, form, to=to)
        assert answer.status_code == 400, (to, str(form)[:100])
    assert judged.made.count("decisions") == 0
    form = {**mark, "seen": 99, "reason": "Loaded:\u202e \r\nso it is.\x00"}
    assert send(client, ARTICLE, form, to=f"{ARTICLE}/marks").status_code == 302
    assert judged.made.db.execute("SELECT reason FROM decisions").fetchall() == [
        ("Loaded:\nso it is.",)
    ]


def test_an_article_from_right_to_left_is_shown_so_to_adjudicators(
    judged: AdjudicationWorld,
) -> None:
    """Its lanes stand in columns, which go from left to right unless they are told."""
    client, hebrew = judged.client(JUDGE), "BBC: ראש העיר אמר שהתוכנית."
    assert '<div class="lanes" id="text" dir="ltr">' in client.get(ARTICLE).text
    with store.writing(judged.made.db):
        judged.made.db.execute("UPDATE articles SET title = ?, text = ?", [hebrew, hebrew])
    assert '<div class="lanes" id="text" dir="rtl">' in client.get(ARTICLE).text
    assert f'<bdi dir="rtl">{hebrew}</bdi>' in client.get(f"{ROOT}/").text
