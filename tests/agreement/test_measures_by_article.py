"""Each article's own values: they depend on that article alone."""

from __future__ import annotations

import pytest

from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_measures import measures_by_article
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.span_table import SPAN_TABLE
from annotator.agreement.spans.spans import Mark, spans_from_marks

PLAIN = [
    Mark("plain", "ann", "fear", 0, 10), Mark("plain", "ann", "praise", 20, 31),
    Mark("plain", "bob", "fear", 2, 10), Mark("plain", "bob", "fear", 22, 31),
]  # fmt: skip
NESTED = [
    Mark("nested", "ann", "fear", 0, 10), Mark("nested", "ann", "praise", 4, 31),
    Mark("nested", "bob", "fear", 2, 10), Mark("nested", "bob", "praise", 4, 30),
]  # fmt: skip


def values(marks: list[Mark]) -> dict[tuple[str, str], Measure]:
    articles = {mark.article for mark in marks}
    spans = spans_from_marks(marks, lengths=dict.fromkeys(articles, 40), labels=["fear", "praise"])
    found = measures_by_article(span_statistics(spans), SPAN_TABLE)
    return {(one.name, one.id): one for one in found}


@pytest.mark.parametrize("marks", [PLAIN, NESTED])
def test_another_article_changes_nothing(marks: list[Mark]) -> None:
    together = values(PLAIN + NESTED)
    for key, measure in values(marks).items():
        assert together[key] == measure, key


def test_only_the_article_with_nested_spans_lacks_the_unitizing_family() -> None:
    found = values(PLAIN + NESTED)
    assert found["u_alpha", "plain"].value is not None
    assert found["u_alpha", "nested"].value is None
    assert "own spans overlap" in found["u_alpha", "nested"].reason
    assert found["u_alpha_macro", "nested"].value is not None
    assert found["character_alpha", "nested"].value is not None
