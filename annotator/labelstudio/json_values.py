"""Values out of foreign JSON, made safe to keep: nothing here raises."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from typing import Any

NEVER = "1970-01-01T00:00:00.000000Z"
LARGEST_ID = 2**63 - 1  # what SQLite can keep
SHOWN = 80  # characters of a foreign value in a sentence


def whole_number(value: Any) -> int | None:
    """An id that SQLite can keep, or None."""
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_ID
    return value if usable else None


def user_number(user: Any) -> int | None:
    """A user is named by number, or by an object that holds it; None when it was deleted there.

    >>> user_number({"id": 3, "email": "ann@example.org"}), user_number(3), user_number(None)
    (3, 3, None)
    """
    return whole_number(user.get("id") if isinstance(user, dict) else user)


def real_number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def moment(value: Any) -> str | None:
    """A point of time in UTC with six decimals, so that text order is time order; or None.

    >>> moment("2026-11-24T09:00:00+01:00")
    '2026-11-24T08:00:00.000000Z'
    """
    try:
        read = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        if read.tzinfo is None:
            read = read.replace(tzinfo=timezone.utc)
        return read.astimezone(timezone.utc).isoformat(timespec="microseconds")[:26] + "Z"
    except (ValueError, OverflowError):
        return None


def storable(value: Any) -> str:
    """Text that SQLite can keep: half a surrogate pair becomes a question mark; else ""."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def shown(value: Any) -> str:
    """A value in a sentence, not too long."""
    return storable(repr(value)[:SHOWN])


def plain(number: float) -> str:
    """A number as a person writes it.

    >>> plain(3.0), plain(0.25), plain(1234567.0)
    ('3', '0.25', '1234567')
    """
    return str(int(number)) if number.is_integer() else repr(number)
