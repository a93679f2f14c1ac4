"""What is read of a page at once waits until the page is whole.

A click ends when the next page begins (Playwright's own rule), and what then counts or lists
elements would see as much of it as a busy machine has parsed by then: none of ten links, say.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

AT_ONCE = (
    "all",
    "all_inner_texts",
    "all_text_contents",
    "count",
    "evaluate",
    "evaluate_all",
    "get_attribute",
    "inner_html",
    "inner_text",
    "input_value",
    "is_checked",
    "is_visible",
    "text_content",
)


def read_whole_pages() -> None:
    """Let every page and locator of Playwright wait so, from now on."""
    from playwright.sync_api import Locator, Page

    for name in AT_ONCE:
        for kind, page_of in ((Locator, _page_of), (Page, _itself)):
            read = getattr(kind, name, None)
            if read and not hasattr(read, "__wrapped__"):
                setattr(kind, name, _whole(read, page_of))


def _page_of(locator: Any) -> Any:
    return locator.page


def _itself(page: Any) -> Any:
    return page


def _whole(read: Callable[..., Any], page_of: Callable[[Any], Any]) -> Callable[..., Any]:
    @functools.wraps(read)
    def waits_first(of: Any, *args: Any, **options: Any) -> Any:
        page_of(of).wait_for_load_state("domcontentloaded")
        return read(of, *args, **options)

    return waits_first
