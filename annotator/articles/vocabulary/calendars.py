"""Calendars beside the Gregorian one that news pages date by: the solar one of Persia, eras."""

from __future__ import annotations

import datetime

__all__ = ["CALENDAR_FORMS", "day_elsewhere"]

_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_NAMES = "|".join(_MONTHS)
_YEAR = r"1(?:3[3-9]|40)\d"  # 1954 to 2030; what is higher is as likely a lunar year
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
)


def day_elsewhere(parts: dict[str, str | None]) -> tuple[int, int, int]:
    """Year, month and day as the Gregorian calendar counts them; zeros for no day.

    >>> day_elsewhere({"solar": "شهریور", "year": "1400", "day": "31"})
    (2021, 9, 22)
    >>> day_elsewhere({"era": "令和", "year": "3", "m": "9", "day": "22"})
    (2021, 9, 22)
    """
    day = int(parts["day"] or 0)
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


def _days(year: int) -> int:
    """Days from the year 1300 to this one."""
    return sum(365 + _is_leap(one) for one in range(1300, year))


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP
