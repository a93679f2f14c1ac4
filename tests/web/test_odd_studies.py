"""Odd studies on every page and in every file of the report: it says what is missing,
and why. Pages are those of the application's own list of addresses: a new one is looked at, too."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from odd_studies import ODD, OddStudy, put
from pages_world import MANAGER, PASSWORD, make_app, sign_in
from shown_faults import (
    faults_of_csv,
    faults_of_json,
    faults_of_markdown,
    faults_of_page,
    faults_of_svg,
)
from werkzeug.test import TestResponse

from annotator import store
from annotator.cli.report import report as report_command
from annotator.reports import Chart, Report
from annotator.reports.document import document
from annotator.reports.document.document import chart_as_svg
from annotator.reports.document.tables import TABLES
from annotator.settings import Settings
from annotator.store.models.rows import load_models
from annotator.web import report_files, results
from annotator.web.agreement import report_page
from annotator.workflow import agreeing
from annotator.workflow.inviting import create_manager
from annotator.workflow.results import REPORT, result_now

PLACES = re.compile(r"^/studies/<int:study_id>/(?:agreement|gold|models)\b")
ENDINGS = ("html", "json", "md", "txt", "tex")  # a PDF takes a browser
FILES = re.compile(
    r'href="(\?(?:csv|chart)=[^"]+|[^"]*[?&;](?:csv|chart)=[^"]+|[^"]*/charts/[^"]+)"'
)
CHOICES = re.compile(r'<select id="(about|by)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]*)"')


@dataclass(frozen=True)
class Installation:
    client: FlaskClient
    settings: Settings
    addresses: tuple[str, ...]  # of the pages, as the application lists them


def drawn_once() -> Callable[[Chart], str]:
    """Each kind of drawing once, though several files and pages have it: it takes long."""
    drawings: dict[str, str] = {}

    def drawn(chart: Chart) -> str:
        if chart.name not in drawings:
            drawings[chart.name] = chart_as_svg(chart)
        return drawings[chart.name]

    return drawn


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    app, settings = make_app(tmp_path_factory.mktemp("odd") / "data")
    with closing(store.open_store(settings.database)) as db:
        create_manager(db, MANAGER, PASSWORD, "Mona Tarrend")
    client = app.test_client()
    assert sign_in(client, MANAGER, PASSWORD).status_code == 302
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    found = tuple(rule for rule in rules if PLACES.match(rule))
    assert len(found) > 15
    return Installation(client, settings, found)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.title)
def test_every_page_and_file_of_an_odd_study_says_what_is_missing_and_why(
    installation: Installation, odd: OddStudy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(results, "is_small_study", lambda *_: True)  # made while one waits
    for module in (agreeing, report_page):  # published cases have tests of their own
        monkeypatch.setattr(module, "conformance", lambda: (3, 3))
    monkeypatch.setattr(agreeing, "study_report", kept_report)  # computed once
    drawn = drawn_once()
    for module in (document, report_files):
        monkeypatch.setattr(module, "chart_as_svg", drawn)
    with closing(store.open_store(installation.settings.database)) as db:
        study_id = put(db, odd)
        (model,) = load_models(db, study_id)
    faults = []
    waiting, seen = deque(addresses(installation, study_id, model.id)), set()
    while waiting:
        place = waiting.popleft()
        if place in seen or (is_png(place) and any(map(is_png, seen))):
            continue  # a drawing is looked at as SVG
        seen.add(place)
        answer = installation.client.get(place)
        faults += [f"{place}: {fault}" for fault in faults_of(answer)]
        if answer.mimetype == "text/html":
            waiting.extend(more_on(answer.text, place))
    assert not faults, "\n" + "\n".join(faults)
    assert len(seen) > 20
    faults += files_of_the_command(installation, odd, tmp_path)
    assert not faults, "\n" + "\n".join(faults)


def is_png(place: str) -> bool:
    return place.endswith(".png")


def kept_report(db: store.Store, study_id: int, **_: object) -> Report:
    return result_now(db, study_id, REPORT).value


def addresses(installation: Installation, study_id: int, model_id: int) -> Iterator[str]:
    """Every address under the report, with everything that may stand in it."""
    values: dict[str, tuple[object, ...]] = {
        "study_id": (study_id,), "model_id": (model_id,), "ending": (), "name": tuple(TABLES),
    }  # fmt: skip
    for rule in installation.addresses:
        if rule.endswith("/charts/<name>.<ending>"):
            continue  # by the links of the report's page
        here = {**values, "ending": ENDINGS}
        found = [rule]
        for name in re.findall(r"<(?:\w+:)?(\w+)>", rule):
            found = [
                re.sub(rf"<(?:\w+:)?{name}>", str(value), one)
                for one in found
                for value in here[name]
            ]
        for one in found:
            if one.endswith("/newest.json"):
                yield f"{one}?of={REPORT.name}"
            else:
                yield one


def more_on(page: str, place: str) -> Iterator[str]:
    """Files that the page links to, and what else it can be about: two labels, every question."""
    root = place.partition("?")[0]
    for link in FILES.findall(page):
        link = link.replace("&amp;", "&")
        yield link if link.startswith("/") else root + link
    for select in CHOICES.finditer(page):
        values = OPTION.findall(select[0])[1:]  # the first is chosen where nothing is asked for
        labels = [one for one in values if one.startswith("label:")]
        yield from (f"{root}?{select[1]}={one}" for one in values if one not in labels[2:])


def faults_of(answer: TestResponse) -> list[str]:
    if answer.status_code != 200:
        return [answer.status]
    kind = answer.mimetype
    if kind == "text/html":
        return faults_of_page(answer.text)
    if kind == "application/json":
        return faults_of_json(answer.json)
    if kind == "text/csv":
        return faults_of_csv(answer.text)
    if kind == "image/svg+xml":
        return faults_of_svg(answer.data)
    if kind == "image/png":
        return [] if answer.data.startswith(b"\x89PNG") else ["no PNG"]
    return faults_of_markdown(answer.text)


def files_of_the_command(installation: Installation, odd: OddStudy, folder: Path) -> list[str]:
    faults = []
    for ending, look in (("html", faults_of_page), ("md", faults_of_markdown)):
        out = folder / f"report.{ending}"
        done = CliRunner().invoke(
            report_command,
            [odd.title, "--out", str(out), "--data-dir", str(installation.settings.data_dir)],
        )
        if done.exit_code:
            return [done.output]
        faults += [f"{out.name}: {fault}" for fault in look(out.read_text("utf-8"))]
    return faults
