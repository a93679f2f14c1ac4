"""The library that extracts: the text of a page's article, and what it finds out about it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import trafilatura
from lxml import etree, html
from trafilatura.metadata import extract_url
from trafilatura.settings import Extractor

from annotator.articles.outlets import squeeze
from annotator.articles.pages.boxes import named_in_box
from annotator.articles.pages.head import TITLES
from annotator.articles.reading import clean, one_line

__all__ = ["FoundOut", "extract_text"]

_DAYS_BESIDE = etree.XPath("//aside//time/@datetime", smart_strings=False)
_DATES: dict[str, Any] = {"original_date": True, "extensive_search": False}
_STRICT = Extractor(output_format="python", comments=False)
_RECALL = Extractor(output_format="python", comments=False, recall=True)


def extract_text(page: html.HtmlElement, *, recall: bool) -> str:
    """The article's lines, "" for none; with `recall` more of the page is taken for them."""
    found: Any = trafilatura.bare_extraction(page, options=_RECALL if recall else _STRICT)
    return clean(getattr(found, "text", None) or "")


class FoundOut:
    """What the library finds out about a page, once it is asked: most heads say it themselves, and
    to look costs as much as a tenth of all reading.

    With `now` that is done before anything else changes the page.
    """

    def __init__(self, page: html.HtmlElement, *, now: bool = False) -> None:
        self._page = page
        if now:
            _ = self._all

    @cached_property
    def _all(self) -> Any:
        return trafilatura.extract_metadata(self._page, date_config=_DATES)

    @property
    def title(self) -> str:
        return one_line(self._all.title or "")

    @property
    def author(self) -> str:
        return named_in_box(self._page) or str(self._all.author or "")

    @property
    def day(self) -> str:
        return str(self._all.date or "")

    def is_spelled_out(self, markup: str) -> bool:
        """Whether the day stands in the markup as programs write days, and is no guess; in a box
        beside the article alone it is another's."""
        spellings = (self.day, self.day.replace("-", "/"), self.day.replace("-", ""))
        asides = "".join(str(day) for day in _DAYS_BESIDE(self._page))
        return any(markup.count(one) > asides.count(one) for one in spellings)

    @property
    def outlet(self) -> str:
        name = one_line(self._all.sitename or "")
        is_title = squeeze(name) in map(squeeze, map(one_line, TITLES(self._page)))
        return name if name and not is_title else one_line(self._all.hostname or "")

    @property
    def url(self) -> str:
        """The address that the page calls its own."""
        return one_line(extract_url(self._page) or "", 2000)
