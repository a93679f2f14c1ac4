"""A whole page pasted, masthead and footer included: cut block by block, not line by line.

The prose is found first; what stands before it is the header, what stands behind it the footer, and
between its paragraphs stand promotions. All that leaves the text is in `removed`, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.articles.bylines import is_name, is_role
from annotator.articles.credits import is_section
from annotator.articles.dates import read_date
from annotator.articles.pages.pasted_credits import (
    NAME_AND_ROLE,
    author_of,
    ends_as_prose,
    has_no_stops,
    is_caption_line,
    is_credit_line,
    is_dated,
)
from annotator.articles.pages.pasted_end import is_sign, without_comments, without_end
from annotator.articles.scripts import count_words, ends_sentence, is_spaceless
from annotator.articles.vocabulary.pasted_words import (
    AGENCY,
    CAPTION,
    ENLARGE,
    POINTS,
    PROMOTES,
    SKIP,
    SKIPPED,
)

_FEWEST_SIGNS = 3
_FEWEST_OF_STANDFIRST = 7  # words
_PARAGRAPHS_ABOVE_CREDITS = 3
_FEWEST_OF_SHORT = 3  # words
_TELLS = ("is", "writes", "covers", "reports", "ist", "schreibt", "est", "es")
_MOST_OF_BIOGRAPHY = 40  # words
_LONG = 45  # characters: some languages say in five words what others say in ten
_MOST_OF_HEADING = 6  # words, below links to other articles
_LONGEST_ENTRY = 16  # characters, in scripts without full stops
_MOST_ENTRIES = 8  # lines of a word or two; an article has no menu
_INNER_END = re.compile(r"[。！？][^。！？）」』]|[.…؟?!]\s+[^\W\d_a-zß-öø-ÿа-яё]")


@dataclass
class Page:
    """What a pasted page is made of."""

    title: str = ""
    author: str = ""
    published: str = ""
    standfirst: str = ""
    text: str = ""
    removed: list[str] = field(default_factory=list)


def is_whole_page(title: str, text: str) -> bool:
    """Whether what the careful reader made of a paste is still a page and no article."""
    bare = [line.strip() for line in text.split("\n") if line.strip()]
    signs = sum(map(is_sign, bare))
    if sum(map(_is_entry, bare)) >= _MOST_ENTRIES and sum(map(_is_prose, bare)) >= 2:
        return True
    is_short = count_words(title) < 4 or _is_entry(title)
    is_masthead = bool(title) and (is_sign(title) or is_short or title.isupper())
    return signs >= _FEWEST_SIGNS or (is_masthead and signs >= 1)


def read_page(lines: Sequence[str]) -> Page | None:
    """Read a whole pasted page; None for a text that does not look like one."""
    bare = [line.strip() for line in lines]
    kept = _body(bare)
    if not kept:
        return None
    start = min(kept)
    page = Page()
    taken: set[int] = set()
    head = [i for i in range(start) if bare[i]]
    title = _title(bare, head)
    if title is None:
        return None
    page.title = bare[title]
    # A standfirst of whole sentences is prose: byline and date may stand below it.
    below = sorted(kept)[:_PARAGRAPHS_ABOVE_CREDITS][-1]
    for i in range(title + 1, start):
        _read_credit(page, bare, i)
    for i in reversed([i for i in head if i < title][-3:]):
        line = bare[i]
        page.published = page.published or (read_date(line) if len(line) < 80 else "")
    for i in range(start, below):
        if i not in kept:
            _read_credit(page, bare, i)
    behind = [i for i in range(max(kept) + 1, len(bare)) if bare[i]]
    signed = (
        author_of(bare, i) for i in behind if ":" in bare[i] or bare[i][:10].lower() == "reporting "
    )
    page.author = page.author or next(filter(None, signed), "")
    between = [
        i
        for i in head
        if i > title and _is_standfirst(page, bare[i]) and not _is_below_picture(bare, i)
    ]
    if between:
        page.standfirst = bare[between[0]]
        taken.add(between[0])
    elif _has_credit_below(bare, title, sorted(kept)):
        page.standfirst = bare[start]
    kept = _without_biography(bare, kept, page.author)
    in_text = sorted(taken | kept)
    page.text = _joined(lines, in_text)
    stays = {title, *in_text}
    page.removed = [line for i, line in enumerate(bare) if line and i not in stays]
    return page


def _without_biography(bare: Sequence[str], kept: set[int], author: str) -> set[int]:
    """The lines of the text without a last one that tells who its author is."""
    last = max(kept)
    names = [f"{name} {verb} " for name in filter(None, author.split(", ")) for verb in _TELLS]
    is_told = bare[last].startswith(tuple(names)) and count_words(bare[last]) <= _MOST_OF_BIOGRAPHY
    return kept - {last} if names and is_told and len(kept) > 2 else kept


def _has_credit_below(bare: Sequence[str], title: int, kept: Sequence[int]) -> bool:
    """Whether the first paragraph stands between headline and byline, as a standfirst does."""
    if len(kept) < 2 or any(bare[title + 1 : kept[0]]):
        return False
    between = [line for line in bare[kept[0] + 1 : kept[1]] if line]
    return any(is_credit_line(line, bare) or is_dated(line) for line in between)


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph of an article."""
    if len(line) < 400 and (is_sign(line) or is_caption_line(line) or is_credit_line(line)):
        return False
    words = count_words(line)
    is_long = words >= (4 if is_spaceless(line) else 6) or (words >= 4 and len(line) >= _LONG)
    return is_long and (ends_as_prose(line) or words >= 35)


def _body(bare: Sequence[str]) -> set[int]:
    """The lines of the article: its paragraphs, and the headings right above one."""
    prose: list[int] = []
    skipping = False
    for i, line in enumerate(bare):
        skipping = (skipping or bool(SKIP.fullmatch(line))) and not SKIPPED.fullmatch(line)
        after = next((one for one in bare[i + 1 : i + 3] if one), "")
        before = next((one for one in reversed(bare[max(0, i - 2) : i]) if one), "")
        is_between = bool(PROMOTES.search(before) and PROMOTES.search(after))
        is_caption = ENLARGE.fullmatch(after) and not _INNER_END.search(line)
        if not (skipping or is_between or is_caption) and _is_prose(line):
            prose.append(i)
    prose = without_end(bare, _with_short_ends(bare, without_comments(bare, prose)))
    kept = set(prose)
    pointed: list[int] | None = None  # the words of each entry below such a line
    for i in range(prose[0], prose[-1]) if prose else ():
        line = bare[i]
        if not line or i in kept:
            pointed = None
            continue
        words = count_words(line)
        if POINTS.fullmatch(line) and ":" not in line.rstrip(":： "):
            pointed = []  # what follows without a gap belongs to it
        elif pointed is not None:
            is_shorter = bool(pointed) and words < min(pointed) and words <= _MOST_OF_HEADING
            pointed = None if is_shorter else [*pointed, words]  # or it is the text's heading
        is_heading = words <= 12 and not is_sign(line) and not is_credit_line(line)
        follows = next((j for j in range(i + 1, len(bare)) if bare[j]), -1)
        if is_heading and follows in kept and pointed is None and not is_caption_line(line):
            kept.add(i)
    return kept


def _with_short_ends(bare: Sequence[str], prose: Sequence[int]) -> list[int]:
    """The prose with the short sentences right behind its paragraphs."""
    found = set(prose)
    for i, line in enumerate(bare):
        before = next((j for j in range(i - 1, max(-1, i - 3), -1) if bare[j]), -1)
        is_short = len(line) < 80 and ends_sentence(line)
        is_other = is_sign(line) or is_caption_line(line) or is_credit_line(line) or is_dated(line)
        if before in found and is_short and count_words(line) >= _FEWEST_OF_SHORT and not is_other:
            found.add(i)
    return sorted(found)


def _is_entry(line: str) -> bool:
    """Whether a line could be a menu's."""
    is_short = count_words(line) <= 3 or (len(line) <= _LONGEST_ENTRY and has_no_stops(line))
    return is_short and not ends_sentence(line) and line[:1] not in "-•*>#" and len(line) < 40


def _title(bare: Sequence[str], head: Sequence[int]) -> int | None:
    """The headline: the last line long enough above the byline or date, or above a standfirst."""
    credits = [i for i in head if is_dated(bare[i]) or is_credit_line(bare[i], bare)]
    usable = [i for i in head if i not in credits and _could_be_title(bare[i])]
    if not usable:
        return None
    end = next((i for i in credits if usable[0] < i), max(usable) + 1)
    above = [i for i in usable if i < end]
    last = above[-1]
    others = [bare[i] for i in head if above[-2] < i < last] if len(above) > 1 else []
    if len(others) == 1 and is_name(others[0]) and _INNER_END.search(bare[last]):
        return above[-2]  # a name between headline and standfirst
    if len(above) > 1 and not any(bare[above[-2] + 1 : last]):  # nothing but a gap between
        words, words_above = count_words(bare[last]), count_words(bare[above[-2]])
        if words > words_above and _INNER_END.search(bare[last]):
            return above[-2]  # two sentences: a standfirst
        is_alone = len(above) == 2 or bool(above[-2] - above[-3] > 1)
        if is_alone and words_above >= 4 and words >= 4:
            return above[-2]
        if words >= _FEWEST_OF_STANDFIRST and (words_above >= 5 or 2 * words_above >= words):
            return above[-2]
    return last


def _could_be_title(line: str) -> bool:
    words = count_words(line)
    return (
        (3 if line[-1:] in "?!" else 4) <= words <= 35
        and not is_sign(line)
        and not is_credit_line(line)
        and not is_dated(line)
        and not is_section(line)
        and not is_caption_line(line)
        and not NAME_AND_ROLE.fullmatch(line)
        and not (line.isupper() and words <= 5)
        and not is_role(line)
        and not _is_entry(line)
    )


def _read_credit(page: Page, bare: Sequence[str], i: int) -> None:
    line = bare[i]
    if not line or len(line) > 160:
        return
    page.published = page.published or (read_date(line) if len(line) < 80 else "")
    page.author = page.author or author_of(bare, i)


def _is_standfirst(page: Page, line: str) -> bool:
    words = count_words(line)
    return 8 <= words <= 60 and _could_be_title(line) and line != page.title


def _is_below_picture(bare: Sequence[str], i: int) -> bool:
    """Whether the line before is a picture's: then this is its caption."""
    before = next((bare[j] for j in range(i - 1, -1, -1) if bare[j]), "")
    return bool(AGENCY.fullmatch(before) or CAPTION.search(before) or ENLARGE.fullmatch(before))


def _joined(lines: Sequence[str], numbers: Sequence[int]) -> str:
    """The lines that stay, with an empty one where something was between them."""
    pieces: list[str] = []
    for before, i in zip([None, *numbers], numbers, strict=False):
        if before is not None:
            pieces.append("\n" if i == before + 1 else "\n\n")
        pieces.append(lines[i].rstrip())
    return "".join(pieces)
