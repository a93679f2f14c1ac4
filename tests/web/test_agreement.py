"""The agreement report and the passages behind its numbers."""

from __future__ import annotations

import json
import re

from pages_world import MANAGER, World, send

from annotator.agreement.conformance.run_cases import run_cases


def test_every_labels_numbers_lead_to_its_passages(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    row = page[page.index("Loaded language</a></th>") :].split("</tr>")[0]
    assert "0.67" in row  # overlap: of 2 + 1 marks one pair meets, 2 * 1 / 3
    assert row.count('href="/studies/1/agreement/passages?label=loaded_language"') == 4


def test_a_labels_passages_show_everybodys_marks_side_by_side(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/agreement/passages?label=loaded_language").text
    assert "2 passages with <strong>Loaded language</strong>" in page
    assert 'The <mark class="disputed">brazen vote</mark> came after ten minutes' in page
    assert "another boundary" in page
    assert re.search(r"<dt>A01</dt><dd><p[^>]*><mark[^>]*>brazen<sup", page)
    assert re.search(r"<dt>A02</dt><dd><p[^>]*><mark[^>]*>brazen vote<sup", page)
    assert "marked nothing here" in page
    assert "Critics say" not in page


def test_passages_can_be_narrowed_to_a_kind_and_an_article(world: World) -> None:
    client = world.client(MANAGER)
    assert "1 passage," in client.get("/studies/1/agreement/passages?kind=boundary").text
    assert "4 passages in" in client.get("/studies/1/agreement/passages?article=1").text
    for query in ("article=2", "label=none", "kind=none"):
        assert "Nothing is disputed here" in client.get(
            f"/studies/1/agreement/passages?{query}"
        ).text  # fmt: skip


def test_each_chart_has_its_numbers_in_a_table_beside_it(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    specs = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
    assert len(specs) == page.count("The numbers as a table") == 4
    assert all(json.loads(spec)["$schema"].startswith("https://vega") for spec in specs)


def test_the_drawing_library_comes_from_here(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/agreement/").text
    assert not re.search(r'(src|href)="(https?:)?//', page)
    with client.get("/charts/vega.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert b"vegaEmbed" in answer.data


def test_a_number_that_cannot_be_computed_says_why(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    assert "Why some numbers are missing" in page
    assert "nan" not in page.lower().replace("annan", "")


def test_nothing_to_compare_is_said_with_the_next_step(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    page = client.get("/studies/2/agreement/").text
    assert "The study has no articles." in page
    assert 'href="/studies/2"' in page


def test_the_report_says_how_many_published_values_are_reproduced(world: World) -> None:
    cases = run_cases()
    reproduced = sum(case.reproduced for case in cases)
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    assert f"computes {reproduced} of {len(cases)} published values" in page
    assert reproduced == len(cases)


def test_marks_can_be_compared_as_they_were_made(world: World) -> None:
    client = world.client(MANAGER)
    usual = client.get("/studies/1/agreement/").text
    assert 'href="/studies/1/agreement/?marks=raw"' in usual
    raw = client.get("/studies/1/agreement/?marks=raw").text
    assert "exactly as they were made. The pages" in raw
    assert 'href="/studies/1/agreement/">Compare them without' in raw


def test_answers_about_marks_are_compared_on_the_page(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    said = page[page.index("Answers about marks") :]
    for words in ("Whose words", "Direction", "Pair-pooled α on matched marks", "share of marks"):
        assert words in said


def test_the_page_says_what_to_do_next_or_that_nothing_stands_out(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/").text
    said = page[page.index("What to do next") : page.index("one in twenty has such")]
    assert "Nothing stands out" in said or "more article" in said
