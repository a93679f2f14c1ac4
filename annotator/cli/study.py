"""Commands that set a study up: create, list, load, invite, publish."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from annotator.cli.options import (
    LARGEST,
    current_origin,
    data_dir_option,
    load_keys,
    load_settings,
    opened_store,
    opened_study,
    reached_labelstudio,
    say,
    show_progress,
    study_argument,
)


@click.group()
def study() -> None:
    """Make, list, rename and bring back studies.

    Example: annotator study list
    """


@study.command("create")
@click.argument("title")
@click.option("--scheme", "scheme_name", required=True, help="A name from `annotator scheme list`.")
@click.option(
    "--seed", type=click.IntRange(0, LARGEST), help="Where every draw starts (default: drawn once)."
)
@data_dir_option
def create(title: str, scheme_name: str, seed: int | None, data_dir: Path | None) -> None:
    """Make an empty study.

    Example: annotator study create "Bridge 2026" --scheme framing
    """
    from annotator.workflow import studies

    with opened_store(load_settings(data_dir=data_dir)) as db:
        made = studies.create_study(db, title, scheme_name, seed=seed)
    click.echo(f"Study {made.id} {made.title!r} made with the scheme {made.scheme_name}.")


@study.command("list")
@data_dir_option
def list_studies(data_dir: Path | None) -> None:
    """List the studies.

    Example: annotator study list
    """
    from annotator import store
    from annotator.plural import counted
    from annotator.store.articles import count_articles

    with opened_store(load_settings(data_dir=data_dir)) as db:
        found = store.load_studies(db)
        if not found:
            click.echo("No studies yet. Make one: annotator study create TITLE --scheme framing")
        for one in found:
            articles = count_articles(db, one.id)
            people = sum(each.takes_part for each in store.load_annotators(db, one.id))
            state = f"published, overlap {one.overlap}" if one.is_published else "not published"
            click.echo(
                f"{one.id}\t{one.title}\t{one.scheme_name}\t{counted(articles, 'article')}\t"
                f"{counted(people, 'annotator')}\t{state}"
            )


@study.command("rename")
@study_argument
@click.argument("title")
@data_dir_option
def rename(study: str, title: str, data_dir: Path | None) -> None:
    """Give a study another title.

    Example: annotator study rename "Bridge 2026" "Bridges of Marl"
    """
    from annotator.workflow import studies

    with opened_study(data_dir, study) as (db, study_id):
        click.echo(f"Study {study_id} is now {studies.rename_study(db, study_id, title).title!r}.")


@study.command("restore")
@study_argument
@data_dir_option
def restore(study: str, data_dir: Path | None) -> None:
    """Bring a removed study back, with everything in it.

    Example: annotator study restore "Bridge 2026"
    """
    from annotator import store
    from annotator.workflow import studies

    with opened_store(load_settings(data_dir=data_dir)) as db:
        found = studies.restore_study(db, store.find_removed_study(db, study).id)
        click.echo(f"Study {found.id} {found.title!r} is back.")


@click.command()
@study_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--columns", default="", help="Which column is what: title=Headline,text=Volltext.")
@click.option(
    "--date-order",
    type=click.Choice(("dmy", "mdy")),
    default=None,
    help="What 9/5/2021 is; without it such dates are left out, with a remark.",
)
@click.option("--encoding", default="", help="The encoding of the files, such as cp1250.")
@data_dir_option
def load(
    study: str,
    paths: tuple[Path, ...],
    columns: str,
    date_order: str | None,
    encoding: str,
    data_dir: Path | None,
) -> None:
    """Load articles: web pages, text, Word, PDF, tables, JSON, folders and archives of them.

    What cannot be loaded is named with its reason, the rest is loaded, and the exit code is 1.

    Example: annotator load "Bridge 2026" articles/ more.jsonl
    """
    from annotator.cli.loading import Clock, make_told, read_all
    from annotator.workflow.loading import add_upload
    from annotator.workflow.waiting.upload import new_upload

    settings = load_settings(data_dir=data_dir)
    with opened_study(data_dir, study) as (db, study_id):
        told = make_told(db, columns, date_order or "", encoding)
        upload = new_upload(settings.data_dir, study_id)
        try:
            read_all(paths, upload, settings.max_article_characters, told)
            for _, note in upload.each_sentence("note"):
                say(note)
            counts = upload.counts()
            if counts.articles:
                loaded = add_upload(db, study_id, upload, progress=Clock().progress)
                click.echo(loaded.sentence)
            for name, reason in upload.each_sentence("refusal"):
                say(f"{name}: {reason}")
        finally:
            upload.remove()
    if counts.refusals:
        say(f"{counts.refusals:,} could not be loaded.")
        sys.exit(1)


@click.command()
@study_argument
@click.argument("emails", nargs=-1, required=True)
@data_dir_option
def invite(study: str, emails: tuple[str, ...], data_dir: Path | None) -> None:
    """Invite annotators; prints a sign-up link for each (a link works once).

    Example: annotator invite "Bridge 2026" ann@example.org ben@example.org
    """
    from annotator.workflow import inviting

    settings = load_settings(data_dir=data_dir)
    with opened_study(data_dir, study) as (db, study_id):
        addresses = [inviting.check_email(email) for email in emails]  # all or none
        for address in addresses:
            invited = inviting.invite(db, study_id, address, current_origin(settings))
            click.echo(f"{address}\t{invited.link or 'has an account: can sign in and annotate'}")


@click.command()
@study_argument
@click.option("--overlap", type=click.IntRange(1, LARGEST), required=True,
              help="Annotators an article.")  # fmt: skip
@click.option("--rebalance", is_flag=True, help="Also move unstarted articles to new annotators.")
@data_dir_option
def publish(study: str, overlap: int, rebalance: bool, data_dir: Path | None) -> None:
    """Give every article to K annotators; put the work into Label Studio.

    Publishing again adds what is new and changes nothing else; nothing started is ever moved.

    Example: annotator publish "Bridge 2026" --overlap 2
    """
    from annotator.workflow import publishing

    settings = load_settings(data_dir=data_dir)
    keys = load_keys(settings)
    with opened_study(data_dir, study) as (db, study_id):
        publishing.check_publication(db, study_id, overlap)  # before Label Studio is waited for
        with reached_labelstudio(settings, keys) as ls:
            published = publishing.publish(
                db, ls, keys, study_id, overlap, rebalance=rebalance, progress=show_progress
            )
    click.echo(published.sentence)
