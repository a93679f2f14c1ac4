"""RSS and Atom files: each entry that holds its whole text is an article."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from annotator.articles.authors import clean_authors
from annotator.articles.cells import read_cell_text
from annotator.articles.reading import Piece, one_line
from annotator.articles.scripts import count_words
from annotator.errors import ArticleError
from annotator.models import Article, Refusal

_POINTER = re.compile(
    r"(?:The post .{1,300} (?:appeared first on|first appeared on) .{1,150}|"
    r"(?:Der Beitrag|L’article|L'article|La entrada|O post|Il post|L'articolo|Het bericht) "
    r".{1,300} (?:erschien zuerst auf|est apparu en premier sur|se publicó primero en|"
    r"apareceu primeiro em|proviene da|sembra essere il primo su|verscheen eerst op) .{1,150})"
)
FEWEST_WORDS = 40  # a summary is shorter


def read_feed(name: str, data: bytes) -> Iterator[Piece]:
    """Read the entries of a feed; one with a summary alone is refused with its address."""
    import feedparser

    found = feedparser.parse(data)
    if not found.entries:
        raise ArticleError("The feed holds no entry.")
    outlet = one_line(found.feed.get("title", ""))
    language = str(found.feed.get("language", ""))
    for number, entry in enumerate(found.entries, 1):
        yield _read(f"{name}, entry {number}", entry, outlet, language)


def _read(where: str, entry: Any, outlet: str, language: str) -> Piece:
    contents = [str(one.get("value", "")) for one in entry.get("content", [])]
    summary = str(entry.get("summary", ""))
    longest = max([*contents, summary], key=len, default="")
    text, _ = read_cell_text(longest)
    address = str(entry.get("link", ""))
    text, cut = _without_pointer(text)
    if not text.strip():
        return Refusal(
            where, f"The entry has no text: save the page {address[:200]} and load that."
        )
    is_short = not contents or count_words(text) < FEWEST_WORDS
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return Article(
        title=one_line(read_cell_text(str(entry.get("title", "")))[0]) or where,
        text=text,
        author=clean_authors([str(entry.get("author", ""))], [outlet]),
        published=_day(str(entry.get("published", "")), moment),
        outlet=outlet,
        url=address,
        language=language,
        source_name=where,
        removed=cut,
        remarks=(
            ("it may be the feed's summary alone: compare it with the page",) if is_short else ()
        ),
    )


def _without_pointer(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the line that WordPress puts below each entry of its feeds; and that."""
    before, _, last = text.rstrip().rpartition("\n")
    is_pointer = before.strip() and _POINTER.fullmatch(last.strip())
    return (before.rstrip(), (last.strip(),)) if is_pointer else (text, ())


def _day(written: str, moment: Any) -> str:
    """The day as it was written, in its own zone; else in UTC."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError):
        pass
    if written[:10].count("-") == 2:
        return written[:10]
    return datetime.date(*moment[:3]).isoformat() if moment else ""
