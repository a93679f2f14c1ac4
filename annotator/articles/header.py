"""The first lines of a page: title, byline, date, and what else stands above an article."""

from __future__ import annotations

import re

from annotator.articles.bylines import Byline, is_name, read_byline
from annotator.articles.dates import read_date_line
from annotator.articles.furniture import is_button, is_caption, is_furniture, is_photo_line

_HEADER_LINES = 16  # a page's title, deck, byline, date and buttons fit into so many lines
_TITLE_CHARACTERS = 220
_TITLE_WORDS = 35
_ENDS_SENTENCE = re.compile(r"[.;,:…]['\"’”»)\]]*$")
_ENDS_LOUD = re.compile(r"[?!]['\"’”»)\]]*$")
_LABELLED_TITLE = re.compile(r"(?:title|headline)\s*:\s+(?P<value>\S.*)", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?P<key>outlet|source|publication|publisher|newspaper|url|link|language)\s*:\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\S+")
_SECTIONS = frozenset(
    [
        "politics",
        "world",
        "world news",
        "news",
        "business",
        "opinion",
        "opinions",
        "editorial",
        "analysis",
        "sport",
        "sports",
        "culture",
        "arts",
        "science",
        "health",
        "technology",
        "tech",
        "economy",
        "economics",
        "markets",
        "local",
        "local news",
        "national",
        "international",
        "us news",
        "uk news",
        "europe",
        "africa",
        "asia",
        "americas",
        "middle east",
        "society",
        "environment",
        "climate",
        "lifestyle",
        "travel",
        "education",
        "exclusive",
        "breaking",
        "breaking news",
        "live",
        "video",
        "feature",
        "features",
        "investigation",
        "explainer",
        "comment",
        "commentary",
        "letters",
        "money",
        "law",
        "crime",
        "media",
        "religion",
        "entertainment",
        "top stories",
        "latest",
        "latest news",
        "region",
        "regional",
        "war",
        "security",
        "defense",
        "defence",
    ]
)


class Header:
    """What the first lines of a page say. Make one of all lines, then call `read`.

    `taken` holds the numbers of the lines that are no longer text, `removed` what stood in them
    (all but the title).
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.title = self.author = self.published = self.updated = ""
        self.outlet = self.url = self.language = ""
        self.removed: dict[int, str] = {}
        self.taken: set[int] = set()

    def read(self) -> None:
        filled = [i for i, line in enumerate(self.lines) if line.strip()][:_HEADER_LINES]
        body = self._first_paragraph(filled)
        header = [i for i in filled if i <= body]
        for i in header:
            if i < body and self._read_fact(self.lines[i].strip()):
                self._take(i)
        loose = [i for i in header if i not in self.taken and not is_furniture(self.lines[i])]
        self._read_title(loose, body)
        for i in header:
            if i >= body or i in self.taken or not self.title:
                continue
            line = self.lines[i].strip()
            if self._is_photo(line) or self._is_author_alone(i) or line.lower() in _SECTIONS:
                self._take(i)

    def _take(self, i: int) -> None:
        self.taken.add(i)
        self.removed[i] = self.lines[i].strip()

    def _first_paragraph(self, filled: list[int]) -> int:
        """The line at which the article's own text certainly begins: after the last byline or date.

        Lines before it may still be text (a deck above the byline). Without byline and date it is
        the first line that could be no title.
        """
        marks = [n for n, i in enumerate(filled) if self._is_fact(self.lines[i].strip())]
        # A date far below the last byline, after whole paragraphs, is one of the article's own.
        last = -1
        for n in marks:
            between = [
                self.lines[i] for i in filled[max(last, 0) : n] if not is_furniture(self.lines[i])
            ]
            if sum(_is_paragraph(line) for line in between) > (1 if last < 0 else 0):
                break
            last = n
        following = filled[last + 1 :] if last >= 0 else filled[1:]
        for i in following:
            line = self.lines[i].strip()
            if not is_furniture(line) and not self._is_photo(line):
                return i
        return len(self.lines)

    def _is_fact(self, line: str) -> bool:
        return Header([])._read_fact(line)

    def _read_fact(self, line: str) -> bool:
        """Take what a byline, a date line or "Source: ..." says; False if the line is none."""
        if titled := _LABELLED_TITLE.fullmatch(line):
            self.title = self.title or titled["value"]
            return True
        if labelled := _LABELLED.fullmatch(line):
            key, value = labelled["key"].lower(), labelled["value"]
            if key in ("url", "link") or _URL.fullmatch(value):
                self.url = self.url or value
            elif key == "language":
                self.language = self.language or value
            else:
                self.outlet = self.outlet or value
            return True
        if _URL.fullmatch(line):
            self.url = self.url or line
            return True
        return self._read_pieces([line]) or self._read_pieces(
            re.split(r"\s*[|•·]\s*|\s+[-–—]\s+|\s{2,}", line)
        )

    def _read_pieces(self, pieces: list[str]) -> bool:
        """All pieces of a line are byline, date or button, and one at least is no button."""
        found: list[Byline | tuple[str, bool]] = []
        for piece in filter(None, (piece.strip() for piece in pieces)):
            byline, date = read_byline(piece), read_date_line(piece)
            if date is not None:
                found.append((date.published, date.is_update))
            elif byline is not None:
                found.append(byline)
            elif len(pieces) > 1 and found and is_name(piece):
                self.outlet = self.outlet or piece
            elif not is_button(piece):
                return False
        for fact in found:
            if isinstance(fact, Byline):
                # "Authored by NAME via OUTLET" below a site's own byline names the real author.
                real = fact.is_authored or not self.author
                self.author = fact.author if real else self.author
                self.outlet = self.outlet or fact.outlet
            elif fact[1]:
                self.updated = self.updated or fact[0]
            else:
                self.published = self.published or fact[0]
        return bool(found)

    def _read_title(self, loose: list[int], body: int) -> None:
        candidates = [i for i in loose if not self._is_photo(self.lines[i].strip())]
        if self.title or not candidates:
            return
        first = candidates[0]
        if (
            self.lines[first].strip().lower() in _SECTIONS
            and len(candidates) > 1
            and candidates[1] <= body
        ):
            self._take(first)
            first = candidates[1]
        has_facts = any(i > first for i in self.taken)
        line = self.lines[first].strip()
        before_text = first < body or not has_facts
        is_last = not any(other.strip() for other in self.lines[first + 1 :])
        if not before_text or is_last or (not has_facts and self._is_wrapped(first)):
            return
        if _could_be_title(line, has_facts=has_facts):
            self.title = line.lstrip("#").strip() if line.startswith("#") else line
            self.taken.add(first)

    def _is_wrapped(self, i: int) -> bool:
        """Whether the next line goes on where this one was broken, as in hard-wrapped text."""
        after = self.lines[i + 1].strip() if i + 1 < len(self.lines) else ""
        if not after:
            return False
        return after[0].islower() or (
            len(self.lines[i]) > 55 and len(after) < 1.3 * len(self.lines[i])
        )

    def _is_photo(self, line: str) -> bool:
        """A picture's line: after the title any, before it only the author's own or a credit."""
        if is_caption(line) or re.match(r"(?:photo|image|picture)s?\s*:", line, re.IGNORECASE):
            return True
        if not is_photo_line(line):
            return False
        owner = re.match(
            r"(.+?)['’]s? (?:photo|profile picture|headshot|avatar)$", line, re.IGNORECASE
        )
        named = owner is not None and owner[1].lower() in self._all_text_of_bylines()
        return named or bool(self.title and line != self.title)

    def _all_text_of_bylines(self) -> str:
        head = [line.strip() for line in self.lines if line.strip()][:_HEADER_LINES]
        return "\n".join(line.lower() for line in head if read_byline(line))

    def _is_author_alone(self, i: int) -> bool:
        """A bare name directly above the date, when no byline names anybody."""
        line = self.lines[i].strip()
        after = next((n for n in range(i + 1, len(self.lines)) if self.lines[n].strip()), None)
        if self.author or after is None or line.lower() in _SECTIONS or not is_name(line):
            return False
        if read_date_line(self.lines[after]) is None:
            return False
        self.author = line
        return True


def _is_paragraph(line: str) -> bool:
    line = line.strip()
    return len(line) > _TITLE_CHARACTERS or (
        len(line) > 60 and _ENDS_SENTENCE.search(line) is not None
    )


def _could_be_title(line: str, *, has_facts: bool) -> bool:
    """Whether a line reads like a headline; a byline or date right after it makes that likelier."""
    if len(line) > _TITLE_CHARACTERS or len(line.split()) > _TITLE_WORDS:
        return False
    if not re.search(r"[^\W\d_]", line) or line.startswith(("•", "- ", "* ", "> ", "–", "—")):
        return False
    if has_facts:
        return len(line) < 120 or not _ENDS_SENTENCE.search(line)
    if _ENDS_SENTENCE.search(line) or line[0].islower():
        return False
    return len(line) <= 120 or not _ENDS_LOUD.search(line)
