"""The codebooks, and bringing an own one."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from pages_world import MANAGER, World, csrf_token, send
from werkzeug.test import TestResponse

from annotator import schemes
from annotator.reports.glance.published_figures import beside

OWN = """name: tone
version: "2"
title: Tone of voice
language: en
description: Marks how an article sounds.
source: Invented for a test.
labels:
  - key: warm
    title: Warm
    hotkey: "1"
    colour: "#0066bb"
    definition: It sounds friendly.
    examples: ["The [dear] mayor spoke.", "A [lovely] day."]
"""


ATTRIBUTE = """attributes:
  - {key: heat, title: Heat, kind: number, level: ratio, minimum: 0, maximum: 10, labels: [warm]}
relations:
  - {key: after, title: After, from: [warm]}
labels:"""


def bring(client: FlaskClient, name: str, content: str) -> TestResponse:
    data = {
        "csrf_token": csrf_token(client, "/schemes/"),
        "file": (io.BytesIO(content.encode()), name),
    }
    return client.post("/schemes/", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("name", schemes.builtin_names())
def test_each_scheme_has_a_page_with_all_its_labels(world: World, name: str) -> None:
    client = world.client(MANAGER)
    assert f'href="/schemes/{name}"' in client.get("/schemes/").text
    page = client.get(f"/schemes/{name}").text
    for label in schemes.load_builtin(name).labels:
        assert str(label.title).replace("&", "&amp;") in page


def test_a_schemes_page_shows_definitions_examples_and_keys(world: World) -> None:
    page = world.client(MANAGER).get("/schemes/framing").text
    assert "Words whose emotional charge goes beyond" in page
    assert "<mark>brazen</mark> vote" in page
    assert "<kbd>1</kbd>" in page
    assert "Use it when" in page
    assert "Not when" in page


def test_a_schemes_page_tells_by_titles_what_is_asked_when_and_what_is_joined(
    world: World,
) -> None:
    client = world.client(MANAGER)
    page = unescape(client.get("/schemes/entity_framing").text)
    assert "only when “Main role” is Protagonist" in page
    page = unescape(client.get("/schemes/attribution").text)
    assert "Leads from Content to Source" in page
    bring(client, "tone.yaml", OWN.replace("labels:", ATTRIBUTE))
    page = unescape(client.get(f"/schemes/kept/{_newest(client)}").text)
    assert "A number, ratio; only of Warm; from 0 to 10" in page
    assert "Leads from Warm to any mark" in page


def _newest(client: FlaskClient) -> int:
    return max(map(int, re.findall(r"/schemes/kept/(\d+)", client.get("/schemes/").text)))


def test_a_schemes_page_shows_the_figures_that_the_report_shows(world: World) -> None:
    client = world.client(MANAGER)
    for name in schemes.builtin_names():
        own, _ = beside(name)
        assert not (own and schemes.load_builtin(name).published), f"{name}: figures in two places"
        page = unescape(client.get(f"/schemes/{name}").text)
        for figure in own:
            assert figure.sentence in page


def test_a_schemes_file_can_be_taken(world: World) -> None:
    answer = world.client(MANAGER).get("/schemes/framing.yaml")
    assert answer.text == schemes.load_builtin("framing").yaml
    assert "framing.yaml" in answer.headers["Content-Disposition"]


def test_an_own_codebook_is_kept_and_a_study_can_use_it(world: World) -> None:
    client = world.client(MANAGER)
    shown = client.get(bring(client, "tone.yaml", OWN).location).text
    assert "Tone of voice" in shown
    assert "It sounds friendly." in shown
    assert "Tone of voice" in client.get("/studies/new").text
    made = send(client, "/studies/new", {"title": "Tones", "scheme": "tone"})
    assert "tone" in client.get(made.location).text


def test_a_changed_codebook_under_its_old_version_is_told_to_have_a_new_one(world: World) -> None:
    client = world.client(MANAGER)
    changed = OWN.replace("It sounds friendly.", "It sounds kind.")
    newer = re.sub("(?m)^version:.*$", "version: 77", changed)
    for content, is_told in ((OWN, False), (OWN, False), (changed, True), (newer, False)):
        page = client.get(bring(client, "tone.yaml", content).location).text
        assert ("with other content already" in page) == is_told


def test_a_broken_codebook_is_refused_with_its_line(world: World) -> None:
    client = world.client(MANAGER)
    answer = bring(client, "tone.yaml", OWN.replace("definition:", "defintion:"))
    assert answer.status_code == 400
    assert "tone.yaml:12" in answer.text
    assert "did you mean &#39;definition&#39;?" in answer.text
    assert "Tone of voice" not in client.get("/studies/new").text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tone.docx", "x", "expected a file ending in"),
        ("framing.yaml", OWN.replace("name: tone", "name: framing"), "comes with the tool"),
    ],
)
def test_what_cannot_be_a_scheme_is_refused_in_words(
    world: World, name: str, content: str, words: str
) -> None:
    answer = bring(world.client(MANAGER), name, content)
    assert answer.status_code == 400
    assert words in answer.text


@pytest.mark.parametrize("name", ["tone.yaml", "tone.xml"])
def test_bytes_that_are_no_text_are_refused(world: World, name: str) -> None:
    client = world.client(MANAGER)
    data = {
        "csrf_token": csrf_token(client, "/schemes/"),
        "file": (io.BytesIO(b"name: \xff"), name),
    }
    answer = client.post("/schemes/", data=data, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "UTF-8" in answer.text


def test_a_configuration_of_label_studio_becomes_a_scheme(world: World) -> None:
    client = world.client(MANAGER)
    xml = (
        '<View><Labels name="kind" toName="t"><Label value="Warm"/><Label value="Cold"/></Labels>'
        '<Text name="t" value="$text"/></View>'
    )
    page = client.get(bring(client, "weather.xml", xml).location).text
    assert "Warm" in page
    assert "Cold" in page
    assert send(client, "/studies/new", {"title": "W", "scheme": "weather"}).status_code == 302
