"""The report in a browser: tables by keyboard, numbers that follow the work, files offline."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from gateway_world import serving
from pages_world import MANAGER, PASSWORD, World, annotate
from patient import PATIENCE
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from annotator import store
from annotator.keys import load_keys
from annotator.reports.document.pdf import as_pdf
from annotator.settings import Settings
from annotator.store.records import Study
from annotator.web import create_app, studies
from annotator.workflow.studies import create_study

pytestmark = pytest.mark.browser

REPORT = "/studies/1/agreement/"
PAGES = (REPORT, f"{REPORT}labels/", f"{REPORT}profile/", f"{REPORT}method/")


@pytest.fixture
def served(world: World, web_port: int) -> Iterator[World]:
    settings = Settings(data_dir=world.settings.data_dir, port=web_port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    with serving(app, settings):
        yield replace(world, app=app, settings=settings)


def signed_in(page: Page, world: World) -> None:
    page.goto(f"{world.settings.origin}/sign-in")
    page.get_by_label("E-mail").fill(MANAGER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def test_tables_by_keyboard_and_numbers_that_follow_the_work(
    served: World, chromium: Browser
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    signed_in(page, served)
    page.goto(served.settings.origin + REPORT)
    page.evaluate("window.stillHere = true")
    heading = page.locator("#labels-by-marks")
    heading.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#labels th[aria-sort=descending] #labels-by-marks")
    assert "labels-sort=-marks" in page.url
    rows = page.locator("#labels tbody tr th")
    assert "Loaded language" in rows.first.inner_text()
    assert page.evaluate("document.activeElement.id") == "labels-by-marks"
    labels, passages = context.new_page(), context.new_page()
    labels.goto(f"{served.settings.origin}{REPORT}labels/")
    passages.goto(f"{served.settings.origin}{REPORT}passages")
    labels.evaluate("window.stillHere = true")
    # An article is finished while the page is open and the reader is in a table.
    assert "3 of 6" in page.locator("#glance").inner_text()
    db = served.open_store()
    annotate(db, served.study, served.bruno.id, served.article_ids[2], [])
    annotate(db, served.study, served.anna.id, served.article_ids[2], [])
    db.close()
    page.locator("#glance", has_text="5 of 6").wait_for()
    page.locator("#live", has_text="New numbers: 5 of 6").wait_for()
    assert page.locator("#live").get_attribute("role") == "status"
    assert page.evaluate("document.activeElement.id") == "labels-by-marks"  # focus stays
    assert page.evaluate("window.stillHere") is True  # and nothing was loaded anew
    expect(page.locator("#articles tbody tr")).to_have_count(2)
    page.wait_for_selector("#charts .chart.drawn svg")
    labels.locator("#renew", has_text="New numbers").wait_for()
    assert labels.evaluate("window.stillHere") is True
    assert labels.locator("main h1").count() == 1
    passages.locator("#renew a", has_text="Show it").wait_for()  # the reader decides
    assert wrong == []
    context.close()


def test_every_page_fits_and_works_without_scripts(served: World, chromium: Browser) -> None:
    for width in (1280, 390):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=False
        )
        page = context.new_page()
        signed_in(page, served)
        for address in PAGES:
            page.goto(served.settings.origin + address)
            assert page.locator("main h1").count() == 1
        page.goto(served.settings.origin + REPORT)
        page.locator("#articles a.sort").first.click()
        page.wait_for_url("**/*articles-sort=*")
        context.close()
        context = chromium.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        signed_in(page, served)
        for address in PAGES:
            page.goto(served.settings.origin + address)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (address, width)
        context.close()


def test_a_link_to_something_folded_away_opens_it_and_goes_there(
    served: World, chromium: Browser
) -> None:
    db = served.open_store()
    db.execute(
        "UPDATE answers SET value = 'morality' WHERE question = 'primary_frame' "
        "AND annotation_id = (SELECT max(annotation_id) FROM answers WHERE region = '')"
    )
    db.close()
    context = chromium.new_context(viewport={"width": 390, "height": 700})
    page = context.new_page()
    signed_in(page, served)
    page.goto(served.settings.origin + REPORT)
    link = page.locator("main a[href^='#different-']").first
    fold = page.locator(str(link.get_attribute("href")))
    expect(fold).not_to_have_attribute("open", "")
    link.click()
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("summary")).to_be_in_viewport()
    fold.locator("summary").click()
    expect(fold).not_to_have_attribute("open", "")
    link.click()  # again: the address stays as it is
    expect(fold).to_have_attribute("open", "")
    place = page.url
    page.goto("about:blank")
    page.goto(place)  # as from a bookmark
    expect(fold).to_have_attribute("open", "")
    expect(fold.locator("summary")).to_be_in_viewport()
    context.close()


def test_html_and_pdf_open_without_a_network(
    served: World, chromium: Browser, chromium_path: str, tmp_path: Path
) -> None:
    html = served.client(MANAGER).get(f"{REPORT}report.html").get_data(as_text=True)
    kept = tmp_path / "report.html"
    kept.write_text(html, "utf-8")
    for width in (1280, 390):
        context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True)
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))  # noqa: B023
        page.goto(kept.as_uri())
        assert page.locator("svg").count() == 4
        assert page.locator("h2", has_text="Method").count() == 1
        assert page.locator("figure table").count() == 0  # paper parts a table, and no drawing
        unlike = "td.number:not(table:has(th.number) td)"  # numbers below a heading at the left
        assert page.locator(unlike).count() == 0
        assert asked == [kept.as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        context.close()
    pdf = as_pdf(html, chromium_path)
    assert pdf.startswith(b"%PDF")
    said = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
    assert "Reliability" in said
    assert "alpha low high spans" in said  # a chart's numbers, which wait for a click elsewhere
    assert "\\end{tabular}" in said


def test_who_is_signed_out_meanwhile_is_told_and_the_numbers_go_on_afterwards(
    served: World, page: Page
) -> None:
    signed_in(page, served)
    page.goto(served.settings.origin + REPORT)
    line = page.locator("#live")
    said = line.inner_text()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    expect(line).to_contain_text("You are signed out")
    page.context.add_cookies(cookies)
    expect(line).to_have_text(said)


def test_a_form_that_is_clicked_twice_is_sent_once(
    served: World, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    clicked_again = threading.Event()

    def slowly(db: store.Store, title: str, scheme: str) -> Study:
        assert clicked_again.wait(PATIENCE)
        return create_study(db, title, scheme)

    monkeypatch.setattr(studies, "create_study", slowly)
    page.expose_function("clickedAgain", clicked_again.set)
    signed_in(page, served)
    page.goto(f"{served.settings.origin}/studies/new")
    page.get_by_label("Title").fill("Ferries of Marl")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    make = page.get_by_role("button", name="Make the study")
    make.evaluate(
        "button => { button.click(); setTimeout(() => { button.click(); clickedAgain(); }, 300); }"
    )
    expect(page.locator("main")).to_contain_text("The study Ferries of Marl is made.")
    assert len(sent) == 1
    # A button whose page was come back to works again.
    page.go_back()
    page.get_by_label("Title").fill("Quays of Marl")
    page.get_by_role("button", name="Make the study").click()
    expect(page.locator("main")).to_contain_text("The study Quays of Marl is made.")


def test_long_names_leave_room_for_the_numbers_beside_them_on_a_phone(
    served: World, page: Page
) -> None:
    signed_in(page, served)
    page.set_viewport_size({"width": 390, "height": 844})
    long = "Appeal to everything that was ever held dear" + "andmore" * 8
    for address in (REPORT, f"{REPORT}annotators/", "/studies/1"):
        page.goto(served.settings.origin + address)
        page.evaluate(
            """long => {
                const all = (what) => document.querySelectorAll(what);
                for (const one of all(".scroll tbody th, .legend > *")) one.append(long);
                for (const cell of all("table.stack td[data-name]"))
                    for (const words of ["one more badge", "another"]) {
                        const badge = document.createElement("span");
                        badge.className = "badge warn";
                        badge.textContent = words;
                        cell.append(badge);
                    }
            }""",
            long,
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        widths = page.eval_on_selector_all(
            ".scroll tbody th:not(:only-child)", "all => all.map(one => one.offsetWidth)"
        )
        assert all(width <= 200 for width in widths), address
        assert widths or address != REPORT
