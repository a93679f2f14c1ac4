"""How much to annotate, before there is data or after a pilot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.agreement import TableRefused
from annotator.cli.expected_time import tell_progress
from annotator.cli.options import seed_option
from annotator.errors import RatingsError

if TYPE_CHECKING:
    from annotator.agreement.planning.plan import StudyPlan

SIZES = (25, 50, 100, 200, 400, 800)
SHARE = click.FloatRange(0, 1)


def shares(
    context: click.Context, option: click.Parameter, value: str | None
) -> tuple[float, ...] | None:
    """`.7,.3` as numbers; one share alone is that of a label against all others."""
    if value is None:
        return None
    try:
        found = tuple(float(part) for part in value.split(","))
    except ValueError:
        raise click.BadParameter(
            f"expected shares with commas between them, found {value}"
        ) from None
    return (found[0], 1 - found[0]) if len(found) == 1 else found


def sizes(context: click.Context, option: click.Parameter, value: str | None) -> tuple[int, ...]:
    """`50,100,200` as numbers."""
    parts = value.split(",") if value else []
    if not all(part.strip().isdecimal() and 1 < int(part) <= 100_000 for part in parts):
        raise click.BadParameter(f"expected whole numbers from 2 to 100000, found {value}")
    return tuple(sorted({int(part) for part in parts}))


@click.command()
@click.argument("pilot", metavar="[PILOT.csv]", required=False)
@click.option("--prevalence", callback=shares, help="Ratings: shares of the labels, .7,.2,.1.")
@click.option("--agreement", type=SHARE, help="Ratings: the true alpha, assumed.")
@click.option("--marks", type=click.FloatRange(0, 1000), help="Spans: passages an article.")
@click.option("--found", type=SHARE, help="Spans: the chance that an annotator marks a passage.")
@click.option("--extra", type=click.FloatRange(0, 1000), default=0.5, show_default=True,
              help="Spans: marks an article that nobody else makes.")  # fmt: skip
@click.option("--length", type=click.IntRange(1, 10**6), default=3000, show_default=True,
              help="Spans: characters of an article.")  # fmt: skip
@click.option("--mark-length", type=click.IntRange(1, 10**5), default=60, show_default=True,
              help="Spans: characters of a mark.")  # fmt: skip
@click.option("--annotators", type=click.IntRange(2, 100), default=3, show_default=True,
              help="Annotators of an item or article.")  # fmt: skip
@click.option("--measure", help="Of a pilot or of spans (default: alpha).")
@click.option("--sizes", callback=sizes, help="Numbers of items or articles: 50,100,200.")
@click.option("--minimum", type=SHARE, help="What alpha should not fall below.")
@click.option("--width", type=click.FloatRange(0.001, 1), help="Half the interval: .05 for ±.05.")
@click.option("--studies", type=click.IntRange(20, 100_000), default=1000, show_default=True,
              help="How many studies are imagined of each size.")  # fmt: skip
@seed_option
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def plan(pilot: str | None, as_json: bool, **asked: Any) -> None:
    """How many items or articles a study needs: from a pilot, or from what is assumed of it.

    \b
    Example: annotator plan --prevalence .8,.15,.05 --agreement .7 --annotators 3
             annotator plan --marks 6 --found .7 --width .05
             annotator plan pilot.csv --minimum .667
    """
    from annotator.agreement.planning.plan import plan_marks, plan_pilot, plan_ratings

    about = {name: asked[name] for name in ("minimum", "width", "studies", "seed", "measure")}
    about["progress"] = tell_progress("Simulated studies")
    ratings = {name: asked[name] for name in ("prevalence", "agreement")}
    marks = {name: asked[name] for name in ("marks", "found")}
    given = [name for name, one in {**ratings, **marks}.items() if one is not None]
    if pilot is not None:
        if given:
            raise click.UsageError(f"a pilot says it already; leave --{given[0]} out")
        try:
            found = plan_pilot(Path(pilot), sizes=asked["sizes"], **about)
        except RatingsError as error:
            raise TableRefused(" ".join(str(error).split())) from error
    elif set(given) == set(ratings):
        found = plan_ratings(
            ratings["prevalence"], ratings["agreement"], annotators=asked["annotators"],
            sizes=asked["sizes"] or SIZES, **about,
        )  # fmt: skip
    elif set(given) == set(marks):
        found = plan_marks(
            marks["marks"], marks["found"], extra=asked["extra"], length=asked["length"],
            mark_length=asked["mark_length"], annotators=asked["annotators"],
            sizes=asked["sizes"] or SIZES, **about,
        )  # fmt: skip
    else:
        raise click.UsageError(
            "name a pilot file, or say what to assume: --prevalence and --agreement (ratings), or "
            "--marks and --found (spans)"
        )
    click.echo(json.dumps(found.as_json(), indent=1) if as_json else as_text(found))


def as_text(found: StudyPlan) -> str:
    """Assumptions first, then a row for each size."""
    rows: list[tuple[str, ...]] = [(found.kind, found.measure, "95 of 100 between", "half width")]
    minimum = found.minimum
    if minimum is not None:
        rows[0] += (f"below {minimum:g}", f"interval above {minimum:g}")
    for one in found.sizes:
        if one.middle is None or one.low is None or one.high is None or one.half_width is None:
            rows.append((f"{one.items:,}", f"none: {one.reason}"))
            continue
        ends = f"{one.low:.3f} to {one.high:.3f}"
        row: tuple[str, ...] = (
            f"{one.items:,}", f"{one.middle:.3f}", ends, f"±{one.half_width:.3f}",
        )  # fmt: skip
        if minimum is not None:
            row += tuple("" if share is None else f"{share:.1%}" for share in (one.below, one.sure))
        rows.append(row)
    width = [max(len(row[i]) for row in rows if i < len(row)) for i in range(len(rows[0]))]
    table = ["  ".join(cell.ljust(width[i]) for i, cell in enumerate(row)).rstrip() for row in rows]
    lines = ["Assumed:", *(f"- {sentence}" for sentence in found.assumed), "", *table]
    return "\n".join([*lines, "", *found.sentences]) if found.sentences else "\n".join(lines)
