"""Commands that keep work safe: backup, restore, verify, restore-to-label-studio."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from annotator.cli.options import (
    LARGEST,
    data_dir_option,
    load_keys,
    load_settings,
    opened_study,
    reached_labelstudio,
    show_progress,
    study_argument,
)
from annotator.errors import SetupError
from annotator.keys import key_paths, read_keys


@click.command()
@click.argument("target", metavar="FILE|FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1, LARGEST),
    help="FOLDER: add a backup, keep the newest N of all.",
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

    \b
    Example: annotator backup bridge.zip
             annotator backup /srv/backups --keep 14
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


@click.command()
@study_argument
@click.option("--changed", is_flag=True, help="Only what changed since the last collection.")
@click.option("--dry-run", is_flag=True, help="Report only; heal nothing.")
@data_dir_option
def verify(study: str, changed: bool, dry_run: bool, data_dir: Path | None) -> None:
    """Compare Label Studio with the store, heal what has one right answer; 1 on a difference.

    Every difference is a line: missing (from the store), changed, deleted (from Label Studio),
    foreign or doubled, with what to do.

    Example: annotator verify "Bridge 2026"
    """
    from annotator.workflow.safety import verifying

    settings = load_settings(data_dir=data_dir)
    keys = load_keys(settings)
    with opened_study(data_dir, study) as (db, study_id), reached_labelstudio(settings, keys) as ls:
        found = verifying.verify(
            db, ls, keys, study_id, changed_only=changed, heal=not dry_run, progress=show_progress
        )
    for one in found.differences:
        click.echo(one.sentence)
    click.echo(found.sentence)
    if found.differences:
        sys.exit(1)


@click.command()
@study_argument
@data_dir_option
def restore_to_label_studio(study: str, data_dir: Path | None) -> None:
    """Put a study back into Label Studio after it was deleted there.

    Projects, tasks, annotations and drafts are made again from the store; also after Label Studio
    itself was made anew, or moved to another database.

    Example: annotator restore-to-label-studio "Bridge 2026"
    """
    from annotator.workflow.safety import returning_work

    settings = load_settings(data_dir=data_dir)
    keys = load_keys(settings)
    with opened_study(data_dir, study) as (db, study_id), reached_labelstudio(settings, keys) as ls:
        click.echo(returning_work.put_back(db, ls, keys, study_id, show_progress).sentence)


@click.command()
@click.option("--metrics-token", is_flag=True, help="Print the token that opens /metrics.")
@data_dir_option
def doctor(metrics_token: bool, data_dir: Path | None) -> None:
    """Examine this installation and say what to do; 1 when something is bad.

    Example: annotator doctor
    """
    from annotator.workflow.safety.examining import examine
    from annotator.workflow.safety.finding import BAD

    settings = load_settings(data_dir=data_dir)
    keys, damaged = None, None
    if all(os.path.isfile(path) for path in key_paths(settings)):  # else it is said of the places
        try:
            keys = read_keys(settings)
        except SetupError as error:
            damaged = error
    if metrics_token:
        if damaged is not None:
            raise damaged
        if keys is None:
            raise click.UsageError(f"{settings.data_dir} has no keys yet. Start: annotator up")
        click.echo(keys.metrics_token)
        return
    levels = set()
    for finding in examine(settings, keys):
        levels.add(finding.level)
        click.echo(finding.line)
    if damaged is not None:
        raise damaged
    if BAD in levels:
        sys.exit(1)
