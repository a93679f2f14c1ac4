"""What people read for the names that reports use."""

from __future__ import annotations

from annotator.agreement.by_name.words import MEASURE_WORDS

__all__ = ["KINDS", "LEVEL_WORDS", "MEASURES", "RELATION_KINDS"]

# Name -> what people read, and what it says in one sentence.
MEASURES = {name: (words.title, words.sentence) for name, words in MEASURE_WORDS.items()}
LEVEL_WORDS = {
    "nominal": "names",
    "ordinal": "steps in an order",
    "interval": "numbers",
    "ratio": "numbers with a zero",
    "masi": "sets of choices (MASI distance)",
    "text": "free words",
}
KINDS = {
    "missed": "missed by some",
    "label": "another label",
    "split or merged": "split or merged",
    "boundary": "another boundary",
    "settled": "settled",
}
# What others did instead of drawing a relation.
RELATION_KINDS = {
    "missed": "did not connect the two marks",
    "end not marked": "did not mark one of its ends",
    "direction": "drew it the other way round",
    "type": "gave it another type",
}
