"""A page's elements from the first to the last, without boxes that never hold an article's lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from annotator.articles.pages.tree import class_and_id

__all__ = ["holds_lead", "in_order"]

_ELSEWHERE = re.compile(
    r"related|promo|newsletter|caption|credit|share|social|author|byline|comment|breadcrumb|menu|"
    r"(?:^|[-_ ])nav|sidebar|advert|cookie|consent|"
    r"subscri(?!ber-(?:preview|only|content))|paywall|recommend|trending|most-read|"
    r"tags?$|modal|popup|banner|gallery|video|audio|(?:^|[-_ ])bio(?:$|[-_ ])",
    re.IGNORECASE,
)
_NEVER = (
    "nav aside figure figcaption footer form script style button noscript template svg select "
    "iframe table ul ol video audio picture head"
)
_SKIPPED = frozenset(_NEVER.split())
_LEAD = re.compile(r"(?:.*[-_ ])?(?:lead|lede|standfirst|excerpt|chapo|bajada)", re.IGNORECASE)


def in_order(
    page: html.HtmlElement, heading: html.HtmlElement | None
) -> Iterator[html.HtmlElement]:
    """The elements as the page shows them, without those that never hold an article's lead.

    What holds the headline is looked into whatever it is called: "article with-sidebar".
    """
    around = set() if heading is None else set(heading.iterancestors())
    todo = [page]
    while todo:
        element = todo.pop()
        if not isinstance(element.tag, str):
            continue
        if element not in around and (element.tag in _SKIPPED or _is_aside(element, around)):
            continue
        yield element
        todo += reversed(element)


def _is_aside(element: html.HtmlElement, around: set[html.HtmlElement]) -> bool:
    """Whether a box is called what never holds a lead; a caption's beside the headline's picture
    does where the page calls a paragraph in it a lead."""
    name = class_and_id(element)
    if element.tag in ("html", "body", "main", "article") or not _ELSEWHERE.search(name):
        return False
    is_beside = element.getparent() in around and "aption" in name
    return not (is_beside and holds_lead(element))


def holds_lead(element: html.HtmlElement) -> bool:
    """Whether the page calls a paragraph right inside this box a lead."""
    return any(one.tag == "p" and _LEAD.fullmatch(one.get("class", "")[:60]) for one in element)
