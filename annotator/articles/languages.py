"""Which 8-bit encoding a text has, told by the language it is then written in.

A reading is plausible when every letter beyond ASCII belongs to one language's alphabet; between
plausible ones that language's commonest words decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import is_normalized, normalize

from annotator.articles.vocabulary.alphabets import LANGUAGES

_LATIN = (
    ("cp1252", "windows-1252"), ("cp1250", "cp1250"), ("iso8859_2", "iso8859-2"),
    ("cp850", "cp850"), ("cp852", "cp852"), ("mac_roman", "mac-roman"), ("cp1254", "cp1254"),
    ("cp1257", "cp1257"), ("iso8859_15", "iso8859-15"), ("iso8859_4", "iso8859-4"),
    ("iso8859_10", "iso8859-10"), ("iso8859_13", "iso8859-13"), ("cp775", "cp775"),
    ("iso8859_3", "iso8859-3"), ("iso8859_14", "iso8859-14"), ("iso8859_16", "iso8859-16"),
    ("cp1258", "cp1258"), ("cp857", "cp857"), ("mac_turkish", "mac-turkish"),
    ("mac_latin2", "mac-latin2"), ("mac_croatian", "mac-croatian"),
    ("mac_romanian", "mac-romanian"), ("mac_iceland", "mac-iceland"),
)  # fmt: skip
_GREEK_AND_CYRILLIC = (
    ("cp1251", "cp1251"), ("koi8_r", "koi8-r"), ("koi8_u", "koi8-u"), ("cp866", "cp866"),
    ("iso8859_5", "iso8859-5"), ("cp855", "cp855"), ("cp1125", "cp1125"),
    ("mac_cyrillic", "mac-cyrillic"), ("cp737", "cp737"), ("mac_greek", "mac-greek"),
    ("cp869", "cp869"), ("cp1253", "cp1253"), ("iso8859_7", "iso8859-7"),
)  # fmt: skip
_SIGNS = frozenset("‘’‚“”„–—…•€£§©®™°·«»‹›´¿¡\u00a0\u00ad½¼¾²³×±")
_NEVER_INSIDE = re.compile(r"[^\W\d_][€£§©®°«»¿¡½¼¾²³×±¹¶µ¬¦¨¸]+[^\W\d_]")  # "Pe±a"
_WORD = re.compile(r"[^\W\d_]+")
_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
_LOOKED_AT = 60_000
_NOT_LATIN = "\u0370"  # Greek, and behind it Cyrillic
_FEWEST_WORDS = 3
_SURE = 1.25  # times as many common words as the next plausible reading
_SETS = {
    name: (frozenset(filter(str.isalpha, letters + letters.upper())), frozenset(words.split()))
    for name, (letters, words) in LANGUAGES.items()
}

_COMMONEST = (
    "the of and to in that for is on with was as he by at it from said his be has have not an this "
    "but are they which were who will would their more been"
)
_ENGLISH = frozenset(_COMMONEST.split())
_FEWEST_ENGLISH = 6
_COMMON_IN_ENGLISH = frozenset("éèêëàáâäöüóíñçôï‘’“”–—…£")
_IN_ENGLISH = (
    _COMMON_IN_ENGLISH | _SIGNS | frozenset("ßãåæìîòõøœùúûšžÄÖÜÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØŒÙÚÛŠŽ")
)
_USED_FOR_ENGLISH = (
    ("cp1252", "windows-1252", _IN_ENGLISH),
    ("cp850", "cp850", _COMMON_IN_ENGLISH),
    ("mac_roman", "mac-roman", _COMMON_IN_ENGLISH),
)
# A capital inside a word, an opening quote behind a letter, a letter by itself that is no word.
_MISPLACED = re.compile(
    r"[a-zß-öø-ÿœšž][À-ÖØ-ÞŒŠŽŸ]|[^\W\d_][‚„]|"
    r"(?<![^\W\d_])[ßâãäçëìíîïñòõœùúûüšžÂÃÄÇËÌÍÎÏÑÒÕŒÙÚÛÜŠŽ](?![^\W\d_])"
)

# What a person is offered where no encoding fits for certain.
_OFFERED = (
    *("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257", "cp1251", "koi8-r", "cp1253", "cp1256"),
    *("cp1258", "iso8859-4", "cp852", "cp850", "shift_jis", "gb18030", "big5", "euc-kr"),
)


@dataclass(frozen=True)
class Guess:
    """One reading: the text in one encoding, the language it is then in, its common words."""

    encoding: str
    shown: str  # the encoding's name for people
    language: str
    words: int
    text: str


def guess_language(data: bytes) -> list[Guess]:
    """The plausible readings that differ in their text, the likeliest first."""
    best: dict[str, Guess] = {}
    for encoding, shown in (*_LATIN, *_GREEK_AND_CYRILLIC):
        try:
            text = data[:_LOOKED_AT].decode(encoding)
        except UnicodeDecodeError:
            continue
        guess = _likeliest(text, encoding, shown)
        if guess is not None and guess.words >= _FEWEST_WORDS:
            # Romanian's comma and cedilla below are one letter to readers, and stand at one place.
            same = text.translate(_CEDILLAS)
            known = best.get(same)
            if known is None or known.words < guess.words:
                best[same] = guess
    return sorted(best.values(), key=lambda guess: -guess.words)


def english_words(data: bytes) -> int:
    """How many of the commonest English words a text has, if it is English; 0 for any other."""
    start = data[:_LOOKED_AT].decode("ascii", "replace")
    words = [word.lower() for word in _WORD.findall(start)]
    common = sum(map(_ENGLISH.__contains__, words))
    is_english = common >= max(_FEWEST_ENGLISH, len(words) / 8)
    return common if is_english and 8 * start.count("\ufffd") <= len(words) else 0


def read_english(data: bytes) -> tuple[str, str] | None:
    """An English text with few other letters, in names and words of elsewhere; the encoding's name.

    windows-1252 is the usual one, and counts where its letters stand as letters of words do; else
    the only one of DOS and Mac in which they do.
    """
    found: dict[str, str] = {}
    for encoding, shown, letters in _USED_FOR_ENGLISH if english_words(data) else ():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_known = letters.issuperset(char for char in text if char > "\x7f")
        if is_known and not (_NEVER_INSIDE.search(text) or _MISPLACED.search(text)):
            found.setdefault(text, shown)
        if found and shown == "windows-1252":
            break
    return next(iter(found.items())) if len(found) == 1 else None


def readings(data: bytes) -> dict[str, str]:
    """Encoding -> a line as it reads then, of the encodings that fit and read it differently."""
    found: dict[str, str] = {}
    for encoding in _OFFERED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        line = next((one for one in text.splitlines() if not one.isascii()), "")
        at = next((i for i, char in enumerate(line) if char > "\x7f"), 0)
        shown = line[max(0, at - 30) : at + 30].strip()
        if shown.isprintable() and shown not in found.values():
            found[encoding] = shown
    return found


def is_doubtful(guesses: list[Guess]) -> bool:
    """Whether the second reading is nearly as likely as the first."""
    return len(guesses) > 1 and guesses[0].words < _SURE * guesses[1].words


def _likeliest(text: str, encoding: str, shown: str) -> Guess | None:
    if not text.isascii() and not is_normalized("NFC", text):  # accents that follow their letter
        text = normalize("NFC", text)
    foreign = {char for char in text if char > "\x7f"}
    letters = {char for char in foreign if char.isalpha()}
    if any(char not in _SIGNS for char in foreign - letters):
        return None
    if _NEVER_INSIDE.search(text):
        return None
    if any(a.islower() and b.isupper() and b > "\x7f" for a, b in pairwise(text)):  # "trËs"
        return None
    words = [word.lower() for word in _WORD.findall(text)]
    is_latin = 2 * sum(map(letters.__contains__, text)) <= sum(map(str.isalpha, text))
    if is_latin and (encoding, shown) not in _LATIN:
        return None
    found = [
        Guess(encoding, shown, language, sum(word in common for word in words), text)
        for language, (alphabet, common) in _SETS.items()
        if letters <= alphabet and is_latin == (min(alphabet) < _NOT_LATIN)
    ]
    return max(found, key=lambda guess: guess.words, default=None)
