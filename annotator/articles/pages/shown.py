"""Who wrote a page, and when, as it shows that between its headline and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import html

from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.credits import is_section
from annotator.articles.dates import (
    DateLine,
    cut_dates,
    is_stamp,
    read_date,
    read_date_line,
    read_field_date,
    strip_date_words,
    unclear_dates,
)
from annotator.articles.outlets import BETWEEN, squeeze
from annotator.articles.pages.boxes import lines_of
from annotator.articles.pages.called import CALLED_AUTHOR, called, is_called_author
from annotator.articles.pages.head import TITLES, Shown
from annotator.articles.pages.signed import is_told_of, may_be_han_name
from annotator.articles.pages.standfirst import find_heading
from annotator.articles.pages.tree import class_and_id
from annotator.articles.reading import one_line
from annotator.articles.scripts import count_words
from annotator.articles.vocabulary.calendars import is_yearless
from annotator.articles.vocabulary.names_of_scripts import is_common_name

_BOXES = "div p span li a time address h2 h3 h4 h5 h6 dd td cite b strong em i small section font"
_READ = frozenset(_BOXES.split())
_PARTS = frozenset(
    ("a", "span", "time", "b", "strong", "em", "i", "small", "cite", "br", "img", "font")
)
_RANGE = re.compile(r"\s?[–—-]\s?")  # between two days, of a life or of an event
_UPDATED = re.compile(
    r"update|modifi|aktualis|actuali[sz]|atualiz|zaktual|aggiorn|mise? à jour|bijgewerkt|güncel|"
    r"обновлено|\bstand\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s[•·|]\s|\s?／\s?")
_CALLED_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|day|datetime|time|timestamp|published|pubdate|datum|fecha|data)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"comment|related|sidebar|most-read|footer|card|teaser", re.IGNORECASE)
# Words of buttons and boxes that are set in capitals as names are.
_FURNITURE = re.compile(
    r"\b(?:size|activity|comments?|search|account|konto|more|view|menu|log|sign|share|guide|news|"
    r"videos?|photos?|galler(?:y|ies)|topics?|stor(?:y|ies)|articles?|pages?|home|about|contact|help|"
    r"print|e-?mail|subscribe|newsletters?|follow|related|latest|most|top|breaking|live|"
    r"read|reading|listen|watch|text|font|weather|sports?|business|politics|opinion|world|your|my|"
    r"edition|special|report|archive|events?|jobs|shop|mein|alle|mehr|teilen|kommentare|suche|"
    r"artikel|todos|todas|más|buscar|plus|tous|toutes|partager)\b",
    re.IGNORECASE,
)
_FARTHEST = 120  # blocks behind the headline; a byline is nearer
_LONGEST = 160
_START = 40
_ABOVE = 40  # elements of a box above its headline
_LONGEST_DATE = 80
_MOST = 6
_MOST_BESIDE = 6  # words beside a date and no byline; in more the story tells of that day
_NEAR = 3  # boxes round a headline


@dataclass
class _Seen:
    """What was seen so far below the headline."""

    bylines: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    day: str = ""
    is_marked: bool = False
    updated: str = ""
    unclear: str = ""
    last: str = ""

    def read(self, element: html.HtmlElement, text: str, day_first: bool | None) -> None:
        before, self.last = self.last, text
        if element.tag == "time" or "-" in element.tag:
            day = read_date(str(element.get("datetime") or ""))
            if _UPDATED.search(f"{called(element)} {text} {_said_before(element)}"):
                self.updated = self.updated or day
            elif day and self.day in ("", day):
                self.day, self.is_marked = day, True
        first, *others = _MARKS.split(text)
        later = " | ".join(others)
        if _UPDATED.match(first) and cut_dates(later)[0]:  # "Updated: ... | Published: ..."
            text = later
        date, rest = cut_dates(text)
        byline = next(filter(None, map(read_byline, (text, *_parts(text)))), None)
        if date is not None:
            is_range = any(_RANGE.fullmatch(one) for one in rest[1:-1])
            is_near = all(len(one) < 60 for one in rest) and not is_range
            is_called = _CALLED_DATE.search(element.get("class", "")) and not rest[0].strip()
            rest = list(filter(None, map(strip_date_words, rest)))
            byline = byline or next(filter(None, map(read_byline, rest)), None)
            is_few = sum(map(count_words, rest)) <= _MOST_BESIDE
            if is_near and (byline is not None or is_few or is_called):
                self._read_day(date, text, day_first)
        self.unclear = self.unclear or (text if is_yearless(text) else "")
        if byline is not None:
            self.bylines += byline.author.split(", ")
        elif placed := _placed_name(element, text):
            self.bylines.append(placed)
        elif is_called_author(element, text):
            self.called.append(text)
        elif len(element) > 1 and CALLED_AUTHOR.search(called(element)):
            parts = [one_line(part) for part in element.itertext()]
            self.called += [part for part in parts if is_name(part) and not is_role(part)][:2]
        elif self.unsure and is_role(text.split(",")[0]) and before == self.unsure[-1]:
            self.bylines.append(self.unsure.pop())  # a name, and below it what its bearer does
        elif date is None or rest:
            self.unsure += [part for part in rest if _may_be_name(part, is_dated=date is not None)]

    def _read_day(self, date: DateLine, text: str, day_first: bool | None) -> None:
        day = date.published or read_field_date(text, day_first=day_first).day
        if date.is_update:
            self.updated = self.updated or day
        else:
            self.day = self.day or day
        if not day and unclear_dates([read_field_date(text).remark]):
            self.unclear = self.unclear or text


def _said_before(element: html.HtmlElement) -> str:
    """The words right before an element in its line: "Updated: "."""
    before, around = element.getprevious(), element.getparent()
    if before is not None:
        return str(before.tail or before.text_content())[-_START:]
    return "" if around is None else str(around.text or "")[-_START:]


def _parts(text: str) -> list[str]:
    """What marks part in a line, as in Taiwan's "馬爾日報／記者李小娜／馬爾市報導"."""
    parts = _MARKS.split(text)
    return [
        f"{one[:2]} {one[2:]}" if one[:2] in ("記者", "记者") and is_common_name(one[2:]) else one
        for one in (parts if len(parts) > 1 else ())
    ]


def find_shown(
    page: html.HtmlElement,
    title: str,
    first_lines: Sequence[str],
    day_first: bool | None = None,
) -> Shown:
    """Look from the headline to the body's second line: the first may be a standfirst, with the
    byline below. The body's lines are never read themselves."""
    seen = _Seen()
    starts = [squeeze(line)[:_START] for line in first_lines]
    for element, text in _between(page, title, [start for start in starts if start]):
        seen.read(element, text, day_first)
    common = [] if seen.bylines or seen.called else list(filter(is_common_name, seen.unsure))
    seen.bylines += [name for name in seen.unsure[:_MOST] if is_told_of(page, name)]
    seen.bylines += common[:2]
    return Shown(
        tuple(seen.bylines[:_MOST]),
        tuple(seen.called[:_MOST]),
        seen.day or seen.updated or _day_above(page, title) or _day_in_titles(page),
        tuple(seen.unsure[:_MOST]),
        seen.unclear,
        seen.is_marked,
    )


def _day_above(page: html.HtmlElement, title: str) -> str:
    """The day in a line right above the headline, in a box that both share."""
    heading = find_heading(page, title)
    for box in () if heading is None else islice(heading.iterancestors(), _NEAR):
        if box.tag in ("body", "html"):
            break
        for element in islice(box.iter(), _ABOVE):
            if element is heading:
                break
            if not _is_read(element) or len(element) > _NEAR or _is_elsewhere(element):
                continue
            text = one_line(" ".join(lines_of(element)), _LONGEST)
            date, rest = cut_dates(text) if len(text) <= _LONGEST_DATE else (None, [])
            if date is not None and date.published and is_stamp(text, rest):
                return date.published
    return ""


def _day_in_titles(page: html.HtmlElement) -> str:
    """The day at the end of the page's title: "Bridge closes | The Post | 14.03.2023"."""
    for title in TITLES(page):
        for part in reversed(BETWEEN.split(title)):
            line = read_date_line(part.rpartition(", ")[2].strip())
            if line is not None and line.published:
                return line.published
    return ""


def _placed_name(element: html.HtmlElement, text: str) -> str:
    """The name in a line of a name and a place, as Spain's papers sign: "Ada Quill | Port Ayala".

    Where it links elsewhere, it is a path through the site.
    """
    name, _, place = map(str.strip, text.partition("|"))
    is_place = 0 < len(place.split()) <= 3 and place.istitle()
    if not is_place or element.find(".//a") is not None or is_section(place):
        return ""
    return name if is_name(name) and not (is_section(name) or _FURNITURE.search(name)) else ""


def _may_be_name(text: str, *, is_dated: bool) -> bool:
    """Whether a line by itself is made like a person's name: "Ada Quill", but "Port Ayala", too.

    In Chinese letters only where a date stands beside it, or the family name is one of many.
    """
    if (is_dated and may_be_han_name(text)) or is_common_name(text):
        return True
    if _FURNITURE.search(text):
        return False
    return 2 <= len(text.split()) <= 3 and is_name(text) and not is_role(text)


def _between(
    page: html.HtmlElement, title: str, starts: list[str]
) -> Iterator[tuple[html.HtmlElement, str]]:
    """The small blocks between, each with its text; of a block that holds others, only those."""
    heading = find_heading(page, title)
    is_after = heading is None
    count = 0
    taken = heading  # what stands inside it is no line of its own
    for element in page.iter():
        if element is heading:
            is_after = True
            continue
        if not is_after or not _is_read(element):
            continue
        if any(child.tag not in _PARTS for child in element if isinstance(child.tag, str)):
            continue
        if _is_inside(element, taken):
            continue
        lines = [one_line(line, 1000) for line in _lines(element)]
        bare = squeeze("".join(lines))
        if not bare:
            continue
        if starts and bare.startswith(starts[-1]):
            return
        if bare.startswith(tuple(starts)):
            continue
        count += 1
        if count > _FARTHEST:
            return
        if _is_elsewhere(element):
            continue
        for text in lines:
            if 0 < len(text) <= _LONGEST:
                yield element, text
                if read_byline(text):
                    taken = element


def _lines(element: html.HtmlElement) -> list[str]:
    """The text of a block as it is shown: `<br>` ends a line."""
    for one in element.iter("br"):
        one.tail = f"\n{(one.tail or '').lstrip()}"
    is_broken = element.find(".//br") is not None
    return element.text_content().split("\n") if is_broken else lines_of(element)


def _is_inside(element: html.HtmlElement, taken: html.HtmlElement | None) -> bool:
    return taken is not None and any(one is taken for one in element.iterancestors())


def _is_read(element: html.HtmlElement) -> bool:
    """Whether it is a kind of box that holds a line: `<post-byline>` is one of a site's own."""
    return isinstance(element.tag, str) and (element.tag in _READ or "-" in element.tag)


def _is_elsewhere(element: html.HtmlElement) -> bool:
    for one in (element, *element.iterancestors()):
        if one.tag in ("aside", "nav", "figure", "figcaption"):
            return True
        if one.tag == "footer" and not any(up.tag == "article" for up in one.iterancestors()):
            return True
        if one.tag not in ("body", "html") and _ELSEWHERE.search(class_and_id(one)):
            return True
    return False
