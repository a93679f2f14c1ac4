"""Pasted web text: title, author and date found in its first lines, the page's furniture set apart.

Careful by design: a line leaves the text only when it is certainly no part of the article, and what
leaves is found again in `title` or, in order, in `removed`. What is returned is a proposal, shown
for correction before anything is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.articles.authors import clean_authors
from annotator.articles.formats.letterhead import letterhead, without_place, without_sender
from annotator.articles.furniture import is_furniture
from annotator.articles.header import Header
from annotator.articles.pasted_page import Page, is_whole_page, read_page
from annotator.articles.reading import clean
from annotator.articles.vocabulary.sign_offs import is_sign_up, reported_by
from annotator.models import Article

_CUT = "a whole page was pasted: check its title, and what was cut before and behind the article"
_FIRST_LINES = 12  # among which a press office names its place and the day
_TOO_LONG = 2_000_000  # no pasted page is; such a text is left alone, and refused for its length


@dataclass(frozen=True)
class Pasted:
    """A proposal: every field may be corrected before an `Article` is made of it."""

    title: str
    author: str
    published: str  # ISO 8601 day, "" when none was certain
    text: str
    removed: tuple[str, ...] = ()
    outlet: str = ""
    url: str = ""
    language: str = ""
    standfirst: str = ""
    remark: str = ""

    def to_article(self, source_name: str) -> Article:
        return Article(
            title=self.title,
            text=self.text,
            author=self.author,
            published=self.published,
            outlet=self.outlet,
            url=self.url,
            language=self.language,
            source_name=source_name,
            date_found="a line of the text" if self.published else "",
            removed=self.removed,
            standfirst=self.standfirst,
            remarks=(self.remark,) if self.remark else (),
        )


def read_pasted(text: str) -> Pasted:
    """Tell title, author, date and furniture from the text of a pasted news page.

    >>> date = "Wednesday, Sep 22, 2021 - 10:20 PM"
    >>> pasted = read_pasted(f"Bridge closes\\nby Ada Quill\\n{date}\\n\\nIt is old.")
    >>> pasted.title, pasted.author, pasted.published, pasted.text
    ('Bridge closes', 'Ada Quill', '2021-09-22', 'It is old.')
    """
    text = clean(text)
    if len(text) > _TOO_LONG:
        return Pasted(title="", author="", published="", text=text)
    lines = text.split("\n")
    header = _read_header(lines)
    kept: list[str] = []
    asking: list[str] = []
    for i, line in enumerate(lines):
        if i in header.taken:
            continue
        if is_furniture(line):
            header.removed[i] = line.strip()
            asking += [line] * is_sign_up(line)  # no text, and yet a sign of a whole page
        else:
            kept.append(line)
    if not any(line.strip() for line in kept):  # nothing but header and furniture: keep it all
        return Pasted(title="", author="", published="", text=text)
    page = read_page(lines) if is_whole_page(header.title, "\n".join([*kept, *asking])) else None
    if page is not None:
        return _of_page(page)
    reported = next(filter(None, map(reported_by, header.removed.values())), "")
    return Pasted(
        title=header.title,
        author=header.author or clean_authors([reported]),
        published=header.published or header.updated,
        text=_without_gaps(kept),
        removed=tuple(filter(None, (header.removed[i] for i in sorted(header.removed)))),
        outlet=header.outlet,
        url=header.url,
        language=header.language,
    )


def _read_header(lines: list[str]) -> Header:
    """What the first lines say; what a press office or a messenger has round them is taken."""
    first, lines[0] = lines[0], without_sender(lines[0])
    office = letterhead(lines)
    as_read = ["" if i in office else line for i, line in enumerate(lines)]
    if office:
        as_read = [
            without_place(line) if i < _FIRST_LINES else line for i, line in enumerate(as_read)
        ]
    header = Header(as_read)
    header.read()
    header.removed |= {i: lines[i].strip() for i in (*header.removed, *office)}
    header.taken |= office
    if first != lines[0]:
        header.removed[0] = first.strip()
    return header


def _of_page(page: Page) -> Pasted:
    return Pasted(
        title=page.title,
        author=page.author,
        published=page.published,
        text=_without_gaps(page.text.split("\n")),
        removed=tuple(page.removed),
        standfirst=page.standfirst,
        remark=_CUT,
    )


def _without_gaps(lines: list[str]) -> str:
    """The lines that stay, with at most one blank line where something was cut."""
    text = "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
