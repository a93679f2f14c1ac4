"""Whatever stands where a page expects something: it is never our server that fails."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from pages_world import MANAGER, World
from werkzeug.routing import Rule

import annotator.web
from annotator.web.jobs import wait_for_all

WEB = Path(annotator.web.__file__).parent
ODD = {
    "30 digits": "9" * 30,
    "5,000 digits": "9" * 5000,
    "negative": "-1",
    "Unicode digits": "١٢",
    "empty": "",
    "text": "x\u202e'\"<b>{{7*7}}",
    "control": "\r\nX: y\x00",
}
LAST = ("annotators.remove", "studies.remove", "accounts.mine", "accounts.sign_out")


def asked_names(file: Path) -> set[str]:
    """Names of parameters and fields that a module of pages reads, from its source."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("get", "getlist")
        and ast.unparse(node.func.value).split(".")[0] in ("request", "form")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


# Read before any thread runs: CPython before 3.11.4 fails when two of them make a syntax tree, and
# a thread that logs a traceback does so too.
ASKED = {file: asked_names(file) for file in sorted(WEB.rglob("*.py"))}


def asked_of(blueprint: str) -> list[str]:
    """What its module, or the modules of its folder, read."""
    found = [names for file, names in ASKED.items() if blueprint in (file.stem, file.parent.name)]
    return sorted({"page", "about"}.union(*found))


def addresses(world: World, rule: Rule, **odd: str) -> str:
    """The address of a route, with things that are there but for `odd`."""
    known: dict[str, object] = {
        "study_id": world.study.id,
        "article_id": world.article_ids[0],
        "annotator_id": world.anna.id,
    }
    values = {name: odd.get(name, known.get(name, "1")) for name in rule.arguments}
    path = rule.rule
    for name, value in values.items():
        for written in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(written, _quoted(str(value)))
    assert "<" not in path, path
    return path


def _quoted(value: str) -> str:
    return quote(value, safe="") or "%20"


def rules(world: World) -> Iterator[Rule]:
    found = [one for one in world.app.url_map.iter_rules() if not one.rule.startswith("/labeling")]
    return iter(sorted(found, key=lambda one: (one.endpoint in LAST, one.endpoint)))


@pytest.fixture
def open_forms(world: World) -> World:
    world.app.config["WTF_CSRF_ENABLED"] = False
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    world.app.config["TESTING"] = False
    return world


def test_no_odd_value_of_any_parameter_of_any_route_is_a_fault_of_ours(open_forms: World) -> None:
    world = open_forms
    client = world.client(MANAGER)
    faults, asked = [], 0

    def ask(method: str, path: str, **options: object) -> None:
        nonlocal asked
        asked += 1
        with client.open(path, method=method, **options) as answer:  # type: ignore[arg-type]
            if answer.status_code >= 500 and path != "/ready":  # Label Studio is away here
                faults.append((method, path[:80], str(options)[:120], answer.status_code))

    for rule in rules(world):
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        names = asked_of(rule.endpoint.partition(".")[0])
        for value in ODD.values():
            for method in methods:
                for name in sorted(rule.arguments):
                    ask(method, addresses(world, rule, **{name: value}))
                if rule.endpoint in LAST:
                    continue
                key = "query_string" if method == "GET" else "data"
                ask(method, addresses(world, rule), **{key: dict.fromkeys(names, value)})
        for name in names:
            if "GET" in methods and rule.endpoint not in LAST:
                for value in (ODD["30 digits"], ODD["5,000 digits"]):
                    ask("GET", addresses(world, rule), query_string={name: value})
    wait_for_all(world.app)
    assert faults == []
    assert asked > 500


@pytest.mark.parametrize(
    "wanted", ["/%0d%0aX:", "/%0D%0ASet-Cookie:a=b", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_the_page_after_signing_in_is_one_of_ours_and_nothing_else(
    open_forms: World, wanted: str
) -> None:
    client = open_forms.client()
    form = {"email": MANAGER, "password": "a long invented password"}
    answer = client.post(f"/sign-in?next={wanted}", data=form)
    assert answer.status_code == 302
    assert answer.location == "/studies/"
    assert client.get(wanted).status_code in (302, 308, 404)


@pytest.mark.parametrize("host", ["localhost:5000"])
def test_the_way_to_the_one_address_takes_line_breaks_along_as_they_came(
    open_forms: World, host: str
) -> None:
    answer = open_forms.client().get("/studies/%0d%0aX:", headers={"Host": host})
    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert "%0D%0AX" in answer.location


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.xml", b"<V>" * 50_000 + b"</V>" * 50_000),
        ("open.xml", b"<View>" * 50_000),
        ("deep.yaml", b"[" * 50_000),
        ("pairs.yaml", b"{a: " * 50_000),
    ],
)
def test_a_config_nested_absurdly_deep_is_refused_by_name(
    open_forms: World, name: str, content: bytes
) -> None:
    client = open_forms.client(MANAGER)
    with client.post("/schemes/", data={"file": (BytesIO(content), name)}) as answer:
        assert answer.status_code == 400
        assert name in answer.text
        assert "deep" in answer.text
