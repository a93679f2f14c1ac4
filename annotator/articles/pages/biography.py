"""Lines of an extracted text that name the author, or tell who that is and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import html

from annotator.articles.dates import strip_date_words
from annotator.articles.outlets import squeeze
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words, ends_sentence

__all__ = ["end_above_profile", "without_biography"]

_LONGEST = 160  # characters of a line that names the author
_MOST_OF_PLACE = 2  # words
_MOST_OF_BIOGRAPHY = 70  # words
_PROFILE = re.compile(r"(?:written by|more from|recommended from) [^.!?]{2,60}", re.IGNORECASE)
_FEWEST_ABOVE = 3  # paragraphs above who wrote them
_MOST_BELOW = 0.4  # of the words above
_LAST = 4  # lines among which a biography stands
_REACHED = re.compile(
    r"(?:contact|reach|e-?mail|follow|write to) (?:the (?:reporter|writer|author)\b)?", re.I
)
_TELLS = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|columnist|writer|writes|covers|author of|"
    r"can be reached|reach (?:him|her|them)|follow (?:him|her|them)|"
    r"redakteur\w{0,3}|journaliste?|giornalista|periodista|korrespondent\w{0,3})\b|記者|记者|"
    r"기자",
    re.IGNORECASE,
)


def without_biography(lines: list[str], author: str) -> tuple[list[str], list[str]]:
    """The lines without those that name the author or, at the end, tell who that is; and those."""
    names = [name for name in author.split(", ") if len(name) > 3]
    alone = {squeeze(one) for one in (author, *names) if squeeze(one)}
    placed = [line for line in lines[: _LAST + 1] if any(_is_placed(line, one) for one in names)]
    told = [line for line in lines[: _LAST + 1] if squeeze(line) in alone or line in placed]
    if told:
        kept, cut = without_biography([line for line in lines if line not in told], author)
        return kept, [*(line.strip() for line in told), *cut]
    for i in range(len(lines) - 1, max(0, len(lines) - _LAST), -1):
        line = lines[i].strip()
        reached = _REACHED.match(line)
        is_reached = (
            reached is not None
            and "@" in line
            and (line.startswith(tuple(names), reached.end()) or reached[0].endswith("r"))
        )
        is_told = line.startswith(tuple(names)) and _TELLS.search(line) is not None
        is_told = is_told or is_reached
        if names and is_told and count_words(line) <= _MOST_OF_BIOGRAPHY:
            return lines[:i] + lines[i + 1 :], [line]
    return lines, []


def _is_placed(line: str, name: str) -> bool:
    """Whether a line is a name and a place, or a name and when the text was changed."""
    rest = line[len(name) :].strip(" ,|-") if line.startswith(f"{name} ") else ""
    if not rest or len(rest) > _LONGEST or ends_sentence(line):
        return False
    is_dated = any(map(str.isdigit, rest)) and not any(map(str.isalpha, strip_date_words(rest)))
    return is_dated or (rest.istitle() and len(rest.split()) <= _MOST_OF_PLACE)


def end_above_profile(page: html.HtmlElement, kept: Sequence[str]) -> int:
    """How many lines stand above a heading "Written by ..." or "More from ..." below the text,
    which the extractor may have left out, as blogs' platforms set it above who that is."""
    starts = {squeeze(line) for line in kept}
    above, below = 0, set[str]()
    is_below = False
    for one in page.iter("h2", "h3", "h4", "p", "li"):
        bare = squeeze(one.text_content())
        if is_below:
            below.add(bare)
        elif one.tag in ("p", "li"):
            above += bare in starts
        else:
            is_below = (
                above >= _FEWEST_ABOVE
                and _PROFILE.fullmatch(one_line(one.text_content(), 100)) is not None
            )
    end = len(kept)
    while end > 1 and squeeze(kept[end - 1]) in below:
        end -= 1
    words = sum(map(count_words, kept[end:]))
    return end if words <= _MOST_BELOW * sum(map(count_words, kept)) else len(kept)
