"""EPUB: each chapter that holds prose is an article. Read by zipfile and lxml, as the format is."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import read_byline
from annotator.articles.dates import read_date
from annotator.articles.decoding import decode
from annotator.articles.formats.packed import open_zip, read_member
from annotator.articles.reading import Piece, one_line
from annotator.articles.scripts import count_words
from annotator.errors import ArticleError
from annotator.models import Article

_BYLINE_WITHIN = 3  # lines below the heading
_FEWEST_WORDS = 15  # a cover or a table of contents is shorter
_PARSER: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "li", "blockquote", "pre", "dd", "dt")


def read_epub(name: str, data: bytes) -> Iterator[Piece]:
    """Read the chapters in the order of the book's spine."""
    opened = open_zip(data, "an EPUB book")
    container = parse_xml(read_member(opened, "META-INF/container.xml"))
    paths = container.xpath("//*[local-name()='rootfile']/@full-path")
    if not paths:
        raise ArticleError("The EPUB book does not say where its content is.")
    package = parse_xml(read_member(opened, paths[0]))
    folder = posixpath.dirname(paths[0])
    hrefs = {
        one.get("id"): one.get("href", "") for one in package.xpath("//*[local-name()='item']")
    }
    said = {
        word: _said(package, word) for word in ("title", "creator", "date", "publisher", "language")
    }
    number = 0
    for item in package.xpath("//*[local-name()='itemref']/@idref"):
        href = unquote(hrefs.get(item) or "").split("#")[0]
        if not href:
            continue
        chapter = decode(read_member(opened, posixpath.normpath(posixpath.join(folder, href)))).text
        heading, lines = _chapter(chapter)
        author, lines, cut = _without_byline(lines)
        text = "\n\n".join(lines)
        if count_words(text) < _FEWEST_WORDS:
            continue
        number += 1
        outlet = said["publisher"] or said["title"]
        yield Article(
            title=heading or said["title"] or f"{name}, chapter {number}",
            text=text,
            author=author or clean_authors([said["creator"]], [outlet]),
            published=read_date(said["date"]),
            outlet=outlet,
            language=said["language"],
            source_name=f"{name}, chapter {number}",
            removed=cut,
        )
    if not number:
        raise ArticleError("The EPUB book holds no chapter with prose; it may be protected.")


def parse_xml(data: bytes) -> Any:
    """XML as a tree, without entities. Raises ArticleError."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(
            f"A part of the file is no valid XML: {one_line(str(error), 120)}"
        ) from error
    if tree.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in data:
        raise ArticleError("A part of the file declares XML entities, which are not read.")
    return tree


def _without_byline(lines: list[str]) -> tuple[str, list[str], tuple[str, ...]]:
    """Who wrote a chapter, as a line at its beginning says; the others; and that line."""
    for place, line in enumerate(lines[:_BYLINE_WITHIN]):
        byline = read_byline(line)
        if byline is not None:
            return byline.author, lines[:place] + lines[place + 1 :], (line,)
    return "", lines, ()


def _chapter(markup: str) -> tuple[str, list[str]]:
    from lxml import html

    from annotator.articles.pages.tree import parse_page

    page: html.HtmlElement = parse_page(markup)
    heading = next((one_line(one.text_content()) for one in page.iter("h1", "h2")), "")
    lines = [
        one_line(one.text_content(), 100_000)
        for one in page.iter(*_BLOCKS)
        if not any(one.iterancestors("nav", "li", "blockquote"))
    ]
    return heading, [line for line in lines if line and line != heading]


def _said(package: Any, word: str) -> str:
    found = package.xpath(f"//*[local-name()='metadata']/*[local-name()='{word}']/text()")
    return one_line(str(found[0])) if found else ""
