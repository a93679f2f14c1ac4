"""What a press office's or a messenger's copy has round its article: labels, contacts, its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.articles.vocabulary.copied_words import CONTACT, END, LABEL

__all__ = ["letterhead", "without_sender"]

_FIRST = 3  # filled lines among which the label stands
_MOST_OF_CONTACT = 8  # lines
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
    if not found:
        return set()
    end = next((i for i in filled if len(lines[i]) < 20 and END.fullmatch(lines[i].strip())), None)
    if end is not None and filled.index(end) > len(found) + 1:
        found |= {i for i in filled if i >= end}
    for i in filled:
        line = lines[i].strip()
        if i in found or len(line) > 160 or not CONTACT.fullmatch(line):
            continue
        for j in range(i, min(i + _MOST_OF_CONTACT, len(lines))):
            if not lines[j].strip():
                break
            found.add(j)
    return found


def without_sender(line: str) -> str:
    """A first line without who sent it, and when, and a messenger's stars round it.

    >>> without_sender("[15/05/2024, 09:31:12] Bo: *Bridge closes*")
    'Bridge closes'
    """
    sent = _SENDER.match(line)
    return line[sent.end() :].strip().strip("*_").strip() if sent else line
