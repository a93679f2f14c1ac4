"""Every page of ours under axe-core, in a real browser: nothing serious may be wrong with it, and
nothing sticks out at the side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from every_page import NO_PAGES, Addresses, every_page
from gateway_world import serving
from pages_world import ANNA, MANAGER, World
from test_access import routes

from annotator.settings import Settings
from annotator.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
WAITING = {
    "/corpora/import/a": "1</strong><span>document",
    "/corpora/import/b": "about 2 min left",
    "/corpora/import/c": "The process ended with code 3.",
    "/studies/1/downloads/release": "Release 1.0.0</a> is being made",
    "/studies/1/agreement/groups/": "within and between",
    "/studies/1/agreement/gamma": "All articles together",
    "/studies/2/agreement/gamma": "about 2 min left",
    "/studies/2/agreement/profile/": "Not computed.",
    "/studies/2/downloads/release?version": "Being computed.",
    "/studies/2/adjudication/rules": "Being computed.",
}
SERIOUS = ("serious", "critical")
RUN_AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


@dataclass(frozen=True)
class Served:
    world: World
    addresses: Addresses


@pytest.fixture
def served(world: World, web_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    from dataclasses import replace

    from annotator.keys import load_keys

    settings = Settings(data_dir=world.settings.data_dir, port=web_port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    world = replace(world, app=app, settings=settings)
    addresses = every_page(world, app, monkeypatch)
    with serving(app, settings):
        yield Served(world, addresses)


def test_every_page_that_there_is_is_looked_at(served: Served) -> None:
    """By the application's own list of addresses, so that no new page is forgotten."""
    found = served.addresses
    known = served.world.app.url_map.bind("")
    seen = {
        known.match(urlsplit(address).path)[0]
        for address in (*found.stranger, *found.annotator, *found.manager)
        if address != "/nowhere"
    }
    there = {rule.endpoint for rule, method in routes(served.world.app) if method == "GET"}
    assert there - seen - set(NO_PAGES) == set()
    assert set(NO_PAGES) - there == set()


def test_what_waits_and_what_failed_is_there_to_be_looked_at(served: Served) -> None:
    """The control: those pages are not just empty."""
    client = served.world.client(MANAGER)
    for address in served.addresses.manager:
        for place, words in WAITING.items():
            if address.startswith(place):
                assert words in client.get(address).text, address


@pytest.mark.parametrize(
    ("who", "email"), [("stranger", ""), ("annotator", ANNA), ("manager", MANAGER)]
)
def test_axe_finds_nothing_serious_and_nothing_sticks_out(
    served: Served, chromium: Browser, who: str, email: str
) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    if email:
        sign_in(page, served.world, email)
    found = {}
    for address in getattr(served.addresses, who):
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = page.goto(served.world.settings.origin + address)
        assert answer is not None
        assert (answer.status == 200) == (address != "/nowhere"), address
        assert urlsplit(page.url).path == urlsplit(address).path  # and does not lead elsewhere
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if wrong := [*violations(page), *sticking_out(page)]:
                found[address, width] = wrong
    context.close()
    assert found == {}


def sign_in(page: Page, world: World, email: str) -> None:
    from pages_world import PASSWORD

    page.goto(f"{world.settings.origin}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def violations(page: Page) -> list[str]:
    """What is serious, with the first element of each that shows it."""
    if page.evaluate("typeof axe") == "undefined":  # once a page, for both widths
        page.evaluate(Axe().axe_script)
    return [
        f"{one['id']}: {one['help']} ({len(one['nodes'])} times): {one['nodes'][0]['html'][:200]}"
        for one in page.evaluate(RUN_AXE)
        if one["impact"] in SERIOUS
    ]


def sticking_out(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wide} pixels wider than the window"] if wide > 0 else []
