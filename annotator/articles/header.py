"""The first lines of a page: title, byline, date, and what else stands above an article."""

from __future__ import annotations

import re

from annotator.articles.bylines import is_name, join_names, read_byline, without_place
from annotator.articles.credits import Credit, is_outlet, is_section, is_small_print, read_credit
from annotator.articles.dates import read_date_line
from annotator.articles.furniture import is_caption, is_furniture, is_photo_line
from annotator.articles.scripts import CLOSERS, ends_sentence, is_spaceless

_HEADER_LINES = 28  # a page's title, deck, byline, date and buttons fit into so many lines
_TITLE_CHARACTERS = 220
_TITLE_WORDS = 35
_QUESTIONS = "?!？！؟՞‼⁇⁈⁉"  # a headline may end in one
_ENDS_LOUD = re.compile(r"[?!]['\"’”»)\]]*$")
_OWNER = re.compile(r"(.{1,80}?)['’]s? (?:photo|profile picture|headshot|avatar)$", re.IGNORECASE)
_SMALL_BYLINE = re.compile(r"by ([a-z'’-]+(?: [a-z'’-]+){1,3})")


class Header:
    """What the first lines of a page say. Make one of all lines, then call `read`.

    `taken` holds the numbers of the lines that are no longer text, `removed` what stood in them
    (all but the title).
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = [line.strip() for line in lines]
        self.filled = [i for i, line in enumerate(self.lines) if line][:_HEADER_LINES]
        self.title = self.author = self.published = self.updated = ""
        self.outlet = self.url = self.language = ""
        self.removed: dict[int, str] = {}
        self.taken: set[int] = set()
        self.credits = self._find_credits()

    def read(self) -> None:
        last = self._last_credit()
        zone = self.filled[: last + 1]
        for i in zone:
            if i in self.credits:
                self._take_credit(i)
        loose = [i for i in self.filled if i not in self.taken and not is_furniture(self.lines[i])]
        title = self._find_title([i for i in loose if not self._is_photo(i)], zone)
        if title is not None:
            self._take_title(title)
        if self.credits and zone:
            self._take_small_print(zone[-1], title)

    # ------------------------------------------------------------------ bylines and dates

    def _find_credits(self) -> dict[int, Credit]:
        """The lines that are byline, date or outlet; a bare name beside a date is none at the top,
        where it may be the title."""
        found: dict[int, Credit] = {}
        for n, i in enumerate(self.filled):
            line = self.lines[i]
            credit = read_credit(line)
            after = self.lines[self.filled[n + 1]] if n + 1 < len(self.filled) else ""
            before = self.lines[self.filled[n - 1]] if n else ""
            if credit is None and line.lower().rstrip(":") == "by" and is_name(after):
                credit = Credit(author=join_names(after))
            small = _SMALL_BYLINE.fullmatch(line)
            if credit is None and small and (read_date_line(after) or read_date_line(before)):
                credit = Credit(author=small[1].title())
            if credit is not None and not (credit.is_guess and n == 0):
                found[i] = credit
        return found

    def _last_credit(self) -> int:
        """The place in `filled` of the header's last byline or date, -1 without one.

        A date further down, after whole paragraphs, is one of the article's own.
        """
        last, paragraphs, others = -1, 0, 0
        for n, i in enumerate(self.filled):
            line = self.lines[i]
            if i in self.credits:
                if paragraphs > (1 if last < 0 else 0) or others > (4 if last < 0 else 2):
                    break
                last, paragraphs, others = n, 0, 0
            elif not is_furniture(line) and not is_small_print(line):
                paragraphs += _is_paragraph(line)
                others += 1
        return last

    def _take_credit(self, i: int) -> None:
        said = self.credits[i]
        # "Authored by NAME via OUTLET" below a site's own byline names the real author, and what
        # is called a byline counts more than a name beside a date.
        if said.author and (not self.author or said.is_authored):
            self.author = said.author
        self.title = self.title or said.title
        self.published = self.published or said.published
        self.updated = self.updated or said.updated
        self.outlet = self.outlet or said.outlet
        self.url = self.url or said.url
        self.language = self.language or said.language
        self._take(i)
        if self.lines[i].lower().rstrip(":") == "by":  # the name stands in the next line
            self._take(self.filled[self.filled.index(i) + 1])

    def _take(self, i: int) -> None:
        self.taken.add(i)
        self.removed[i] = self.lines[i]

    # ------------------------------------------------------------------ the title

    def _find_title(self, loose: list[int], zone: list[int]) -> int | None:
        """The first line, if it reads like a headline; after a date at the top, the next one."""
        if self.title or not loose:
            return None
        sections = 0
        while sections < min(2, len(loose) - 1) and is_section(self.lines[loose[sections]]):
            sections += 1
        first = loose[sections]
        has_facts = any(i > first for i in self.taken)
        if not has_facts and self.taken and _is_paragraph(self.lines[first]):
            return None
        is_last = not any(self.lines[first + 1 :])
        if is_last or (not has_facts and self._is_wrapped(first)):
            return None
        if not _could_be_title(self.lines[first], has_facts=has_facts):
            return None
        if has_facts or zone:
            for i in loose[:sections]:
                self._take(i)
        return first if has_facts or zone or not sections else loose[0]

    def _take_title(self, i: int) -> None:
        line = self.lines[i]
        self.title = line.lstrip("#").strip() if line.startswith("#") else line
        self.taken.add(i)

    def _is_wrapped(self, i: int) -> bool:
        """Whether the next line goes on where this one was broken, as in hard-wrapped text."""
        line, after = self.lines[i], self.lines[i + 1] if i + 1 < len(self.lines) else ""
        if not after:
            return False
        return after[0].islower() or (len(line) > 55 and len(after) < 1.3 * len(line))

    # ------------------------------------------------------------------ what stands between

    def _take_small_print(self, end: int, title: int | None) -> None:
        """Counts, roles, pictures and a bare author between the title and the text."""
        begin = title if title is not None else -1
        for n, i in enumerate(self.filled):
            line = self.lines[i]
            if i <= begin or i in self.taken or is_furniture(line):
                continue
            after = self.filled[n + 1] if n + 1 < len(self.filled) else -1
            is_over = i > end
            if not self.author and is_name(line) and not is_section(line):
                # Above the date or a role; or, below a date, between title and text.
                beside = after in self.taken or is_small_print(self.lines[after])
                if beside or (is_over and begin >= 0 and self.filled[n - 1] == begin):
                    self.author = join_names(without_place(line))
                    self._take(i)
                    continue
            is_paper = line.istitle() and is_outlet(line) and len(line.split()) <= 4
            if not self.outlet and is_paper and begin >= 0 and after in self.taken:
                self.outlet = line
                self._take(i)
                continue
            if self._is_photo(i) or is_small_print(line) or is_section(line) or line == self.title:
                self._take(i)
            elif is_over and self.title not in [self.lines[j] for j in self.filled[n : n + 3]]:
                return

    def _is_photo(self, i: int) -> bool:
        """A picture's line: after the title any, before it only the author's own or a credit."""
        line = self.lines[i]
        if is_caption(line) or re.match(r"(?:photo|image|picture)s?\s*:", line, re.IGNORECASE):
            return True
        if not is_photo_line(line):
            return False
        owner = _OWNER.match(line)
        bylines = [self.lines[j].lower() for j in self.filled if read_byline(self.lines[j])]
        named = owner is not None and owner[1].lower() in "\n".join(bylines)
        return named or bool(self.title and line != self.title)


def _is_paragraph(line: str) -> bool:
    return len(line) > _TITLE_CHARACTERS or (
        len(line) > (25 if is_spaceless(line) else 60) and _ends_sentence(line)
    )


def _ends_sentence(line: str) -> bool:
    """Whether a line ends as no headline does, in any script."""
    bare = line.rstrip(CLOSERS)
    return bare[-1:] in ";,:…、，" or (ends_sentence(bare) and bare[-1:] not in _QUESTIONS)


def _could_be_title(line: str, *, has_facts: bool) -> bool:
    """Whether a line reads like a headline; a byline or date right after it makes that likelier."""
    if len(line) > _TITLE_CHARACTERS or len(line.split()) > _TITLE_WORDS:
        return False
    if not re.search(r"[^\W\d_]", line) or line.startswith(("•", "- ", "* ", "> ", "–", "—")):
        return False
    if has_facts:
        return len(line) < 120 or not _ends_sentence(line)
    if _ends_sentence(line) or line[0].islower():
        return False
    return len(line) <= 120 or not _ENDS_LOUD.search(line)
