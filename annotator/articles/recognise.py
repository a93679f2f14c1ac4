"""Which format a file has: told by its content first, by its name only where content says nothing.

A new format: one module with a `Reader`, one line in `READERS`, and a line in `format_of` that
knows its content (or one in `ENDINGS`, if nothing in it can be known).
"""

from __future__ import annotations

import codecs
import importlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import cast

from annotator import __version__
from annotator.articles.formats.binary import refuse_binary
from annotator.articles.formats.databases import is_export
from annotator.articles.formats.packed import open_zip, read_member
from annotator.articles.formats.page_kinds import kind_of_page
from annotator.articles.reading import ReadBy, Reader
from annotator.articles.table import is_table
from annotator.errors import ArticleError

# Format -> "module:function". Imported when the first such file comes: most need a library.
READERS: dict[str, str] = {
    "plain": "annotator.articles.plain:read_plain",
    "webpage": "annotator.articles.webpage:read_webpage",
    "table": "annotator.articles.table:read_table",
    "json": "annotator.articles.json_lines:read_json",
    "html table": "annotator.articles.formats.html_table:read_html_table",
    "page of documents": "annotator.articles.formats.page_of_documents:read_page_of_documents",
    "xml": "annotator.articles.formats.xml_file:read_xml",
    "mbox": "annotator.articles.formats.mail:read_mbox",
    "mhtml": "annotator.articles.formats.mail:read_mhtml",
    "mail": "annotator.articles.formats.mail:read_mail",
    "warc": "annotator.articles.formats.warc:read_warc",
    "feed": "annotator.articles.formats.feed:read_feed",
    "epub": "annotator.articles.formats.book:read_epub",
    "docx": "annotator.articles.formats.word:read_docx",
    "odt": "annotator.articles.formats.office:read_odt",
    "rtf": "annotator.articles.formats.office:read_rtf",
    "pdf": "annotator.articles.formats.office:read_pdf",
    "xlsx": "annotator.articles.formats.sheet:read_xlsx",
    "parquet": "annotator.articles.formats.sheet:read_parquet",
    "export": "annotator.articles.formats.databases:read_export",
    "factiva": "annotator.articles.formats.factiva:read_factiva_page",
    "zip": "annotator.articles.formats.archive:read_zip",
    "gzip": "annotator.articles.formats.archive:read_gzip",
}
# Ending -> format, where the content says nothing else.
ENDINGS: dict[str, str] = {
    "": "plain",
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "plain"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx"), "webpage"),
    **dict.fromkeys((".jsp", ".cfm", ".mhtml", ".mht", ".rss", ".atom", ".xml"), "webpage"),
    **dict.fromkeys((".csv", ".tsv", ".tab"), "table"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), "json"),
    ".eml": "mail",
    ".warc": "warc",
    **{
        f".{name}": name for name in ("docx", "odt", "rtf", "pdf", "xlsx", "parquet", "epub", "zip")
    },
    ".gz": "gzip",
}
# Format -> the libraries whose version decides what is read; "annotator" is always one.
_LIBRARIES: dict[str, tuple[str, ...]] = {
    "webpage": ("trafilatura", "lxml"),
    "mhtml": ("trafilatura", "lxml"),
    "xml": ("lxml",),
    "warc": ("warcio", "trafilatura"),
    "feed": ("feedparser",),
    "docx": ("python-docx",),
    "odt": ("odfdo",),
    "rtf": ("striprtf",),
    "pdf": ("pypdf",),
    "xlsx": ("openpyxl",),
    "parquet": ("pyarrow",),
}
_SIGNED = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gzip"),
    (b"WARC/", "warc"),
)
_BINARY = frozenset(("docx", "odt", "rtf", "pdf", "xlsx", "parquet", "epub", "zip", "gzip", "warc"))
_LOOKED_AT = 8192
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REFERENCES = re.compile(
    r"\ufeff?\s{0,80}(?:TY  - |@\w{4,20}\{[^\n]{0,80},)|[^{}]{0,800}zotero\.org/namespaces"
)
_ENDING = re.compile(r"\.(?=[A-Za-z0-9]{0,7}[A-Za-z])[A-Za-z0-9]{1,8}$")
_PAGE = re.compile(r"<(?:!doctype\s{1,20}html|html|head|body)\b", re.IGNORECASE)
_XML = re.compile(r"<(?:!DOCTYPE (?!html)[A-Za-z]|[A-Za-z][\w.:-]{0,60}[\s/>])")
_MBOX = re.compile(r"From [^\n]{1,200}\d{4}[^\n]{0,40}\n[A-Za-z-]{2,40}: ")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_MIME = re.compile(
    r"^Content-Type:\s{0,80}multipart/related|^Snapshot-Content-Location:|^From: <Saved by",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL = re.compile(
    r"^(?:From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path|Content-Type):",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPT = re.compile(
    r"(?:!?\(?function\b|\(\(?\w{0,20}\)?\s?=>|var \w{1,40}\s?=|window\.|\"use strict\"|"
    r"/\*!|@charset|@import |[.#]?[\w-]{1,40}\s?\{[\w-]{1,40}\s?:)"
)
_TAG = re.compile(r"<[a-zA-Z!/]")


def reader_of(name: str, data: bytes) -> Reader:
    """The reader for a file. Raises ArticleError for what no reader knows."""
    module, _, function = READERS[format_of(name, data)].partition(":")
    return cast(Reader, getattr(importlib.import_module(module), function))


def read_by(name: str, data: bytes) -> ReadBy:
    """Which reader reads a file, and in which version; nothing for what no reader knows."""
    try:
        reader = format_of(name, data) if data.strip() else ""
    except ArticleError:
        reader = ""
    if not reader:
        return ReadBy()
    versions = [f"annotator {__version__}"]
    versions += filter(None, map(_versioned, _LIBRARIES.get(reader, ())))
    return ReadBy(reader, ", ".join(versions))


def together(outer: ReadBy, inside: Sequence[ReadBy]) -> ReadBy:
    """Who read a file, and who read what is inside it.

    >>> together(ReadBy("zip", "annotator 1"), [ReadBy("webpage", "annotator 1, lxml 5")])
    ReadBy(reader='zip: webpage', version='annotator 1, lxml 5')
    """
    readers = sorted({one.reader for one in inside if one.reader})
    if not readers:
        return outer
    versions = dict.fromkeys(
        version for one in (outer, *inside) for version in one.version.split(", ") if version
    )
    return ReadBy(f"{outer.reader}: {', '.join(readers)}", ", ".join(versions))


@cache
def _versioned(library: str) -> str:
    """The library with its version, "" where it is not installed; looked up once: it is slow."""
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return ""


def ending_of(name: str) -> str:
    """The ending that says something of a name, small; "" for a hidden file or none.

    >>> ending_of("news/A.HTM"), ending_of(".txt"), ending_of("v. 2 of 22.09.2021")
    ('.htm', '', '')
    """
    last = name.rsplit("/", 1)[-1]
    found = _ENDING.search(last[-10:])
    return found[0].lower() if found and last != found[0] else ""


def format_of(name: str, data: bytes) -> str:
    """The format of a file. Raises ArticleError for what no reader knows."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    for signature, found in _SIGNED:
        if data.startswith(signature):
            return found
    refuse_binary(data)
    start = start_of(data)
    if _REFERENCES.match(start):
        raise ArticleError(
            "It holds references, no texts: save the pages behind their addresses, and load those."
        )
    ending = ending_of(name)
    found = _shown(start, data)
    if found:
        return found
    if ending not in ENDINGS:
        known = ", ".join(known for known in ENDINGS if known)
        raise ArticleError(f"Files ending in {ending} cannot be read; expected one of {known}.")
    by_name = ENDINGS[ending]
    if by_name in _BINARY:  # the content is not what the name says
        by_name = "plain"
    if by_name == "webpage" and not _TAG.search(start):
        by_name = "plain"
    if ending == ".xml" and _XML.match(start, _after_prologue(start)):
        return "xml"
    if by_name == "webpage":
        return kind_of_page(data)
    if by_name == "plain":
        return _written(start, data)
    return by_name


def _zipped(data: bytes) -> str:
    """What kind of document, or plain archive, a zip archive is."""
    opened = open_zip(data, "a zip archive (a Word or OpenDocument file is one, too)")
    names = set(opened.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    kind = read_member(opened, "mimetype")[:80] if "mimetype" in names else b""
    if b"epub" in kind or "META-INF/container.xml" in names:
        return "epub"
    if b"opendocument.text" in kind:
        return "odt"
    for known, what in (("ppt/presentation.xml", "a PowerPoint file"), ("xl/", "a spreadsheet")):
        if any(one.startswith(known) for one in names):
            raise ArticleError(f"The content is {what}: save the text as .docx, .txt or .csv.")
    if b"opendocument" in kind:
        raise ArticleError("The content is an OpenDocument file, but no text: save it as .csv.")
    return "zip"


def _shown(start: str, data: bytes) -> str:
    """The format that a text's beginning shows, "" for none."""
    at = _after_prologue(start)
    if _FEED.match(start, at):
        return "feed"
    if _PAGE.match(start, at):
        return kind_of_page(data)
    if _XML.match(start, at) and start.lstrip("\ufeff \r\n\t").startswith("<?xml"):
        return "xml"
    if _MBOX.match(start):
        return "mbox"
    head = start[at : at + 4000].split("\n\n")[0].replace("\r\n", "\n").split("\n\n")[0]
    if _MIME.search(head):
        return "mhtml"
    if len(_MAIL.findall(head)) >= 3:
        return "mail"
    return ""


def _written(start: str, data: bytes) -> str:
    """What a file is that calls itself text, or nothing."""
    if re.match(r"(?:\[\s{0,80})?\{\s{0,80}\"", start.lstrip()):
        return "json"
    if is_table(start):
        return "table"
    if _SCRIPT.match(start.lstrip()):
        raise ArticleError("The content is a program or a style sheet of a web page, no article.")
    encoding = "utf-16" if data.startswith(_WIDE) else "utf-8"
    text = data.decode(encoding, "replace").replace("\r\n", "\n")
    return "export" if is_export(text) else "plain"


def start_of(data: bytes) -> str:
    """The first characters, as far as their format shows through whatever the encoding is."""
    start = data[:_LOOKED_AT]
    if start.startswith(_WIDE):
        return start.decode("utf-16", "ignore")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _after_prologue(start: str) -> int:
    """Where a text begins after white space, a declaration and comments.

    >>> _after_prologue("<?xml version='1.0'?> <!-- saved --> <html>"), _after_prologue("<p>One")
    (37, 0)
    """
    at = 0
    while True:
        while at < len(start) and (start[at].isspace() or start[at] == "\ufeff"):
            at += 1
        for opening, closing in (("<?xml", "?>"), ("<!--", "-->")):
            if start.startswith(opening, at):
                end = start.find(closing, at)
                if end < 0:
                    return at
                at = end + len(closing)
                break
        else:
            return at
