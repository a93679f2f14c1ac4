"""Which labels took most decisions by hand, and what the adjudicators said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotator.reports.gold.gold_report import LabelByHand
from annotator.reports.gold.gold_study import HandDecision

__all__ = ["labels_by_hand"]

MOST_EXAMPLES = 50  # decisions with a reason that are shown of each label


def labels_by_hand(
    decisions: Sequence[HandDecision], titles: Mapping[str, str]
) -> tuple[LabelByHand, ...]:
    """Most decisions first; a decision counts with each label that it is about."""
    by_label: dict[str, list[HandDecision]] = defaultdict(list)
    for one in decisions:
        for label in one.labels:
            by_label[label].append(one)
    found = []
    for key, some in by_label.items():
        said = sorted((one for one in some if one.reason), key=lambda one: one.decided_at)
        found.append(
            LabelByHand(
                key, titles.get(key, key), len(some), len(some) / len(decisions), len(said),
                tuple(reversed(said[-MOST_EXAMPLES:])),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.decisions, one.key)))
