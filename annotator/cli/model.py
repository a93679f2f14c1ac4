"""Models beside people: predictions in, listed, and taken out."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.expected_time import tell_progress
from annotator.cli.options import NUMBER, data_dir_option, opened_study, say, study_argument

MOST_SHOWN = 200  # remarks, unless all are asked for


@click.group()
def model() -> None:
    """What models said of a study's articles: compared with people, never shown to annotators.

    Example: annotator model list "Bridge 2026"
    """


@model.command("add")
@study_argument
@click.argument("name")
@click.argument("predictions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", default="", help="Only this version's, where the file has several.")
@click.option("--prompt", default="", help="The prompt, or @FILE that holds it.")
@click.option("--date", "dated", default="", help="When the predictions were made.")
@click.option("--all-losses", is_flag=True, help="List every remark, not only the first 200.")
@data_dir_option
def add(
    study: str, name: str, predictions: Path, version: str, prompt: str, dated: str,
    all_losses: bool, data_dir: Path | None,
) -> None:  # fmt: skip
    """Take in a model's predictions: .jsonl, .csv, or Label Studio's JSON.

    Offsets are checked against the stored texts. What does not fit is listed by line; the rest
    comes in.

    Example: annotator model add "Bridge 2026" heron predictions.jsonl --version 7b
    """
    from annotator.store.models.records import AboutModel
    from annotator.workflow.models.adding import add_models

    if prompt.startswith("@"):
        prompt = _read(Path(prompt[1:]))
    about = AboutModel(name, version, prompt, dated)
    with opened_study(data_dir, study) as (db, study_id):
        told = tell_progress("The predictions")
        added = add_models(db, study_id, predictions, about, progress=told)
    shown = added.losses if all_losses else added.losses[:MOST_SHOWN]
    for loss in shown:
        say(str(loss))
    if len(added.losses) > len(shown):
        say(f"and {len(added.losses) - len(shown):,} more: --all-losses lists them")
    click.echo(added.sentence)
    say("To compare: annotator agree STUDY --models")


@model.command("list")
@study_argument
@data_dir_option
def list_(study: str, data_dir: Path | None) -> None:
    """The models of a study: number, name and version, date, what each brought.

    Example: annotator model list "Bridge 2026"
    """
    from annotator.store.models.rows import load_models

    with opened_study(data_dir, study) as (db, study_id):
        found = load_models(db, study_id)
    if not found:
        say("The study has no model yet: annotator model add STUDY NAME FILE")
    for one in found:
        click.echo(
            f"{one.id}  {one.about.title}  {one.about.dated or 'no date'}  "
            f"{one.articles} articles, {one.spans} marks, {one.answers} answers, "
            f"{one.problems} remarks"
        )


@model.command("remove")
@study_argument
@click.argument("number", type=NUMBER)
@data_dir_option
def remove(study: str, number: int, data_dir: Path | None) -> None:
    """Take a model out of a study, by its number in the list.

    Example: annotator model remove "Bridge 2026" 2
    """
    from annotator.workflow.models.adding import drop_model

    with opened_study(data_dir, study) as (db, study_id):
        click.echo(f"Model {drop_model(db, study_id, number).title!r} is removed.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"--prompt @{path}: it cannot be read as text ({error}).") from error
