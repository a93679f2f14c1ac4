"""Annotated corpora of others, made studies."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.options import data_dir_option, load_settings, opened_store, say

MOST_SHOWN = 200  # remarks, unless all are asked for


@click.command("import")
@click.argument("file_format", metavar="FORMAT")
@click.argument("path", metavar="PATH", type=click.Path(exists=True, path_type=Path))
@click.option("--study", "title", required=True, help="The title of the study to make.")
@click.option("--scheme", "scheme_name", default="", help="A codebook; without it one is made.")
@click.option("--all-losses", is_flag=True, help="List every remark, not only the first 200.")
@data_dir_option
def import_(
    file_format: str,
    path: Path,
    title: str,
    scheme_name: str,
    all_losses: bool,
    data_dir: Path | None,
) -> None:
    """Make a study of an annotated corpus: a folder, a zip archive or a file.

    FORMAT is one of those in docs/formats.md, or "auto". What cannot be held is listed by file and
    line; the rest comes in.

    Example: annotator import brat harbour-corpus/ --study "Harbour 2026"
    """
    from annotator.workflow.importing import check_title, import_path

    with opened_store(load_settings(data_dir=data_dir)) as db:
        check_title(db, title)
        made = import_path(
            db,
            path,
            title,
            file_format="" if file_format == "auto" else file_format,
            scheme_name=scheme_name,
            progress=lambda words, done, total: say(f"{words} ..."),
        )
    shown = made.losses if all_losses else made.losses[:MOST_SHOWN]
    for loss in shown:
        say(str(loss))
    if len(made.losses) > len(shown):
        say(f"and {len(made.losses) - len(shown):,} more: --all-losses lists them")
    click.echo(made.sentence)
