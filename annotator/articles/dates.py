"""Dates as news pages print them, read to ISO 8601 days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.articles.month_names import month_numbers, month_pattern
from annotator.articles.vocabulary.calendars import CALENDAR_FORMS, day_elsewhere, day_on_weekday
from annotator.articles.vocabulary.date_words import DATE_WORD

_MONTHS = month_numbers()
_MONTH = rf"(?P<month>{month_pattern(_MONTHS)})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|º|er)?(?!\d)"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<m>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)"
        r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z\b|[+-]\d\d:?\d\d)?)?",
        r"(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<m>[01]?\d)\s?[月월]\s?(?P<day>[0-3]?\d)\s?[日일]?",
        r"(?<!\d)(?P<year>20\d\d)\s{1,3}(?P<m>[01]?\d)\s?/\s?(?P<day>[0-3]?\d)(?!\d)",
        rf"\b{_MONTH}\s*{_DAY},?\s+{_YEAR}",
        rf"{_DAY},?\s*(?:de\s+|of\s+|ב-?|-|/)?{_MONTH},?\s*(?:del?\s+|năm\s+|-|/)?{_YEAR}",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)\.?\s?(?:m\.\s?)?{_MONTH}\s{_DAY}(?:\s?d\b\.?)?",
        rf"(?<!\d)(?P<year>(?:19|20)\d\d)\.?\sgada\s{_DAY}\s?{_MONTH}",
        rf"{_DAY}\s?{_MONTH}\s?(?:พ\.ศ\.\s?)?(?P<year>25[4-9]\d)(?!\d)",
        rf"(?<!\d)(?P<a>[0-3]?\d)(?P<sep>[./-])(?P<b>[0-3]?\d)(?P=sep){_YEAR}",
        r"(?<![\d/])(?P<a>[0-3]?\d)(?P<sep>/)(?P<b>[0-3]?\d)/(?P<year>\d\d)(?![\d/])",
        # No version's number, which has a word before it, or more numbers behind.
        r"(?:(?<![\w.])(?<![^\W\d_]\s)|(?<=\b(?:vom|den)\s))(?P<a>[0-3]?\d)(?P<sep>\.)\s?"
        r"(?P<b>[01]?\d)\.\s?(?P<year>[0-3]\d)(?!\.?\w|\s[^\W\d_])",
        rf"\b{_MONTH}\s{_DAY}\s\d\d:\d\d(?::\d\d)?\s(?:[+-]\d{{4}}\s|[A-Z]{{3,4}}\s)?{_YEAR}",
    )
)
_FIGURE = re.compile(r"[\d年]")
# What every form has.
_YEAR_LIKE = re.compile(r"\d{4}|\d/[0-3]?\d/\d\d|\d\.\s?[01]?\d\.\s?[0-3]\d|年")
_BUDDHIST = 543  # years that Thailand counts more
_CROATIAN = re.compile(r"\d\.\s?listopada")  # October there; November in Polish, without a point
_ELSEWHERE = tuple(re.compile(form) for form in CALENDAR_FORMS)
_RELATIVE = re.compile(r"\bago\b|\byesterday\b|\btoday\b", re.IGNORECASE)
_UPDATE = "updated|modified|更新|수정|aktualis|actualiz|mis à jour|aggiorn|atualiz|обновлен"
_UPDATED = re.compile(_UPDATE, re.IGNORECASE)
_CALLED = re.compile(rf"published|posted|date|filed|publi|stand|{_UPDATE}", re.IGNORECASE)

# The digits of Arabic, Persian, Devanagari, Bengali and further scripts, and full-width ones; and
# the letters that Arabic keyboards type for Persian ones.
_ZEROS = (
    0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0,
    0x1040, 0x17E0, 0xFF10,
)  # fmt: skip
_DIGITS = {start + i: ord("0") + i for start in _ZEROS for i in range(10)}
_DIGITS |= {ord("ي"): ord("ی"), ord("ك"): ord("ک")}
# A month's two names: "آب/أغسطس".
_TWO_NAMES = re.compile(r"(?<=[^\W\d_]{2})\s?[/\\]\s?[^\W\d_]{3,12}(?=\s)")

_THE_DATE = "the date "
_UNKNOWN = " was not understood and left out"
_NUMBER = re.compile(r"\d{5,13}(?:\.\d{1,9})?")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-([0-3]\d)(?!\d)")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:T\d{4,6}(?:Z|[+-]\d\d:?\d\d)?)?")
_EIGHT_DIGITS = re.compile(r"(?:19|20)\d{6}")


@dataclass(frozen=True)
class DateLine:
    """A line that holds nothing but a date; `published` is "" when the day is not certain."""

    published: str
    is_update: bool = False


def _day(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _read(match: re.Match[str]) -> str:
    """The ISO day of one match of `_FORMS`, "" if it is no day or could be two."""
    parts = match.groupdict()
    if parts.get("solar") or parts.get("era") or parts.get("ethiopian"):
        return _day(*day_elsewhere(parts))
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    year -= _BUDDHIST if year > _BUDDHIST + 1900 else 0
    if parts.get("a"):
        a, b = int(parts["a"]), int(parts["b"])
        if parts["sep"] == ".":  # nobody writes month.day.year with points
            is_sure = len(parts["year"]) > 2 or len(parts["a"]) == 1  # Korea's 24.05.08 is in 2024
            return _day(year, b, a) if is_sure else ""
        if a == b or (a > 12) != (b > 12):
            return _day(year, min(a, b), max(a, b)) if a != b else _day(year, a, b)
        if not (1 <= a <= 12 and 1 <= b <= 12):
            return ""
        # 09/05/2021: a day in May or in September, if no weekday says which.
        return _day(*day_on_weekday(match.string[: match.start()], year, a, b))
    month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["month"].lower()]
    month = 10 if _CROATIAN.search(match[0].lower()) else month
    return _day(year, month, int(parts["day"]))


def _find(line: str) -> list[re.Match[str]]:
    """The dates in a line, in order, none inside another."""
    if not _FIGURE.search(line):  # as of most lines
        return []
    if not line.isascii():
        line = line.translate(_DIGITS)
        line = _TWO_NAMES.sub(lambda second: " " * len(second[0]), line)
    if not _YEAR_LIKE.search(line):
        return []
    found: list[re.Match[str]] = []
    is_elsewhere = not line.isascii() or "13" in line or "14" in line
    for form in _FORMS + _ELSEWHERE if is_elsewhere else _FORMS:
        for match in form.finditer(line):
            if all(match.end() <= m.start() or match.start() >= m.end() for m in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def read_date(text: str) -> str:
    """The day a date field or line names, as ISO 8601; "" when there is none or it is unclear.

    >>> read_date("Wednesday, Sep 22, 2021 - 10:20 PM"), read_date("22. September 2021")
    ('2021-09-22', '2021-09-22')
    >>> read_date("22/09/2021"), read_date("09/05/2021"), read_date("20210922T1020Z")
    ('2021-09-22', '', '2021-09-22')
    """
    text = text.strip()[:200]
    if _COMPACT.fullmatch(text):
        return _day(int(text[:4]), int(text[4:6]), int(text[6:8]))
    if (iso := _ISO.match(text)) and (day := _day(*map(int, iso.groups()))):
        return day  # as most pages have it
    days = [day for day in map(_read, _find(text)) if day]
    return days[0] if days else ""


@dataclass(frozen=True)
class FieldDate:
    """The day that a field names, "" for none; and what to tell a person about it."""

    day: str
    remark: str = ""


def read_field_date(text: str, *, day_first: bool | None = None) -> FieldDate:
    """A date field of a table or JSON, also in the ways programs count time.

    `day_first` decides what 9/5/2021 is; None leaves it out.

    >>> read_field_date("1632348000"), read_field_date("44461").day
    (FieldDate(day='2021-09-22', remark=''), '2021-09-22')
    >>> read_field_date("9/5/2021", day_first=True).day
    '2021-05-09'
    """
    text = text.strip()
    day = _counted(text) or read_date(text)
    if day or not text:
        return FieldDate(day)
    if day_first is not None:
        for match in _find(text[:200]):
            parts = match.groupdict()
            if parts.get("a"):
                year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
                one, two = int(parts["a"]), int(parts["b"])
                day = _day(year, two, one) if day_first else _day(year, one, two)
                if day:
                    return FieldDate(day)
    return FieldDate("", f"{_THE_DATE}{text[:40]!r}{_UNKNOWN}")


def unclear_dates(remarks: Iterable[str]) -> list[str]:
    """The dates left out, as remarks say, only since they can be read in two ways.

    >>> unclear_dates([read_field_date("9/5/2021").remark, read_field_date("soon").remark])
    ['9/5/2021']
    """
    left_out = [
        one.removeprefix(_THE_DATE).removesuffix(_UNKNOWN)[1:-1]
        for one in remarks
        if one.startswith(_THE_DATE) and one.endswith(_UNKNOWN)
    ]
    return [
        text
        for text in left_out
        if all(read_field_date(text, day_first=order).day for order in (True, False))
    ]


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Which order the dates of one file have, as those show that can only be read one way.

    >>> is_day_first(["09/05/2021", "19/05/2021"]), is_day_first(["09/05/2021"])
    (True, None)
    """
    found = set()
    for text in texts:
        for match in _find(text[:40]):
            parts = match.groupdict()
            if parts.get("a") and parts["sep"] != ".":
                one, two = int(parts["a"]), int(parts["b"])
                if (one > 12) != (two > 12):
                    found.add(one > 12)
    return found.pop() if len(found) == 1 else None


def _counted(text: str) -> str:
    """A day counted in seconds or milliseconds since 1970, or in days as spreadsheets do."""
    if not _NUMBER.fullmatch(text):
        return ""
    value = float(text)
    if 10**12 <= value < 10**13:
        value /= 1000
    if 10**8 <= value < 10**10 and not _EIGHT_DIGITS.fullmatch(text):
        return datetime.datetime.fromtimestamp(value, datetime.timezone.utc).date().isoformat()
    if 20_000 <= value < 80_000:  # 1954 to 2119
        return (datetime.date(1899, 12, 30) + datetime.timedelta(days=int(value))).isoformat()
    return ""


def read_date_line(line: str) -> DateLine | None:
    """The date in a line that holds nothing else, or None if the line is anything more.

    >>> read_date_line("Updated: Sept. 22, 2021, 10:20 p.m. ET")
    DateLine(published='2021-09-22', is_update=True)
    >>> read_date_line("On 22 September 2021 the bridge closed.") is None
    True
    """
    date, rest = cut_dates(line)
    if date is None or any(map(strip_date_words, rest)):
        return None
    return date


def cut_dates(line: str) -> tuple[DateLine | None, list[str]]:
    """The date that a line names, None without; and the pieces of the line round its dates.

    >>> cut_dates("by Ada Quill on September 22, 2021")
    (DateLine(published='2021-09-22', is_update=False), ['by Ada Quill on ', ''])
    """
    line = line.strip()
    if len(line) > 200:
        return None, [line]
    dates = _find(line)
    if not dates:
        relative = _RELATIVE.search(line) and re.search(r"\d|:|^\W*(?:post|pub|upd)", line, re.I)
        return (DateLine("") if relative else None), [line]
    edges = [0, *(edge for date in dates for edge in date.span()), len(line)]
    rest = [line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    published = [date for date in dates if not _is_update(line[: date.start()])]
    days = [day for day in map(_read, published or dates) if day]
    return DateLine(days[0] if days else "", is_update=not published), rest


def is_stamp(line: str, rest: Iterable[str]) -> bool:
    """Whether a line with a date is one of few words and several figures, in whatever language.

    >>> line = "Kompas - 22/09/2021, 10:20 WIB"
    >>> is_stamp(line, cut_dates(line)[1])
    True
    >>> line = "On 22 September 2021 the bridge closed"
    >>> is_stamp(line, cut_dates(line)[1])
    False
    """
    words = re.findall(r"[^\W\d_]+", " ".join(rest))
    has_time = re.search(r"\d{1,2}\s?[:.h：]\s?\d\d", line) is not None or "|" in line
    return len(words) <= (8 if has_time else 1) and not line.rstrip().endswith(
        (".", "!", "?", "。")
    )


def strip_date_words(text: str) -> str:
    """What is left of a piece of text without the words, times and zones that go with a date.

    Only from its two ends, so that a name keeps its words.

    >>> strip_date_words(", 10:20 p.m. By Ada Quill on "), strip_date_words("Published at 10:20")
    ('By Ada Quill', '')
    """
    before = None
    while before != text:
        before = text
        text = text.strip(" \t,;:.()[]|/•·–—-")
        first = DATE_WORD.match(text)
        text = text[first.end() :] if first else text
        last = [word for word in DATE_WORD.finditer(text) if word.end() == len(text)]
        text = text[: last[0].start()] if last else text
    return text


def _is_update(before: str) -> bool:
    """Whether the last word said about the date that follows is that it was an update."""
    called = list(_CALLED.finditer(before))
    return bool(called) and _UPDATED.match(called[-1][0]) is not None
