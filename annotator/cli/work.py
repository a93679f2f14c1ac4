"""Commands on a study under way: collect, progress, export."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.options import (
    OUT,
    Output,
    data_dir_option,
    load_keys,
    load_settings,
    opened_study,
    reached_labelstudio,
    show_progress,
    study_argument,
)
from annotator.releases.content import Lost
from annotator.releases.downloads import FORMATS
from annotator.releases.formats import RELEASE_FORMATS


@click.command()
@study_argument
@data_dir_option
def collect(study: str, data_dir: Path | None) -> None:
    """Fetch what was annotated, changed or deleted and missed so far.

    Example: annotator collect "Bridge 2026"
    """
    from annotator.workflow import collecting

    settings = load_settings(data_dir=data_dir)
    keys = load_keys(settings)
    with opened_study(data_dir, study) as (db, study_id), reached_labelstudio(settings, keys) as ls:
        click.echo(collecting.collect(db, ls, study_id, progress=show_progress).sentence)


@click.command()
@study_argument
@data_dir_option
def progress(study: str, data_dir: Path | None) -> None:
    """Show how far every annotator is.

    Example: annotator progress "Bridge 2026"
    """
    from annotator.workflow.progress import progress as study_progress

    with opened_study(data_dir, study) as (db, study_id):
        rows = study_progress(db, study_id)
    if not rows:
        click.echo("Nobody was invited yet. Invite: annotator invite STUDY EMAIL...")
        return
    click.echo("annotator\tassigned\tsubmitted\tskipped\tin progress\tpostponed\tnot started")
    for row in rows:
        counts = (
            row.assigned,
            row.submitted,
            row.skipped,
            row.in_progress,
            row.postponed,
            row.not_started,
        )
        removed = "" if row.annotator.takes_part else " (removed)"
        click.echo("\t".join([f"{row.annotator.pseudonym}{removed}", *map(str, counts)]))


@click.command()
@study_argument
@click.option(
    "--format", "file_format", type=click.Choice(RELEASE_FORMATS), required=True,
    help="What is written: docs/formats.md says who reads it.",
)  # fmt: skip
@click.option("--out", type=Output(file_okay=False), default=Path("exports"), help=OUT)
@click.option(
    "--encoding",
    type=click.Choice(["utf-8", "utf-8-sig"]),
    default="utf-8",
    help="Of the csv format; Excel wants utf-8-sig.",
)
@data_dir_option
def export(study: str, file_format: str, out: Path, encoding: str, data_dir: Path | None) -> None:
    """Write the labelled data set into a folder.

    The files of one format as they are now; a whole release: annotator release.

    Example: annotator export "Bridge 2026" --format jsonl --out exports
    """
    from annotator import store
    from annotator.workflow import making_releases, releasing

    losses: tuple[Lost, ...] = ()
    with opened_study(data_dir, study) as (db, study_id):
        if file_format in FORMATS:
            work = store.load_study_work(db, study_id)
            paths = releasing.export(
                work, file_format, out, for_spreadsheet=encoding == "utf-8-sig"
            )
        else:
            paths, losses = making_releases.export_format(db, study_id, file_format, out)
        for path in paths:
            click.echo(str(path))
        for lost in losses:
            click.echo(f"{lost.count} × {lost.what}: {lost.instead}", err=True)
