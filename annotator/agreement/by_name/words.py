"""What people read in place of a measure's name, and what it says in one sentence."""

from dataclasses import dataclass

from annotator.agreement.attributes.words import ATTRIBUTE_WORDS, RELATION_WORDS
from annotator.agreement.ratings.rating_table import RATING_TABLE
from annotator.agreement.spans.span_table import SPAN_TABLE


@dataclass(frozen=True)
class Words:
    """Of one measure."""

    title: str
    sentence: str


GAMMA_WORDS = {
    "gamma": Words("γ", "Aligns the marks as well as can be; position and label count together."),
    "gamma_cat": Words(
        "γ cat", "The labels alone, of the marks that γ has aligned; it has no lower bound."
    ),
}
MEASURE_WORDS: dict[str, Words] = {
    **{name: Words(one.title, one.sentence) for name, one in RATING_TABLE.items()},
    **{name: Words(one.title, one.sentence) for name, one in SPAN_TABLE.items()},
    **GAMMA_WORDS,
}


def title_of(name: str) -> str:
    """Of any measure, also of attributes and relations.

    >>> title_of("f1_overlap"), title_of("relation_f1_untyped")
    ('F1, overlap', 'F1, relation of any type')
    """
    for table in (MEASURE_WORDS, ATTRIBUTE_WORDS, RELATION_WORDS):
        if name in table:
            return table[name].title
    return name.replace("_", " ")
