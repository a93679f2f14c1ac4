"""Paragraphs of a short text, which the extractor runs together: \"said.Engineers found\"."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line

_FEW = 3  # lines; a longer result was found paragraph by paragraph
_NAMES = (
    "p h1 h2 h3 h4 h5 h6 li dt dd blockquote div section article main td pre figcaption time "
    "address"
)
_BLOCKS = frozenset(_NAMES.split())


def relined(page: html.HtmlElement, lines: Sequence[str]) -> list[str]:
    """The lines as the page's blocks divide them, if those hold the same letters; else as given."""
    given = [line for line in lines if line.strip()]
    whole = squeeze("".join(given))
    if not whole or len(given) > _FEW:
        return list(lines)
    found: list[str] = []
    at = 0
    for block in _blocks(page):
        bare = squeeze(block)
        if bare and whole.startswith(bare, at):
            found.append(block)
            at += len(bare)
    return found if at == len(whole) else list(lines)


def _blocks(page: html.HtmlElement) -> list[str]:
    """The text of each block that holds no other one, in order."""
    blocks = []
    for element in page.iter(*_BLOCKS):
        if not any(
            child.tag in _BLOCKS for child in element.iterdescendants() if child is not None
        ):
            blocks.append(one_line("".join(element.itertext()), 100_000))
    return blocks
