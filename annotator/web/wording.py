"""How templates write dates and find our own files."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from flask import Flask, current_app, url_for
from markupsafe import Markup, escape

from annotator.plural import counted
from annotator.schemes import conditions, ends

__all__ = ["asset", "bracketed", "day", "direction", "grouped", "init_app", "moment"]

_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        bracketed=bracketed, conditions=conditions, counted=counted, day=day, direction=direction,
        ends=ends, grouped=grouped, moment=moment,
    )  # fmt: skip
    app.jinja_env.globals.update(asset=asset)


def direction(text: str) -> str:
    """Which way an article is written, for `dir`: by the majority of its letters.

    A Latin first word, a name or a link does not turn an Arabic article.

    >>> direction("BBC: קול ישראל"), direction("Minister Vask said שלום."), direction("1, 2.")
    ('rtl', 'ltr', 'ltr')
    """
    letters = Counter(map(unicodedata.bidirectional, text))
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"


def day(text: str) -> str:
    """A day for people; what is no date stays as it is.

    >>> day("2021-09-22"), day("2021-09-22T22:20:00.000000Z"), day(""), day("2021-09")
    ('22 Sep 2021', '22 Sep 2021', '', '2021-09')
    """
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def moment(text: str) -> str:
    """A moment for people, in UTC.

    >>> moment("2026-11-24T08:05:59.123456Z"), moment("unknown")
    ('24 Nov 2026, 08:05 UTC', 'unknown')
    """
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    return f"{day(found.date().isoformat())}, {found:%H:%M} UTC"


def grouped(number: int) -> str:
    """A whole number as people read it.

    >>> grouped(12), grouped(26972)
    ('12', '26,972')
    """
    return f"{number:,}"


def bracketed(text: str) -> Markup:
    """A codebook's example: the passage in [brackets] shown as a mark.

    >>> bracketed("a [brazen] vote & <more>")
    Markup('a <mark>brazen</mark> vote &amp; &lt;more&gt;')
    """
    return Markup(_BRACKETS.sub(r"<mark>\1</mark>", str(escape(text))))  # noqa: S704 - escaped


def asset(name: str) -> str:
    """The address of one of our files; it changes with the file, so browsers may keep it."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=f"{path.stat().st_mtime_ns:x}"[-10:])
