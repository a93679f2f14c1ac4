"""How far the agreement of a file is, is told from nothing to all."""

from pathlib import Path

import pytest

from annotator.agreement import Question, evaluate_file

RATINGS = "item,annotator,label\n" + "".join(
    f"{item},{who},{'xy'[(item + place) % 3 == 0]}\n"
    for item in range(12)
    for place, who in enumerate(("ann", "bob", "cy"))
)
SPANS = "article,length,annotator,start,end,label\n" + "".join(
    f"{article},200,{who},{10 * place},{10 * place + 30},{'xy'[place % 2]}\n"
    for article in range(4)
    for place, who in enumerate(("ann", "bob", "cy"))
)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        (RATINGS, None),
        (SPANS, ("f1_overlap", "character_alpha", "token_alpha")),
        (SPANS, ("gamma",)),
        (SPANS, ("token_alpha",)),
        (SPANS, None),
    ],
)
def test_what_is_told_rises_to_all(
    tmp_path: Path, text: str, measures: tuple[str, ...] | None
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    told: list[float] = []
    question = Question(
        measures=measures,
        resamples=20,
        gamma_samples=2,
        progress=lambda done, total: told.append(done / total),
    )
    evaluate_file(path, question)
    if measures != ("token_alpha",):  # of characters no token is known
        assert len(told) > 1
        assert told[-1] == 1
    assert told == sorted(told)
