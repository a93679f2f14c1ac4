"""What people read of the measures of attributes and relations: a title and a sentence each."""

from __future__ import annotations

from typing import NamedTuple


class TitleAndSentence(NamedTuple):
    title: str
    sentence: str


ATTRIBUTE_WORDS: dict[str, TitleAndSentence] = {
    "joint_f1": TitleAndSentence(
        "F1, mark and answer",
        "A mark counts as found when the other has it, overlapping, with the same answer.",
    ),
    "pair_pooled_alpha": TitleAndSentence(
        "Pair-pooled α on matched marks",
        "Given that both made the mark: do they answer alike, corrected for chance?",
    ),
    "percent_on_matched": TitleAndSentence(
        "Same answer on matched marks", "Not corrected for chance, and only where both marked."
    ),
    "token_overlap": TitleAndSentence(
        "Words in common", "Of answers in free words: the share of words that both wrote."
    ),
    "share_matched": TitleAndSentence(
        "Share of marks matched", "How many marks the other annotators made too, overlapping."
    ),
    "cohen_on_matched": TitleAndSentence(
        "Cohen’s κ on matched marks", "Of two annotators, over the marks that both made."
    ),
}
RELATION_WORDS: dict[str, TitleAndSentence] = {
    "relation_f1": TitleAndSentence(
        "F1, relation and type",
        "Both ends overlap, in the same direction, and the type is the same.",
    ),
    "relation_f1_untyped": TitleAndSentence(
        "F1, relation of any type", "Both ends overlap, in the same direction."
    ),
    "relation_type_percent": TitleAndSentence(
        "Same type, ends matched", "Not corrected for chance, and only where both drew a relation."
    ),
    "relation_type_alpha": TitleAndSentence(
        "Pair-pooled α of the type", "Given that both drew the relation: is it of the same type?"
    ),
    "relation_type_kappa": TitleAndSentence(
        "Cohen’s κ of the type", "Of two annotators, over the relations that both drew."
    ),
}
