"""Headings that a page shows to nobody but programs that read it aloud: "Share this article"."""

from __future__ import annotations

from lxml import html

from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words

__all__ = ["take_unseen"]

# Spans so called stay: they say what stands beside them is, "Author," before a name.
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_UNSEEN = frozenset(
    ("hidden", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "vh",
     "screenreader", "screen-reader-only", "screenreader-only", "hide-text", "u-visually-hidden",
     "offscreen", "element-invisible", "a11y-hidden", "sr_only", "show-for-sr", "aural")
)  # fmt: skip
_MOST_WORDS = 10  # more may be a text that a script shows later
_LONGEST = 250


def take_unseen(page: html.HtmlElement) -> list[str]:
    """Take short headings that nobody sees out of the page; what stood in them."""
    taken: list[str] = []
    for element in list(page.iter(*_HEADINGS)):
        names = element.get("class", "").lower().split()
        is_unseen = not _UNSEEN.isdisjoint(names) and not any(":" in name for name in names)
        if not is_unseen or element.getparent() is None:  # "hidden md:block" is seen on a desktop
            continue
        text = one_line(element.text_content(), _LONGEST + 1)
        if len(text) <= _LONGEST and count_words(text) <= _MOST_WORDS:
            taken += [text] * bool(text)
            element.drop_tree()
    return taken
