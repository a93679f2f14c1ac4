"""The gateway's table and its readers, without a server: what is let through, and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, request

from annotator.settings import Settings
from annotator.web.gateway import reading
from annotator.web.gateway.call import Call
from annotator.web.gateway.page import our_script, rewrite
from annotator.web.gateway.refusals import Refused
from annotator.web.gateway.table import TABLE, find_rule

SETTINGS = Settings(data_dir=Path("nowhere"), host="127.0.0.1", port=5000)
APP = Flask(__name__)


@pytest.mark.parametrize(
    ("method", "path", "ids"),
    [
        ("GET", "/projects/3/data", {"project": 3}),
        ("GET", "/api/projects/3", {"project": 3}),
        ("GET", "/api/projects/3/", {"project": 3}),
        ("GET", "/react-app/main.js", {}),
        ("GET", "/static/fonts/roboto/Roboto-Bold.woff2", {}),
        ("POST", "/api/dm/actions", {}),
        ("POST", "/api/tasks/7/annotations", {"task": 7}),
        ("PATCH", "/api/annotations/9", {"annotation": 9}),
        ("DELETE", "/api/annotations/9", {"annotation": 9}),
        ("POST", "/api/tasks/7/annotations/9/drafts", {"task": 7, "annotation": 9}),
        ("PATCH", "/api/drafts/4", {"draft": 4}),
    ],
)
def test_what_the_labelling_page_needs_is_in_the_table(
    method: str, path: str, ids: dict[str, int]
) -> None:
    found = find_rule(method, path)
    assert found is not None
    assert found[1] == ids


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/annotations/9/convert-to-draft"),
        ("POST", "/api/annotations/9/convert-to-draft"),
        ("PATCH", "/api/tasks/7"),
        ("DELETE", "/api/tasks/7"),
        ("PUT", "/api/annotations/9"),
        ("PATCH", "/api/projects/3"),
        ("GET", "/api/projects"),
        ("GET", "/api/projects/3/export"),
        ("GET", "/api/projects/03"),
        ("GET", "/api/projects/0"),
        ("GET", "/api/projects/٣"),
        ("GET", "/api/projects/3\n"),
        ("GET", "/foo/api/projects/3"),
        ("GET", "/api/projects/3/foo"),
        ("GET", "/API/projects/3"),
        ("GET", "/api/users/2"),
        ("GET", "/api/current-user/token"),
        ("GET", "/api/tasks/7/drafts"),
        ("GET", "/api/tasks/7/annotations"),
        ("GET", "/static/../api/users"),
        ("GET", "/static/.env"),
        ("GET", "/static"),
        ("GET", "/data/upload/1/x.txt"),
        ("GET", "/feature-flags"),
        ("OPTIONS", "/api/projects/3"),
    ],
)
def test_what_the_table_does_not_name_is_refused(method: str, path: str) -> None:
    assert find_rule(method, path) is None


def test_no_rule_but_a_get_is_without_ids_or_a_needed_project() -> None:
    """A rule that changes something says whose it is."""
    for rule in TABLE:
        if rule.method != "GET":
            assert rule.pattern.groups or "project" in rule.needs, rule.path


@pytest.mark.parametrize(
    "uri",
    [
        "/labeling/api%2fprojects/3",
        "/labeling/api/projects/%33",
        "/labeling/api/projects/3%252f",
        "/labeling/api//projects/3",
        "/labeling/api/projects/3//",
        "/labeling/static/../api/users",
        "/labeling/static/./x.js",
        "/labeling/api/projects/3;x",
        "/labeling/api/projects/3\\x",
        "/labeling/api/projets/é",
    ],
)
def test_only_the_plain_spelling_of_a_path_is_read(uri: str) -> None:
    with APP.test_request_context(uri), pytest.raises(Refused):
        reading.read_path(request, "/labeling")


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("/labeling/api/projects/3?x=%20", "/api/projects/3"),
        ("/labeling/react-app/99.5a~b@c_d-e.js", "/react-app/99.5a~b@c_d-e.js"),
        ("/labeling/", "/"),
        ("/labeling", "/"),
    ],
)
def test_a_plain_path_is_read(uri: str, path: str) -> None:
    with APP.test_request_context(uri):
        assert reading.read_path(request, "/labeling") == path


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/api/dm/columns", "project=3&project=2"),
        ("/api/dm/columns", "project=3&project=3"),
        ("/api/dm/columns", "project=3&other=1"),
        ("/api/dm/columns", "project=-3"),
        ("/api/dm/columns", "project=3%00"),
        ("/api/dm/columns", "project="),
        ("/api/dm/columns", "project=3.0"),
        ("/api/dm/columns", "project=%ff"),
        ("/api/dm/columns", "Project=3"),
        ("/api/dm/project", "project=3&interaction=other"),
        ("/api/dm/project", "project=3&include=created_by,*"),
    ],
)
def test_a_query_that_is_not_the_page_s_is_refused(path: str, query: str) -> None:
    found = find_rule("GET", path)
    assert found is not None
    with APP.test_request_context(f"/labeling{path}?{query}"), pytest.raises(Refused):
        reading.read_query(request, found[0].query)


@pytest.mark.parametrize("action", ["delete_tasks", "retrieve_tasks_predictions", "", "next_task "])
def test_any_other_action_is_refused(action: str) -> None:
    found = find_rule("POST", "/api/dm/actions")
    assert found is not None
    uri = f"/labeling/api/dm/actions?project=3&id={action}"
    with APP.test_request_context(uri), pytest.raises(Refused):
        reading.read_query(request, found[0].query)


def body_of(data: str, content_type: str = "application/json") -> dict[str, Any]:
    found = find_rule("POST", "/api/tasks/7/annotations")
    assert found is not None
    assert found[0].body is not None
    with APP.test_request_context(
        "/labeling/x", method="POST", data=data.encode(), content_type=content_type
    ):
        return reading.read_body(request, found[0].body, SETTINGS)


def test_only_the_named_fields_of_a_body_are_kept() -> None:
    text = (
        '{"result": [], "task": 7, "completed_by": 2, "project": 3, "draft_id": 0, "lead_time": 2}'
    )
    assert body_of(text) == {"result": [], "lead_time": 2.0}


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ('{"result": []}', "text/plain"),
        ("result=[]", "application/x-www-form-urlencoded"),
        ('{"result": []}', "multipart/form-data; boundary=x"),
        ('{"result": [', "application/json"),
        ('{"result": [], "lead_time": NaN}', "application/json"),
        ('{"result": [], "lead_time": Infinity}', "application/json"),
        ('{"result": ' + "[" * 100_000, "application/json"),
        ('{"result": [1]}', "application/json"),
        ('{"draft_id": true}', "application/json"),
        ('{"draft_id": "5"}', "application/json"),
        ('{"unique_id": "5"}', "application/json"),
        ('{"started_at": "yesterday"}', "application/json"),
    ],
)
def test_a_body_that_is_not_the_page_s_is_refused(data: str, content_type: str) -> None:
    with pytest.raises(Refused):
        body_of(data, content_type)


@pytest.mark.parametrize(
    ("headers", "is_let_through"),
    [
        ({"Origin": "http://127.0.0.1:5000", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://127.0.0.1:5000"}, True),
        ({"Origin": "http://localhost:5000"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://127.0.0.1:5000", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "http://127.0.0.1:5000", "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://127.0.0.1:5001", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "https://127.0.0.1:5000"}, False),
        ({"Origin": "http://127.0.0.1:5000.elsewhere.example"}, False),
        ({"Origin": "http://elsewhere.example@127.0.0.1:5000"}, False),
        ({"Origin": "http://[broken"}, False),
    ],
)
def test_a_change_must_come_from_our_own_page(
    headers: dict[str, str], is_let_through: bool
) -> None:
    with APP.test_request_context("/labeling/x", method="POST", headers=headers):
        if is_let_through:
            reading.check_origin(request, SETTINGS)
        else:
            with pytest.raises(Refused):
                reading.check_origin(request, SETTINGS)


def test_our_script_gets_the_header_of_every_answer() -> None:
    """`no-store`, which the gateway sets where nothing else is said."""
    with APP.test_request_context("/labeling/annotator.js"):
        assert "Cache-Control" not in our_script(cast(Call, None)).headers


def test_the_page_names_our_address_in_place_of_label_studio_s() -> None:
    html = (
        '<head><link href="http://ls:8080/sub/react-app/main.css"></head>'
        '<script>x = {hostname: "http://ls:8080/sub"}</script>'
    )
    assert rewrite(html, "https://lab.example") == (
        '<head><link href="https://lab.example/labeling/react-app/main.css">'
        '<script src="/labeling/annotator.js"></script></head>'
        '<script>x = {hostname: "https://lab.example/labeling"}</script>'
    )
