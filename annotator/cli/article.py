"""Commands on articles that are loaded: list, show, edit, withdraw, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from annotator.cli.options import (
    NUMBER,
    data_dir_option,
    load_settings,
    opened_store,
    opened_study,
    study_argument,
)

# Option -> the field of an article that it corrects.
_OPTIONS = {
    "title": ("title", "The headline."),
    "standfirst": ("standfirst", "A passage of the text, word for word."),
    "author": ("author", "The authors, separated by commas."),
    "date": ("published", "The day, as 2021-09-22."),
    "outlet": ("outlet", "The newspaper or site."),
    "address": ("url", "The page's address."),
    "language": ("language", "A code such as en or de-AT."),
}


@click.group()
def article() -> None:
    """List, correct, withdraw and bring back articles of a study.

    Example: annotator article list "Bridge 2026"
    """


@article.command("list")
@study_argument
@data_dir_option
def list_articles(study: str, data_dir: Path | None) -> None:
    """List a study's articles with their numbers, withdrawn ones too.

    Example: annotator article list "Bridge 2026"
    """
    from annotator import store

    with opened_study(data_dir, study) as (db, study_id):
        found = False
        for is_withdrawn in (False, True):
            state = "withdrawn" if is_withdrawn else ""
            for one in store.list_articles(db, study_id, withdrawn=is_withdrawn):
                fields = (str(one.id), one.title, one.author, one.published, one.outlet, state)
                click.echo("\t".join(fields))
                found = True
        if not found:
            click.echo("No articles yet. Load some: annotator load STUDY PATH...")


@article.command("show")
@click.argument("number", type=NUMBER)
@data_dir_option
def show(number: int, data_dir: Path | None) -> None:
    """Show what is known about an article, and how it was corrected.

    Example: annotator article show 12
    """
    from annotator import store
    from annotator.store.provenance.edits import load_edits
    from annotator.workflow.correcting import field_word

    with opened_store(load_settings(data_dir=data_dir)) as db:
        stored = store.load_article(db, number)
        for option, (field, _) in _OPTIONS.items():
            click.echo(f"{option}\t{getattr(stored.article, field)}")
        click.echo(f"withdrawn\t{stored.removed_at}")
        for edit in load_edits(db, number):
            before, after = repr(edit.before[:80]), repr(edit.after[:80])
            who = edit.who or "the command line"
            click.echo(f"{edit.at}\t{who}\t{field_word(edit.field)}: {before} became {after}")


def _field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option, (_, words) in reversed(_OPTIONS.items()):
        command = click.option(f"--{option}", help=words)(command)
    return command


@article.command("edit")
@click.argument("number", type=NUMBER)
@_field_options
@click.option(
    "--text",
    "text_file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A UTF-8 file with the text; only before anybody was given the article.",
)
@data_dir_option
def edit(number: int, text_file: Path | None, data_dir: Path | None, **given: str | None) -> None:
    """Correct what is known about an article; the history is kept.

    Example: annotator article edit 12 --title "Bridge closes" --date 2021-09-22
    """
    from annotator.workflow.correcting import edit_article, field_word

    values = {_OPTIONS[name][0]: value for name, value in given.items() if value is not None}
    if text_file is not None:
        try:
            values["text"] = text_file.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{text_file} is not UTF-8: save it as UTF-8.") from error
    if not values:
        raise click.UsageError("Say what to correct: --title, --author, --date, --text, ...")
    settings = load_settings(data_dir=data_dir)
    with opened_store(settings) as db:
        changed = edit_article(db, number, values, most_characters=settings.max_article_characters)
    fields = ", ".join(field_word(one) for one in changed)
    words = f"corrected: {fields}" if fields else "unchanged: it said so already"
    click.echo(f"Article {number} {words}.")


@article.command("withdraw")
@click.argument("numbers", type=NUMBER, nargs=-1, required=True)
@data_dir_option
def withdraw(numbers: tuple[int, ...], data_dir: Path | None) -> None:
    """Take articles out of their study; the work on them is kept and counts no more.

    Example: annotator article withdraw 12 15
    """
    from annotator.workflow.correcting import withdraw_article

    with opened_store(load_settings(data_dir=data_dir)) as db:
        for number in numbers:
            click.echo(withdraw_article(db, number))


@article.command("restore")
@click.argument("numbers", type=NUMBER, nargs=-1, required=True)
@data_dir_option
def restore(numbers: tuple[int, ...], data_dir: Path | None) -> None:
    """Bring withdrawn articles back, with everything that was done on them.

    Example: annotator article restore 12
    """
    from annotator.workflow.correcting import restore_article

    with opened_store(load_settings(data_dir=data_dir)) as db:
        for number in numbers:
            click.echo(restore_article(db, number))
