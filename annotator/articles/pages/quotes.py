"""Whom a quotation in a box of its own names: no line of the text, and no author of the article."""

from __future__ import annotations

import re

from lxml import html

from annotator.articles.pages.tree import class_and_id, in_body
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence

__all__ = ["take_speakers"]

_QUOTE = re.compile(
    r"(?:^|[\s_-])(?:pull-?quote|quote|quotation|zitat|cita|citation|citaat|citat|citazione|cytat)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PULLED = re.compile(r"pull-?quote", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?:^|[\s_-])(?:quote-?)?(?:author|autor|auteur|source|quelle|speaker|attribution|credit|cite|"
    r"byline)(?:-?name)?(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOXES = ("aside", "figure", "div", "section", "blockquote")
_NAMING = ("cite", "footer", "figcaption", "p", "div", "span")
_MOST_WORDS = 100  # of a box; one of more may hold the article
_MOST_OF_NAME = 14  # words


def take_speakers(page: html.HtmlElement) -> list[str]:
    """Take the names below quotations that stand in boxes of their own out of the page; those.

    A blockquote of the text itself keeps whoever said it.
    """
    taken: list[str] = []
    for box in list(in_body(page, *_BOXES)):
        names = _PULLED if box.tag == "blockquote" else _QUOTE
        if names.search(class_and_id(box)) and count_words(box.text_content()) <= _MOST_WORDS:
            taken += _take_from(box)
    return taken


def _take_from(box: html.HtmlElement) -> list[str]:
    whole = one_line(" ".join(box.itertext()))
    taken: list[str] = []
    inside: set[html.HtmlElement] = set()  # what is taken already
    for element in [one for one in box.iterdescendants(*_NAMING) if _names_speaker(one)]:
        text = one_line(" ".join(element.itertext()))
        is_name = 0 < count_words(text) <= _MOST_OF_NAME and not ends_sentence(text)
        if is_name and len(text) < len(whole) and element not in inside:
            inside.update(element.iterdescendants())
            taken.append(text)
            element.drop_tree()
    return taken


def _names_speaker(element: html.HtmlElement) -> bool:
    return element.tag in ("cite", "footer") or _SPEAKER.search(class_and_id(element)) is not None
