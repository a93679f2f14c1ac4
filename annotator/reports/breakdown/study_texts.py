"""A study's marks beside its texts, and where and when each text appeared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.reports.study_marks import StudyMarks

__all__ = ["ArticleText", "StudyTexts", "count_words"]

# A word is a run of letters and digits. Chinese and Japanese write without spaces between words:
# there each character counts.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’][^\W_]+)*"
)


@dataclass(frozen=True)
class ArticleText:
    text: str
    outlet: str = ""
    published: str = ""  # ISO 8601, or whatever the source said


@dataclass(frozen=True, eq=False)
class StudyTexts:
    """`texts` by article id."""

    marks: StudyMarks
    texts: Mapping[int, ArticleText]
    fingerprint: str = ""


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("Critics don’t say so. 2 of 3!"), count_words("新聞が出た")
    (7, 5)
    """
    return sum(1 for _ in _WORD.finditer(text))


def words_of(text: str) -> frozenset[str]:
    """The distinct words, in small letters.

    >>> sorted(words_of("So so, it is"))
    ['is', 'it', 'so']
    """
    return frozenset(found[0].casefold() for found in _WORD.finditer(text))
