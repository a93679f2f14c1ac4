"""What kind of page a file in HTML is: an article's, a table of them, a database's export."""

from __future__ import annotations

import re

from annotator.articles.formats.html_table import is_html_table
from annotator.articles.formats.nexis_pages import is_nexis_page

__all__ = ["CALLED_DOCUMENT", "kind_of_page", "may_hold_documents"]

_NAMES = r"(?:article|document|docu|doc|record|result|story|clip)s?(?:[ _-]?\d{1,12})?"
CALLED_DOCUMENT = re.compile(rf"(?:^|[ _-]){_NAMES}(?:$| )", re.IGNORECASE)
_BOX = re.compile(
    rb"<article\b|<(?:div|section|li|table)\b[^>]{0,200}?\b(?:class|id)\s?=\s?[\"']?"
    rb"(?:[\w -]{0,60}[ _-])?" + _NAMES.encode() + rb"[\"' >]",
    re.IGNORECASE,
)
# What a newsroom's page says of itself: it may hold many boxes, and is one article.
_OF_NEWSROOM = re.compile(
    rb"application/ld\+json|property\s?=\s?[\"']?(?:og|article):|name\s?=\s?[\"']?twitter:",
    re.IGNORECASE,
)


def kind_of_page(data: bytes) -> str:
    """The format, as `READERS` has it."""
    if b"articleParagraph" in data and b"Headline" in data and b"activa" in data:
        return "factiva"
    if is_nexis_page(data):
        return "export"
    if is_html_table(data):
        return "html table"
    return "page of documents" if may_hold_documents(data) else "webpage"


def may_hold_documents(data: bytes) -> bool:
    """Whether a page has several boxes that are called documents, and no newsroom's head.

    >>> may_hold_documents(b"<html><article>One</article><article>Two</article>")
    True
    """
    if _OF_NEWSROOM.search(data):
        return False
    boxes = _BOX.finditer(data)
    return next(boxes, None) is not None and next(boxes, None) is not None
