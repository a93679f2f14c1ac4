"""Who wrote it: "by NAME", "By NAME and NAME", "Authored by NAME via OUTLET"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.articles.vocabulary.byline_languages import (
    is_foreign_role,
    joined_names,
    split_byline,
    without_last_place,
)

_PARTICLE = (
    r"(?:de|da|do|dos|di|del|della|van|von|vom|der|den|ter|la|le|el|al|bin|ibn|y|e|zu|af|st\.)"
)
# A name's word begins with a capital; "McKay", "O'Hara", "J.R.", "Ana-Lena" and "d'Arc" are words.
_NAME_WORD = r"(?:d['’])?[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_NAME = (
    rf"(?:The |the )?(?:{_PARTICLE} )?{_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_NAME_WORD}){{0,4}}"
)
_NAMES = rf"{_NAME}(?:(?:, and |, & |, | and | & | und | et | y | with ){_NAME}){{0,9}}"
_ROLE = (
    r"(?i:[\w’'& -]{0,40}\b(?:writer|reporter|correspondent|editor|staff|journalist|columnist|"
    r"contributor|producer|"
    r"bureau|chief|team|desk|analyst|agency|agencies)s?)"
)
_BYLINE = re.compile(
    r"(?i:(?:(?:written|authored|reported|posted|submitted|opinion|analysis|guest post|story|"
    r"words)\s+)?"
    r"(?:by|von|par|por|di)(?:\s*:)?)\s+"
    rf"(?P<names>{_NAMES})"
    rf"(?:\s*(?:,|\||/|-|–|—|\(|\bfor\b|\bof\b|\bat\b|\bvia\b|\bin\b)\s*(?:{_ROLE}|"
    rf"[a-z]{{1,6}}\d{{1,3}}(?:\s(?:[—–-]\s)?{_NAME_WORD}){{0,4}}|[a-z]{{2,15}}\.[a-z]{{2,4}}|"
    rf"{_NAMES}(?:[.,/]\s?\w[\w. ]{{0,40}})?)\)?){{0,3}}(?:\s*\([^()]{{1,40}}\))?[\s,:.|]*"
)
_LABELLED = re.compile(
    rf"(?i:authors?|bylines?|writers?|reporters?|interview|report(?:ing)?|story|"
    rf"words)\s*:\s*(?P<names>{_NAMES})\s*"
)
_NAME_ALONE = re.compile(rf"{_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_NAME_WORD}){{1,3}}")
_IN_PLACE = re.compile(rf" in {_NAME_WORD}(?: {_NAME_WORD}){{0,2}}(?=,? and |, |$)")
_SMALL = re.compile(r"\b(?:AND|FOR|VIA|OF|AT|WITH|IN)\b")
_PARENTHESIS = re.compile(r"\s*\([^()]{1,40}\)[\s,:.|]*$")
_VIA = re.compile(
    r"(?:\b(?:via|for|of)\s+|\|\s*)(?P<outlet>(?:the )?[^,|.\n][^,|\n]{1,60}?)[\s,:.|]*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",? and |, & |, | & | with ")  # the others with `joined_names`
_PAPER = re.compile(
    r"[A-Z]{2,5}|(?:[\w.'’-]{1,20} ){1,4}(?:Times|News|Register|Gazette|Herald|Tribune|Chronicle|"
    r"Journal|Observer|Sentinel|Examiner|Inquirer|Dispatch|Telegraph|Democrat|Zeitung|Tagblatt|"
    r"Anzeiger|Media|Network|Radio|TV|Agency|Service)"
)
_AND = re.compile(r",? and | & ")
_BETWEEN = re.compile(r"[;|]|,? and |,? & ")
_BY = re.compile(r"^by:?\s", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|"
    r"june|july|august|"
    r"september|october|november|december|christmas|then|now|law|contrast|far|definition|"
    r"comparison|subscribing)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Byline:
    author: str  # names joined by ", "
    outlet: str = ""
    is_authored: bool = False  # "Authored by ...", "Written by ...": the writer, not the poster


def read_byline(line: str) -> Byline | None:
    """The byline that a line is, or None if the line is anything else.

    >>> read_byline("By ADA QUILL and Ben O’Rook")
    Byline(author='Ada Quill, Ben O’Rook', outlet='', is_authored=False)
    >>> read_byline("Authored by Ada Quill via Harbour Post,")
    Byline(author='Ada Quill', outlet='Harbour Post', is_authored=True)
    >>> read_byline("By Friday the bridge was closed.") is None
    True
    """
    line = line.strip()
    if not 4 <= len(line) <= 160:
        return None
    if line[3:].isupper():  # "By ADA QUILL FOR THE POST": only the names are names
        line = _SMALL.sub(lambda word: word[0].lower(), line)
    if line.count(" in ") > 1:  # "By Ada Quill in Marl and Bo Lind in Port Ayala"
        line = _IN_PLACE.sub("", line)
    match = _LABELLED.fullmatch(line) or _BYLINE.fullmatch(line)
    if match is None:
        others = split_byline(line)
        return Byline(", ".join(map(_cased, others))) if others else None
    split = [name for part in _SPLIT.split(match["names"]) for name in joined_names(part)]
    split = without_last_place(split, match["names"])
    names = [_cased(name) for name in split if name.strip()]
    names = [name for name in names if not re.fullmatch(_ROLE, name)] or names[:1]
    if _NO_NAME.search(match["names"]):
        return None
    via = _VIA.search(_PARENTHESIS.sub("", line[match.end("names") :]))
    outlet = via["outlet"].strip() if via else ""
    if len(names) > 1 and _PAPER.fullmatch(names[-1]):  # "By Ada Quill, HNN"
        outlet = outlet or names.pop()
    authored = re.match(r"(?:authored|written)\b", line, re.IGNORECASE) is not None
    return Byline(", ".join(names), "" if re.fullmatch(_ROLE, outlet) else outlet, authored)


def is_role(line: str) -> bool:
    """Whether a line says only what somebody does: "Harbour correspondent", "Staff Writer"."""
    line = line.strip()
    is_english = len(line) <= 60 and re.fullmatch(_ROLE, line) is not None
    return is_english or (is_foreign_role(line) and read_byline(line) is None)


def is_name(line: str) -> bool:
    """Whether a line could be a person's name and nothing else.

    >>> is_name("Ada Quill"), is_name("Bridge closes"), is_name("Politics")
    (True, False, False)
    """
    line = line.strip()
    if len(line) > 80:
        return False
    names = _AND.split(without_place(line))
    return all(_NAME_ALONE.fullmatch(name) for name in names)


def without_place(line: str) -> str:
    """A name without the place its bearer wrote from: "Ada Quill in Port Ayala" is Ada Quill."""
    name, found, place = line.rpartition(" in ")
    is_place = found and all(word[:1].isupper() for word in place.split())
    return name if is_place else line


def join_names(names: str) -> str:
    """Several authors as one line, whatever separates them.

    >>> join_names("Ada Quill; Ben Rook and Cy Marsh")
    'Ada Quill, Ben Rook, Cy Marsh'
    """
    parts = _BETWEEN.split(_BY.sub("", names.strip(), count=1))
    return ", ".join(dict.fromkeys(_cased(part) for part in parts if part.strip(" ,")))


def _cased(name: str) -> str:
    """A name set in capitals, as a name: "ADA QUILL" is Ada Quill, but "AP" stays."""
    name = name.strip(" ,.\t\n") if not name.endswith("Jr.") else name
    if len(name) > 4 and name.isupper() and " " in name:
        return re.sub(r"[^\W\d_]+", lambda m: m[0] if len(m[0]) == 1 else m[0].capitalize(), name)
    return name
