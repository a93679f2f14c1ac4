"""Commands that settle a study: apply a rule, take it back, write gold down or read it."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.adjudication import Rule, Rules, parse_rule
from annotator.cli.options import (
    LARGEST,
    NUMBER,
    OUT,
    Output,
    data_dir_option,
    opened_study,
    say,
    study_argument,
)
from annotator.plural import counted
from annotator.releases.downloads import GOLD_FORMATS
from annotator.store import Store
from annotator.store.adjudication import Settler, SettlingChoices, load_choices
from annotator.workflow.adjudication import gold_files, settling
from annotator.workflow.adjudication.closing import close_article
from annotator.workflow.adjudication.feedback import choose
from annotator.workflow.adjudication.gold_from_file import read_gold
from annotator.workflow.adjudication.renewing import Renewal, find_changed, renew

# Word of the command line -> field of `SettlingChoices`, in its order.
CHOICES = {"feedback": "feedback", "others-marks": "others_marks", "suggestions": "suggestions"}


@click.command()
@study_argument
@click.option("--rule", help="majority, unanimous, all-but-one, or k:2 (two votes suffice).")
@click.option("--for", "exceptions", multiple=True, metavar="LABEL=RULE", help="For one label.")
@click.option(
    "--reject-at-most",
    type=click.IntRange(0, LARGEST),
    default=0,
    metavar="J",
    help="What at most J marked becomes: nothing here (default: it stays open).",
)
@click.option(
    "--close",
    "closed",
    type=NUMBER,
    multiple=True,
    metavar="ARTICLE",
    help="Let the votes on this article count though not everybody has finished.",
)
@click.option(
    "--renew", "renewing", is_flag=True, help="Make decisions of rules anew that late work changed."
)
@click.option("--dry-run", is_flag=True, help="Print the counts and change nothing.")
@click.option(
    "--turn-on", "on", multiple=True, type=click.Choice(CHOICES), help="Off until it is turned on."
)
@click.option("--turn-off", "off", multiple=True, type=click.Choice(CHOICES), help="As at first.")
@click.option("--undo", "batch", type=NUMBER, metavar="BATCH", help="Take a rule's batch back.")
@data_dir_option
def settle(
    study: str,
    rule: str | None,
    exceptions: tuple[str, ...],
    reject_at_most: int,
    closed: tuple[int, ...],
    renewing: bool,
    dry_run: bool,
    batch: int | None,
    on: tuple[str, ...],
    off: tuple[str, ...],
    data_dir: Path | None,
) -> None:
    """Settle by a rule what nobody needs to look at.

    Prints how much that is. What is decided already stays as it is.

    Example: annotator settle "Bridge 2026" --rule majority --dry-run
    """  # fmt: skip
    if sum((rule is not None, batch is not None, renewing, bool(on or off))) != 1:
        raise click.UsageError(
            "Give either --rule, or --undo with the number of a batch, or --renew, or what to turn "
            "on or off."
        )
    with opened_study(data_dir, study) as (db, study_id):
        if on or off:
            _turn(db, study_id, on, off)
            return
        if renewing:
            look = find_changed(db, study_id) if dry_run else renew(db, study_id, Settler())
            _print_renewal(look, dry_run=dry_run)
            return
        if rule is None:
            count = settling.undo_rules(db, study_id, batch or 0, Settler())
            click.echo(f"Batch {batch} is taken back: {counted(count, 'decision')}.")
            return
        rules = Rules(parse_rule(rule), dict(map(_exception, exceptions)), reject_at_most)
        for article in closed if not dry_run else ():
            close_article(db, study_id, article, Settler())
        if dry_run:
            effect = settling.effect_of(db, study_id, rules)
        else:
            effect = settling.apply_rules(db, study_id, rules, Settler())
    _print(effect, dry_run=dry_run)


def _turn(db: Store, study_id: int, on: tuple[str, ...], off: tuple[str, ...]) -> None:
    """What a manager opens to annotators and adjudicators."""
    before = load_choices(db, study_id)
    now = {name: (getattr(before, CHOICES[name]) or name in on) and name not in off
           for name in CHOICES}  # fmt: skip
    choose(db, study_id, SettlingChoices(*now.values()), None)
    click.echo("; ".join(f"{name}: {'on' if value else 'off'}" for name, value in now.items()))


def _exception(text: str) -> tuple[str, Rule]:
    label, equals, rule = text.rpartition("=")
    if not equals or not label:
        raise click.UsageError(f"--for {text!r}: expected LABEL=RULE, like claim=unanimous.")
    return label, parse_rule(rule)


def _print_renewal(renewal: Renewal, *, dry_run: bool) -> None:
    click.echo(renewal.sentence)
    for one in renewal.changed:
        click.echo(f"article {one.article_id}: {one.before} -> {one.now or 'open'}")
    if renewal.waiting:
        click.echo(f"{renewal.waiting} articles wait for their annotators and stay as they are")
    if dry_run:
        say("Nothing was changed.")
    for batch in renewal.batches:
        click.echo(f"batch {batch}")


def _print(effect: settling.Effect, *, dry_run: bool) -> None:
    click.echo(effect.sentence)
    click.echo(
        f"articles: {effect.articles} settled on, {effect.waiting} waiting for annotators; "
        f"answers: {effect.answers} settled, {effect.open_questions} open; "
        f"attributes: {effect.open_attributes} open; "
        f"relations: {effect.relations} settled, {effect.open_relations} open"
    )
    if dry_run:
        say("Nothing was changed.")
    elif effect.batch is None:
        say("Nothing was left for this rule to settle; no batch was made.")
    else:
        click.echo(f"batch {effect.batch}")
        say(f"To take it back: annotator settle STUDY --undo {effect.batch}")


@click.command()
@study_argument
@click.option("--format", "file_format", type=click.Choice(GOLD_FORMATS), help="To write it in.")
@click.option("--out", type=Output(file_okay=False), default=Path("exports"), help=OUT)
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Read gold from a file of this command's own forms instead.",
)
@data_dir_option
def gold(
    study: str, file_format: str | None, out: Path, source: Path | None, data_dir: Path | None
) -> None:
    """Write the gold into a folder, or read it from a file.

    Example: annotator gold "Bridge 2026" --format csv --out exports
    """  # fmt: skip
    if (file_format is None) == (source is None):
        raise click.UsageError("Give either --format to write gold, or --from FILE to read it.")
    with opened_study(data_dir, study) as (db, study_id):
        if source is not None:
            click.echo(read_gold(db, study_id, source, Settler()).sentence)
        else:
            for path in gold_files.export_gold(db, study_id, file_format or "", out):
                click.echo(str(path))
