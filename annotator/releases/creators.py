"""Who made a data set, as people write it: a line each, "Family name, Given names, ORCID".

What has a comma is a person, also with nothing behind it ("Sukarno,"); what has none is a group or
an organisation, unless it has an ORCID iD, which only people have.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Creator", "is_orcid", "orcids_in", "read_creator"]

_ORCID = re.compile(
    r"[(\[]?(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:\sid)?:?\s?)?"
    r"(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dxX])[)\]]?",
    re.IGNORECASE,
)
_AROUND = " \t,;"  # an ORCID iD, and left where it was
_FAMILY_FIRST = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")  # and written without a space


@dataclass(frozen=True)
class Creator:
    """A person has a family name, or the only name they have, in `family`."""

    family: str
    given: str = ""
    orcid: str = ""  # with its hyphens
    is_person: bool = True

    @property
    def sorted_name(self) -> str:
        """
        >>> Creator("van der Berg", "Jan").sorted_name, Creator("Sukarno").sorted_name
        ('van der Berg, Jan', 'Sukarno')
        """
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def full_name(self) -> str:
        """As one says it.

        >>> Creator("Bell", "Anna").full_name, Creator("李", "小龍").full_name
        ('Anna Bell', '李小龍')
        """
        if unicodedata.name(self.family[:1] or " ", "").startswith(_FAMILY_FIRST):
            return f"{self.family}{self.given}"
        return f"{self.given} {self.family}".strip()


def read_creator(line: str) -> Creator:
    """A line; an ORCID iD whose check digit is wrong is left out (`orcids_in` tells of it).

    >>> read_creator("Bell, Anna, https://orcid.org/0000-0002-1825-0097")
    Creator(family='Bell', given='Anna', orcid='0000-0002-1825-0097', is_person=True)
    >>> read_creator("Bell, Anna [ORCID: 0000-0002-1825-0097]").given
    'Anna'
    >>> read_creator("Marl Lab (MLab)").family
    'Marl Lab (MLab)'
    >>> read_creator("Sukarno,"), read_creator("The Marl Group").is_person
    (Creator(family='Sukarno', given='', orcid='', is_person=True), False)
    """
    known = [one for one in orcids_in(line) if is_orcid(one)]
    words = _ORCID.sub(" ", line) if orcids_in(line) else line
    family, comma, given = words.partition(",")
    family, given = family.strip(_AROUND), given.strip(_AROUND)
    if not family:
        family, given = given, ""
    orcid = known[0] if known else ""
    return Creator(family, given, orcid, bool(comma or orcids_in(line)))


def orcids_in(line: str) -> list[str]:
    """What looks like an ORCID iD, right or wrong, with its hyphens.

    >>> orcids_in("Bell, Anna (0000-0002-1825-0098)"), orcids_in("Room 12, 1234")
    (['0000-0002-1825-0098'], [])
    """
    digits = (found.replace("-", "").upper() for found in _ORCID.findall(line))
    return ["-".join(re.findall("....", one)) for one in digits]


def is_orcid(text: str) -> bool:
    """Whether the check digit (ISO 7064, mod 11-2) is right.

    >>> is_orcid("0000-0002-1694-233X"), is_orcid("0000-0002-1825-0098")
    (True, False)
    """
    digits = text.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]
