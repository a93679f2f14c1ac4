"""Feedback as annotators, managers and adjudicators see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from adjudication_world import (
    JUDGE,
    MANAGER,
    ROOT,
    AdjudicationWorld,
    make_adjudication_world,
)
from flask.testing import FlaskClient
from pages_world import PASSWORD, csrf_token, send
from settle_world import LOADED, NAME

from annotator import store
from annotator.adjudication.ballots import Mark
from annotator.adjudication.differences import ANSWER, BOUNDARY, Difference
from annotator.models import Article
from annotator.store.adjudication import load_decisions
from annotator.workflow.adjudication.feedback import _how
from annotator.workflow.passwords import hash_password

GOLD = "/studies/1/gold"


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[AdjudicationWorld]:
    """Settled by majority; what one or two alone marked became nothing."""
    made = make_adjudication_world(tmp_path / "data")
    made.app.config["TESTING"] = True
    yield made
    made.made.db.close()


def settle_everything(judged: AdjudicationWorld) -> None:
    rules = {"rule": "majority", "reject_at_most": "2", "step": "apply"}
    send(judged.client(MANAGER), f"{ROOT}/rules", rules)


ANNA, WORK = "bridges0@example.org", "/work/1/articles/1"


def signed_in_annotator(judged: AdjudicationWorld, email: str = ANNA) -> FlaskClient:
    db = judged.made.db
    account = store.find_account(db, email)
    assert account is not None
    store.set_password(db, account.id, hash_password(PASSWORD))
    return judged.client(email)


def test_votes_for_a_mark_are_not_told_as_votes_for_what_is_said_of_it() -> None:
    decision = SimpleNamespace(how="rule", rule="majority", votes=3, voters=3)
    mark = Mark(1, "r", "warm", 0, 4)
    about_the_mark = Difference(7, ANSWER, mark, question="strength")
    assert _how(decision, about_the_mark) == "by rule: majority"
    for other in (Difference(7, BOUNDARY, mark), Difference(7, ANSWER, question="slant")):
        assert _how(decision, other) == "by rule: majority, 3 of 3"


def test_feedback_is_told_on_ones_own_work_and_answered_once(judged: AdjudicationWorld) -> None:
    settle_everything(judged)
    anna, manager = signed_in_annotator(judged), judged.client(MANAGER)
    assert "Beside the gold" not in anna.get(WORK).text
    send(manager, f"{GOLD}/choices", {"feedback": "1"})
    page = anna.get(WORK).text
    assert "Beside the gold" in page
    assert "Nothing is marked here." in page
    assert "by rule: at most 2, 2 of 3" in page
    (number, *_) = re.findall(r'name="decision" value="(\d+)"', page)
    answer = {"decision": number, "answer": "It <b>was</b> an office."}
    send(anna, WORK, answer, to=f"{WORK}/answer")
    page = anna.get(WORK).text
    assert "Your answer: “<bdi>It &lt;b&gt;was&lt;/b&gt; an office.</bdi>”" in page
    send(anna, WORK, answer, to=f"{WORK}/answer")
    assert "You have answered this already" in anna.get(WORK).text
    shown = judged.client(JUDGE).get(f"{GOLD}/answers").text
    assert "was&lt;/b&gt; an office." in shown
    for secret in ("A01", "Person 0", ANNA):
        assert secret not in shown


def test_feedback_names_nobody_and_hides_others_marks_unless_allowed(
    judged: AdjudicationWorld,
) -> None:
    settle_everything(judged)
    carl, manager = signed_in_annotator(judged, "bridges2@example.org"), judged.client(MANAGER)
    send(manager, f"{GOLD}/choices", {"feedback": "1"})
    page = carl.get(WORK).text
    assert "Another boundary." in page
    for secret in ("A01", "A02", "Person 0", "Person 1", "Others:", "minutes 🌉 of”"):
        assert secret not in page
    send(manager, f"{GOLD}/choices", {"feedback": "1", "others_marks": "1"})
    page = carl.get(WORK).text
    assert "Others: Loaded language “brazen” (2)" in page
    assert "A01" not in page


def test_feedback_is_opened_by_managers_only_and_read_by_adjudicators(
    judged: AdjudicationWorld,
) -> None:
    anna, judge = signed_in_annotator(judged), judged.client(JUDGE)
    assert judge.get(f"{GOLD}/choices").status_code == 403
    assert judge.get(f"{GOLD}/answers").status_code == 200
    assert anna.get(f"{GOLD}/answers").status_code == 403
    assert anna.get("/work/1/articles/99").status_code == 404
    token = csrf_token(anna, "/work/")
    form = {"csrf_token": token, "decision": "1", "answer": "x"}
    assert anna.post("/work/1/articles/99/answer", data=form).status_code == 404
    assert anna.post("/work/2/articles/1/answer", data=form).status_code == 404
    send(anna, WORK, {"decision": "1", "answer": "x"}, to=f"{WORK}/answer")
    assert judged.made.count("feedback_answers") == 0


def test_suggestions_are_shown_only_when_turned_on_and_mark_the_decision_for_ever(
    judged: AdjudicationWorld,
) -> None:
    judge, made = judged.client(JUDGE), judged.made
    texts = [f"A brazen word number {n}, and a regime." for n in range(25)]
    saved = store.save_articles(made.db, 1, [Article(f"More {n}", t) for n, t in enumerate(texts)])
    made.article_ids += [one.id for one in saved]
    made.texts += texts
    for who, annotator in enumerate(made.annotator_ids):
        rows = [(one.id, annotator, 10 + n) for n, one in enumerate(saved)]
        store.save_assignments(made.db, 1, rows)
        for n in range(25):
            made.submit(who, [(LOADED, "brazen"), (NAME, "regime")][: 2 - who % 2], article=1 + n)
    path = re.findall(rf'href="({ROOT}/articles/1/passages/\w+)"', judge.get(f"{ROOT}/").text)[0]
    assert "Suggested by the Dawid-Skene model" not in judge.get(path).text
    send(judged.client(MANAGER), f"{GOLD}/choices", {"suggestions": "1"})
    page = judge.get(path).text
    assert "Suggested by the Dawid-Skene model" in page
    assert "with probability" in page
    form = {"action": "nothing", "reason": "No.", "seen": "9"}
    assert send(judge, path, form).status_code == 302
    (decision,) = load_decisions(made.db, 1)
    assert decision.provenance == "hand, suggestion shown"
    send(judged.client(MANAGER), f"{GOLD}/choices", {})
    assert load_decisions(made.db, 1)[0].provenance == "hand, suggestion shown"
    assert "Suggested by" not in judge.get(f"{ROOT}/next", follow_redirects=True).text
