"""Commands that release a study, and compare two releases."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.cli.expected_time import tell_progress
from annotator.cli.options import (
    OUT,
    Output,
    data_dir_option,
    opened_study,
    say,
    seed_option,
    study_argument,
)
from annotator.errors import StudyError
from annotator.plural import counted
from annotator.time_left import Parts


def shares(context: click.Context, option: click.Parameter, value: str) -> tuple[int, ...]:
    """`80/10/10` as numbers."""
    if not value:
        return ()
    parts = value.split("/")
    if not all(part.isdecimal() for part in parts):
        raise click.BadParameter("expected whole numbers with / between them, as 80/10/10")
    return tuple(map(int, parts))


@click.command()
@study_argument
@click.option("--version", required=True, help="Three numbers: 1.0.0.")
@click.option("--out", type=Output(file_okay=False), default=Path("exports"), help=OUT)
@click.option("--formats", default="jsonl,csv,matrices,parquet", show_default=True,
              help="Separated by commas: docs/formats.md lists them.")  # fmt: skip
@click.option("--split", callback=shares, default="", help="Shares in percent: 80/10/10.")
@click.option(
    "--outlets-together", is_flag=True, help="All articles of an outlet into one part of a split."
)
@click.option(
    "--text", type=click.Choice(("yes", "no", "hash")), default="yes", show_default=True,
    help="The articles' texts as they are, not at all, or as hashes.",
)  # fmt: skip
@seed_option
@click.option("--names", is_flag=True, help="Also who the annotators are, with their addresses.")
@click.option("--notes", is_flag=True, help="Also notes of annotators and reasons of decisions.")
@click.option("--fact", "told", multiple=True, metavar="KEY=TEXT", help="What only you know; kept.")
@click.option("--personal-data-seen", is_flag=True, help="Release in spite of what was found.")
@data_dir_option
def release(
    study: str, version: str, out: Path, formats: str, split: tuple[int, ...],
    outlets_together: bool, text: str, seed: int, names: bool, notes: bool, told: tuple[str, ...],
    personal_data_seen: bool, data_dir: Path | None,
) -> None:  # fmt: skip
    """Release a study: a folder with data, card, citation and checksums.

    Example: annotator release "Bridge 2026" --version 1.0.0 --split 80/10/10
    """
    from annotator.releases.content import Plan
    from annotator.releases.formats import checked_formats
    from annotator.workflow import making_releases
    from annotator.workflow.release_facts import facts_of, tell_facts

    chosen = checked_formats([one.strip() for one in formats.split(",") if one.strip()], text)
    with opened_study(data_dir, study) as (db, study_id):
        tell_facts(db, study_id, _facts(told))
        plan = Plan(
            version, chosen, split, text, seed, outlets_together, names, notes,
            facts_of(db, study_id),
        )  # fmt: skip
        parts = Parts(tell_progress("The release"), 2, 1)
        content = making_releases.load_content(db, study_id, plan, parts.next())
        found = making_releases.personal_data(db, content)
        for finding in found:
            say(str(finding))
        if found and not personal_data_seen:
            raise StudyError(
                f"What annotators wrote tells about people in {counted(len(found), 'place')} "
                "(above). Look there, and release with --personal-data-seen."
            )
        made = making_releases.release_study(content, out, parts.next())
    for name, losses in made.release.losses.items():
        for lost in losses:
            say(f"{name}: {lost.count} × {lost.what}: {lost.instead}")
    if made.release.split is not None and made.release.split.sentence:
        say(made.release.split.sentence)
    if plan.facts.missing:
        keys = ", ".join(fact.key for fact in plan.facts.missing)
        say(f"Missing, and marked so: {keys}. Tell them with --fact KEY=TEXT.")
    if not made.is_new:
        say("The same release is there already; nothing was changed.")
    click.echo(str(made.folder))


def _facts(told: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in told]
    for key, sign, _ in pairs:
        if not sign:
            raise click.BadParameter(f"expected KEY=TEXT, found {key!r}", param_hint="--fact")
    return {key.strip(): value for key, _, value in pairs}


@click.command("release-diff")
@click.argument("first", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("second", type=click.Path(exists=True, file_okay=False, path_type=Path))
def release_diff(first: Path, second: Path) -> None:
    """What is different between two releases.

    Example: annotator release-diff exports/bridge-2026-1.0.0 exports/bridge-2026-1.1.0
    """
    from annotator.releases.difference import difference

    for line in difference(first, second):
        click.echo(line)
