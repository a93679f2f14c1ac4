"""The pages of adjudication, as a browser without scripts sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from adjudication_world import (
    JUDGE,
    MANAGER,
    OTHER,
    ROOT,
    AdjudicationWorld,
    make_adjudication_world,
)
from pages_world import csrf_token, send
from settle_world import CLAIM, LOADED, NAME

SECRETS = ("Person 0", "Person 1", "Person 2", "@example.org", "A01", "A02", "A03", "5001", "5002")


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[AdjudicationWorld]:
    made = make_adjudication_world(tmp_path / "data")
    made.app.config["TESTING"] = True
    yield made
    made.made.db.close()


def passages(judged: AdjudicationWorld, email: str = JUDGE) -> dict[str, str]:
    """Words of each open passage -> its address, in the order of the queue."""
    page = judged.client(email).get(f"{ROOT}/").text
    found = re.findall(rf'href="({ROOT}/articles/1/passages/\w+)">([^<]+)</a>', page)
    return {words.strip(): path for path, words in found}


def fields(page: str) -> dict[str, list[str]]:
    """The form as the page filled it in, but for what is accepted."""
    form = page[page.index('id="decide"') : page.index('id="undo"')]
    found = {
        name: [value]
        for name, value in re.findall(r'name="([\w-]+)"[^>]*?value="([^"]*)"', form)
        if name not in ("accept", "action", "alternative")
    }
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', form, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', options)
    return found


def decide(judged: AdjudicationWorld, path: str, email: str = JUDGE, **form: object):
    client = judged.client(email)
    sent = fields(client.get(path).text) | {"action": "save"} | form
    return client.post(path, data=sent)


def test_a_rule_is_shown_before_it_is_applied_and_can_be_taken_back(
    judged: AdjudicationWorld,
) -> None:
    client = judged.client(MANAGER)
    shown = send(client, f"{ROOT}/rules", {"rule": "majority", "step": "show"})
    assert "settles 2 of 4: 0 unanimous, 2 by majority; 2 stay open" in shown.text
    assert "All but one</option>" in shown.text  # as the choices above it are called
    assert judged.made.gold() == []
    send(client, f"{ROOT}/rules", {"rule": "majority", "step": "apply"})
    assert [row[2] for row in judged.made.gold()] == ["rule:majority 2/3"] * 2
    send(client, f"{ROOT}/rules", to=f"{ROOT}/batches/1/undo")
    assert judged.made.gold() == []


def test_the_queue_goes_from_passage_to_passage_until_nothing_is_left(
    judged: AdjudicationWorld,
) -> None:
    assert list(passages(judged)) == [
        "brazen vote",
        "minutes 🌉 of",
        "regime",
        "slammed the protest",
    ]
    answer = decide(judged, passages(judged)["brazen vote"], accept="1")
    assert answer.status_code == 302
    assert judged.made.gold() == [(LOADED, "brazen", "hand")]
    decide(judged, passages(judged)["minutes 🌉 of"], action="nothing")
    decide(judged, passages(judged)["regime"], accept="1")
    decide(judged, passages(judged)["slammed the protest"], accept="1")
    assert passages(judged) == {}
    assert [row[:2] for row in judged.made.gold()] == [
        (LOADED, "brazen"), (NAME, "regime"), (LOADED, "slammed"),
    ]  # fmt: skip
    assert judged.client(JUDGE).get(f"{ROOT}/next").status_code == 302


def test_boundary_label_attributes_and_a_mark_nobody_made_are_kept_as_sent(
    judged: AdjudicationWorld,
) -> None:
    text = judged.made.texts[0]
    start = text.index("minutes 🌉 of debate")
    decide(
        judged, passages(judged)["minutes 🌉 of"], accept=["1", "own"],
        **{"start-1": start, "end-1": start + 9, "label-1": LOADED, "voice-1": "quoted_source",
           "intensity-1": "?", "start-own": start, "end-own": start + 19, "label-own": CLAIM},
    )  # fmt: skip
    assert judged.made.gold() == [
        (LOADED, "minutes 🌉", "hand"), (CLAIM, "minutes 🌉 of debate", "hand"),
    ]  # fmt: skip
    row = judged.made.db.execute(
        "SELECT attributes, open_attributes FROM gold_spans WHERE label = ?", [LOADED]
    ).fetchone()
    assert row[0] == '{"voice": "quoted_source"}'
    assert row[1] == '["intensity"]'
    assert "minutes 🌉 of" in passages(judged), "an open attribute keeps its passage open"


def test_overruling_a_majority_asks_for_a_reason(judged: AdjudicationWorld) -> None:
    path = passages(judged)["slammed the protest"]
    refused = decide(judged, path, accept="2")
    assert refused.status_code == 400
    assert "Say why" in refused.text
    assert judged.made.gold() == []
    decide(judged, path, accept="2", reason="The object belongs to it.")
    (row,) = judged.made.db.execute("SELECT text, reason, adjudicator FROM gold_table").fetchall()
    assert row == ("slammed the protest", "The object belongs to it.", "J01")


def test_later_puts_a_passage_last(judged: AdjudicationWorld) -> None:
    decide(judged, passages(judged)["brazen vote"], action="later")
    assert list(passages(judged))[-1] == "brazen vote"


def test_the_second_of_two_sees_the_firsts_decision_and_chooses(judged: AdjudicationWorld) -> None:
    path = passages(judged)["regime"]
    second = judged.client(OTHER)
    form = fields(second.get(path).text)
    decide(judged, path, accept="1", reason="An insult.")
    answer = second.post(path, data=form | {"action": "nothing", "reason": "A plain word."})
    assert answer.status_code == 409
    assert "Somebody else decided" in answer.text
    assert "An insult." in answer.text
    assert "A plain word." in answer.text
    assert judged.made.gold() == [(NAME, "regime", "hand")]
    token = csrf_token(second, path)
    second.post(path, data=fields(answer.text) | {"csrf_token": token, "action": "nothing",
                                                  "reason": "A plain word."})  # fmt: skip
    assert judged.made.gold() == []


def test_the_last_decision_is_taken_back_and_shown_again(judged: AdjudicationWorld) -> None:
    path = passages(judged)["regime"]
    decide(judged, path, accept="1")
    answer = send(
        judged.client(JUDGE), f"{ROOT}/articles/1/passages/{path[-16:]}", to=f"{ROOT}/undo"
    )
    assert answer.location.endswith(path)
    assert judged.made.gold() == []


def test_a_changed_mark_leads_back_to_the_queue(judged: AdjudicationWorld) -> None:
    path = passages(judged)["regime"]
    client = judged.client(JUDGE)
    form = fields(client.get(path).text)
    judged.made.submit(0, [(LOADED, "brazen"), (NAME, "The regime")])
    answer = client.post(path, data=form | {"action": "save", "accept": "1"}, follow_redirects=True)
    assert "changed this passage meanwhile" in answer.text
    assert judged.made.gold() == []


def test_an_article_is_finished_when_nothing_is_open_and_can_be_reopened(
    judged: AdjudicationWorld,
) -> None:
    client = judged.client(JUDGE)
    page = f"{ROOT}/articles/1"
    token = csrf_token(client, page)
    early = client.post(f"{page}/state", data={"csrf_token": token, "state": "finish"})
    assert early.status_code == 400
    for path in list(passages(judged).values()):
        decide(judged, path, accept="1", reason="so")
    for state, words in (("finish", "finished"), ("reopen", "nothing is open")):
        client.post(f"{page}/state", data={"csrf_token": token, "state": state})
        assert words in client.get(page).text


def test_article_questions_are_answered_side_by_side(judged: AdjudicationWorld) -> None:
    made = judged.made
    for who, frame in enumerate(("political", "economic", "economic")):
        made.submit(who, [(LOADED, "brazen")], answers={"primary_frame": frame})
    client, page = judged.client(JUDGE), f"{ROOT}/articles/1"
    assert ">open</span>" in client.get(page).text
    form = {"question": "primary_frame", "value": "political", "reason": "It is about power."}
    send(client, page, {**form, "seen": 0}, to=f"{page}/answers")
    row = "SELECT value, how, reason FROM gold_answers JOIN decisions ON decision_id = decisions.id"
    assert made.db.execute(row).fetchall() == [("political", "hand", "It is about power.")]
    assert ">open</span>" not in client.get(page).text
    second = send(client, page, {**form, "value": "economic", "seen": 0}, to=f"{page}/answers")
    assert second.status_code == 400
    assert "Somebody else decided this question first" in second.text
    assert 'value="It is about power."' in second.text, "what was sent is still in the form"
    wrong = send(client, page, {**form, "value": "madeup", "seen": 99}, to=f"{page}/answers")
    assert "is not among the answers" in wrong.text
    made.submit(1, [(LOADED, "brazen")], answers={"primary_frame": "political"})
    assert ">open</span>" in client.get(page).text, "a changed answer reopens its question"


def test_nothing_tells_an_adjudicator_who_the_annotators_are(judged: AdjudicationWorld) -> None:
    client = judged.client(JUDGE)
    pages = [f"{ROOT}/", f"{ROOT}/articles/1", *passages(judged).values()]
    for path in pages:
        answer = client.get(path)
        text = answer.text.replace(JUDGE, "")
        assert not [word for word in SECRETS if word in text], path
        assert "2026-11-24" not in text, "times of submission"


def test_the_letters_are_drawn_anew_for_each_article_and_stay(judged: AdjudicationWorld) -> None:
    from annotator.adjudication import Ballot
    from annotator.web.adjudication.blueprint import letters

    ballots = [Ballot(n, n) for n in range(1, 6)]
    with judged.app.app_context():
        orders = []
        for article in range(1, 30):
            names = letters(article, ballots)
            orders.append("".join(names[ballot.revision] for ballot in ballots))
        assert letters(3, ballots) == letters(3, list(reversed(ballots)))
    assert len(set(orders)) > 20


def test_annotators_and_adjudicators_of_other_studies_stay_outside(
    judged: AdjudicationWorld,
) -> None:
    from annotator.store.members import remove_member

    me = judged.made.db.execute("SELECT id FROM accounts WHERE email = ?", [OTHER]).fetchone()[0]
    client = judged.client(OTHER)
    assert client.get(f"{ROOT}/").status_code == 200
    assert client.get(f"{ROOT}/rules").status_code == 403
    assert client.get("/studies/1/agreement/").status_code == 403
    assert client.get("/studies/2/adjudication/").status_code == 403
    remove_member(judged.made.db, 1, me)
    for path in (f"{ROOT}/", f"{ROOT}/articles/1", f"{ROOT}/next"):
        assert client.get(path).status_code == 403


def test_work_that_is_not_finished_by_everybody_is_not_shown(judged: AdjudicationWorld) -> None:
    judged.made.db.execute("DELETE FROM spans")
    judged.made.db.execute("UPDATE annotations SET state = 'deleted' WHERE id = 3")
    judged.made.db.conn.commit()
    page = judged.client(JUDGE).get(f"{ROOT}/articles/1").text
    assert "waiting for its annotators" in page
    assert 'class="lane row' not in page


def test_a_lost_password_is_set_anew_by_a_link_that_works_once(judged: AdjudicationWorld) -> None:
    from annotator.workflow.roles import reset_account

    signed_in = judged.client(JUDGE)
    assert signed_in.get(f"{ROOT}/").status_code == 200
    path = reset_account(judged.made.db, JUDGE, "")
    assert signed_in.get(f"{ROOT}/").status_code == 302, "every session ended"
    client = judged.app.test_client()
    new = {"password": "another long password", "password_again": "another long password"}
    assert send(client, path, new).status_code == 302
    assert client.get(f"{ROOT}/").status_code == 200
    assert client.get(path).status_code == 404
