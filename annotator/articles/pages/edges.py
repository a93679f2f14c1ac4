"""What the extractor leaves above an article's first sentence and below its last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from lxml import html

from annotator.articles.authors import BY
from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.dates import cut_dates, is_stamp, read_date_line, strip_date_words
from annotator.articles.outlets import squeeze
from annotator.articles.pages.biography import end_above_profile
from annotator.articles.scripts import count_words, ends_sentence, is_spaceless
from annotator.articles.vocabulary.calendars import is_yearless
from annotator.articles.vocabulary.pasted_words import (
    BETWEEN,
    BETWEEN_ALONE,
    CRUMBS,
    ENDING,
    ENDS_AS_CAPTION,
    POINTS,
    SHARE,
)
from annotator.articles.vocabulary.sign_offs import BOX_TITLE

__all__ = [
    "is_credit",
    "is_prose",
    "without_end",
    "without_opening",
]

_LONGEST_CREDIT = 160
_LATER_SHARE = 0.4  # of the words before an end's heading: with more behind it, it is none
_FEWEST_LINKS = 2  # a single one may be a source
_MOST_OF_LINK = 30  # words
_SHARE_OF_LINKS = 0.25  # of all words; an article of links has more
_FEW_WORDS = 4  # of a tag or a section's name below the text
_FIRST = 4  # lines among which the headline stands
_SHORT = 12  # letters
_TOPIC = 40  # letters of a topic before the headline
_LISTED = ("- ", "| ")
_LINKED = ("a", "h2", "h3", "h4", "h5", "p", "strong")  # what names another article
# What is left of a line beside the day: a clock's time, or a place and a dash.
_BESIDE_DAY = re.compile(r"\d{1,2}[:.]\d\d(?:\s\D.{0,40})?|\S.{0,40}\s[|•·–—-]")
_MARKS = re.compile(r"\s[•·|]\s")  # "Story by Ada Quill • 3h • 2 min read"
_NUMBERED = re.compile(r"^(?:list|item)\d{0,3}of\d{1,3}(?:items)?")


def without_opening(
    page: html.HtmlElement,
    lines: list[str],
    title: str,
    headlines: frozenset[str],
    authors: Sequence[str],
) -> tuple[list[str], list[str]]:
    """The lines without what stands around the headline and names the authors; and those."""
    lines, around = _without_header(page, lines, title, headlines)
    lines, named = _without_named(lines, authors)
    return lines, around + named


def _without_header(
    page: html.HtmlElement, lines: list[str], title: str, headlines: frozenset[str]
) -> tuple[list[str], list[str]]:
    """The lines without headline, byline and date above the first sentence; and those."""
    lines, cut = _without_headline(lines, title)
    for i, line in enumerate(lines):
        bare = line.strip()
        after = lines[i + 1].strip() if i + 1 < len(lines) else ""
        is_person = is_role(bare) or (is_name(bare) and is_role(after))
        is_other = is_person or squeeze(bare) in headlines or _is_small(bare) or _is_picture(bare)
        if bare != title and (is_other or is_credit(bare.removeprefix("- "))):
            cut.append(bare)
        elif is_prose(bare) and bare != title:
            known = {title, *cut}
            rest = [one for one in lines[:i] if one.strip() not in known]
            entries = dict.fromkeys(_entries(page, rest, line))
            rest = [one for one in rest if one not in entries]
            # What begins may be a standfirst, and who wrote it stands below.
            next_ones = [one.strip() for one in lines[i + 1 : i + 3]]
            below = [one for one in next_ones if is_credit(one) or _is_small(one)]
            behind = [one for one in lines[i + 1 : i + 3] if one.strip() not in below]
            cut += [one.strip() for one in entries] + below
            return [*rest, line, *behind, *lines[i + 3 :]], cut
    return lines, []


def _without_headline(lines: list[str], title: str) -> tuple[list[str], list[str]]:
    """The lines without the headline, a topic before it included, and what is above but no
    sentence."""
    wanted = squeeze(title)
    for i, line in enumerate(lines[:_FIRST]):
        bare = squeeze(line)
        if len(wanted) > _SHORT and bare.endswith(wanted) and len(bare) <= len(wanted) + _TOPIC:
            above = [one for one in lines[:i] if ends_sentence(one)]
            others = [one.strip() for one in lines[: i + 1] if one not in above]
            return [*above, *lines[i + 1 :]], [one for one in others if squeeze(one) != wanted]
    return lines, []


def _entries(page: html.HtmlElement, lines: list[str], below: str) -> list[str]:
    """Of lines above the first sentence those of a few words that are no heading of the text, nor
    the title of the points below."""
    few = [line for line in lines if count_words(line.removeprefix("- ")) <= _FEW_WORDS]
    if not few:
        return []
    heading = next(page.iter("h1"), None)
    found = page.iter("h1", "h2", "h3", "h4", "h5")
    behind = found if heading is None else dropwhile(lambda one: one is not heading, found)
    kept = {squeeze(one.text_content()) for one in behind}
    entries = [line for line in few if squeeze(line) not in kept]
    are_points = below.startswith("- ")
    return [line for line in entries if not (are_points and BOX_TITLE.fullmatch(line.strip()))]


def _without_named(lines: list[str], authors: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines without those among the first that are bylines of these authors; and those."""
    named = [line for line in lines[:_FIRST] if names_author(line.strip(), authors)]
    return [line for line in lines if line not in named], [line.strip() for line in named]


def names_author(line: str, authors: Sequence[str]) -> bool:
    """Whether a line begins as a byline with one of these names, whatever else it tells of them.

    >>> names_author("di Ada Penna, nostra inviata a Porto Ayala", ["Ada Penna"])
    True
    >>> names_author("By Ada Penna's account the bridge was open.", ["Ada Penna"])
    False
    """
    by = BY.match(line) if len(line) <= _LONGEST_CREDIT else None
    if by is None or ends_sentence(line):
        return False
    return squeeze(line[by.end() :]).startswith(tuple(filter(None, map(squeeze, authors))))


def without_end(page: html.HtmlElement, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines without lists of other articles, and what stands below the last sentence."""
    kept, cut = _without_lists(page, lines)
    words = list(map(count_words, kept))
    whole, below, end = sum(words), 0, len(kept)
    for i in range(len(kept) - 1, len(kept) // 3, -1):
        below += words[i]
        is_few = below <= _LATER_SHARE * (whole - below)
        is_end = ENDING.fullmatch(kept[i].removeprefix("- ").strip())
        end = i if is_few and is_end else end
    kept, cut = kept[:end], cut + kept[end:]
    for find_end in (_end_above_links, end_above_profile):
        end = find_end(page, kept)
        kept, cut = kept[:end], cut + kept[end:]
    if len(kept) > 1 and _is_left_over(kept[-1].strip()):
        # What is marked as a paragraph may be a verse, or "No comment"; tags and headings are not.
        marked = {
            squeeze(one.text_content()) for one in page.iter("p") if one.find("a") is None
        } - {""}
        while len(kept) > 1 and _is_left_over(kept[-1].strip()):
            bare = kept[-1].strip()
            if squeeze(bare) in marked and not (
                POINTS.fullmatch(bare) or bare.endswith((":", "："))
            ):
                break
            cut.append(kept.pop())
    return kept, [line.strip() for line in cut]


def _end_above_links(page: html.HtmlElement, kept: Sequence[str]) -> int:
    """How many lines stand above the last ones that are nothing but links to other articles, or
    that say when the page was changed."""
    end = len(kept)
    while end > 1 and read_date_line(kept[end - 1]):
        end -= 1
    if count_words(kept[end - 1]) > _MOST_OF_LINK:
        return end
    linked = {squeeze(one.text_content()) for one in page.iter("a") if _leads_away(one)}
    linked |= {squeeze(one.text_content()) for one in page.iter("p") if _is_teaser(one, linked)}
    at = end
    while at > 1 and squeeze(kept[at - 1].strip().removeprefix("- ")) in linked:
        at -= 1
    words = sum(map(count_words, kept[at:end]))
    is_list = end - at >= _FEWEST_LINKS and words <= _SHARE_OF_LINKS * sum(map(count_words, kept))
    return at if is_list else end


def _is_teaser(paragraph: html.HtmlElement, linked: set[str]) -> bool:
    """Whether a paragraph stands right below a heading that is nothing but a link elsewhere."""
    above = paragraph.getprevious()
    if above is None or above.tag not in _LINKED or next(above.iter("a"), None) is None:
        return False
    return (bare := squeeze(above.text_content())) != "" and bare in linked


def _leads_away(link: html.HtmlElement) -> bool:
    return not str(link.get("href", "#")).startswith("#")


def _without_lists(page: html.HtmlElement, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines without the headings "Read also", each with the links that stand below it."""
    if not any(BETWEEN.fullmatch(line.strip()) for line in lines):
        return list(lines), []
    linked = {squeeze(one.text_content()) for one in page.iter("a")} | {""}
    kept: list[str] = []
    cut: list[str] = []
    is_below = False
    for i, line in enumerate(lines):
        bare = line.strip()
        after = lines[i + 1].strip() if i + 1 < len(lines) else ""
        if _is_label(bare):  # what it pointed to is cut already
            cut.append(line)
            is_below = _is_link(after, linked)
            continue
        if BETWEEN.fullmatch(bare) and count_words(bare) <= _FEW_WORDS:
            is_below = _is_link(after, linked)
        elif is_below and not _is_link(bare, linked):
            is_below = False
        (cut if is_below else kept).append(line)
    return kept, cut


def _is_label(line: str) -> bool:
    """Whether a line is "Read also" and not a letter more."""
    found = BETWEEN.match(line) if len(line) < _TOPIC else None
    words = BETWEEN_ALONE.match(line) if found else None
    return words is not None and not line[words.end() :].strip(" :：»>")


def _is_link(line: str, linked: set[str]) -> bool:
    """Whether a line is a link's text, perhaps with its number before it, or is that number."""
    bare = squeeze(line)
    return bare in linked or _NUMBERED.sub("", bare, count=1) in linked


def _is_small(line: str) -> bool:
    """Whether a line above the text is a crumb, a button's, a count or a date without a year."""
    bare = line.removeprefix("- ")
    if len(bare) > _LONGEST_CREDIT or ends_sentence(bare):
        return False
    is_small = CRUMBS.fullmatch(bare) or (count_words(bare) <= _FEW_WORDS and SHARE.fullmatch(bare))
    is_small = is_small or _BESIDE_DAY.fullmatch(bare)
    return bool(is_small) or not any(map(str.isalpha, bare)) or is_yearless(bare)


def _is_picture(line: str) -> bool:
    """Whether a line above the text is a picture's, in the way of Japan's and China's papers."""
    return is_spaceless(line) and ENDS_AS_CAPTION.search(line) is not None


def _is_left_over(line: str) -> bool:
    """Whether a last line is a tag, a heading with nothing below, or a source's name."""
    if line.startswith("- ") and count_words(line) <= _FEW_WORDS and SHARE.fullmatch(line[2:]):
        return True
    if line.startswith(_LISTED) or ends_sentence(line):
        return False
    return count_words(line) <= _FEW_WORDS or bool(POINTS.fullmatch(line) and len(line) < 100)


def is_credit(line: str) -> bool:
    """Whether a line says who wrote, or when, or both, and nothing else."""
    if len(line) > _LONGEST_CREDIT:
        return False
    first, *others = _MARKS.split(line)
    if read_byline(first) and all(count_words(one) <= _FEW_WORDS for one in others):
        return True
    date, rest = cut_dates(line)
    if date is None:
        return False
    parts = list(filter(None, map(strip_date_words, rest)))
    return is_stamp(line, rest) or all(map(read_byline, parts))


def is_prose(line: str) -> bool:
    """Whether a line is a sentence or two, not a menu's entry or a heading."""
    words = count_words(line)
    return words >= 5 or (words >= 2 and ends_sentence(line))
