"""JSON-LD: what a page tells programs of its article, who wrote it, and who publishes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from annotator.articles.pages.mended_json import read_mended
from annotator.articles.reading import one_line

__all__ = ["is_article", "linked_objects", "name_of", "people_of", "text_of"]

_ARTICLE_TYPE = re.compile(r"article|blogposting|report|liveblog", re.IGNORECASE)
_LINKED = etree.XPath("//script[contains(@type, 'ld+json')]")
_MOST_SCRIPT = 500_000
_AGENCY = re.compile(
    r"AP|(?:The )?Associated Press|AFP|Agence France-Presse|Reuters|dpa|DPA|APA|ANSA|EFE|PA Media|"
    r"Xinhua|TASS|UPI|AAP|SID|KNA|epd|Keystone-SDA|Belga|PAP|ANP|ČTK|MTI|Lusa|Europa Press"
)


def linked_objects(page: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first."""
    for script in _LINKED(page):
        text = (script.text or "").strip()
        if not text or len(text) > _MOST_SCRIPT:
            continue
        try:
            todo: list[Any] = [read_mended(text)]
        except (ValueError, RecursionError):
            continue
        at = 0
        while at < len(todo) and at < 500:
            one = todo[at]
            at += 1
            if isinstance(one, list):
                todo += one[:100]
            elif isinstance(one, dict):
                yield one
                todo += [
                    one[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in one
                ]


def is_article(one: dict[str, Any]) -> bool:
    kind = one.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in kinds)


def people_of(value: Any, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The people's names; some pages only refer to them, or give one object several names.

    Of organisations only agencies: the others are the outlet.
    """
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict) and not one.get("name"):
            one = named.get(str(one.get("@id")), one)
        is_organisation = isinstance(one, dict) and "Organization" in str(one.get("@type", ""))
        if is_organisation and not _AGENCY.fullmatch(text_of(one.get("name")).strip()):
            continue
        names = one.get("name") if isinstance(one, dict) else one
        for name in names if isinstance(names, list) else [names]:
            if text_of(name):
                yield text_of(name)


def name_of(value: Any, named: dict[str, dict[str, Any]]) -> str:
    """The name of who publishes it; some pages only refer to them."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict) and not value.get("name"):
        value = named.get(str(value.get("@id")), value)
    return text_of(value.get("name") if isinstance(value, dict) else value)


def text_of(value: Any) -> str:
    """A value that is a text, without the markup of its characters; "" for any other."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    return one_line(html.fromstring(f"<p>{value}</p>").text_content()) if "&" in value else value
