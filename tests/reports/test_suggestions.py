"""What a model suggests to adjudicators: only when asked for, and marked so for ever."""

from __future__ import annotations

import numpy as np
import pytest
from marked_study import study_marks

from annotator.agreement.spans.spans import Mark
from annotator.reports.gold.suggestions import Suggestions, suggest

GOOD = ("ann", "bob", "cy")


def crowd(articles: int = 30) -> Suggestions:
    """Three who mark what is there (now and then not), and one who marks at random elsewhere."""
    rng = np.random.default_rng(4)
    marks = []
    for number in range(1, articles + 1):
        for who in GOOD:
            if rng.random() < 0.9:
                marks.append(Mark(str(number), who, "loaded", 20, 30 + (who == "cy")))
        if rng.random() < 0.6:
            marks.append(Mark(str(number), "dee", "loaded", 100, 110))
    seen = [(str(number), who) for number in range(1, articles + 1) for who in (*GOOD, "dee")]
    return suggest(study_marks(marks, seen=seen))


def test_what_those_to_be_believed_marked_is_likely_and_what_the_others_did_is_not() -> None:
    found = crowd().items
    good = [one.probability for one in found if one.start == 20]
    bad = [one.probability for one in found if one.start == 100]
    assert min(good) > 0.9
    assert max(bad) < 0.1


def test_the_mark_that_most_made_is_suggested() -> None:
    first = next(one for one in crowd().items if one.start == 20 and one.makers == 2)
    assert (first.label, first.end, first.mark_start, first.mark_end) == ("loaded", 31, 20, 30)


@pytest.mark.parametrize(("articles", "words"), [(3, "needs at least 20 marked stretches")])
def test_from_a_few_stretches_nothing_is_suggested(articles: int, words: str) -> None:
    found = crowd(articles)
    assert found.items == ()
    assert words in found.reason


def test_stretches_do_not_cross_labels_or_articles_and_touching_ones_stay_two() -> None:
    marks = [Mark(str(n), who, "loaded", start, start + 10) for n in range(1, 11)
             for who in GOOD for start in (20, 30)]  # fmt: skip
    marks += [Mark(str(n), "ann", "claim", 25, 35) for n in range(1, 11)]
    found = suggest(study_marks(marks, seen=[(str(n), who) for n in range(1, 11) for who in GOOD]))
    assert [(one.article, one.label, one.start, one.end) for one in found.items][:4] == [
        (1, "loaded", 20, 30), (1, "loaded", 30, 40), (1, "claim", 25, 35), (2, "loaded", 20, 30),
    ]  # fmt: skip
