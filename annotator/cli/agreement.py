"""Agreement of a study or of a CSV file, and the published cases."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from annotator.agreement.benchmark_scales import SCALES
from annotator.agreement.by_name.evaluate import Answer, evaluate_file
from annotator.agreement.by_name.question import LEVELS, Question
from annotator.agreement.files.matrix_file import read_matrix
from annotator.agreement.files.table_file import read_text
from annotator.agreement.ratings.distances import WEIGHTS
from annotator.cli.agreement_as_text import as_text
from annotator.cli.agreement_of_corpora import agreement_of_corpus, corpus_at, is_file
from annotator.cli.agreement_of_studies import against_gold, among_themselves, beside_models
from annotator.cli.expected_time import tell_progress
from annotator.cli.options import LARGEST, data_dir_option, interval_options, opened_study
from annotator.errors import RatingsError

DEFAULT = click.core.ParameterSource.DEFAULT
WEIGHT = click.FloatRange(0, 1e6)


class TableRefused(click.ClickException):
    """A file that cannot be used: one line, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"annotator: {self.format_message()}", err=True)


def listed(context: click.Context, option: click.Parameter, value: str | None) -> Any:
    """`a,b,c` as a tuple, `"a, b",c` as two names; None when the option was not given."""
    if value is None:
        return None
    row = next(csv.reader([value], skipinitialspace=True), [""])
    names = tuple(part.strip() for part in row)
    if not (names and all(names)):
        raise click.BadParameter("expected names with commas between them, one is empty")
    return names


def minimums(
    context: click.Context, option: click.Parameter, value: tuple[float, ...]
) -> tuple[float, ...]:
    """Each once; `nan` is in every range."""
    for one in value:
        number(context, option, one)
    return tuple(dict.fromkeys(value))


def number(context: click.Context, option: click.Parameter, value: float | None) -> float | None:
    """A number within its range; `nan` is in every range."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("expected a number, found nan")
    return value


@click.command()
@click.argument("source", metavar="FILE.csv|CORPUS|STUDY")
@click.option("--level", type=click.Choice(LEVELS), help="Level of alpha (default: nominal).")
@click.option("--weights", metavar="NAME|FILE.csv", help=f"{', '.join(WEIGHTS)}, or a matrix.")
@click.option("--distance", metavar="FILE.csv", help="A matrix of distances between categories.")
@click.option("--categories", callback=listed, help="All labels, in order: a,b,c.")
@click.option("--missing", callback=listed, help="Labels that mean a missing rating: NA,NaN.")
@click.option("--sets", is_flag=True, help="Labels are sets, written a|b; level masi or jaccard.")
@click.option("--unit", type=click.Choice(["character", "token"]), help="What offsets count.")
@click.option("--measures", callback=listed, help="Only these measures: a,b.")
@click.option("--retest", is_flag=True, help="Annotators beside themselves (column occasion).")
@click.option("--benchmark", type=click.Choice(list(SCALES)), help="Words of a scale, with odds.")
@click.option(
    "--minimum", "minimums", type=click.FloatRange(-1, 1), callback=minimums, multiple=True,
    help="Hayes's q: the share of resamples below it (may be given several times).",
)  # fmt: skip
@interval_options
@click.option("--gamma-alpha", type=WEIGHT, callback=number, default=1.0, show_default=True,
              help="Weight of position.")  # fmt: skip
@click.option("--gamma-beta", type=WEIGHT, callback=number, default=1.0, show_default=True,
              help="Weight of labels.")  # fmt: skip
@click.option("--gamma-samples", type=click.IntRange(1, LARGEST), default=30, show_default=True,
              help="Samples an article.")  # fmt: skip
@click.option(
    "--gamma-sampler", type=click.Choice(["shuffle", "statistical"]), default="shuffle",
    show_default=True, help="How texts of chance are made.",
)  # fmt: skip
@click.option("--format", "file_format", help="The format of a corpus (else recognised).")
@click.option(
    "--engine", type=click.Choice(["duckdb", "spark"]),
    help="Read a folder of Parquet files, larger than memory.",
)  # fmt: skip
@click.option("--raw", is_flag=True, help="A study's marks before their edges were trimmed.")
@click.option("--gold", is_flag=True, help="A study's annotators, each against its gold.")
@click.option("--models", is_flag=True, help="A study's models beside its annotators and gold.")
@click.option(
    "--epsilon",
    type=click.FloatRange(0, 1, max_open=True),
    callback=number,
    default=None,
    help="Of the alternative annotator test: .2 experts, .15 skilled (default), .1 a crowd.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@data_dir_option
@click.pass_context
def agree(
    context: click.Context, /, source: str, raw: bool, gold: bool, models: bool, as_json: bool,
    epsilon: float | None, file_format: str | None, data_dir: Path | None, engine: str | None,
    **asked: Any,
) -> None:  # fmt: skip
    """Agreement of a study, of a CSV file, or of an annotated corpus.

    A file of ratings has the columns item,annotator,label (and article); a file of spans has
    article,length,annotator,start,end,label. A corpus is a folder, archive or file in one of the
    formats that `annotator import` reads. With --engine, a folder of Parquet files with the same
    columns.

    Example: annotator agree ratings.csv --level ordinal --categories low,middle,high
    """
    path = Path(source)
    if engine is not None:
        answer = _answered(lambda: _of_folder(path, engine, asked))
        click.echo(json.dumps(answer.as_json(), indent=1) if as_json else as_text(answer))
        return
    if is_file(path, source, file_format):
        if raw or gold or models:
            option = "--raw" if raw else "--gold" if gold else "--models"
            raise click.UsageError(f"{option} is for a study; a file's marks are taken as they are")
        if corpus := corpus_at(path, file_format):
            click.echo(
                agreement_of_corpus(*corpus, _question(asked), as_text=as_text, as_json=as_json)
            )
            return
        answer = _of_file(path, asked)
        click.echo(json.dumps(answer.as_json(), indent=1) if as_json else as_text(answer))
        return
    seed = _seed_of_study(context, asked, raw=raw, gold=gold, models=models, epsilon=epsilon)
    with opened_study(data_dir, source) as (db, study_id):
        if models:
            click.echo(
                beside_models(db, study_id, asked["resamples"], seed, epsilon, as_json=as_json)
            )
            return
        about = against_gold if gold else among_themselves
        click.echo(about(db, study_id, asked["resamples"], seed, raw=raw, as_json=as_json))


def _seed_of_study(
    context: click.Context, asked: dict[str, Any], *, raw: bool, gold: bool, models: bool,
    epsilon: float | None,
) -> int | None:  # fmt: skip
    """The seed asked for, of options that go together for a study."""
    given = [name for name in asked if context.get_parameter_source(name) is not DEFAULT]
    for name in set(given) - {"resamples", "seed"}:
        raise click.UsageError(
            f"--{name.replace('_', '-')} is for a file; what is computed of a study follows from "
            "its scheme (and `annotator gamma` computes gamma)"
        )
    if raw and (gold or models):
        raise click.UsageError("--gold and --models compare trimmed marks; leave --raw out")
    if gold and models:
        raise click.UsageError("give either --gold or --models; the latter has the gold too")
    if epsilon is not None and not models:
        raise click.UsageError("--epsilon is for --models")
    return asked["seed"] if "seed" in given else None


def _of_file(path: Path, asked: dict[str, Any]) -> Answer:
    return _answered(lambda: evaluate_file(path, _question(asked)))


def _of_folder(path: Path, engine: str, asked: dict[str, Any]) -> Answer:
    from annotator.agreement.engines.evaluate_folder import evaluate_folder

    return evaluate_folder(path, _question(asked), engine)


def _answered(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except RatingsError as error:
        raise TableRefused(" ".join(str(error).split())) from error


def _question(asked: dict[str, Any]) -> Question:
    about = {**asked, "missing": asked["missing"] or (), "progress": tell_progress("Agreement")}
    if about["distance"] is not None:
        path = Path(about["distance"])
        about["distance"] = read_matrix(read_text(path), path.name, "distances")
    if about["weights"] not in (None, *WEIGHTS):
        path = Path(about["weights"])
        if not path.suffix and not path.exists():
            raise RatingsError(
                f"weights {about['weights']!r} are none of {', '.join(WEIGHTS)}, nor a file"
            )
        about["weights"] = read_matrix(read_text(path), path.name, "weights")
    return Question(**about)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The cases as JSON.")
def conformance(as_json: bool) -> None:
    """Compute every published value this package carries, and compare.

    Example: annotator conformance
    """
    from annotator.agreement.conformance.run_cases import run_cases

    cases = run_cases()
    good = sum(1 for case in cases if case.reproduced)
    if as_json:
        listing = {"reproduced": good, "of": len(cases), "cases": [c.as_json() for c in cases]}
        click.echo(json.dumps(listing, indent=1))
    else:
        for case in cases:
            sign = "ok      " if case.reproduced else "DIFFERS "
            click.echo(f"{sign}{case.name}: {case.coefficient}")
            click.echo(f"        source   {case.source}")
            click.echo(f"        expected {case.expected}  computed {case.computed}")
        click.echo(f"{good} of {len(cases)} reproduced")
    if good < len(cases):
        raise SystemExit(1)
