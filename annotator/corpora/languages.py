"""The language of a text that its folder or its file's name says, as shared tasks have it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

__all__ = ["language_of_path"]

# As SemEval's tasks call them, some otherwise than ISO 639 does.
_LANGUAGES = {
    "en": "en", "fr": "fr", "ge": "de", "de": "de", "it": "it", "po": "pl", "pl": "pl", "ru": "ru",
    "es": "es", "gr": "el", "el": "el", "ka": "ka", "bg": "bg", "hi": "hi", "pt": "pt", "ar": "ar",
}  # fmt: skip
_BEGINNING = re.compile(r"([A-Z]{2})_")


def language_of_path(path: str) -> str:
    """
    >>> language_of_path("data/po/train-articles/article1.txt"), language_of_path("x/BG_1.txt")
    ('pl', 'bg')
    >>> language_of_path("train-articles/article1.txt")
    ''
    """
    *folders, name = PurePosixPath(path).parts
    beginning = _BEGINNING.match(name)
    said = [*([beginning[1]] if beginning else []), *reversed(folders)]
    return next((_LANGUAGES[one.lower()] for one in said if one.lower() in _LANGUAGES), "")
