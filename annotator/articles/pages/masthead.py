"""The outlet's name where only the page's title has it: "Harbour closes | Marl Gazette".

What stands behind the headline may as well be a section's name. It is the outlet's where the page
links to its start by that name or owns itself under it, or where papers alone are called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.pages.head import outlet_in_title

__all__ = ["outlet_in_masthead"]

_PAPER = re.compile(
    r"[^\W\d_a-z]\S{0,30}(?: \S{1,30}){0,3}(?i:[ -]?(?:gazette|herald|tribune|chronicle|courier|"
    r"ledger|times|register|observer|sentinel|examiner|inquirer|enquirer|dispatch|telegraph|"
    r"democrat|zeitung|tageblatt|tagblatt|anzeiger|kurier|rundschau)(?: online)?)|"
    r"[\u3040-\u30ff\u3400-\u9fff]{1,8}(?:新聞|日報|新闻|日报|时报|時報|晚报)|"
    r"[\uac00-\ud7af]{1,6}(?:일보|신문)"
)
_HOME = re.compile(
    r"(?:(?:https?://web\.archive\.org)?/web/\d{1,14}\w{0,3}/)?(?:https?://[\w.-]{1,100})?/?(?:index\.\w{2,5})?"
)
_OWNED = re.compile(
    r"(?:©|\(c\)|copyright)\s{0,3}(?:©\s{0,3})?(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[\s,:–-]{0,4}", re.I
)
_LONGEST = 60


def outlet_in_masthead(page: html.HtmlElement, title: str) -> str:
    """The outlet's name behind the headline in the page's title, "" where that may be another's."""
    tail = outlet_in_title(page, title)
    bare = squeeze(tail)
    if not bare or len(tail) > _LONGEST:
        return ""
    if _PAPER.fullmatch(tail) or bare in map(squeeze, _names_of_start(page)):
        return tail
    return tail if any(map(bare.__eq__, _owners(page, len(bare)))) else ""


def _names_of_start(page: html.HtmlElement) -> Iterator[str]:
    """How the page calls its links to the site's first page."""
    for link in page.iter("a"):
        if link.get("href") and _HOME.fullmatch(link.get("href", "").strip()):
            yield link.text_content().strip()[:200]
            yield from (link.get(key, "") for key in ("title", "aria-label"))
            yield from (one.get("alt", "") for one in link.iter("img"))


def _owners(page: html.HtmlElement, length: int) -> Iterator[str]:
    """The first letters, as many as asked for, of whose the page says that it is."""
    for footer in page.iter("footer", "small", "p", "div"):
        if len(footer) == 0 or footer.tag in ("footer", "small"):
            text = footer.text_content()[-1000:]
            yield from (squeeze(text[one.end() : one.end() + 200])[:length]
                        for one in _OWNED.finditer(text))  # fmt: skip
