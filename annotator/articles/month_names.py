"""The months' names in the languages that news pages write dates in, from Babel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from babel.dates import get_month_names

LANGUAGES = (
    "en", "en_GB", "de", "de_AT", "es", "fr", "pt", "it", "nl", "ar", "ar_SY", "fa", "tr",
    "pl", "cs", "hu", "sv", "da", "nb", "fi", "ro", "ru", "uk", "el", "hi", "bn", "id", "ca",
    # Where two languages call different months the same, the language above has the word.
    "hr", "sr", "sr_Latn", "sk", "sl", "bg", "mk", "lt", "lv", "et", "is", "he", "th", "vi", "sq",
    "ka", "hy", "az", "kk", "uz", "ur", "ta", "te", "mr", "gu", "ml", "kn", "pa", "ms", "sw", "be",
    "bs", "gl", "eu", "af",
)  # fmt: skip
# What is typed as well, and Babel does not list.
ALSO = {"febr": 2, "fevrier": 2, "maerz": 3, "mrz": 3, "aout": 8, "sett": 9, "decembre": 12}


def month_pattern(names: Iterable[str]) -> str:
    """A pattern of these names that looks at each letter once, however many names there are.

    >>> month_pattern(["mai", "may"])
    'ma(?:i|y)'
    """
    tree: dict[str, Any] = {}
    for name in names:
        at = tree
        for char in name:
            at = at.setdefault(char, {})
        at[""] = {}
    return _alternatives(tree)


def _alternatives(tree: dict[str, Any]) -> str:
    ways = [re.escape(char) + _alternatives(rest) for char, rest in sorted(tree.items()) if char]
    if not ways:
        return ""
    either = ways[0] if len(ways) == 1 and "" not in tree else f"(?:{'|'.join(ways)})"
    return f"{either}?" if "" in tree else either


def month_numbers() -> dict[str, int]:
    """Every name and abbreviation, in small letters and without its point -> 1 to 12.

    >>> found = month_numbers()
    >>> found["september"], found["févr"], found["maerz"], found["mrt"], found["dez"]
    (9, 2, 3, 3, 12)
    """
    return {
        name.lower().rstrip("."): month
        for language in reversed(LANGUAGES)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context=context, locale=language).items()
    } | ALSO
