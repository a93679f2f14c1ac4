"""Bytes to text: what is certain first, what is likely next, and a refusal instead of a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from annotator.articles.formats.binary import refuse_binary
from annotator.articles.languages import (
    Guess,
    english_words,
    guess_language,
    is_doubtful,
    read_english,
    readings,
)
from annotator.articles.told import Undecided, told
from annotator.articles.vocabulary.east_asian import read_east_asian
from annotator.errors import ArticleError
from annotator.models import Doubt

# UTF-32's mark begins with UTF-16's, so it must be tried first.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SHIFTS = (
    (b"\x1b$B", "iso2022_jp"),
    (b"\x1b$@", "iso2022_jp"),
    (b"\x1b$(", "iso2022_jp_2"),
    (b"\x1b$)C", "iso2022_kr"),
)

# The encodings a guess may name. Those of Latin and Greek letters are not among them: what is in
# none of the languages known here is more often misread than read.
_GUESSED = frozenset(
    (
        *("cp1251", "cp1255", "cp1256", "koi8_r", "koi8_u", "cp874"),
        *("iso8859_5", "iso8859_6", "iso8859_8"),
        *("cp932", "shift_jis", "euc_jp", "gb18030", "gbk", "gb2312", "big5", "cp949", "euc_kr"),
    )
)

# What Western European text in windows-1252 holds beyond ASCII. Letters that mean another letter
# in windows-1250 (š, ž, ì, þ, ð, ³, ¹) are left out on purpose: with them it is no sure thing.
_WESTERN_LETTERS = frozenset("äöüÄÖÜßàâáãåæçéèêëîïíñôóòõøœùûúÿÀÂÁÅÆÇÉÈÊËÎÏÍÑÔÓØŒÙÛÚ")
_WESTERN_SIGNS = frozenset("‘’“”„‚–—…•€£§©®™°·«»‹›´¿¡\u00a0½¼¾²")
_ACCENTS_IN_A_ROW = re.compile(r"[À-ÿ]{3}")
_NAMED = 3  # readings in a message
_FEWEST_IDEOGRAPHS = 10  # that a file of HZ has
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file and the encoding it was read with."""

    text: str
    encoding: str
    certain: bool = True
    said: str = ""

    @property
    def note(self) -> str:
        """What to tell a person, "" when the encoding is certain."""
        if self.certain or self.said:
            return self.said
        return f"not UTF-8; read as {self.encoding}: check its accents and quotes"


def decode(data: bytes, declared: str = "", *, patient: bool = False) -> Decoded:
    """Read bytes as text: mark, UTF-8, the declared encoding, windows-1252, then a confident guess.

    `declared` is what the file says of itself (an HTML page's charset). Raises ArticleError with
    "wrong encoding" when nothing fits, when two readings are as likely, and for binary files.
    `patient`: a page is read as browsers do, even if nothing fits its declaration for certain.

    >>> decode("Caf\\u00e9 “Nord”".encode("cp1252")).encoding
    'windows-1252'
    """
    refuse_binary(data)
    if told().encoding:
        return _as_told(data, told().encoding)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_printable(_strict(data, encoding)), encoding.removesuffix("-sig"))
    shifted = _as_shifted(data)
    if shifted:
        return shifted
    try:
        return Decoded(_printable(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        where = error.start
    found = _of_old(data, declared, where, patient=patient)
    if {"ţ", "Ţ"} & set(found.text) and {"Ą", "µ", "ľ"} & set(found.text):
        # Romanian quotes; what has them is the encoding that was made for Romanian.
        return Decoded(_printable(data.decode("iso8859-16")), "iso8859-16", certain=False)
    return found


def _of_old(data: bytes, declared: str, where: int, *, patient: bool) -> Decoded:
    return (
        _as_damaged(data)
        or _as_declared(data, declared)
        or _as_east_asian(data)
        or _as_language(data)
        or _as_western(data)
        or _as_guessed(data)
        or (_as_browsers_do(data, declared) if patient else None)
        or _wrong_encoding(data, where, declared)
    )


def _as_told(data: bytes, encoding: str) -> Decoded:
    """As a person said."""
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError as error:
        raise ArticleError(
            f"There is no encoding {encoding[:40]!r}; names are cp1250, iso8859-2, utf-8 and so on."
        ) from error
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"Wrong encoding: it is not {encoding}, as was said: byte {error.start} does not fit."
        ) from error
    return Decoded(_printable(text.removeprefix("\ufeff")), name)


def _as_shifted(data: bytes) -> Decoded | None:
    """ISO-2022: bytes of ASCII alone, with escapes that shift to another set."""
    for escape, encoding in _SHIFTS:
        if escape in data:
            try:
                return Decoded(_printable(data.decode(encoding)), encoding.replace("_", "-"))
            except UnicodeDecodeError:
                return None
    return _as_hz(data)


def _as_hz(data: bytes) -> Decoded | None:
    """HZ: GB 2312 in bytes of ASCII alone, between `~{` and `~}`."""
    if b"~{" not in data or b"~}" not in data or not data.isascii():
        return None
    try:
        text = data.decode("hz")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f"]
    ideographs = sum("\u4e00" <= char <= "\u9fff" for char in foreign)
    if ideographs < _FEWEST_IDEOGRAPHS or 2 * ideographs < len(foreign):
        return None
    return Decoded(_printable(text), "hz", certain=False)


def _as_damaged(data: bytes) -> Decoded | None:
    """UTF-8 in which a few bytes are broken: they become U+FFFD, as browsers do, and it is said."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    if whole < 3 * broken:
        return None
    bytes_are = "a byte was" if broken == 1 else f"{broken} bytes were"
    said = f"{bytes_are} no UTF-8 and became \ufffd: look for it and correct the text"
    return Decoded(_printable(text), "utf-8", certain=False, said=said)


def _as_east_asian(data: bytes) -> Decoded | None:
    encoding, shown = read_east_asian(data)
    if not encoding:
        return None
    text = data.decode(encoding, "replace")
    return None if 200 * text.count("\ufffd") > len(text) else Decoded(text, shown, certain=False)


def _as_language(data: bytes) -> Decoded | None:
    """The one encoding in which the text is plainly of some language."""
    if found := read_english(data):
        return Decoded(_printable(found[0]), found[1], certain=False)
    guesses = guess_language(data)
    if not guesses or guesses[0].words < english_words(data):
        return None
    if is_doubtful(guesses):
        raise _two_readings(guesses[0], guesses[1])
    try:
        text = data.decode(guesses[0].encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(_printable(text), guesses[0].shown, certain=False)


def _two_readings(one: Guess, two: Guess) -> Undecided:
    line_one, line_two = next(
        pair
        for pair in zip(one.text.split("\n"), two.text.split("\n"), strict=False)
        if pair[0] != pair[1]
    )
    at = next(i for i, (a, b) in enumerate(zip(line_one, line_two, strict=False)) if a != b)
    start = max(0, at - 30)
    seen_one, seen_two = (line[start : at + 30].strip() for line in (line_one, line_two))
    return Undecided(
        f"Wrong encoding: it is not UTF-8, and two readings are as likely: {one.shown} "
        f"({one.language}: “{seen_one}”) and {two.shown} ({two.language}: "
        f"“{seen_two}”). Save the file as UTF-8, or say which it is (--encoding).",
        Doubt("encoding", (one.encoding, two.encoding), (seen_one, seen_two)),
    )


def _as_browsers_do(data: bytes, declared: str) -> Decoded | None:
    try:
        text = data.decode(declared or "utf-8", "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not isinstance(text, str) or broken * 100 > len(text):
        return None
    said = f"{broken} bytes did not fit {declared or 'UTF-8'} and became \ufffd: check the text"
    return Decoded(_printable(text), declared or "utf-8", certain=False, said=said)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"Wrong encoding: the file begins with the mark of {encoding.upper()}, but byte "
            f"{error.start} does not fit it. Save it as UTF-8."
        ) from error


def _printable(text: str) -> str:
    """The text, unless control characters show that it is none."""
    controls = len(_CONTROLS.findall(text))
    if controls > 3 and controls * 20 > len(text):
        raise ArticleError(
            f"Expected text, but {controls:,} of {len(text):,} characters are control characters, "
            "as in binary files."
        )
    return text


def _as_declared(data: bytes, declared: str) -> Decoded | None:
    try:
        name = codecs.lookup(declared).name if declared else ""
        # What calls itself Latin-1 or ASCII on the web is windows-1252, as browsers read it.
        name = "cp1252" if name in ("iso8859-1", "ascii") else name
        if not name or not isinstance(text := data.decode(name), str):
            return None
    except (LookupError, ValueError):  # unknown name, not a text encoding, or it does not fit
        return None
    return Decoded(_printable(text), "windows-1252" if name == "cp1252" else name)


def _as_western(data: bytes) -> Decoded | None:
    """windows-1252, if every character beyond ASCII is one that Western European text uses."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f"]
    letters = sum(char in _WESTERN_LETTERS for char in foreign)
    signs = sum(char in _WESTERN_SIGNS for char in foreign)
    ascii_letters = sum(char.isalpha() for char in text if char <= "\x7f")
    if letters + signs < len(foreign) or len(foreign) * 3 > ascii_letters + 5:
        return None
    if _ACCENTS_IN_A_ROW.search(text):  # Cyrillic or Greek bytes read as accented letters
        return None
    return Decoded(_printable(text), "windows-1252", certain=False)


def _as_guessed(data: bytes) -> Decoded | None:
    """charset-normalizer's guess, only where it found neither mess nor an unlikely language."""
    import charset_normalizer  # seldom needed

    best = charset_normalizer.from_bytes(data[:200_000]).best()
    if best is None or best.chaos > 0.1 or best.coherence < 0.1 or best.encoding not in _GUESSED:
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return Decoded(_printable(text), best.encoding.replace("_", "-"), certain=False)


def _wrong_encoding(data: bytes, where: int, declared: str) -> Decoded:
    also = f" nor the {declared[:40]} it declares" if declared else ""
    offered = readings(data)
    some = [f"{name} (“{line}”)" for name, line in list(offered.items())[:_NAMED]]
    may_be = f" Read as {' or '.join(some)}." if some else ""
    raise Undecided(
        f"Wrong encoding: expected UTF-8, but byte {where} does not fit it{also}, and no other "
        f"encoding fits for certain.{may_be} Save the file as UTF-8, or say which it is "
        "(--encoding).",
        Doubt("encoding", tuple(offered), tuple(offered.values())),
    )
