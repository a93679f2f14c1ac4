"""The official span score of SemEval-2020 task 11, SI, written from its description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Spans = Mapping[str, Sequence[tuple[int, int]]]


def span_score(found: Spans, gold: Spans) -> tuple[float, float, float]:
    """Precision, recall and F1: each span counts with the share of it that is covered."""
    total_found = sum(len(spans) for spans in found.values())
    total_gold = sum(len(spans) for spans in gold.values())
    precise = recalled = 0.0
    for article, spans in found.items():
        for first, last in spans:
            for start, end in gold.get(article, ()):
                shared = max(0, min(last, end) - max(first, start))
                precise += shared / (last - first)
                recalled += shared / (end - start)
    precision = precise / total_found if total_found else 0.0
    recall = recalled / total_gold if total_gold else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
