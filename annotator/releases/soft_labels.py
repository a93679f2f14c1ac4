"""Soft labels: the share of those who submitted an article that gave an answer or a mark."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.models import State
from annotator.store.records import Work

__all__ = ["soft_labels", "voted_stretches"]

DIGITS = 6


def soft_labels(work: Sequence[Work]) -> dict[str, Any]:
    """Of one article. Questions: answer -> share of those who answered (several choices of one
    annotator count each). Spans: stretches of text with the share who marked them so."""
    submitted = [one.annotation for one in work if one.annotation.state is State.SUBMITTED]
    answered: dict[str, set[int]] = defaultdict(set)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for number, annotation in enumerate(submitted):
        for answer in annotation.answers:
            if not answer.region:
                answered[answer.question].add(number)
                votes[answer.question][answer.value] += 1
    marks = [
        [(span.label, span.start, span.end) for span in annotation.spans]
        for annotation in submitted
    ]
    return {
        "annotators": len(submitted),
        "questions": {
            key: {
                value: round(count / len(answered[key]), DIGITS)
                for value, count in sorted(votes[key].items())
            }
            for key in sorted(votes)
        },
        "spans": [
            {
                "label": label,
                "start": start,
                "end": end,
                "votes": count,
                "share": round(count / len(submitted), DIGITS),
            }
            for label, start, end, count in voted_stretches(marks)
        ],
    }


def voted_stretches(
    marks: Iterable[Iterable[tuple[str, int, int]]],
) -> list[tuple[str, int, int, int]]:
    """Label, start, end and number of annotators of each stretch that the same number marked.

    `marks` are each annotator's marks; one annotator's overlapping marks of a label count once.

    >>> voted_stretches([[("fear", 0, 5)], [("fear", 3, 8), ("fear", 6, 8)], []])
    [('fear', 0, 3, 1), ('fear', 3, 5, 2), ('fear', 5, 8, 1)]
    """
    changes: dict[str, Counter[int]] = defaultdict(Counter)
    for mine in marks:
        for label, start, end in _merged(mine):
            changes[label][start] += 1
            changes[label][end] -= 1
    found: list[tuple[str, int, int, int]] = []
    for label in sorted(changes):
        count, begun = 0, 0
        for place in sorted(changes[label]):
            step = changes[label][place]
            if step and count:
                found.append((label, begun, place, count))
            if step:
                begun = place
            count += step
    return found


def _merged(marks: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    merged: list[tuple[str, int, int]] = []
    for label, start, end in sorted(marks):
        if merged and merged[-1][0] == label and start <= merged[-1][2]:
            merged[-1] = (label, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((label, start, end))
    return merged
