"""Lines of a pasted page that say who wrote it, when, and whose picture it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.articles.authors import clean_authors
from annotator.articles.bylines import is_name, is_role, read_byline
from annotator.articles.credits import is_section
from annotator.articles.dates import cut_dates, read_date, strip_date_words
from annotator.articles.scripts import count_words, ends_sentence
from annotator.articles.vocabulary.pasted_words import AGENCY, AGO, CAPTION, ENDS_AS_CAPTION

__all__ = [
    "NAME_AND_ROLE",
    "author_of",
    "has_no_stops",
    "is_caption_line",
    "is_credit_line",
    "is_dated",
]

_DASH = re.compile(r"\s[—–|-]\s")
_WITHOUT_STOPS = re.compile("[\u0e00-\u0eff\u1780-\u17ff]")
_LONG_WITHOUT_STOPS = 60  # characters; fewer have headlines
_MOST_OF_CAPTION = 7  # words, where only an agency in brackets tells it
NAME_AND_ROLE = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’.-]{1,30}(?: [A-ZÀ-Þ][\w'’.-]{1,30}){1,2}?) (?:\w{1,20} ){0,3}"
    r"(?:editor|correspondent|reporter|writer|journalist|columnist)\b.{0,30}"
)
_SAID_BY = re.compile(
    r"(?:كتب|كتبت|بقلم|تحرير|Автор|Текст|作者|记者|文|Tekst|Autor|Texte?|Oprac\.|Opracowanie|"
    r"Redacción|Redação|Redazione|Redactie)\s?[:：]?\s?(?P<name>[^\d]{2,60})"
)
_WITH_OUTLET = re.compile(r"(?P<name>[^,|\d]{4,60}?)\s?[,|–—]\s?(?P<outlet>[^,|]{2,50})")
_WITH_ROLE = re.compile(r"(?P<name>[\uac00-\ud7af]{2,5})\s?(?:기자|특파원|논설위원)(?:\s.{0,60})?")
_FOREIGN_IN_KANA = re.compile(r"[\u30a1-\u30fc]{2,12}(?:・[\u30a1-\u30fc]{1,12}){1,2}")
_ACRONYM = re.compile(r"\([A-Z]{3,8}\)")
_BRACKETED = re.compile(r"[(（][^()（）]{2,40}[)）]\s*$")
_ROLE_BRACKETED = re.compile(r"(?P<name>[^()\d]{4,50})\s\((?P<role>[^()]{4,60})\)")
# Behind the text: "Reporting by Ada Quill and Jon Ferris; Editing by Cy Marsh".
_REPORTED = re.compile(
    r"\(?(?:additional )?reporting by (?P<name>[^;()]{4,120}?)"
    r"(?:[;,] (?:editing|writing|additional) .{4,160})?\.?\)?",
    re.IGNORECASE,
)


def is_dated(line: str) -> bool:
    return len(line) < 80 and (bool(AGO.fullmatch(line)) or bool(read_date(line)))


def is_credit_line(line: str, bare: Sequence[str] = ()) -> bool:
    """Whether a line says who wrote it; `bare` are the page's lines, of which one is its name."""
    if len(line) >= 120:
        return False
    if read_byline(line) is not None or _REPORTED.fullmatch(line) or _named_with_role(line):
        return True
    return bool(_said_by(line) or _beside_outlet(line, bare))


def is_caption_line(line: str) -> bool:
    """Whether a line stands below a picture.

    >>> is_caption_line("The old bridge in July. JEAN TIREL / AFP")
    True
    >>> is_caption_line("The bridge is shut, the mayor said on Monday night to the council. (AP)")
    False
    """
    if len(line) > 420:
        return False
    if CAPTION.search(line) or ENDS_AS_CAPTION.search(line):
        return True
    in_brackets = _BRACKETED.search(line)
    return (
        in_brackets is not None
        and (AGENCY.search(in_brackets[0]) or _ACRONYM.search(in_brackets[0])) is not None
        and count_words(line) <= _MOST_OF_CAPTION
    )


def ends_as_prose(line: str) -> bool:
    """Whether a paragraph ends, perhaps before its writer's or agency's mark in brackets.

    Thai, Lao and Khmer end a sentence with a space: there a paragraph is told by its length.
    """
    if len(line) >= _LONG_WITHOUT_STOPS and has_no_stops(line):
        return True
    return ends_sentence(line) or ends_sentence(_BRACKETED.sub("", line[-60:]).rstrip())


def has_no_stops(line: str) -> bool:
    """Whether a line is in a script that has no full stops."""
    return 2 * len(_WITHOUT_STOPS.findall(line)) > len(line)


def author_of(bare: Sequence[str], i: int) -> str:
    """Whom the line names as author, by itself or by what stands around it; "" for nobody."""
    line = bare[i]
    byline = read_byline(line)
    if byline is not None:
        return clean_authors([byline.author])
    said = (
        _REPORTED.fullmatch(line)
        or _named_with_role(line)
        or _said_by(line)
        or _beside_outlet(line, bare)
        or NAME_AND_ROLE.fullmatch(line)
    )
    if said:
        return clean_authors([said["name"]])
    date, rest = cut_dates(line)
    # "Ada Quill - Wednesday, 22 September 2021, 07:15"
    parts = [_DASH.split(one)[0] for one in map(strip_date_words, rest) if one]
    named = [one for one in parts if is_name(one) and not is_section(one)]
    if date is not None and len(parts) == len(named) == 1:
        return clean_authors(named)
    after = next((one for one in bare[i + 1 : i + 3] if one), "")
    before = next((bare[j] for j in range(i - 1, max(-1, i - 3), -1) if bare[j]), "")
    if _is_uncased_name(line) and is_role(after):
        return line
    if _FOREIGN_IN_KANA.fullmatch(line) and (is_dated(after) or is_dated(before)):
        return line
    if found := _WITH_ROLE.fullmatch(line):
        return found["name"]
    is_told = any(one.startswith((f"{line} is ", f"{line} ist ", f"{line} est ")) for one in bare)
    is_signed = (
        is_told
        or after.startswith("@")
        or is_role(after.split(",")[0])
        or is_dated(after)
        or is_dated(before)
    )
    if is_signed and is_name(line) and not is_section(line):
        return clean_authors([line])
    return ""


def _named_with_role(line: str) -> re.Match[str] | None:
    """ "Ada Quill (crime correspondent)", in any language whose roles are known."""
    found = _ROLE_BRACKETED.fullmatch(line)
    return found if found and is_name(found["name"]) and is_role(found["role"]) else None


def _said_by(line: str) -> re.Match[str] | None:
    found = _SAID_BY.fullmatch(line)
    # Without a colon only names follow such a word.
    return found if found and (":" in line or "：" in line or is_name(found["name"])) else None


def _beside_outlet(line: str, bare: Sequence[str]) -> re.Match[str] | None:
    """ "Ada Quill, The Marl Courier" where the page is the Marl Courier's, "Por Ada Quill, g1"."""
    found = _WITH_OUTLET.fullmatch(line) if len(line) < 120 else None
    if found is None:
        return None
    outlet = found["outlet"].strip().casefold()
    is_named = any(outlet == one.casefold() for one in bare[:40])
    if is_name(found["name"]) and is_named:
        return found
    words = len(outlet.split())
    return found if read_byline(found["name"]) is not None and words <= 4 else None


def _is_uncased_name(line: str) -> bool:
    """Whether a line is as short as a name, in a script that has no capitals to tell one by."""
    return (
        line.lower() == line.upper()
        and len(line) <= 20
        and 0 < len(line.split()) <= 4
        and (not any(map(str.isdigit, line)))
    )
