"""Calendars beside the Gregorian one that news pages date by: Persia's, Ethiopia's, eras."""

from __future__ import annotations

import datetime
import re

__all__ = ["CALENDAR_FORMS", "day_elsewhere", "day_on_weekday", "is_yearless"]

_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_NAMES = "|".join(_MONTHS)
_YEAR = r"1(?:3[3-9]|40)\d"  # 1954 to 2030; what is higher is as likely a lunar year
_ETHIOPIAN = (
    "መስከረም", "ጥቅምት", "(?:ኅ|ህ)ዳር", "ታ(?:ኅሣሥ|ህሳስ|ኅሳስ|ሕሣሥ)", "ጥር", "የካቲት", "መጋቢት",
    "ሚያ(?:ዝያ|ዚያ)", "ግንቦት", "ሰኔ", "(?:ሐ|ሀ)ምሌ", "ነ(?:ሐ|ሀ)(?:ሴ|ሤ)", "ጳጉ(?:ሜን|ሜ)",
)  # fmt: skip
_BEFORE_ETHIOPIAN = 2795  # the last day before its year 1, as `datetime.date` counts days
# The first three letters of the days' names in English, German, French, Spanish, Italian.
_WEEKDAYS = (
    ("mon", "lun"), ("tue", "die", "mar"), ("wed", "mit", "mer", "mié", "mie"),
    ("thu", "don", "jeu", "jue", "gio"), ("fri", "fre", "ven", "vie"),
    ("sat", "sam", "sáb", "sab"), ("sun", "son", "dim", "dom"),
)  # fmt: skip
_LAST_WORD = re.compile(r"([^\W\d_]{3})[^\W\d_]{0,8}[.,]{0,2}\s{0,3}$")
_YEARLESS = re.compile(
    r"[^\W\d]{0,6}\s?\d{1,2}\s?(?:月\s?\d{1,2}\s?日|/\d{1,2})\s?(?:[(（][^\W\d_][)）])?\s?"
    r"(?:\d{1,2}\s?[:：時时]\s?\d{2}\s?分?)?\s?(?:配信|更新|公開|掲載|发布|發布)?"
)
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # of 33 years; right from 1925 to 2087
_FIRST_DAY = datetime.date(2021, 3, 21)  # of the year 1400
# Year before the first of an era.
_ERAS = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "民國": 1911, "民国": 1911,
}  # fmt: skip

CALENDAR_FORMS = (
    rf"(?<!\d)(?P<day>[0-3]?\d)\s?(?P<solar>{_NAMES})(?:[\s\u200c]?ماه)?[،,]?\s?(?:سال\s)?"
    rf"(?P<year>{_YEAR})(?!\d)",
    rf"(?<![\d/])(?P<year>{_YEAR})(?P<solar>[/-])(?P<m>[01]?\d)(?P=solar)(?P<day>[0-3]?\d)(?!\d)",
    rf"(?<![\d/])(?P<day>[0-3]?\d)(?P<solar>/)(?P<m>[01]?\d)/(?P<year>{_YEAR})(?!\d)",
    rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<year>\d{{1,3}}|元)\s?年\s?(?P<m>[01]?\d)\s?月\s?"
    r"(?P<day>[0-3]?\d)\s?日?",
    rf"(?P<ethiopian>{'|'.join(_ETHIOPIAN)})\s?(?P<day>[0-3]?\d)(?:\s?ቀን)?[,፣]?\s?"
    r"(?P<year>(?:19|20)\d\d)(?!\d)(?:\s?ዓ\.?\s?ም\.?)?",
)


def day_elsewhere(parts: dict[str, str | None]) -> tuple[int, int, int]:
    """Year, month and day as the Gregorian calendar counts them; zeros for no day.

    >>> day_elsewhere({"solar": "شهریور", "year": "1400", "day": "31"})
    (2021, 9, 22)
    >>> day_elsewhere({"era": "令和", "year": "3", "m": "9", "day": "22"})
    (2021, 9, 22)
    >>> day_elsewhere({"ethiopian": "መጋቢት", "year": "2016", "day": "2"})
    (2024, 3, 11)
    """
    day = int(parts["day"] or 0)
    if parts.get("ethiopian"):
        return _from_ethiopian(str(parts["ethiopian"]), int(parts["year"] or 0), day)
    named = parts.get("solar") or ""
    month = _MONTHS.index(named) + 1 if named in _MONTHS else int(parts.get("m") or 0)
    if parts.get("era"):
        year = 1 if parts["year"] == "元" else int(parts["year"] or 0)
        return year + _ERAS[str(parts["era"])], month, day
    year = int(parts["year"] or 0)
    last = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        return 0, 0, 0
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    found = _FIRST_DAY + datetime.timedelta(days=_days(year) - _days(1400) + before + day - 1)
    return found.year, found.month, found.day


def day_on_weekday(before: str, year: int, one: int, two: int) -> tuple[int, int, int]:
    """Which of two days 3/11/2024 is, if the weekday that stands before it says; else zeros.

    >>> day_on_weekday("Mon, ", 2024, 3, 11), day_on_weekday("on ", 2024, 3, 11)
    ((2024, 3, 11), (0, 0, 0))
    """
    word = _LAST_WORD.search(before.lower())
    for month, day in ((one, two), (two, one)):
        weekday = datetime.date(year, month, day).weekday()
        if word and word[1] in _WEEKDAYS[weekday]:
            return year, month, day
    return 0, 0, 0


def is_yearless(line: str) -> bool:
    """Whether a line is a day without its year, as Japanese pages print it.

    >>> is_yearless("3/11(月) 12:04"), is_yearless("3月11日の夜")
    (True, False)
    """
    return len(line) <= 40 and _YEARLESS.fullmatch(line) is not None


def _from_ethiopian(name: str, year: int, day: int) -> tuple[int, int, int]:
    """Twelve months of thirty days and a thirteenth of five or six; each fourth year has six."""
    month = next(n for n, form in enumerate(_ETHIOPIAN) if re.fullmatch(form, name))
    last = 30 if month < 12 else 6 if year % 4 == 3 else 5
    if not 1 <= day <= last:
        return 0, 0, 0
    number = _BEFORE_ETHIOPIAN + 365 * (year - 1) + year // 4 + 30 * month + day
    found = datetime.date.fromordinal(number)
    return found.year, found.month, found.day


def _days(year: int) -> int:
    """Days from the year 1300 to this one."""
    return sum(365 + _is_leap(one) for one in range(1300, year))


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP
