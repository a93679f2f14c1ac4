"""Names and titles that people give, and names of files: what they may hold, and how long they are.

A name is one line of characters that can be seen. What cannot be seen (control characters, and
those that turn the direction of the text around them, such as U+202E) is taken out.
"""

from __future__ import annotations

import re
import unicodedata

from annotator.errors import InputError

__all__ = ["LONGEST_NAME", "LONGEST_TITLE", "checked_name", "checked_note", "cut_name",
           "plain_letters", "visible"]  # fmt: skip

LONGEST_NAME = 100  # of a person
LONGEST_TITLE = 200  # of a study or a codebook
LONGEST_LINE = 500  # of an article's title, author, outlet and file
LONGEST_NOTE = 2000  # of a reason, or of an answer to one

_SPELT_OUT = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d",
                            "þ": "th", "ı": "i"})  # fmt: skip
_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def visible(text: str) -> str:
    """The text as one line, without what cannot be seen.

    >>> visible(" Ann\\u202e\\x00  \\n of Marl ")
    'Ann of Marl'
    """
    seen = (
        one
        for one in " ".join(text.split())
        if one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    )
    return " ".join("".join(seen).split())


def checked_name(text: str, what: str, longest: int, error: type[InputError] = InputError) -> str:
    """The visible name. Raises `error` when it is longer than it may be.

    >>> checked_name("x" * 300, "The title", 200)
    Traceback (most recent call last):
    annotator.errors.InputError: The title has 300 characters; it may have at most 200.
    """
    name = visible(text)
    if len(name) > longest:
        raise error(f"{what} has {len(name):,} characters; it may have at most {longest:,}.")
    return name


def checked_note(text: str, what: str, error: type[InputError] = InputError) -> str:
    """A few lines that a person wrote to others, without what cannot be seen.

    >>> checked_note("Not loaded:\\u202e \\r\\n a quote.\\x00", "The reason")
    'Not loaded:\\na quote.'
    """
    note = "\n".join(map(visible, text.splitlines())).strip()
    if len(note) > LONGEST_NOTE:
        raise error(
            f"{what} has {len(note):,} characters; at most {LONGEST_NOTE:,} are kept. "
            "Make it shorter."
        )
    return note


def plain_letters(text: str, longest: int, between: str = "-") -> str:
    """What a file or a key may be called: small letters and digits of ASCII, accents taken off; ""
    where the text has none.

    >>> plain_letters("Über Straßen & Łódź!", 60), plain_letters("Новости", 60)
    ('uber-strassen-lodz', '')
    """
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_SPELT_OUT))
    bare = "".join(one for one in parted if not unicodedata.combining(one))
    return re.sub("[^a-z0-9]+", between, bare).strip(between)[:longest].strip(between)


def cut_name(text: str, longest: int = LONGEST_LINE) -> str:
    """The visible name, cut where it is longer than it may be.

    >>> cut_name("A title that does not end", 10)
    'A title t…'
    """
    name = visible(text[: 4 * longest])
    return name if len(name) <= longest else name[: longest - 1] + "…"
