"""Every page of ours under axe-core, in a real browser: nothing serious may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from gateway_world import serving
from pages_world import ANNA, MANAGER, World

from annotator import store
from annotator.models import Answer, Span
from annotator.settings import Settings
from annotator.store.models.records import AboutModel, ModelWork
from annotator.store.models.rows import save_model
from annotator.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STRANGERS = ("/sign-in", "/nowhere")
ANNOTATORS = (
    "/work/",
    "/work/1/guideline",
    "/work/1/articles/1",
    "/account",
)
MANAGERS = (
    "/studies/",
    "/studies/new",
    "/studies/1",
    "/studies/1/remove",
    "/studies/1/articles/",
    "/studies/1/articles/1",
    "/studies/1/articles/1?annotator=A01",
    "/studies/1/articles/1/edit",
    "/studies/1/articles/1/withdraw",
    "/studies/1/rename",
    "/studies/1/upload/",
    "/studies/1/annotators/1/remove",
    "/studies/1/agreement/",
    "/studies/1/agreement/passages",
    "/studies/1/agreement/labels/",
    "/studies/1/agreement/profile/",
    "/studies/1/agreement/profile/?by=article",
    "/studies/1/agreement/method/",
    "/studies/1/models/",
    "/studies/1/models/1/passages/",
    "/studies/1/models/1/passages/?beside=A01",
    "/studies/1/agreement/gamma",
    "/studies/1/gold/",
    "/studies/1/agreement/groups/",
    "/studies/1/agreement/enough/",
    "/studies/1/agreement/annotators/",
    "/studies/1/downloads/",
    "/studies/1/downloads/release?version=1.0.0&format=jsonl&format=brat&split=80%2F20",
    "/schemes/",
    "/schemes/framing",
)
WIDTHS = (1280, 390)
SERIOUS = ("serious", "critical")


@pytest.fixture
def served(world: World, web_port: int) -> Iterator[World]:
    from dataclasses import replace

    from annotator.keys import load_keys

    with_model(world)
    settings = Settings(data_dir=world.settings.data_dir, port=web_port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    with serving(app, settings):
        yield replace(world, app=app, settings=settings)


@pytest.mark.parametrize(
    ("email", "addresses"),
    [("", STRANGERS), (ANNA, ANNOTATORS), (MANAGER, MANAGERS)],
    ids=["a stranger", "an annotator", "a manager"],
)
def test_axe_finds_nothing_serious(
    served: World, chromium: Browser, email: str, addresses: tuple[str, ...]
) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    if email:
        sign_in(page, served, email)
    found = {}
    for address in addresses:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        answer = page.goto(served.settings.origin + address)
        assert answer is not None
        assert (answer.status == 200) == (address != "/nowhere"), address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if wrong := violations(page):
                found[address, width] = wrong
    context.close()
    assert found == {}


def with_model(world: World) -> None:
    """A model with marks and answers, so that its tables have rows."""
    with closing(world.open_store()) as db:
        texts = store.load_texts(db, world.study.id, world.article_ids)
        work = [
            ModelWork(
                article,
                (Span("m0", "exaggeration", 0, 9, 0, 9, text[:9]),
                 Span("m1", "loaded_language", 12, 30, 12, 30, text[12:30])),
                (Answer("primary_frame", "political"),),
                "{}",
            )
            for article, text in texts.items()
        ]  # fmt: skip
        about = AboutModel("heron", "7b", "Mark what is loaded.", "2026-05-01", "p.jsonl")
        save_model(db, world.study.id, about, work, ["p.jsonl:3: no such article"])


def sign_in(page: Page, world: World, email: str) -> None:
    from pages_world import PASSWORD

    page.goto(f"{world.settings.origin}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def violations(page: Page) -> list[str]:
    """What is serious, with the first element of each that shows it."""
    return [
        f"{one['id']}: {one['help']} ({len(one['nodes'])} times): {one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in SERIOUS
    ]
