"""Paragraphs whose element browsers close before their text: `<p><div>picture</div>Text</p>`."""

from __future__ import annotations

from lxml import html

from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence

_INLINE = frozenset(("a", "b", "strong", "i", "em", "span", "font", "abbr", "cite", "q", "u"))
_BOXES = frozenset(("div", "figure", "aside", "table", "ul", "section", "blockquote"))
_FEWEST = 8  # words
_LONGEST = 4000


def wrap_bare(page: html.HtmlElement) -> None:
    """Put bare sentences between a box and a paragraph into a paragraph: extractors lose them."""
    for paragraph in list(page.iter("p")):
        before = paragraph.getprevious()
        run: list[html.HtmlElement] = []
        while before is not None and before.tag in _INLINE:
            run.append(before)
            before = before.getprevious()
        if before is None or before.tag not in _BOXES or not (before.tail or "").strip():
            continue
        run.reverse()
        parts = [before.tail or "", *(one.text_content() + (one.tail or "") for one in run)]
        text = one_line("".join(parts), _LONGEST)
        if count_words(text) >= _FEWEST and ends_sentence(text):
            made = html.Element("p")
            made.text, before.tail = before.tail, None
            before.addnext(made)
            made.extend(run)
