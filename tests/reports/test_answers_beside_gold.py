"""What annotators said of their marks beside the gold's answers: a number by its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from marked_study import study_marks

from annotator.agreement.spans.spans import Mark
from annotator.models import Choice, Kind, Level, Question, SpanAttribute
from annotator.reports.gold.answers_beside import answers_beside
from annotator.reports.gold.gold_study import GoldMark, GoldStudy
from annotator.reports.said_of_marks import SaidOfMarks
from annotator.store.counted import Counted, MarkAnswered

NUMBER = Question("strength", "Strength", Kind.NUMBER, Level.RATIO)
CHOICE = Question(
    "strength", "Strength", Kind.CHOICE, choices=(Choice("3", "3"), Choice("3.0", "x"))
)
SEVERAL = replace(CHOICE, kind=Kind.CHOICES)


def right_of(question: Question, mine: Sequence[str], gold: Sequence[str]) -> list[int]:
    """How many answers are right, of one mark of one annotator."""
    marks = study_marks([Mark("1", "ann", "loaded", 0, 10)], seen=[("1", "ann"), ("1", "bob")])
    said = SaidOfMarks(
        (Counted(1, "ann", "submitted", 5, "", ""),),
        MarkAnswered(
            *([one] * len(mine) for one in (5, "loaded", 0, 10, question.key)), list(mine)
        ),
    )
    scheme = replace(marks.scheme, questions=(), attributes=(SpanAttribute(question),))
    answers = ((question.key, tuple(gold)),)
    study = GoldStudy(
        replace(marks, scheme=scheme, said=said), (GoldMark(1, "loaded", 0, 10, 1, answers),),
        frozenset({1}), 0, {}, (), (),
    )  # fmt: skip
    return [one.right for one in answers_beside(study, 10, 0) if one.id == "ann"]


@pytest.mark.parametrize(
    ("question", "mine", "gold", "right"),
    [
        (NUMBER, ["3.0"], ["3"], 1),
        (NUMBER, ["3"], ["3.00"], 1),
        (NUMBER, ["-0"], ["0"], 1),
        (NUMBER, ["3"], ["3.01"], 0),
        (NUMBER, [], ["3"], 0),
        (CHOICE, ["3.0"], ["3"], 0),  # two choices, whatever they look like
        (SEVERAL, ["3.0", "3"], ["3", "3.0"], 1),
    ],
)
def test_a_number_is_right_however_it_is_written(
    question: Question, mine: Sequence[str], gold: Sequence[str], right: int
) -> None:
    assert right_of(question, mine, gold) == [right]
