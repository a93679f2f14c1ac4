"""Paragraphs that the extractor runs together: \"said.Engineers found\"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line

_FEW = 3  # lines; a longer result seldom has any that were run together
_GLUED = re.compile(r"[.!?…。！？।”»][^\W\d_]|[a-z\d][A-Z][a-z]")
_MOST_UNKNOWN = 40  # lines that stand nowhere on the page, each of which costs a look at all of it
_NAMES = (
    "p h1 h2 h3 h4 h5 h6 li dt dd blockquote div section header article main td pre figcaption "
    "time address"
)
_BLOCKS = frozenset(_NAMES.split())


def relined(page: html.HtmlElement, lines: Sequence[str]) -> list[str]:
    """Each line that is several of the page's blocks in a row, as those; the others as given.

    A row of a table stays one line.
    """
    if len(lines) > _FEW and not any(map(_GLUED.search, lines)):
        return list(lines)
    pairs = [(block, squeeze(block)) for block in _blocks(page)]
    blocks = [block for block, bare in pairs if bare]
    bare_blocks = [bare for _, bare in pairs if bare]
    whole = "".join(bare_blocks)
    starts = [0, *accumulate(map(len, bare_blocks))]
    found: list[str] = []
    at = unknown = 0
    for line in lines:
        bare = squeeze(line)
        if not bare or "|" in line or unknown > _MOST_UNKNOWN:
            found.append(line)
            continue
        start = whole.find(bare, at)
        start = start if start >= 0 else whole.find(bare)
        if start < 0:
            unknown += 1
            found.append(line)
            continue
        first, last = bisect_left(starts, start), bisect_left(starts, start + len(bare))
        is_blocks = starts[first] == start and starts[last] == start + len(bare)
        if is_blocks and last - first > 1:
            found += [one_line(block, 100_000) for block in blocks[first:last]]
        else:
            found.append(line)
        at = start + len(bare)
    return found


def _blocks(page: html.HtmlElement) -> list[str]:
    """The text between one block's border and the next, in order."""
    found: list[str] = []
    last: html.HtmlElement | None = None
    for text in page.xpath("//text()[not(ancestor::script or ancestor::style)]"):
        near = text.getparent()
        if near is not None and (text.is_tail or near.tag not in _BLOCKS):
            near = next(near.iterancestors(*_BLOCKS), None)
        if near is last and found:
            found[-1] += text
        else:
            found.append(str(text))
        last = near
    return found
