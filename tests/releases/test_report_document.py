"""The report as a document: what it says, and that nothing in it is invented or loaded."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pypdf import PdfReader
from sample_study import put_sample

from annotator import store
from annotator.agreement.conformance.run_cases import run_cases
from annotator.releases.spreadsheets import csv_of
from annotator.reports import Report
from annotator.reports.document.document import Document, chart_as_png, chart_as_svg
from annotator.reports.document.pdf import as_pdf
from annotator.reports.document.reliability import as_latex, as_markdown, reliability_rows
from annotator.reports.document.tables import TABLES
from annotator.workflow.agreeing import report_document, study_report
from annotator.workflow.release_facts import tell_facts


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    opened = store.open_store(tmp_path_factory.mktemp("document") / "annotator.sqlite")
    put_sample(opened, settled=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def report(db: store.Store) -> Report:
    return study_report(db, 1, resamples=100)


@pytest.fixture
def document(db: store.Store, report: Report) -> Document:
    return report_document(db, 1, report)


def test_the_method_names_what_was_done_and_marks_the_rest_missing(document: Document) -> None:
    said = "\n".join(document.method)
    for words in (
        "3 annotators", "12 articles", "version 2", "Each article was given to 3 annotators",
        "worked blind", "characters as units", "100 resamples, seed 2026", "majority",
        f"{len(run_cases())} of {len(run_cases())} published values",
        "how they were trained: *missing*",
    ):  # fmt: skip
        assert words in said, words


def test_what_a_person_told_stands_in_the_method(db: store.Store, report: Report) -> None:
    tell_facts(db, 1, {"training": "Two hours, with\nfive articles."})
    said = "\n".join(report_document(db, 1, report).method)
    assert "how they were trained: Two hours, with five articles." in said
    assert "how they were paid: *missing*" in said


def test_the_table_has_the_reports_own_numbers(report: Report, document: Document) -> None:
    alpha = report.measure("character_alpha")
    assert alpha is not None
    assert alpha.value is not None
    shown = f"{alpha.value:.3f}"
    for text in (document.html(), document.markdown(), document.plain(), document.latex()):
        assert shown in text
    for label in report.labels:
        if label.character_alpha.value is not None:
            assert f"{label.character_alpha.value:.3f}" in document.latex()
    assert document.json()["measures"][0]["value"] == report.overall[0].value
    json.dumps(document.json(), allow_nan=False)


class Loaded(HTMLParser):
    """Whatever a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if tag in ("script", "link", "img", "iframe", "object")
            or (name in ("src", "data", "xlink:href") and value)
        ]


def test_the_page_loads_nothing_and_has_every_drawing(document: Document) -> None:
    page = document.html()
    loaded = Loaded()
    loaded.feed(page)
    assert loaded.found == []
    assert "url(" not in page.replace("url(#", "")
    assert page.count("<svg") == len(document.report.charts) == 4


def test_a_title_with_markup_stays_text(db: store.Store, report: Report) -> None:
    from dataclasses import replace

    odd = replace(report, title='<script>alert("1")</script> & | \\ % _')
    document = report_document(db, 1, odd)
    assert "<script>" not in document.html()
    assert "&lt;script&gt;" in document.html()
    labels = tuple(replace(one, title="50 % & more_or_less | \\x") for one in report.labels)
    rows = reliability_rows(replace(report, labels=labels))
    assert r"50 \% \& more\_or\_less | \textbackslash{}x" in as_latex(rows)
    lines = as_markdown(rows).splitlines()
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {7}


def test_every_table_is_whole_and_its_numbers_are_numbers(report: Report) -> None:
    for name, table in TABLES.items():
        columns, rows = table(report)
        assert len(set(columns)) == len(columns), name
        assert bool(rows) == (name != "relations"), name  # of which the sample has none
        read = list(csv.reader(io.StringIO(csv_of(columns, rows))))
        assert {len(row) for row in read} == {len(columns)}, name
    columns, rows = TABLES["labels"](report)
    place = list(columns).index("character_alpha")
    assert [row[place] for row in rows] == [
        "" if one.character_alpha.value is None else one.character_alpha.value
        for one in report.labels
    ]


def test_charts_are_drawn_as_svg_and_png(report: Report) -> None:
    assert chart_as_svg(report.charts[0]).startswith("<svg")
    assert chart_as_png(report.charts[0]).startswith(b"\x89PNG")


def test_a_pdf_is_printed_on_a4(document: Document, chromium_path: str) -> None:
    for page in PdfReader(io.BytesIO(as_pdf(document.html(), chromium_path))).pages:
        millimetres = [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]]
        assert millimetres == [210, 297]


def test_without_a_browser_it_says_what_to_do(
    document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from annotator.errors import SetupError

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="apt install chromium"):
        as_pdf(document.html())


def test_a_study_without_work_has_a_document_too(tmp_path: Path) -> None:
    empty = store.open_store(tmp_path / "annotator.sqlite")
    study = put_sample(empty)
    empty.execute("UPDATE annotations SET state = 'deleted'")
    document = report_document(empty, study, study_report(empty, study, resamples=0))
    assert "No article in the study has been submitted yet." in document.html()
    assert "Agreement could not be computed" in document.markdown()
    empty.close()
