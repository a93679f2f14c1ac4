"""Whole numbers on the command line: what no column of the store can hold is refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from test_help import ALL

from annotator import store
from annotator.cli import commands
from annotator.errors import StudyError
from annotator.models import Article
from annotator.workflow.studies import create_study

HUGE = 2**63


def whole_numbers() -> Iterator[tuple[str, click.Parameter]]:
    for name, command in ALL.items():
        for one in command.params:
            if isinstance(one.type, click.types.IntParamType):
                yield f"{name} {one.opts[0]}", one


@pytest.mark.parametrize("asked", [one for _, one in whole_numbers()], ids=dict(whole_numbers()))
def test_a_number_that_the_store_cannot_hold_is_refused(asked: click.Parameter) -> None:
    for number in (HUGE, -HUGE - 1, 10**30):
        with pytest.raises(click.BadParameter, match="is not in the range"):
            asked.type.convert(str(number), asked, None)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = create_study(db, "Bridge", "framing", seed=1)
    store.save_articles(db, study.id, [Article("Bridge closes", "The council voted.")])
    db.close()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("article show NUMBER", "There is no article number"),
        ("article edit NUMBER --title New", "There is no article number"),
        ("article withdraw NUMBER", "There is no article number"),
        ("article restore NUMBER", "There is no article number"),
        ("model remove Bridge NUMBER", "There is no model"),
        ("settle Bridge --undo NUMBER", "has no batch number"),
    ],
)
def test_the_largest_number_that_can_be_asked_for_is_not_there(
    data_dir: Path, words: str, said: str
) -> None:
    asked = words.replace("NUMBER", str(HUGE - 1)).split()
    done = CliRunner().invoke(commands, [*asked, "--data-dir", str(data_dir)])
    assert said in str(done.exception) + done.output


@pytest.mark.parametrize(
    ("study", "overlap", "said"),
    [
        ("Bridge", "3", "Overlap 3 needs at least 3 annotators, and the study has 0 annotators."),
        ("Empty", "1", "The study 'Empty' has no articles yet."),
    ],
)
def test_what_cannot_be_published_is_said_before_label_studio_is_started(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, study: str, overlap: str, said: str
) -> None:
    def started(*_: object) -> None:
        raise AssertionError("It was started.")

    monkeypatch.setattr("annotator.labelstudio.EmbeddedServer.start", started)
    db = store.open_store(data_dir / "annotator.sqlite")
    create_study(db, "Empty", "framing", seed=1)
    db.close()
    asked = ["publish", study, "--overlap", overlap, "--data-dir", str(data_dir)]
    done = CliRunner().invoke(commands, asked)
    assert isinstance(done.exception, StudyError)
    assert str(done.exception).startswith(said)
