"""Which tables and charts of a page say what they mean, and lead to what they are made of."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement

WAY = re.compile(r"passages|/articles/|agreement/(#|$)|profile-find|by=article|^#")


def unsaid(html: str) -> list[str]:
    """The tables and charts without a sentence; tables of a form and those that repeat a chart's
    numbers are none of their own."""
    main = lxml.html.fromstring(html).xpath("//main")[0]
    charts = [one for one in main.xpath(".//figure") if not _sentence(_words(one, "./figcaption"))]
    return [_title(one) for one in (*_tables(main), *charts) if one in charts or not _said(one)]


def leads_nowhere(html: str) -> list[str]:
    """Those without a link to passages, articles or another part that leads there."""
    main = lxml.html.fromstring(html).xpath("//main")[0]
    found = (*_tables(main), *main.xpath(".//figure"))
    return [_title(one) for one in found if not any(map(WAY.search, _links(one)))]


def _tables(main: HtmlElement) -> list[HtmlElement]:
    return list(main.xpath(".//table[not(ancestor::figure) and not(ancestor::form)]"))


def _said(table: HtmlElement) -> bool:
    """By its caption, where that is seen, or the paragraph above it."""
    seen = _words(table, "./caption[not(contains(@class, 'visually-hidden'))]")
    return _sentence(seen) or _sentence(_words(table, "./preceding::p[1]"))


def _links(one: HtmlElement) -> list[str]:
    """Its own, or those of the paragraphs of its card."""
    card = one.xpath("./ancestor::section[1]")
    beside = card[0].xpath("./p//a/@href") if card else []
    return [*one.xpath(".//a/@href"), *beside]


def _sentence(words: str) -> bool:
    return len(words.split()) > 5 and "." in words


def _words(one: HtmlElement, path: str) -> str:
    return " ".join(" ".join(found.text_content() for found in one.xpath(path)).split())


def _title(one: HtmlElement) -> str:
    return _words(one, "./caption | ./figcaption")[:60]
