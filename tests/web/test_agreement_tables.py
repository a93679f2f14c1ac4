"""The report's tables sort, filter and page by their address, and are saved as CSV."""

from __future__ import annotations

import re
from datetime import date

import pytest
from crowd_world import Crowd, make_crowd
from flask import Flask
from pages_world import MANAGER, World

from annotator.reports.glance.pace import Pace
from annotator.web.agreement import report_page
from annotator.web.agreement.sorted_tables import Column, SortedTable, sorted_table

ROOT = "/studies/1/agreement/"
Row = tuple[str, "float | None"]
COLUMNS = (
    Column[Row]("name", "Name", lambda one: one[0], number=False),
    Column[Row]("value", "Value", lambda one: one[1]),
)
ROWS: list[Row] = [(f"A{n:02d}", None if n % 10 == 3 else float(n % 7)) for n in range(780)]


def asked(query: str) -> SortedTable[Row]:
    app = Flask(__name__)
    app.add_url_rule("/study", "study", lambda: "")
    with app.test_request_context(f"/study?{query}"):
        return sorted_table("pairs", COLUMNS, ROWS, words=lambda one: one[0], usual="-value")


def test_a_long_table_comes_in_pages_whatever_it_is_sorted_by() -> None:
    table = asked("")
    assert (len(table.rows), table.total, table.count, table.pages) == (50, 780, 780, 16)
    assert {value for _, value in table.rows} == {6.0}
    last = asked("pairs-page=999")
    assert last.page == 16
    assert {value for _, value in last.rows} == {None}  # what has no value comes last
    assert {value for _, value in asked("pairs-sort=value&pairs-page=16").rows} == {None}
    assert asked("pairs-sort=value").rows[0][1] == 0.0
    assert asked("pairs-sort=name").rows[0][0] == "A00"
    assert asked("pairs-sort=none&pairs-page=x").rows == table.rows


def test_a_filter_keeps_what_has_the_words_and_the_sorting() -> None:
    table = asked("pairs-find=a77&pairs-sort=-name&other=1")
    assert [name for name, _ in table.rows] == [f"A77{n}" for n in range(9, -1, -1)] + ["A77"]
    assert (table.count, table.total, table.find) == (11, 780, "a77")


def test_a_heading_sorts_and_the_second_time_turns_around() -> None:
    app = Flask(__name__)
    app.add_url_rule("/study", "study", lambda: "")
    with app.test_request_context("/study?marks=raw&pairs-page=2&pairs-sort=-value"):
        table = sorted_table("pairs", COLUMNS, ROWS, words=lambda one: one[0], usual="")
        name, value = table.columns
        assert (table.direction(name), table.direction(value)) == ("none", "descending")
        assert table.sorted_by(value) == "/study?marks=raw&pairs-sort=value#pairs"
        assert table.sorted_by(name) == "/study?marks=raw&pairs-sort=name#pairs"
        assert "pairs-page=3" in table.at_page(3)
        assert table.others == [("marks", "raw"), ("pairs-sort", "-value")]  # kept by the form


@pytest.fixture
def crowd(world: World) -> Crowd:
    return make_crowd(world)


def test_every_table_and_chart_of_the_pages_is_found_by_its_links(
    world: World, crowd: Crowd
) -> None:
    """No JavaScript: headings, filters, CSV and chart files are links and forms."""
    client = world.client(MANAGER)
    pages = {
        "": ("labels", "annotators", "articles"),
        "labels/": ("kinds", "confusions"),
        "profile/": ("profile",),
    }
    for place, names in pages.items():
        page = client.get(crowd.address(place)).text
        for name in names:
            section = page[page.index(f'id="{name}"') :].split("</section>")[0]
            assert section.count('aria-sort="') == section.count('class="sort"') > 3, name
            link = re.findall(r'class="sort" href="([^"]+)"', section)[-1].replace("&amp;", "&")
            turned = client.get(link).text
            part = turned[turned.index(f'id="{name}"') :].split("</section>")[0]
            assert re.search('aria-sort="(de|a)scending"', part), name
            (csv,) = re.findall(r'href="([^"]+)">CSV</a>', section)
            answer = client.get(csv if csv.startswith("/") else crowd.address(place) + csv)
            assert answer.mimetype == "text/csv", name
            assert answer.text.count("\n") > 1, name
        for link in re.findall(r'href="(\?chart=[^"]+)"', page):
            kept = client.get(crowd.address(place) + link)
            assert kept.mimetype in ("image/svg+xml", "image/png"), link
    for wrong in ("labels/?csv=none", "labels/?chart=none.svg", "profile/?chart=profile.exe"):
        assert client.get(crowd.address(wrong)).status_code == 404, wrong
    for place in ("annotators/?chart=drift.svg", "enough/?chart=projection.svg"):
        assert client.get(crowd.address(place)).mimetype == "image/svg+xml"


def test_a_pair_and_an_annotator_lead_to_their_passages(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    page = client.get(crowd.address("?pairs-find=A01+and+A02")).text
    section = page[page.index('id="pairs"') :].split("</section>")[0]
    assert "1 pair of 6 with “A01 and A02”" in section
    assert "A01 and A02</th>" in section
    assert "A03" not in section.split("<tbody>")[1].split("</tbody>")[0]
    address = crowd.address("passages")
    assert f'href="{address}?first=A01&amp;second=A02"' in section
    found = client.get(f"{address}?first=A01&second=A04").text
    assert "in articles of both A01 and A04" in found
    missed = client.get(f"{address}?missing=A04&label=unattributed_claim").text
    assert "where A04 marked nothing" in missed
    assert "marked nothing here" in missed


def test_the_state_address_says_from_when_the_report_is(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get(ROOT).text
    state = client.get(f"{ROOT}state.json").get_json()
    assert state == {"made": state["made"], "current": True, "failed": ""}
    assert f'data-made="{state["made"]}"' in page


def test_progress_and_published_figures_stand_beside_the_agreement(world: World) -> None:
    page = world.client(MANAGER).get(ROOT).text
    far = page[page.index("How far") : page.index("How well")]
    assert "<strong>3<span> of 6</span></strong> annotations done" in far
    assert "Nothing was submitted in the last seven days" in far or "in the last seven days" in far
    published = page[page.index("Beside published studies") :].split("</section>")[0]
    for words in ("this study", "0.39", "eight experts", "sentence", "about 0.6", "γ"):
        assert words in published


def test_one_annotation_that_is_left_is_spoken_of_as_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = Pace(6, 5, 0, lately=2, last=date(2026, 5, 4), ends=date(2026, 5, 9))
    monkeypatch.setattr(report_page, "study_pace", lambda *_: pace)
    assert "the other one is done by" in " ".join(world.client(MANAGER).get(ROOT).text.split())


def test_the_method_page_has_all_that_a_paper_needs(world: World) -> None:
    page = world.client(MANAGER).get(f"{ROOT}method/").text
    for words in (
        "framing, version", "2 annotators marked passages", "worked blind",
        "Each article was given to 2 annotators", "2000 resamples", "Disagreement was not settled",
        "Computed with annotator", "published values", "how they were trained: *missing*",
        "\\begin{tabular}", "| what |",
    ):  # fmt: skip
        assert words in page, words
