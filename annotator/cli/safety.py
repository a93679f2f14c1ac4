"""Commands that keep work safe: backup, restore, verify, restore-to-label-studio."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.options import data_dir_option, load_settings


@click.command()
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), help="FOLDER: add a backup, keep the newest N of all."
)
@click.option("--without-secrets", is_flag=True, help="Leave the installation's keys out.")
@click.option("--without-sources", is_flag=True, help="Leave articles' original files out.")
@data_dir_option
def backup(
    target: Path,
    keep: int | None,
    without_secrets: bool,
    without_sources: bool,
    data_dir: Path | None,
) -> None:
    """Write everything into one file, while people work.

    A backup holds both databases, the keys and everybody's e-mail address: keep it as safe as the
    installation itself.

    Example: annotator backup bridge.zip
    Example: annotator backup /srv/backups --keep 14
    """
    from annotator.workflow.safety import backing_up

    settings = load_settings(data_dir=data_dir)
    options = {"secrets": not without_secrets, "sources": not without_sources}
    if keep is None and target.is_dir():
        raise click.UsageError(f"{target} is a folder: name a file in it, or say --keep N.")
    if keep is None:
        made = backing_up.back_up(target, settings, **options)
    else:
        made = backing_up.back_up_into(target, settings, keep, **options)
    click.echo(made.sentence)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_dir_option
def restore(file: Path, data_dir: Path | None) -> None:
    """Unpack a backup into an empty folder, and compare every study with it.

    Example: annotator restore bridge.zip --data-dir var-again
    """
    from annotator.workflow.safety import restoring

    for sentence in restoring.restore(file, load_settings(data_dir=data_dir)).sentences:
        click.echo(sentence)
