"""Pages that a script fills in: the article in the data along with it, as Next.js and Nuxt send it.

Only looked at where the page itself shows no article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import html

from annotator.articles.authors import clean_authors
from annotator.articles.dates import read_field_date
from annotator.articles.fields import SPELLINGS, find_values, read_row, spelling
from annotator.articles.formats.rich_text import paragraphs_of
from annotator.articles.outlets import outlet_of, squeeze, without_outlet
from annotator.articles.pages.head import TITLES, Head
from annotator.articles.pages.streamed import nuxt_strings, nuxt_values, streamed_values
from annotator.articles.reading import one_line, remarked
from annotator.articles.scripts import count_words
from annotator.errors import ArticleError
from annotator.models import Article

__all__ = ["read_from_data"]

_ASSIGNED = re.compile(r"(?:window\.|self\.|Fusion\.|var )[\w.]{1,60}\s{0,5}=\s{0,5}(?=[{\[])")
_MOST_SCRIPTS, _MOST_ASSIGNED, _MOST_STREAMED = 100, 20, 2000
_MOST_VALUES = 200_000
_DEEPEST = 40
_FEWEST_WORDS = 40
_FEWEST_BLOCKS = 3
_REMARK = (
    "the page shows no article, it is filled in by a script; the text is that of the data that "
    "came along: compare it with the page"
)


def read_from_data(name: str, page: html.HtmlElement, head: Head) -> Article | None:
    """The article in the page's data; None without one.

    Of several the one that the page's head names, else the longest.
    """
    said = {squeeze(one) for one in (head.headline, *TITLES(page)) if one}
    best: tuple[bool, int, Mapping[str, Any]] | None = None
    for values in _articles(page):
        try:
            found = find_values(values)
        except ArticleError:  # a list of numbers in the place of a text
            continue
        words = count_words(found.get("text", ""))
        title = squeeze(found.get("title", ""))
        is_named = bool(title) and any(title in one for one in said)
        if words >= _FEWEST_WORDS and (best is None or (is_named, words) > best[:2]):
            best = (is_named, words, values)
    if best is None:
        return None
    try:
        titles = filter(None, (head.headline, *TITLES(page)))
        title = without_outlet(one_line(next(titles, "")), head.outlet)
        article = read_row(best[2], title=title, source_name=name)
    except ArticleError:
        return None
    day = read_field_date(head.published).day
    article = replace(
        article,
        author=article.author or clean_authors(head.authors, (head.outlet,)),
        published=article.published or day,
        outlet=article.outlet or outlet_of(one_line(head.site), one_line(head.outlet)),
        date_found=article.date_found or (day and "the page's metadata"),
    )
    return remarked(article, _REMARK)


def _articles(page: html.HtmlElement) -> Iterator[Mapping[str, Any]]:
    """Every object in the page's data that has a text."""
    todo = [(value, 0) for value in _data(page)]
    count = 0
    while todo and count < _MOST_VALUES:
        value, depth = todo.pop()
        count += 1
        if depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            if any(spelling(key) in SPELLINGS["text"] for key in value if value[key]):
                yield value
            yield from _in_blocks(value)
            todo += [(one, depth + 1) for one in value.values() if isinstance(one, (dict, list))]
        elif isinstance(value, list):
            todo += [(one, depth + 1) for one in value if isinstance(one, (dict, list))]


def _in_blocks(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """An object whose text stands in a list of blocks, under whatever name."""
    for key, blocks in value.items():
        if (
            isinstance(blocks, list)
            and len(blocks) >= _FEWEST_BLOCKS
            and spelling(key) not in SPELLINGS["text"]
        ):
            paragraphs = paragraphs_of([one for one in blocks if isinstance(one, dict)])
            if len(paragraphs) >= _FEWEST_BLOCKS:
                yield {**value, "text": "\n\n".join(paragraphs)}


def _data(page: html.HtmlElement) -> Iterator[Any]:
    """The values of scripts that are nothing but JSON, or that assign some to a name."""
    decoder = json.JSONDecoder()
    scripts = page.xpath("//script[not(@src)]")
    yield from streamed_values(script.text or "" for script in scripts[:_MOST_STREAMED])
    for script in scripts[:_MOST_SCRIPTS]:
        text = script.text or ""
        yield from nuxt_strings(text)
        is_json = "json" in script.get("type", "") and "ld+json" not in script.get("type", "")
        starts = [0] if is_json else [one.end() for one in _ASSIGNED.finditer(text)]
        for start in starts[:_MOST_ASSIGNED]:
            try:
                value = decoder.raw_decode(text[start:].lstrip())[0]
            except (ValueError, RecursionError):
                continue
            yield value
            if is_json:
                yield from nuxt_values(value)
