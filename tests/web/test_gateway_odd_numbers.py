"""Odd values in every place of every rule of the table: refused, never a failure of ours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient
from pages_world import ANNA, World

from annotator import store
from annotator.web.gateway.table import TABLE, FilesRule, Rule
from annotator.web.gateway.upstream import Upstream

ODD = {
    "thirty digits": "9" * 30,
    "five thousand digits": "9" * 5_000,
    "beyond 32 bits": "4294967296",
    "ten digits": "9999999999",
    "nought": "0",
    "negative": "-1",
    "a sign": "%2B1",
    "Arabic digits": "٣٤",
    "a superscript": "²",
    "empty": "",
    "text": "abc",
    "a fraction": "1.5",
    "an exponent": "1e3",
    "hexadecimal": "0x10",
    "a space": "%20 1",
    "NUL": "%00",
    "a line end": "1%0d%0aX:1",
    "half a character": "%ff",
    "a surrogate": "%ed%a0%80",
    "a list": "[1]",
}
ODD_JSON: list[Any] = [
    *(10**30, 2**31, -1, 1.5, 1e300, True, "5", "٣", "", "\ud800", "\0"),
    *([], {}, [1], {"a": 1}),
]
RULES = [rule for rule in TABLE if not isinstance(rule, FilesRule)]


@pytest.fixture
def anna(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Signed in, with a technical account; whatever reaches Label Studio finds nothing there."""

    def nothing(*arguments: object, **options: object) -> object:
        request = httpx.Request("GET", "http://labelstudio/x")
        return httpx.Response(404, json={"detail": "Not found."}, request=request)

    db = world.open_store()
    store.set_technical_account(db, world.anna.account_id, "a@annotator.invalid", 5)
    db.close()
    monkeypatch.setattr(Upstream, "send", nothing)
    with world.client(ANNA) as client:
        yield client


def status(client: FlaskClient, world: World, rule: Rule, path: str, query: str) -> int:
    answer = client.open(
        f"/labeling{path}?{query}",
        method=rule.method,
        json={"result": []} if rule.body is not None else None,
        headers={"Origin": world.settings.origin, "Sec-Fetch-Site": "same-origin"},
    )
    return answer.status_code


def test_an_odd_id_in_a_path_is_refused(anna: FlaskClient, world: World) -> None:
    for rule, value in itertools.product(RULES, ODD.values()):
        if "{" in rule.path:
            path = re.sub(r"\{\w+\}", value, rule.path)
            found = status(anna, world, rule, path, "project=1&id=next_task")
            assert 400 <= found < 500, (rule.method, path, found)


def test_an_odd_value_in_a_query_is_refused(anna: FlaskClient, world: World) -> None:
    for rule, value in itertools.product(RULES, ODD.values()):
        path = re.sub(r"\{\w+\}", "7", rule.path)
        for name in rule.query:
            found = status(anna, world, rule, path, f"{name}={value}")
            assert 400 <= found < 500, (rule.method, path, name, found)


def test_an_odd_value_in_a_body_is_refused(anna: FlaskClient, world: World) -> None:
    for rule, value in itertools.product(RULES, ODD_JSON):
        for name in rule.body or ():
            answer = anna.open(
                "/labeling" + re.sub(r"\{\w+\}", "7", rule.path),
                method=rule.method,
                json={"result": []} | {name: value},
                headers={"Origin": world.settings.origin, "Sec-Fetch-Site": "same-origin"},
            )
            assert 400 <= answer.status_code < 500, (rule.path, name, answer.status_code)
