"""An outlet's name: which of those a page gives, and where it does not belong, at a title's end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_HAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
BETWEEN = re.compile(
    rf"\s(?:[|•·»«–—:-]|::|//|<|>)\s|\s?[|｜_]\s?|(?<=[^\s-])--(?=[^\s-])|"
    rf"(?<=[{_HAN}？！」』])[-－—–：](?=[{_HAN}])"
)
_ADDRESS = re.compile(r"(?:https?://)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/?")
_ALSO_NAMED = ("source", "application-name", "apple-mobile-web-app-title", "mediaid")
_NOT_LETTERS = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


def without_outlet(title: str, outlet: str) -> str:
    """A title without the outlet's name at either end.

    >>> without_outlet("Bridge closes | Quillmouth Post", "Quillmouth Post")
    'Bridge closes'
    """
    pieces = list(BETWEEN.finditer(title))
    name = squeeze(outlet)
    if not pieces or not name:
        return title
    first, last = squeeze(title[: pieces[0].start()]), squeeze(title[pieces[-1].end() :])
    if last and (last == name or last in name or (name in last and len(last) < 2 * len(name))):
        return title[: pieces[-1].start()].strip()
    if first and (first == name or (name in first and len(first) < 2 * len(name))):
        return title[pieces[0].end() :].strip()
    return title


def outlet_of(site: str, publisher: str) -> str:
    """The outlet's name of two that a page gives it: the longer, but no address and no slogan.

    >>> outlet_of("Marl Courier", "www.marlcourier.example")
    'Marl Courier'
    >>> outlet_of("Marlsky.cz - All that happens", "Marlsky.cz"), outlet_of("ORM", "news.ORM.at")
    ('Marlsky.cz', 'ORM')
    """
    if not (site and publisher):
        return site or publisher
    for name, other in ((site, publisher), (publisher, site)):
        between = BETWEEN.search(name)
        if between and squeeze(name[: between.start()]) == squeeze(other):
            return other
    named = [name for name in (site, publisher) if not _ADDRESS.fullmatch(name)]
    return max(named or (site, publisher), key=len)


def outlet_in(titles: Iterable[str], meta: Mapping[str, str]) -> str:
    """The outlet's name that other meta elements give, if the page's title has it, too."""
    named = (meta.get(key, "") for key in _ALSO_NAMED)
    whole = squeeze(" ".join(titles))
    return next((name for name in named if name and squeeze(name) in whole and squeeze(name)), "")


@lru_cache(maxsize=1000)
def squeeze(text: str) -> str:
    """Letters and digits alone, small: what two writings of one passage share.

    While a page is read the same passages are asked for again and again; `held` forgets them.
    """
    if text.isascii():  # the pattern's work at a fifth of its time
        return text.translate(_ASCII)
    return _NOT_LETTERS.sub("", text.replace(" ", "")).lower()  # spaces go quickest so
