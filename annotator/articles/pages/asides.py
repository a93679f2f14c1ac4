"""What stands among a page's paragraphs and only points elsewhere: links, newsletters, paywalls."""

from __future__ import annotations

import re

from lxml import html

from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence

_INVITES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|paywall|subscribe|subscription|sign-?up|regwall|piano)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_WORDS = 80  # of an invitation; a box of more words may hold the article behind a paywall
_LONGEST = 250
_LABEL = re.compile(r"^[^:：]{2,40}[:：]\s?")


def take_invitations(page: html.HtmlElement) -> list[str]:
    """Take newsletters' and paywalls' boxes out of the page; what stood in them, line by line."""
    taken: list[str] = []
    for element in page.xpath("//body//*[self::div or self::section or self::aside or self::form]"):
        if not _INVITES.search(f"{element.get('class', '')} {element.get('id', '')}"):
            continue
        parts = [one_line(part) for part in element.itertext() if part.strip()]
        is_small = count_words(" ".join(parts)) <= _MOST_WORDS
        if is_small and element.find(".//h1") is None and element.getparent() is not None:
            taken += parts
            element.drop_tree()
    return taken


def find_pointers(page: html.HtmlElement) -> frozenset[str]:
    """The paragraphs that are nothing but a link elsewhere, with a label or without; squeezed."""
    found = set()
    for element in page.iter("p", "div", "h3", "h4"):
        links = element.findall(".//a")
        if not links or len(links) > 3:
            continue
        text = one_line("".join(element.itertext()), _LONGEST + 1)
        linked = one_line(" ".join("".join(link.itertext()) for link in links), _LONGEST + 1)
        if not linked or len(text) > _LONGEST or ends_sentence(text):
            continue
        if len(squeeze(linked)) >= len(squeeze(_LABEL.sub("", text))):
            found.add(squeeze(text))
    return frozenset(found)
