"""Soft labels: the distribution of what annotators said, and how far groups or predictions are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from annotator.cli.agreement import TableRefused
from annotator.cli.expected_time import tell_progress
from annotator.cli.options import LARGEST, Output, interval_options
from annotator.errors import RatingsError
from annotator.whole_file import whole_file

LEVELS_OF_GROUPS = ("nominal", "ordinal", "interval", "ratio")


def groups_of(
    context: click.Context, option: click.Parameter, value: tuple[str, ...]
) -> dict[str, list[str]]:
    """`old=ann,bob` and so on."""
    groups: dict[str, list[str]] = {}
    for one in value:
        name, sign, members = one.partition("=")
        people = [who.strip() for who in members.split(",") if who.strip()]
        if not (name.strip() and sign and people) or name.strip() in groups:
            raise click.BadParameter(f"expected NAME=annotator,annotator once a name, found {one}")
        groups[name.strip()] = people
    return groups


@click.command()
@click.argument("source", metavar="FILE.csv")
@click.option("--by", type=click.Choice(["character", "passage", "article"]), default="character",
              show_default=True, help="Units of a file of spans.")  # fmt: skip
@click.option("--group", "groups", multiple=True, callback=groups_of, help="NAME=ann,bob; twice.")
@click.option("--predictions", help="item,label,share or article,start,end,label,share.")
@click.option("--suppress", type=click.IntRange(1, LARGEST), default=1, metavar="N",
              help="Leave out distributions of fewer than N people (5 is usual).")  # fmt: skip
@click.option("--level", type=click.Choice(LEVELS_OF_GROUPS), default="nominal",
              show_default=True, help="Of cross-replication reliability.")  # fmt: skip
@click.option(
    "--out", type=Output(dir_okay=False), help="Write the distributions to this CSV file."
)
@interval_options
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def soft(source: str, out: Path | None, as_json: bool, **asked: Any) -> None:
    """Soft labels of a file of ratings or of spans: what share of people said what.

    With --group or --predictions: cross-entropy, Manhattan distance and Jensen-Shannon divergence
    between groups, or between people and predictions; between groups also the normalised
    cross-replication reliability.

    Example: annotator soft ratings.csv --group old=ann,bob --group new=cy,dee --suppress 2
    """
    from annotator.agreement.soft_labels.soft_answer import soft_answer

    try:
        found = soft_answer(Path(source), **asked, progress=tell_progress("Soft labels"))
    except RatingsError as error:
        raise TableRefused(" ".join(str(error).split())) from error
    if out is not None:
        with whole_file(out) as part, part.open("w", encoding="utf-8", newline="") as file:
            write_csv(found.rows(tell_progress(f"Writing {out.name}")), file)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=1))
        return
    lines = [*found.notes]
    if out is None and not found.measures:
        written = io.StringIO()
        write_csv(found.rows(), written)
        lines.append(written.getvalue().rstrip())
    from annotator.reports.plain import shown_value  # slow to import

    for one in found.measures:
        value = shown_value(one, 4)
        about = one.id if one.label is None else f"{one.id}, {one.label}"
        lines.append(f"{one.name} ({about}): {value}")
        if "entropy" in one.parameters:
            lines.append(f"  the people's own entropy: {one.parameters['entropy']:.4f}")
    click.echo("\n".join(lines))


def write_csv(rows: Iterator[dict[str, Any]], file: TextIO) -> None:
    """The distributions, a row for each unit, label and group."""
    first = next(rows, None)
    table = csv.DictWriter(file, list(first or ["unit"]), lineterminator="\n")
    table.writeheader()
    if first is not None:
        table.writerow(first)
        table.writerows(rows)
