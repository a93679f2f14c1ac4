"""What people read for the names that reports use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.agreement.by_name.words import MEASURE_WORDS, title_of
from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_no_interval, why_no_value
from annotator.web.agreement.blueprint import blueprint

__all__ = ["KINDS", "LEVEL_WORDS", "MEASURES", "RELATION_KINDS", "missing_by_id", "missing_in"]

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


@blueprint.app_template_filter("missing_in")
def missing_in(
    rows: Iterable[tuple[str, Sequence[Measure]]], titles: Mapping[str, str], *, intervals: bool
) -> tuple[str, ...]:
    """Why values of a table with a row of measures for each name are missing, and `intervals`."""
    named = [
        (f"{titles.get(name, name)}, {title_of(one.name)}", one)
        for name, measures in rows
        for one in measures
    ]
    return (*why_no_value(named), *(why_no_interval(named) if intervals else ()))


@blueprint.app_template_filter("missing_by_id")
def missing_by_id(rows: Iterable[tuple[str, Sequence[Measure]]]) -> tuple[str, ...]:
    """The same of one measure with a column for each group, and each two."""
    return why_no_value((f"{name}, {one.id}", one) for name, measures in rows for one in measures)
