"""Every command that may take long says how far it is, and no result is made in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from model_world import line, worked_study, write_lines

from annotator import store, time_left
from annotator.agreement.soft_labels import soft_answer
from annotator.cli import commands, expected_time
from annotator.releases import formats
from annotator.reports.document import pdf
from annotator.store.groups import save_groups
from annotator.store.models.records import AboutModel
from annotator.workflow import agreeing
from annotator.workflow.making_releases import content
from annotator.workflow.models.adding import add_models
from annotator.workflow.results import KINDS, make_result

ABOUT = {"differing": {"model": "1"}, "enough": {"measure": "character_alpha"}}
SILENT = {"passages", "suggestions", "profile", "differing"}  # one pass over what was read


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Six articles of four annotators in two groups, and a model."""
    db = store.open_store(tmp_path / "annotator.sqlite")
    made = worked_study(db, articles=6, people=4)
    people = [one.pseudonym for one in store.load_annotators(db, made.study.id)]
    save_groups(db, made.study.id, {who: "old" if n < 2 else "new" for n, who in enumerate(people)})
    lines = [line(made, article=n) for n in range(6)]
    add_models(db, made.study.id, write_lines(tmp_path / "p.jsonl", lines), AboutModel("heron"))
    db.close()
    return tmp_path


@pytest.mark.parametrize("name", KINDS)
def test_how_far_a_result_is_goes_up_to_the_end(study: Path, name: str) -> None:
    db = store.open_store(study / "annotator.sqlite")
    told: list[tuple[float, float]] = []
    make_result(db, 1, KINDS[name], ABOUT.get(name, {}), lambda *at: told.append(at))
    db.close()
    done = [of / total for of, total in told]
    assert done == sorted(done)
    assert 0 <= done[0] <= done[-1] <= 1
    if name not in SILENT:
        assert len(set(done)) > 4
        assert done[-1] > 0.8


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("agree",), "The report"),
        (("agree", "--gold"), "The report against the gold"),
        (("agree", "--models"), "The comparison with models"),
        (("groups",), "Agreement of groups"),
        (("annotators",), "Models of annotators"),
        (("report", "--out", "OUT.md"), "The report"),
        (("release", "--version", "1.0.0", "--out", "OUT"), "The release"),
    ],
)
def test_a_command_about_a_study_says_how_far_it_is(
    study: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], what: str
) -> None:
    command, *more = (one.replace("OUT", str(study / "out")) for one in words)
    told = said_by(monkeypatch, command, "1", *more, "--data-dir", str(study))
    assert re.search(rf"^{what}: \d+ %, less than a minute left$", told, re.MULTILINE), told


def test_simulating_studies_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for assumed in (
        ("--prevalence", ".7,.3", "--agreement", ".6"),
        ("--marks", "3", "--found", ".7"),
    ):
        told = said_by(monkeypatch, "plan", *assumed, "--sizes", "20,40", "--studies", "20")
        assert re.search(r"^Simulated studies: .*less than a minute left$", told, re.MULTILINE), (
            told
        )


def said_by(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What a command that takes long says on standard error; every step counts as long here."""
    monkeypatch.setattr(expected_time, "LONG", 0.0)
    monkeypatch.setattr(time_left, "LONG", -1.0)
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stderr


def test_soft_labels_say_how_far_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rows = [f"a{n},20,{who},{n},{n + 5},x" for n in range(4) for who in ("ann", "bob")]
    file = tmp_path / "spans.csv"
    file.write_text("\n".join(["article,length,annotator,start,end,label", *rows]), "utf-8")
    told = said_by(monkeypatch, "soft", str(file), "--group", "old=ann", "--group", "new=bob")
    assert re.search(r"^Soft labels: 3\d %, less than a minute left$", told, re.MULTILINE), told
    assert re.search(r"^Soft labels: 9\d %, less than a minute left$", told, re.MULTILINE), told


def test_writing_soft_labels_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(soft_answer, "_TOLD_EACH", 1)
    file, out = tmp_path / "ratings.csv", tmp_path / "soft.csv"
    rows = [f"t{n},{who},yes" for n in range(4) for who in ("ann", "bob")]
    file.write_text("\n".join(["item,annotator,label", *rows]), "utf-8")
    told = said_by(monkeypatch, "soft", str(file), "--out", str(out))
    assert re.search(r"^Writing soft.csv: 2 of 4, less than a minute left$", told, re.MULTILINE)
    assert len(out.read_text("utf-8").splitlines()) == 5


def test_adding_a_model_says_how_far_it_is(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = said_by(
        monkeypatch, "model", "add", "1", "second", str(study / "p.jsonl"), "--data-dir", str(study)
    )
    assert re.search(r"^The predictions: 50 %, less than a minute left$", told, re.MULTILINE), told
    assert re.search(r"^The predictions: 70 %, less than a minute left$", told, re.MULTILINE), told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("release", "--version", "1.0.0", "--out", "FILE/out"), "p.jsonl is a file, not a folder"),
        (("export", "--format", "csv", "--out", "FILE/out"), "p.jsonl is a file, not a folder"),
        (("report", "--out", "FILE/a.html"), "p.jsonl is a file, not a folder"),
        (("report", "--out", "OUT.pdf"), "apt install chromium"),
        (("release", "--version", "1.0.0", "--formats", "csv,spacy", "--out", "OUT"),
         "pip install 'annotator[spacy]'"),
        (("export", "--format", "spacy", "--out", "OUT"), "pip install 'annotator[spacy]'"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said_before_the_work(
    study: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """Once a release of many marks ended after three minutes: a library was missing."""

    def working(*_: object, **__: object) -> None:
        raise AssertionError("it worked before it said that it cannot write")

    places = {"FILE": str(study / "p.jsonl"), "OUT": str(study / "out")}
    command, *more = (re.sub("FILE|OUT", lambda one: places[one[0]], word) for word in words)
    monkeypatch.setattr(pdf, "BROWSERS", ())
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    monkeypatch.setattr(agreeing, "study_report", working)
    monkeypatch.setattr(content, "result_now", working)
    monkeypatch.setattr(store, "load_study_work", working)
    told = CliRunner().invoke(commands, [command, "1", *more, "--data-dir", str(study)])
    assert told.exit_code
    assert said in told.output + str(told.exception), told.output
