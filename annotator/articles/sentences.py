"""Where sentences end: to show a passage in its sentence, and to mark sentence by sentence.

Rules, not a model: nothing to download, the same answer everywhere, in any script that ends its
sentences with a mark. The sentences tile the text, so that no character is ever lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotator.articles.scripts import CLOSERS, ENDS, SPACED_ENDS, SPACELESS_ENDS

# Points after these do not end a sentence, because something must follow them.
_TITLES = (
    "mr mrs ms mx dr prof rev hon gov sen rep reps sens gen col maj capt cmdr lt sgt cpl pvt pres "
    "st messrs mme mlle fr sr hr dipl supt det insp amb asst adm vs approx cf e.g i.e z.b d.h u.a "
    "bzw s.a"
)
# After these a number follows; without one they are words: "She said no."
_BEFORE_NUMBERS = "no nos art fig figs eq vol vols p pp sec ca mt"
# Points after these end a sentence only if the next word begins like a new one.
_SHORTENED = (
    "jan feb aug sept sep oct nov dec tue tues thu thur thurs inc ltd co corp bros jr etc est a.m "
    "p.m u.s u.k u.n e.u d.c ave blvd rd dept univ usw al ft"
)
# Words that begin a sentence after "U.S." or "a.m." far more often than they go on with it.
_STARTS = (
    "the a an in on at by but and it its he she they we i you this that these those his her their "
    "our there when while after before if as for however meanwhile since with from no not"
)
_BEFORE_NAMES = frozenset(_TITLES.split())
_BEFORE_DIGITS = frozenset(_BEFORE_NUMBERS.split())
_MAY_END = frozenset(_SHORTENED.split())
_OPENERS = frozenset(_STARTS.split())
_RUN = re.escape(f".{SPACED_ENDS}")
_AFTER = f"[{re.escape(CLOSERS)}]*"
# A run of marks is looked at from its start alone, so that thousands of dots cost no more.
_END = re.compile(
    rf"(?<![{_RUN}])[{_RUN}]+{_AFTER}(?=\s|$)|[{SPACELESS_ENDS}]+{_AFTER}|\n[^\S\n]*\n\s*|\n"
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$|\d+$")
_ENDS_LINE = f"{ENDS}:"
_NEXT_WORD = re.compile(r"\s*[\"'“‘«(\[„]*(\w[\w’'-]*)?")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end); each holds the white space after it.

    They tile the text: the first starts at 0, each starts where the last ended, the last ends the
    text. A line's end ends a sentence, too, unless the text is hard-wrapped there.

    >>> [t for t in map(lambda s: "Mr. Fox left at 5 p.m. on Monday. “Why?” he asked."[slice(*s)],
    ...                 sentence_spans("Mr. Fox left at 5 p.m. on Monday. “Why?” he asked."))]
    ['Mr. Fox left at 5 p.m. on Monday. ', '“Why?” he asked.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if found.start() < start or not _ends(text, found):
            continue
        end = found.end()
        while end < len(text) and text[end].isspace():
            end += 1
        if text[start:end].strip() or not spans:
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    if len(spans) > 1 and not text[slice(*spans[0])].strip():  # blank lines at the very start
        spans[:2] = [(0, spans[1][1])]
    return spans


def sentence_around(spans: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """From the start of the sentence `start` lies in to the end of the one `end` lies in.

    `spans` as `sentence_spans` gives them; a passage over several sentences gets them all.

    >>> sentence_around([(0, 10), (10, 25), (25, 40)], 12, 25)
    (10, 25)
    """
    if not spans:
        return (start, end)
    starts = [span[0] for span in spans]
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_right(starts, max(end - 1, start)) - 1, first)
    return (spans[first][0], spans[last][1])


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a mark, or a line's end, ends a sentence here."""
    mark = found[0]
    if mark.startswith("\n"):
        return mark.count("\n") > 1 or not _is_wrapped(text, found.start(), found.end())
    following = _NEXT_WORD.match(text, found.end())
    if following is None:
        return True
    word = following[1] or ""
    if word and word[0].islower():
        # "Why?” he asked" and "no ... never" go on; a new paragraph never does.
        return "\n" in text[found.end() : following.start(1)]
    if mark[0] != "." or mark.startswith("..") or len(mark) > 1:
        return True
    before = _WORD_BEFORE.search(text, max(0, found.start() - 20), found.start())
    last = before[0].lower() if before else ""
    if "\n" in text[found.end() : found.end() + 2]:
        return True
    if last in _BEFORE_NAMES or (last in _BEFORE_DIGITS and word[:1].isdigit()):
        return False
    if len(last) == len(word) == 1 and text[following.end() : following.end() + 1] == ".":
        return False  # "z. B.", "J. R. Marsh"
    if len(last) == 1 and last.isalpha() and before is not None and before[0].isupper():
        return False  # an initial: "J. Marsh"
    if last.isdigit() and len(last) <= 2 and text.endswith(f" {last}", 0, found.start()):
        # "am 3. Oktober", "1. First point": an ordinal before a word; a number may end a sentence.
        return word.lower() in _OPENERS
    if last in _MAY_END or ("." in last and len(last) <= 5):
        return word.lower() in _OPENERS
    return True


def _is_wrapped(text: str, line_end: int, next_start: int) -> bool:
    """Whether one sentence goes on over a line's end: no mark before it, small letter after."""
    while line_end and text[line_end - 1].isspace():
        line_end -= 1
    before = text[line_end - 1 : line_end]
    return before not in _ENDS_LINE and text[next_start : next_start + 1].islower()
