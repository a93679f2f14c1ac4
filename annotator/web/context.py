"""What a request works with: its store, the settings, the secrets, Label Studio.

One `Store` a request, opened when first asked for and closed when the request ends. Work that goes
on after the answer (see `annotator.web.jobs`) opens its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, g

from annotator.keys import Keys
from annotator.settings import Settings
from annotator.store import Store, open_store

if TYPE_CHECKING:
    from annotator.labelstudio import LabelStudio

__all__ = [
    "get_db",
    "get_keys",
    "get_labelstudio",
    "get_labelstudio_url",
    "get_settings",
    "init_app",
]

EXTENSION = "annotator"


def init_app(
    app: Flask,
    settings: Settings,
    keys: Keys,
    labelstudio_url: str | Callable[[], str],
    labelstudio: LabelStudio | None,
) -> None:
    """Keep what the pages need with the application, and close each request's store."""
    app.extensions[EXTENSION] = {
        "settings": settings,
        "keys": keys,
        "labelstudio_url": labelstudio_url,
        "labelstudio": labelstudio,
    }
    app.teardown_appcontext(_close_db)


def get_db() -> Store:
    """This request's store."""
    if "db" not in g:
        g.db = open_store(get_settings().database)
    return cast(Store, g.db)


def get_settings() -> Settings:
    return cast(Settings, current_app.extensions[EXTENSION]["settings"])


def get_keys() -> Keys:
    return cast(Keys, current_app.extensions[EXTENSION]["keys"])


def get_labelstudio() -> LabelStudio:
    """The administrator's client of Label Studio. Its answers are never shown to annotators."""
    return cast("LabelStudio", current_app.extensions[EXTENSION]["labelstudio"])


def get_labelstudio_url() -> str:
    """Where Label Studio listens now (it may move to another port when it is restarted)."""
    url = current_app.extensions[EXTENSION]["labelstudio_url"]
    return cast(str, url() if callable(url) else url)


def _close_db(_error: BaseException | None) -> None:
    db = g.pop("db", None)
    if db is not None:
        db.close()
