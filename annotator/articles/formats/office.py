"""OpenDocument, RTF and PDF: their paragraphs, read on like pasted text."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from annotator.articles.authors import clean_authors
from annotator.articles.formats.book import parse_xml
from annotator.articles.formats.databases import split_documents
from annotator.articles.formats.packed import open_zip, read_member
from annotator.articles.pasted import read_pasted
from annotator.articles.reading import Piece, remarked, stem
from annotator.articles.scripts import count_words
from annotator.errors import ArticleError
from annotator.models import Article

_MOST_PAGES = 500
_APART = frozenset(("note", "annotation", "text-box"))  # beside a paragraph, not in it


def read_odt(name: str, data: bytes) -> Iterator[Piece]:
    """Read an OpenDocument text."""
    opened = open_zip(data, "an OpenDocument text")
    tree = parse_xml(read_member(opened, "content.xml"))
    lines: list[str] = []
    cut: list[str] = []
    title = ""
    for block in tree.iter("{*}p", "{*}h"):
        around = {one.tag.rpartition("}")[2] for one in block.iterancestors()}
        if "tracked-changes" in around or around & _APART:
            cut += ["".join(_odt_text(block))] if around & {"text-box"} else []
            continue
        text = "".join(_odt_text(block))
        if not title and text.strip() and block.tag.endswith("}h"):
            title = text.strip()
        else:
            lines.append(text)
    yield from read_lines(name, lines, title=title, cut=[one for one in cut if one.strip()])


def _odt_text(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        kind = child.tag.rpartition("}")[2]
        if kind in ("tab", "line-break"):
            yield "\t" if kind == "tab" else "\n"
        elif kind == "s":
            yield " "
        elif kind not in _APART:
            yield from _odt_text(child)
        yield child.tail or ""


def read_rtf(name: str, data: bytes) -> Iterator[Piece]:
    """Read an RTF document."""
    from striprtf.striprtf import rtf_to_text

    try:
        text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError, LookupError) as error:
        raise ArticleError(f"The content is an RTF file that is damaged: {error}.") from error
    # RTF writes an emoji as the two halves of a pair.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if count_words(text) < 2:
        raise ArticleError("The content is an RTF file without an article's text.")
    yield from read_lines(name, text.split("\n"))


def read_pdf(name: str, data: bytes) -> Iterator[Piece]:
    """Read a PDF file's text layer; a scan and a locked file are refused."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        document = PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise ArticleError("The content is a PDF file locked by a password: unlock it first.")
        if len(document.pages) > _MOST_PAGES:
            raise ArticleError(
                f"The content is a PDF file of more than {_MOST_PAGES} pages: split it."
            )
        pages = [page.extract_text() for page in document.pages]
        about = document.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, IndexError,
            RecursionError, NotImplementedError) as error:  # fmt: skip
        raise ArticleError(f"The content is a PDF file that cannot be read: {error}.") from error
    text = "\n\n".join(pages)
    if count_words(text) < 5:
        raise ArticleError(
            "The content is a PDF file without a text layer, as a scan is: have its text "
            "recognised first."
        )
    title = str((about.title if about else "") or "")
    author = clean_authors([str((about.author if about else "") or "")])
    said = "from a PDF file: check its title, its paragraphs and words broken at line ends"
    for piece in read_lines(name, unwrap(text.split("\n")), author=author):
        if not isinstance(piece, Article):
            yield piece
            continue
        named = replace(piece, title=title) if title and piece.title == stem(name) else piece
        yield remarked(named, said)


def unwrap(lines: Sequence[str]) -> list[str]:
    """Lines of a printed page as paragraphs: a line goes on where the one before was full.

    >>> unwrap(["The old bridge over the Marl will clo-", "se on Friday.", "", "It is old."])
    ['The old bridge over the Marl will close on Friday.', '', 'It is old.']
    """
    full = 0.8 * max((len(line.strip()) for line in lines), default=0)
    out: list[str] = []
    goes_on = False
    for line in (line.strip() for line in lines):
        if goes_on and line:
            before = out[-1]
            is_broken = before.endswith("-") and line[:1].islower()
            out[-1] = before[:-1] + line if is_broken else f"{before} {line}"
        else:
            out.append(line)
        ends = line.endswith((".", "!", "?", "”", '"', "»", ":"))
        goes_on = bool(line) and len(line) >= min(full, 200) and not (ends and len(line) < full)
    return out


def read_lines(
    name: str,
    lines: Sequence[str],
    *,
    title: str = "",
    author: str = "",
    cut: Sequence[str] = (),
) -> Iterator[Piece]:
    """Paragraphs of a document as an article, or as the several that a database put in it.

    `cut` is what was left out already, to be listed.
    """
    text = "\n\n".join(line for line in lines if line.strip())
    if not text.strip():
        raise ArticleError("The document holds no text.")
    whole = f"{title}\n\n{text}" if title else text
    several = split_documents(name, whole)
    if several:
        yield from several
        return
    article = read_pasted(text).to_article(name)
    if title and article.title and article.title != title:  # a line below the heading is none
        article = replace(article, text=f"{article.title}\n\n{article.text}")
    yield replace(
        article,
        title=title or article.title or stem(name),
        author=article.author or ("" if author in ("python-docx", "Author") else author),
        removed=(*article.removed, *cut),
    )
