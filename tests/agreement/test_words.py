"""Every measure has a title and one sentence, which pages, reports and docs show."""

from __future__ import annotations

import re

import pytest

from annotator.agreement import RATING_MEASURES, SPAN_NAMES
from annotator.agreement.by_name.words import MEASURE_WORDS


@pytest.mark.parametrize("name", sorted({*RATING_MEASURES, *SPAN_NAMES}))
def test_a_measure_is_shown_by_its_title_and_one_sentence(name: str) -> None:
    words = MEASURE_WORDS[name]
    assert words.title.strip()
    assert words.title not in (name, name.replace("_", " "))
    assert re.fullmatch(r"[^.].*[.]", words.sentence)


def test_no_two_measures_of_one_kind_share_a_title() -> None:
    for names in (RATING_MEASURES, SPAN_NAMES):
        titles = [MEASURE_WORDS[name].title for name in names]
        assert len(set(titles)) == len(titles)
