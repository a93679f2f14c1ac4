"""The lines that small boxes beside each other show, where no space in the markup parts them."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree, html

from annotator.articles.bylines import is_name, is_role
from annotator.articles.outlets import squeeze
from annotator.articles.pages.tree import class_and_id, in_body
from annotator.articles.reading import one_line

__all__ = ["lines_of", "named_in_box", "photographers"]

_AUTHOR_BOX = re.compile(
    r"(?:^|\s)(?:[\w-]{1,30}[_-])?author(?:[_-]{0,2}(?:box|bio|info|card|profile))?(?:$|\s)",
    re.IGNORECASE,
)
_OF_BOX = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "a", "span", "p")
_FIRST = 8  # elements of such a box

_OF_PICTURE = re.compile(
    r"(?:img|image|photo|foto|picture|media)[-_]?(?:author|autor|auteur)", re.IGNORECASE
)
_NAMED = etree.XPath("//body//*[contains(@class, 'aut') or contains(@class, 'Aut')]")


def lines_of(element: html.HtmlElement) -> list[str]:
    """The text of a block, parted where a box begins right behind another's last letter.

    A single word before it stays with it, as "By" does.

    >>> lines_of(html.fromstring("<p><b>By</b><a>Ada Quill</a><i>Reporter</i></p>"))
    ['By Ada Quill', 'Reporter']
    """
    if len(element) < 2:
        return [element.text_content()]
    lines = [element.text or ""]
    for child in element:
        text = child.text_content()
        if lines[-1][-1:].isalnum() and text[:1].isalnum():
            is_word = len(lines[-1].split()) == 1
            lines[-1:] = [f"{lines[-1]} {text}"] if is_word else [lines[-1], text]
        else:
            lines[-1] += text
        lines[-1] += child.tail or ""
    return lines


def named_in_box(page: html.HtmlElement) -> str:
    """The name at the top of a box that the page calls its author's, "" without one."""
    for box in in_body(page, "div", "section", "aside"):
        called = class_and_id(box)
        if not _AUTHOR_BOX.search(called) or "omment" in called:
            continue
        for element in islice(box.iterdescendants(*_OF_BOX), _FIRST):
            text = one_line(element.text_content(), 100)
            if is_name(text) and not is_role(text):
                return text
    return ""


def photographers(page: html.HtmlElement) -> frozenset[str]:
    """Whom the markup calls the author of a picture; squeezed."""
    called = (one for one in _NAMED(page) if _OF_PICTURE.search(one.get("class", "")))
    return frozenset(squeeze(one.text_content()[:200]) for one in called)
