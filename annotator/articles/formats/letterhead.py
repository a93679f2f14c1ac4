"""What a press office's or a messenger's copy has round its article: labels, contacts, its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.articles.vocabulary.copied_words import CONTACT, END, LABEL, PASSED_ON, WIRE

__all__ = ["letterhead", "without_place", "without_sender"]

_FIRST = 3  # filled lines among which the label stands
_MOST_OF_CONTACT = 12  # lines
_FEWEST_OF_TEXT = 8  # words of a line; without one contacts go on to the end
_POSTED = re.compile(
    r"[^\[\]\n]{1,60}, \[(?P<day>\d{1,2}\.\d{1,2}\.\d{2,4}) \d{1,2}:\d\d(?::\d\d)?\]"
)
_PLACE = re.compile(r"[^\W\d_][\w .-]{1,40}, (?:den )?(?=\d{1,2}\.? ?[\w.]{1,15} ?\d{4}$)")
_SENDER = re.compile(
    r"\[?\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?\]?"
    r"(?: [–—-])? [^:\n]{1,40}: (?=\S)"
)


def letterhead(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that are a press office's: its labels and contacts, and what stands
    behind its mark of the end. None where no label stands on top."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    found = {
        i for i in filled[:_FIRST] if len(lines[i]) < 120 and LABEL.fullmatch(lines[i].strip())
    }
    found |= _passed_on(lines, filled)
    if not found:
        return set()
    end = next((i for i in filled if len(lines[i]) < 20 and END.fullmatch(lines[i].strip())), None)
    if end is not None and filled.index(end) > len(found) + 1:
        found |= {i for i in filled if i >= end}
    for i in filled:
        line = lines[i].strip()
        if i in found or not _is_contact(line):
            continue
        is_last = all(len(line.split()) < _FEWEST_OF_TEXT for line in lines[i:])
        for j in range(i, min(i + _MOST_OF_CONTACT, len(lines))):
            if not lines[j].strip() and not is_last:
                break
            found.add(j)
    return found


def without_place(line: str) -> str:
    """The day in a line of a place and a day: "Marlbach, den 12. März 2024"."""
    return _PLACE.sub("", line.strip()) if len(line) < 80 else line


def _passed_on(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The lines of a wire that passes on what press offices write: whose it is, and contacts."""
    origin = next(filter(None, (PASSED_ON.fullmatch(lines[i].strip()) for i in filled[-3:])), None)
    if origin is None:
        return set()
    found = {i for i in filled if lines[i].strip() == origin["who"]}
    found |= {i for i in filled if len(lines[i]) < 80 and WIRE.fullmatch(lines[i].strip())}
    contact = next((i for i in filled if _is_contact(lines[i].strip())), filled[-1])
    return found | {i for i in filled if i >= contact}


def _is_contact(line: str) -> bool:
    return len(line) <= 160 and CONTACT.fullmatch(line) is not None


def without_sender(line: str) -> str:
    """A first line without who sent it, and when, and a messenger's stars round it.

    >>> without_sender("[15/05/2024, 09:31:12] Bo: *Bridge closes*")
    'Bridge closes'
    """
    if posted := _POSTED.fullmatch(line.strip()):
        return posted["day"]
    sent = _SENDER.match(line)
    return line[sent.end() :].strip().strip("*_").strip() if sent else line
