"""Numbers in addresses and forms: the one place where they are read.

A number is written in the digits 0 to 9 and fits into SQLite. Anything else that stands where one
is expected is no number: an address with it names no page.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

__all__ = ["init_app", "whole_number"]

MOST_DIGITS = 18  # SQLite's numbers have 64 bits


class Number(IntegerConverter):
    """`<int:study_id>` in a route; its regular expression alone decides what is one."""

    regex = rf"[0-9]{{1,{MOST_DIGITS}}}"


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Number


def whole_number(text: str) -> int | None:
    """The number that this is, or None.

    >>> whole_number("12"), whole_number(" 7 ")
    (12, 7)
    >>> [whole_number(text) for text in ("", "-1", "1.0", "٣", "9" * 30, "9" * 5000)]
    [None, None, None, None, None, None]
    """
    digits = text.strip()
    usable = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
    return int(digits) if usable else None
