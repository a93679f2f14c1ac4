"""The passages in which a model differs, planted one by one."""

from __future__ import annotations

import pytest
from test_beside import GOLD, marked, model_of, study_of

from annotator.errors import StudyError
from annotator.reports.beside.differing import Differing, differing_passages
from annotator.reports.gold.gold_study import GoldMark

OPENED = (1, 2, 3)


def found(differing: Differing) -> list[tuple[int, str, int, int]]:
    return [(one.article.id, one.way, one.passage.start, one.passage.end)
            for one in differing.passages]  # fmt: skip


def planted(*marks: tuple[int, str, int, int], **more: object) -> object:
    people = [
        *(marked(1, "loaded", 0, 10, who) for who in ("ann", "bob", "cyd")),
        *(marked(1, "loaded", 20, 30, who) for who in ("ann", "bob")),
        marked(1, "loaded", 40, 50, "ann"),
        *(marked(2, "claim", 0, 10, who) for who in ("ann", "bob")),
        marked(2, "claim", 30, 40, "cyd"),
        marked(9, "claim", 0, 10, "ann"),
    ]
    return study_of(people, [model_of(marks, OPENED)], articles=9, **more)


def test_beside_people_it_differs_from_most_of_them_or_from_all() -> None:
    study = planted(
        (1, "loaded", 0, 10),  # as everybody
        (1, "claim", 20, 30),  # another label
        (1, "loaded", 60, 70),  # alone
        (2, "claim", 31, 41),  # as one of three
    )
    assert found(differing_passages(study, 1)) == [
        (1, "label", 20, 30),
        (1, "only", 60, 70),
        (2, "missing", 0, 10),
    ]


def test_what_a_minority_marked_is_no_fault_of_the_model_and_its_other_articles_do_not_count() -> (
    None
):
    assert found(differing_passages(planted(), 1)) == [
        (1, "missing", 0, 10),
        (1, "missing", 20, 30),
        (2, "missing", 0, 10),
    ]


def test_beside_one_annotator_every_difference_is_there() -> None:
    study = planted((1, "loaded", 0, 12), (1, "claim", 20, 30), (2, "claim", 50, 60))
    differing = differing_passages(study, 1, "ann")
    assert differing.annotators == ("heron", "ann")
    assert found(differing) == [
        (1, "boundary", 0, 12),
        (1, "label", 20, 30),
        (1, "missing", 40, 50),
        (2, "missing", 0, 10),
        (2, "only", 50, 60),
    ]
    assert [one.way for one in differing.chosen("missing")] == ["missing", "missing"]
    assert [one.article.id for one in differing.chosen(label="claim")] == [1, 2, 2]
    assert differing.chosen(label="nothing") == []


def test_beside_the_gold_only_settled_articles_count() -> None:
    golds = [GoldMark(1, "loaded", 0, 10, 1), GoldMark(2, "claim", 0, 10, 2)]
    study = planted((1, "loaded", 60, 70), golds=golds, settled=[1])
    differing = differing_passages(study, 1, GOLD)
    assert differing.known == ("ann", "bob", "cyd", GOLD)
    assert found(differing) == [(1, "missing", 0, 10), (1, "only", 60, 70)]


@pytest.mark.parametrize(("model", "beside", "why"), [
    (2, "", "no model 2"), (1, "zoe", "Nobody is called 'zoe'.*ann, bob, cyd"), (1, GOLD, "Nobody"),
])  # fmt: skip
def test_what_is_not_there_is_said(model: int, beside: str, why: str) -> None:
    with pytest.raises(StudyError, match=why):
        differing_passages(planted(), model, beside)
