"""Pasted pages, and the blocks of a waiting article that a person cuts or takes back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import flash

from annotator.articles.blocks import with_all_cuts
from annotator.articles.reading import Piece, gather
from annotator.articles.told import Told
from annotator.web.uploads.blueprint import read
from annotator.workflow.waiting.upload import Upload

__all__ = ["Pasted", "moved_block", "read_paste"]

MOST_HTML = 8_000_000  # characters; a longer clipboard is read as plain text
_ACTION = re.compile(r"(cut|back)-([0-9]{1,6})-([0-9]{1,6})")


@dataclass(frozen=True)
class Pasted:
    """What was pasted, and what was found in it; `text` is all that it says."""

    file_name: str
    raw: bytes
    pieces: list[Piece]
    text: str


def read_paste(text: str, html: str, ticket: str, told: Told) -> Pasted | None:
    """Read a paste: as the page it was copied from where its markup came along, else as text.

    With the page's markup every line of the paste that the article leaves out is listed as cut.
    None when nothing was pasted.
    """
    if not text.strip():
        return None
    if "<" in html and len(html) <= MOST_HTML:
        raw = html.encode("utf-8", "replace")
        pieces = _pieces("pasted page.html", b"\xef\xbb\xbf" + raw, ticket, told)
        reading = gather(pieces)
        if len(reading.articles) == 1 and reading.read_by.reader == "webpage":
            article = with_all_cuts(reading.articles[0], text)
            whole = replace(article, source_name="pasted page")
            return Pasted("pasted page.html", raw, [whole, reading.read_by], text)
    raw = text.encode("utf-8", "replace")
    return Pasted("pasted text", raw, _pieces("pasted text", raw, ticket, told), text)


def _pieces(file_name: str, raw: bytes, ticket: str, told: Told) -> list[Piece]:
    found: list[Piece] = []
    read(file_name, raw, found.extend, ticket, told)
    return found


def moved_block(place: Upload, action: str) -> tuple[int, int] | None:
    """Do what a block's button says: `cut-3-5` cuts paragraph 5 of number 3, `back-3-0` takes the
    first cut passage back. Article and block; None for another action."""
    found = _ACTION.fullmatch(action)
    one = place.article(int(found[2])) if found else None
    if found is None or one is None:
        return None
    before, block = one.placed, int(found[3])
    after = before.cut(block) if found[1] == "cut" else before.take_back(block)
    if after == before:
        flash("The last paragraph cannot be cut: untick the article instead.", "error")
    else:
        article = after.article
        changes = {
            "text": article.text,
            "standfirst": article.standfirst,
            "removed": article.removed,
            "places": after.places,
        }
        place.correct({one.number: changes})
    return one.number, block
