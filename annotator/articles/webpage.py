"""HTML pages: the article without the page round it, and what was cut of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import html

from annotator.articles.bylines import join_names, read_byline
from annotator.articles.dates import read_date, read_date_line
from annotator.articles.decoding import decode
from annotator.articles.furniture import is_furniture
from annotator.articles.pages.tree import parse_page
from annotator.articles.reading import Piece, clean, one_line, remarked, stem
from annotator.errors import ArticleError
from annotator.models import Article

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.I,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_CUT = (
    "//figcaption|//*[self::div or self::ul or self::section or self::aside or self::span or "
    "self::p or self::nav]"
    "[contains(@class,'share') or contains(@class,'social') or contains(@class,'caption') or "
    "contains(@class,'credit') or contains(@class,'newsletter') or contains(@class,'related') or "
    "contains(@class,'advert') or contains(@class,'promo')]"
)
_INSIDE = (
    "ancestor-or-self::*[self::article or self::main or contains(@class,'article') or "
    "contains(@itemprop,'articleBody')]"
)


def read_webpage(name: str, data: bytes) -> Iterator[Piece]:
    """Read one saved page. Raises ArticleError when no article can be found in it."""
    declared = _CHARSET.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    page = parse_page(decoded.text)
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = clean(getattr(found, "text", None) or "")
    if found is None or isinstance(found, dict) or not text.strip():
        raise ArticleError(
            "No article text was found in the page: it may be a list of links, a page filled in by "
            "a script, or cut off. Copy the article's text from the browser and paste it."
        )
    title = one_line(found.title or "")
    kept, cut = _sort_lines(text, title)
    if not any(_is_prose(line) for line in kept):
        raise ArticleError(
            "No article text was found in the page, only menus and links. Copy the article's text "
            "from the browser and paste it."
        )
    article = Article(
        title=title or stem(name),
        text=_paragraphs(kept),
        author=join_names(found.author or ""),
        published=read_date(found.date or ""),
        outlet=one_line(found.sitename or found.hostname or ""),
        url=one_line(found.url or "", 2000),
        language=_language(page),
        source_name=name,
        removed=_cut_blocks(page, "\n".join(kept), cut),
    )
    yield remarked(article, decoded.note)


def _sort_lines(text: str, title: str) -> tuple[list[str], list[str]]:
    """Lines of the article; and the header lines and furniture the extraction left among them."""
    kept: list[str] = []
    cut: list[str] = []
    in_header = True
    for line in text.split("\n"):
        bare = line.strip()
        if in_header and bare == title:
            continue
        if is_furniture(bare) or (in_header and (read_byline(bare) or read_date_line(bare))):
            cut.append(bare)
        elif bare:
            kept.append(line)
            in_header = in_header and not _is_prose(line)
    return kept, cut


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence or two, not a menu's entry or a heading."""
    words = line.split()
    return len(words) >= 5 or (
        len(words) >= 2 and line.rstrip(" ”\"’')»").endswith((".", "!", "?", "…"))
    )


def _paragraphs(lines: list[str]) -> str:
    """Paragraphs with a blank line between, the entries of a list without."""
    text = ""
    for before, line in zip(["", *lines], lines, strict=False):
        in_list = before.startswith("- ") and line.startswith("- ")
        text += ("" if not text else "\n" if in_list else "\n\n") + line
    return text


def _cut_blocks(page: html.HtmlElement, kept: str, cut: list[str]) -> tuple[str, ...]:
    """Captions, share bars and the like that stood in the article, in the page's order."""
    found = dict.fromkeys(cut)
    squeezed = _squeeze(kept)
    for element in page.xpath(_CUT):
        if element.tag != "figcaption" and not element.xpath(_INSIDE):
            continue
        # A caption is one passage although links stand in it; a bar's buttons are one each.
        parts = list(element.itertext())
        for part in ["".join(parts)] if element.tag == "figcaption" else parts:
            passage = one_line(part)
            if len(passage) <= 400 and _squeeze(passage) and _squeeze(passage) not in squeezed:
                found.setdefault(passage)
    whole_page = _squeeze(page.text_content())
    return tuple(sorted(found, key=lambda passage: whole_page.find(_squeeze(passage))))


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _language(page: html.HtmlElement) -> str:
    """What the page declares: `<html lang>`, else Open Graph's locale; as BCP 47."""
    for value in (
        *page.xpath("/html/@lang"),
        *page.xpath("//meta[@property='og:locale']/@content"),
    ):
        if _LANGUAGE.fullmatch(value.strip()):
            return str(value).strip().replace("_", "-")
    return ""
