"""The months' names in the languages that news pages write dates in, from Babel."""

from __future__ import annotations

from babel.dates import get_month_names

LANGUAGES = (
    "en", "en_GB", "de", "de_AT", "es", "fr", "pt", "it", "nl", "ar", "ar_SY", "fa", "tr",
    "pl", "cs", "hu", "sv", "da", "nb", "fi", "ro", "ru", "uk", "el", "hi", "bn", "id", "ca",
    # Where two languages call different months the same, the language above has the word.
    "hr", "sr", "sr_Latn", "sk", "sl", "bg", "mk", "be", "lt", "lv", "et", "is", "he", "th", "vi",
    "sq", "af", "sw", "ms", "fil", "cy", "ga", "eu", "gl", "kk", "ka", "hy", "az", "ur", "ta", "te",
    "mr", "gu", "ml", "kn", "pa", "ne",
)  # fmt: skip
# What is typed as well, and Babel does not list.
ALSO = {"febr": 2, "fevrier": 2, "maerz": 3, "mrz": 3, "aout": 8, "sett": 9, "decembre": 12}


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
