"""A release looked at and downloaded by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from gateway_world import serving
from pages_world import MANAGER, World
from test_accessibility import sign_in

from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
MOST = 40  # times that Tab is pressed


def test_tab_goes_on_at_what_will_be_in_it(world: World, web_port: int, chromium: Browser) -> None:
    """It had begun again above the form of twenty fields each time."""
    settings = Settings(data_dir=world.settings.data_dir, port=web_port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    context = chromium.new_context()
    page = context.new_page()

    def tabs_to(words: str) -> int:
        for number in range(1, MOST):
            page.keyboard.press("Tab")
            focused = page.locator(":focus")
            if focused.count() and words in focused.inner_text():
                return number
        return MOST

    with serving(app, settings):
        sign_in(page, replace(world, app=app, settings=settings), MANAGER)
        page.goto(f"{settings.origin}/studies/1/downloads/release")
        assert 20 < tabs_to("Show what will be in it") < MOST
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert tabs_to("Download the release") < 4  # behind "facts missing"
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename == "bridges-of-marl-1.0.0.zip"
        context.close()
