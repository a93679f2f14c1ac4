"""Pages that answer a form and may be loaded again: what they show is kept for an hour.

The answer to a form leads to a page of its own, so that loading it again sends no form again. What
must not be stored (invitation links: the store keeps only their hashes) waits here, in memory; and
so does what was typed into a form that was refused, to be mended and not typed again.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import current_app, redirect, request, url_for
from werkzeug import Response

from annotator.web.access import account

__all__ = ["ShownAgain", "keep_typed", "shown_again", "to_part", "typed_before"]

T = TypeVar("T")
SECONDS = 3600.0
MOST = 500
MOST_TYPED = 100_000  # characters


@dataclass
class ShownAgain(Generic[T]):
    """What may be shown to whom, by a word nobody can guess."""

    _kept: dict[str, tuple[float, int, T]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, account: int, value: T) -> str:
        word, now = secrets.token_urlsafe(16), time.monotonic()
        with self._guard:
            for old in [key for key, (since, *_) in self._kept.items() if now - since > SECONDS]:
                del self._kept[old]
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[word] = (now, account, value)
        return word

    def find(self, account: int, word: str) -> T | None:
        """None when it is another's, too old, or from before a restart."""
        with self._guard:
            since, owner, value = self._kept.get(word, (0.0, -1, None))
        fresh = owner == account and time.monotonic() - since <= SECONDS
        return value if fresh else None


def shown_again(name: str) -> ShownAgain[T]:
    """This application's, by what is shown."""
    made: ShownAgain[T] = current_app.extensions.setdefault(f"shown again: {name}", ShownAgain())
    return made


def keep_typed(*fields: str) -> str:
    """What was typed into the form that is refused now; its page finds it by this, as `typed`."""
    form = {field: request.form.get(field, "") for field in fields}
    if sum(map(len, form.values())) > MOST_TYPED:
        return ""
    return _typed().keep(account().id, form)


def to_part(endpoint: str, part: str, **values: Any) -> Response:
    """Back to one part of a page, which says there what was flashed (`ui.said_at`): at the top of
    the page it would be out of sight."""
    return redirect(url_for(endpoint, said=part, _anchor=part, **values))


def typed_before() -> dict[str, str]:
    """What was typed into the form of this page before it was refused; empty otherwise."""
    return _typed().find(account().id, request.args.get("typed", "")) or {}


def _typed() -> ShownAgain[dict[str, str]]:
    return shown_again("typed before")
