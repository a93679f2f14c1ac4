"""Which format a file has: told by its content first, by its name only where content says nothing.

A new format: one module with a `Reader`, one line in `READERS`, and a line in `_format_of` that
knows its content (or one in `ENDINGS`, if nothing in it can be known).
"""

from __future__ import annotations

import codecs
import importlib
import re
from typing import cast

from annotator.articles.reading import Reader
from annotator.articles.table import is_table
from annotator.errors import ArticleError

# Format -> "module:function". Imported when the first such file comes: most need a library.
READERS: dict[str, str] = {
    "plain": "annotator.articles.plain:read_plain",
    "webpage": "annotator.articles.webpage:read_webpage",
    "table": "annotator.articles.table:read_table",
    "json": "annotator.articles.json_lines:read_json",
}
ENDINGS: dict[str, str] = {
    "": "plain",
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
    ".html": "webpage",
    ".htm": "webpage",
    ".xhtml": "webpage",
    ".csv": "table",
    ".tsv": "table",
    ".tab": "table",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}
_LOOKED_AT = 8192
_ENDING = re.compile(r"\.(?=[A-Za-z0-9]{0,7}[A-Za-z])[A-Za-z0-9]{1,8}$")
_PAGE = re.compile(r"<(?:!doctype\s{1,20}html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/]")


def reader_of(name: str, data: bytes) -> Reader:
    """The reader for a file. Raises ArticleError for an ending no reader knows."""
    module, _, function = READERS[_format_of(name, data)].partition(":")
    return cast(Reader, getattr(importlib.import_module(module), function))


def ending_of(name: str) -> str:
    """The ending that says something of a name, small; "" for a hidden file or none.

    >>> ending_of("news/A.HTM"), ending_of(".txt"), ending_of("v. 2 of 22.09.2021")
    ('.htm', '', '')
    """
    last = name.rsplit("/", 1)[-1]
    found = _ENDING.search(last[-10:])
    return found[0].lower() if found and last != found[0] else ""


def _format_of(name: str, data: bytes) -> str:
    ending = ending_of(name)
    if ending not in ENDINGS:
        known = ", ".join(known for known in ENDINGS if known)
        raise ArticleError(f"Files ending in {ending} cannot be read; expected one of {known}.")
    found = ENDINGS[ending]
    start = start_of(data)
    if found in ("plain", "webpage"):
        if begins_as_page(start):
            return "webpage"
        if found == "webpage" and not _TAG.search(start):
            return "plain"
    if found == "plain" and is_table(start):
        return "table"
    if not ending and re.match(r"(?:\[\s{0,80})?\{\s{0,80}\"", start.lstrip()):
        return "json"
    return found


def start_of(data: bytes) -> str:
    """The first characters, as far as their format shows through whatever the encoding is."""
    start = data[:_LOOKED_AT]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "ignore")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def begins_as_page(start: str) -> bool:
    """Whether a text begins as a web page does, after a declaration and comments.

    >>> begins_as_page("<?xml version='1.0'?> <!-- saved --> <html>"), begins_as_page("<p>One")
    (True, False)
    """
    at = 0
    while True:
        while at < len(start) and start[at].isspace():
            at += 1
        for opening, closing in (("<?xml", "?>"), ("<!--", "-->")):
            if start.startswith(opening, at):
                end = start.find(closing, at)
                if end < 0:
                    return False
                at = end + len(closing)
                break
        else:
            return _PAGE.match(start, at) is not None
