"""The page of models: brought by a manager, compared, and never seen by annotators."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from adjudication_world import MANAGER as MONA
from adjudication_world import PASSWORD, AdjudicationWorld, make_adjudication_world
from flask.testing import FlaskClient
from model_world import line
from pages_world import ANNA, BRUNO, MANAGER, World, csrf_token, send
from test_access import address, routes
from test_roles_access import with_role
from werkzeug.test import TestResponse

from annotator import store
from annotator.store.models.records import AboutModel
from annotator.store.models.rows import load_models
from annotator.web.access import ANYONE, SIGNED_IN
from annotator.workflow.models.adding import add_models
from annotator.workflow.passwords import hash_password

PAGE = "/studies/1/models/"
SECRET = "heron-of-the-marsh"  # the model's name; its one mark is the label nobody else used


def bring(client: FlaskClient, content: str, name: str = SECRET, **form: str) -> TestResponse:
    data = {"csrf_token": csrf_token(client, PAGE), "name": name, **form,
            "predictions": (io.BytesIO(content.encode()), "../p r.jsonl")}  # fmt: skip
    return client.post(f"{PAGE}add", data=data, content_type="multipart/form-data",
                       follow_redirects=True)  # fmt: skip


@pytest.fixture
def judged(tmp_path: Path) -> AdjudicationWorld:
    made = make_adjudication_world(tmp_path / "data")
    made.app.config["TESTING"] = True
    return made


def test_a_manager_brings_a_model_sees_it_compared_and_removes_it(
    judged: AdjudicationWorld,
) -> None:
    client = judged.client(MONA)
    page = client.get(PAGE).text
    assert "Bring predictions" in page
    assert "The models of this study" not in page
    good = line(judged.made, answers={"primary_frame": "morality"})
    bad = {"article_id": 1, "label": "shouting", "start": 0, "end": 3}
    lines = json.dumps(good) + "\n" + json.dumps({**bad, "article_id": 77})
    page = bring(client, lines, version="7b", prompt="Mark <b> what is loaded", dated="May").text
    assert "Model &#39;heron-of-the-marsh 7b&#39;: 1 article, 2 marks, 1 answer; 1 remark." in page
    for words in ("heron-of-the-marsh", "7b", "May", "p-r.jsonl", "Mark &lt;b&gt; what is loaded",
                  "p-r.jsonl:2: the study has no article", "The model beside each annotator",
                  "A01", "A03", "Loaded language", "Only the model’s",
                  "The test needs 3 annotators",
                  "does not allow: dropping the annotators", "ε = 0.15",
                  "No article of the model is settled yet",
                  "been submitted: below 20 an interval is a rough guide."):  # fmt: skip
        assert words in page, words
    assert "ε = 0.1 " in client.get(f"{PAGE}?epsilon=0.1").text
    assert "ε = 0.15" in client.get(f"{PAGE}?epsilon=nan").text
    send(client, "/studies/1/adjudication/rules",
         {"rule": "majority", "reject_at_most": "2", "step": "apply"})  # fmt: skip
    assert "The model beside the gold, which was made without it" in client.get(PAGE).text
    passages = client.get(f"{PAGE}1/passages/").text
    assert "Where heron-of-the-marsh 7b differs" in passages
    assert 'href="/studies/1/models/1/passages/?beside=A01"' in client.get(PAGE).text
    for asked in ("?beside=A01&amp;way=missing", "?beside=the+gold", "?label=loaded_language"):
        assert client.get(f"{PAGE}1/passages/{asked}").status_code == 200
    assert client.get(f"{PAGE}1/passages/?beside=A77").status_code == 404
    assert client.get(f"{PAGE}2/passages/").status_code == 404
    asked = client.get(f"{PAGE}1/remove").text
    assert "2 marks and 1 answer in 1 article, from p-r.jsonl" in " ".join(asked.split())
    assert client.get(f"{PAGE}2/remove").status_code == 404
    assert "heron-of-the-marsh" in client.get(PAGE).text  # asking has removed nothing
    token = csrf_token(client, PAGE)
    gone = client.post(f"{PAGE}1/remove", data={"csrf_token": token}, follow_redirects=True)
    assert "is removed." in gone.text
    again = client.post(f"{PAGE}1/remove", data={"csrf_token": token}, follow_redirects=True)
    assert "no model 1 in this study (any more)" in again.text
    judged.made.db.close()


def test_what_cannot_be_brought_is_said_on_the_page(judged: AdjudicationWorld) -> None:
    client = judged.client(MONA)
    assert "No prediction of p-r.jsonl could be taken" in bring(client, "{}").text
    assert "it is no JSON" in bring(client, "brazen").text
    assert "A model needs a name" in bring(client, json.dumps(line(judged.made)), name=" ").text
    token = csrf_token(client, PAGE)
    empty = client.post(f"{PAGE}add", data={"csrf_token": token}, follow_redirects=True)
    assert "Choose a file of predictions" in empty.text
    assert client.post(f"{PAGE}add", data={}).status_code == 400
    assert load_models(judged.made.db, 1) == []
    judged.made.db.close()


def test_what_was_typed_about_a_model_outlives_a_wrong_file(judged: AdjudicationWorld) -> None:
    client = judged.client(MONA)
    about = {"version": "2b", "dated": "May 2026", "prompt": "Mark <all> that is loaded"}
    refused = bring(client, "{}", **about).text
    assert "Mark &lt;all&gt; that is loaded</textarea>" in refused
    assert all(f'value="{word}"' in refused for word in (SECRET, "2b", "May 2026"))
    token = csrf_token(client, PAGE)
    fileless = client.post(f"{PAGE}add", data={"csrf_token": token, "name": SECRET, **about},
                           follow_redirects=True)  # fmt: skip
    assert "Mark &lt;all&gt; that is loaded</textarea>" in fileless.text
    assert SECRET not in client.get(PAGE).text
    judged.made.db.close()


def with_model(world: World, tmp_path: Path) -> None:
    with closing(world.open_store()) as db:
        article = store.load_articles(db, world.study.id)[0]
        marks = [{"label": "exaggeration", "start": 0, "end": 9}]
        lines = {"article_id": article.id, "spans": marks, "answers": {"primary_frame": "legality"}}
        path = tmp_path / "p.jsonl"
        path.write_text(json.dumps(lines))
        add_models(db, world.study.id, path, AboutModel(SECRET, prompt="Mark what is loaded"))


def test_annotators_and_adjudicators_find_nothing_of_a_model_anywhere(
    world: World, tmp_path: Path
) -> None:
    hashed = hash_password(PASSWORD)
    adjudicator = with_role(world, "adjudicator", hashed)
    annotator = world.client(BRUNO)

    def seen() -> dict[str, str]:
        return {
            f"{who} {rule.rule}": client.get(address(rule)).text
            for who, client in (("annotator", annotator), ("adjudicator", adjudicator))
            for rule, method in routes(world.app)
            if method == "GET" and rule.endpoint not in ("accounts.sign_out", "jobs.state")
        }  # fmt: skip

    before = seen()
    with_model(world, tmp_path)
    manager = world.client(MANAGER)
    assert all(word in manager.get(PAGE).text for word in (SECRET, "Mark what is loaded"))
    for place, text in seen().items():
        assert SECRET not in text, place
        assert "Mark what is loaded" not in text, place
        assert text.count("xaggeration") == before[place].count("xaggeration"), place
    for client in (annotator, adjudicator, world.client(ANNA)):
        assert client.get(PAGE).status_code == 403
    assert world.client().get(PAGE).status_code == 302


def test_a_viewer_reads_the_comparison_and_changes_nothing(world: World, tmp_path: Path) -> None:
    with_model(world, tmp_path)
    viewer = with_role(world, "viewer", hash_password(PASSWORD))
    page = viewer.get(PAGE).text
    assert SECRET in page
    assert "Remove" not in page
    assert "Bring predictions" not in page
    token = csrf_token(viewer, "/account")
    for path in ("add", "1/remove"):
        assert viewer.post(f"{PAGE}{path}", data={"csrf_token": token}).status_code == 403
    with closing(world.open_store()) as db:
        assert len(load_models(db, world.study.id)) == 1


def test_every_route_of_models_is_for_managers_or_to_read_for_viewers(world: World) -> None:
    of_models = [rule for rule, _ in routes(world.app) if rule.endpoint.startswith("models.")]
    assert len(of_models) == 5
    for rule in of_models:
        assert world.app.view_functions[rule.endpoint].open_to not in (ANYONE, SIGNED_IN)
