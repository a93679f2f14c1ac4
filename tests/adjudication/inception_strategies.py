"""What INCEpTION's three merge strategies do with marks, in a few lines, to compare with.

Read in its source (repository inception-project/inception, 2026-11), under
inception/inception-curation/src/main/java/de/tudarmstadt/ukp/inception/curation/merge/:
strategy/DefaultMergeStrategy.java, strategy/MergeIncompleteStrategy.java,
strategy/ThresholdBasedMergeStrategy.java (its defaults in ThresholdBasedMergeStrategyTraits.java),
CasMerge.java and CasMergeSpan.java; and, under inception/inception-curation-legacy/.../casdiff/,
DiffResult.java (`isComplete`, `isAgreement`) and span/SpanPosition.java.

A *position* is a layer with exact offsets (SpanPosition.equals); a *configuration* is what was
said at a position, here a label. An annotator with two labels at one position is stacked. Nothing
looks at marks that overlap with other offsets, and nobody counts those who marked nothing except
through `isComplete`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Passage = tuple[str, int, int]
Votes = dict[str, set[int]]


def positions(people: Sequence[Sequence[Passage]]) -> dict[tuple[int, int], Votes]:
    """Position -> label -> who."""
    found: dict[tuple[int, int], Votes] = defaultdict(lambda: defaultdict(set))
    for who, marks in enumerate(people):
        for label, start, end in marks:
            found[start, end][label].add(who)
    return found


def is_stacked(votes: Votes) -> bool:
    return sum(map(len, votes.values())) > len(set().union(*votes.values()))


def merge_complete(people: Sequence[Sequence[Passage]]) -> list[Passage]:
    """ "Merge completely agreed": everybody has the position, with one label, not stacked."""
    return sorted(
        (label, *at)
        for at, votes in positions(people).items()
        for label, who in votes.items()
        if not is_stacked(votes) and len(votes) == 1 and len(who) == len(people)
    )


def merge_incomplete(people: Sequence[Sequence[Passage]]) -> list[Passage]:
    """The same, and those who have nothing at the position do not count against it."""
    return sorted(
        (next(iter(votes)), *at)
        for at, votes in positions(people).items()
        if not is_stacked(votes) and len(votes) == 1
    )


def merge_by_threshold(
    people: Sequence[Sequence[Passage]], users: int = 1, confidence: float = 0.75
) -> list[Passage]:
    """One configuration a position (top rank 1), with enough users and share of the votes."""
    found = []
    for at, votes in positions(people).items():
        above = {label: len(who) for label, who in votes.items() if len(who) >= users}
        least = max(confidence * sum(above.values()), max(above.values(), default=0))
        best = [label for label, count in above.items() if count >= least]
        if len(best) == 1:
            found.append((best[0], *at))
    return sorted(found)
