"""The lines that small boxes beside each other show, where no space in the markup parts them."""

from __future__ import annotations

import re

from lxml import etree, html

from annotator.articles.outlets import squeeze

__all__ = ["lines_of", "photographers"]

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


def photographers(page: html.HtmlElement) -> frozenset[str]:
    """Whom the markup calls the author of a picture; squeezed."""
    called = (one for one in _NAMED(page) if _OF_PICTURE.search(one.get("class", "")))
    return frozenset(squeeze(one.text_content()[:200]) for one in called)
