"""What LexisNexis prints round its documents: a cover, the heads of pages, names of editions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from annotator.articles.pages.tree import parse_page
from annotator.articles.reading import one_line

__all__ = ["is_nexis_page", "named_lines", "text_of_page", "without_cover", "without_page_heads"]

_USER = re.compile(r"^User Name:[ \t]{0,9}(.{1,80})$", re.M)
# The cover lists the documents, each with how it was found.
_COVER = re.compile(
    r"^(?:User Name|Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|"
    r"Content Type|News[ \t]{1,20}-None-|Documents? \(\d{1,5}\)|\|?[ \t]{0,9}About LexisNexis)"
    r".{0,500}$",
    re.M,
)
_PAGE = re.compile(r"(?:Page|Seite|Pagina|Página) \d{1,5} (?:of|von|de|di|van|sur) \d{1,5}")
_EDITION = re.compile(
    r"(?:[\w’'&/-]{1,20} ){0,4}(?:editions?|édition|edición|edizione|editie|ausgabe)"
    r"(?: \d{1,2})?|correction appended",
    re.I,
)
_RULE = re.compile(r"[-_=*]{5,}")
_LINES = ("p", "div", "h1", "h2", "h3", "h4", "li", "td", "pre")
_INNER = tuple(f".//{tag}" for tag in _LINES)


def is_nexis_page(data: bytes) -> bool:
    """Whether a page is an export of several documents."""
    ends = b"End of Document" in data and b"Load-Date:" in data
    return ends or (b" DOCUMENTS" in data and b"LOAD-DATE:" in data)


def without_cover(text: str) -> str:
    """The documents without the list of them that stands before the first.

    >>> without_cover("User Name: Ada\\nJob Number: 1\\nAda\\nBridge closes\\nEnd of Document")
    'Bridge closes\\nEnd of Document'
    """
    end = text.find("End of Document")
    user = _USER.search(text[: max(end, 0)])
    if user is None:
        return text
    last = max(found.end() for found in _COVER.finditer(text[:end]))
    return text[last:].lstrip("\n").removeprefix(user[1].strip()).lstrip("\n")


def without_page_heads(lines: Sequence[str]) -> list[str]:
    """The lines without "Page 2 of 7", each with the title that the printed page repeats."""
    often = {line for line, count in Counter(lines).items() if line and count > 1}
    kept: list[str] = []
    is_head = False
    for line in lines:
        if _PAGE.fullmatch(line):
            is_head = True
        elif is_head and line in often:
            is_head = False
        else:
            is_head = is_head and not line
            kept.append(line)
    return kept


def named_lines(head: Sequence[str]) -> list[str]:
    """The lines above a document's fields that name something, each once; a title that goes on in
    the next line is one."""
    found: list[str] = []
    for line in dict.fromkeys(head):
        if not line or _RULE.fullmatch(line) or _EDITION.fullmatch(line):
            continue
        if found and found[-1].endswith(";"):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def text_of_page(text: str) -> str:
    """The lines that a page of documents shows."""
    boxes = [one for one in parse_page(text).iter(*_LINES) if not any(map(one.find, _INNER))]
    return "\n\n".join(one_line("".join(one.itertext()), 100_000) for one in boxes)
