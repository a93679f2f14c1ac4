"""What a value in a query or a body may be. A check returns the clean value or refuses."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from annotator.web.gateway.keepable import check_result
from annotator.web.gateway.refusals import Refused

Check = Callable[[Any], Any]

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_UNIQUE_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a UUID
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:?[0-9]{2})")


def number(value: Any) -> int:
    """An id in a query: decimal digits, nothing else."""
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise Refused("A whole number was expected in the address.", 400)
    return int(value)


def one_of(*allowed: str) -> Check:
    def check(value: Any) -> str:
        if value not in allowed:
            raise Refused(f"Expected {' or '.join(allowed)} in the address.")
        return str(value)

    return check


def matching(pattern: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Refused("A part of the address is not what the labelling page sends.")
        return value

    return check


def regions(value: Any) -> list[dict[str, Any]]:
    """What was marked and answered: a list of objects that both stores can keep.

    Whether labels and offsets are the codebook's and the article's is checked on storing."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused("`result` must be a list of marked passages and answers.", 400)
    check_result(value)
    return value


def seconds(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise Refused("`lead_time` must be a number of seconds.", 400)
    return float(value) if math.isfinite(value) else None


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("`was_cancelled` and `was_postponed` must be true or false.", 400)
    return value


def draft_number(value: Any) -> int | None:
    """0 and null say that there is no draft."""
    if value is None or value == 0:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**10:
        raise Refused("`draft_id` must be a whole number.", 400)
    return value


def unique_id(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _UNIQUE_ID.fullmatch(value):
        raise Refused("`unique_id` is not one that the labelling page makes.", 400)
    return value


def moment(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise Refused("`started_at` must be a moment such as 2026-01-31T12:00:00.000Z.", 400)
    return value
