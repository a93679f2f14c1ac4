"""The pages about the gold."""

from __future__ import annotations

import csv
import io
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
from pages_world import send
from settle_world import LOADED

from annotator import store
from annotator.schemes import load_scheme
from annotator.web.gold import renewal
from annotator.web.jobs import wait_for_all

GOLD = "/studies/1/gold"


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[AdjudicationWorld]:
    made = make_adjudication_world(tmp_path / "data")
    made.app.config["TESTING"] = True
    yield made
    made.made.db.close()


def settle_everything(judged: AdjudicationWorld) -> None:
    """By majority; what one person alone marked becomes nothing."""
    client = judged.client(MANAGER)
    rules = {"rule": "majority", "reject_at_most": "2", "step": "apply"}
    send(client, f"{ROOT}/rules", rules)


def test_before_anything_is_settled_the_page_says_what_to_do(judged: AdjudicationWorld) -> None:
    page = judged.client(MANAGER).get(f"{GOLD}/").text
    assert "Nothing is settled yet: apply a rule" in page


def test_each_annotator_and_label_is_shown_against_the_gold(judged: AdjudicationWorld) -> None:
    settle_everything(judged)
    page = judged.client(MANAGER).get(f"{GOLD}/").text
    for words in ("Each annotator", "A01", "A03", "Loaded language", "Other boundary", "majority",
                  "were made by a rule from the annotators", "F1, character"):  # fmt: skip
        assert words in page


def test_the_report_names_pseudonyms_so_adjudicators_do_not_see_it(
    judged: AdjudicationWorld,
) -> None:
    settle_everything(judged)
    assert judged.client(JUDGE).get(f"{GOLD}/").status_code == 403


DOWNLOADS = "/studies/1/downloads"


def test_gold_is_downloaded_beside_everybodys_work_when_there_is_some(
    judged: AdjudicationWorld,
) -> None:
    client = judged.client(MANAGER)
    assert "gold.jsonl" not in client.get(f"{DOWNLOADS}/").text
    settle_everything(judged)
    page = client.get(f"{DOWNLOADS}/").text
    for name in ("gold.jsonl", "gold-spans.csv", "gold-answers.csv", "gold-relations.csv"):
        assert f'href="{DOWNLOADS}/{name}"' in page
        assert client.get(f"{DOWNLOADS}/{name}").status_code == 200
    rows = list(csv.DictReader(io.StringIO(client.get(f"{DOWNLOADS}/gold-spans.csv").text)))
    assert [(row["text"], row["how"]) for row in rows] == [
        ("brazen", "rule:majority 2/3"), ("slammed", "rule:majority 2/3"),
    ]  # fmt: skip
    article = json.loads(client.get(f"{DOWNLOADS}/gold.jsonl").text)
    assert len(article["annotations"]) == 3
    first = article["gold"]["spans"][0]
    assert (first["text"], first["votes"], first["voters"]) == ("brazen", 2, 3)
    assert first["codebook"] == "framing 2"


def test_late_work_is_listed_and_renewed_on_confirmation(judged: AdjudicationWorld) -> None:
    settle_everything(judged)
    client = judged.client(MANAGER)
    assert "Decisions of rules that" in client.get(f"{ROOT}/rules").text
    shown = send(client, f"{GOLD}/renewal", {"step": "show"})
    assert "No decision of a rule would now be another." in shown.text
    judged.made.submit(1, [(LOADED, "brazen vote"), (LOADED, "slammed")])
    shown = send(client, f"{GOLD}/renewal", {"step": "show"})
    assert "would now be" in shown.text
    assert "“brazen vote”" in shown.text
    assert ("loaded_language", "brazen", "rule:majority 2/3") in judged.made.gold()
    send(client, f"{GOLD}/renewal", {"step": "renew"})
    assert ("loaded_language", "brazen vote", "rule:majority 2/3") in judged.made.gold()


def test_gold_of_another_codebook_is_listed_and_confirmed(judged: AdjudicationWorld) -> None:
    settle_everything(judged)
    client, db = judged.client(MANAGER), judged.made.db
    assert "Nothing to confirm" in client.get(f"{GOLD}/confirm").text
    yaml = store.load_scheme(db, judged.made.study.scheme_id).yaml.replace('"2"', '"3"', 1)
    number = store.save_scheme(db, load_scheme(yaml, "framing.yaml"), "<View/>")
    db.execute("UPDATE studies SET scheme_id = ?", [number])
    db.conn.commit()
    page = client.get(f"{GOLD}/confirm").text
    assert "made under another codebook than <strong>framing 3</strong>" in page
    first = re.findall(r'name="decision" value="(\d+)"', page)[0]
    send(client, f"{GOLD}/confirm", {"decision": first})
    left = "SELECT sum(to_be_confirmed), count(*) FROM gold_table"
    assert db.execute(left).fetchone() == (1, 2)
    send(client, f"{GOLD}/confirm", {"decision": first})
    assert "is not to be confirmed (any more)" in client.get(f"{GOLD}/confirm").text
    send(client, f"{GOLD}/confirm", {})
    assert db.execute(left).fetchone() == (0, 2)


def test_of_a_large_study_it_is_done_in_the_background(
    judged: AdjudicationWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle_everything(judged)
    client = judged.client(MANAGER)
    judged.made.submit(1, [(LOADED, "brazen vote"), (LOADED, "slammed")])
    monkeypatch.setattr(renewal, "is_small_study", lambda db, study_id: False)
    assert "go on in the background" in client.get(f"{GOLD}/renewal").text
    for step, words in (("show", "Nothing was changed."), ("renew", "Renewed: ")):
        answer = send(client, f"{GOLD}/renewal", {"step": step})
        assert "/jobs/" in answer.location
        with judged.app.app_context():
            wait_for_all(judged.app)
        assert words in client.get(answer.location).text
        if step == "show":
            assert "“brazen vote”" in client.get(f"{GOLD}/renewal").text
    assert ("loaded_language", "brazen vote", "rule:majority 2/3") in judged.made.gold()
