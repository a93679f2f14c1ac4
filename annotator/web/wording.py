"""How templates write dates and find our own files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from flask import Flask, current_app, url_for

__all__ = ["asset", "day", "init_app", "moment"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, moment=moment)
    app.jinja_env.globals.update(asset=asset)


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


def asset(name: str) -> str:
    """The address of one of our files; it changes with the file, so browsers may keep it."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=f"{path.stat().st_mtime_ns:x}"[-10:])
