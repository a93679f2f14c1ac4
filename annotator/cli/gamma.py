"""γ of a study from the command line; what it finds is kept and shown on the study's page too."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.agreement.gamma.by_article import GammaSettings
from annotator.agreement.gamma.samples import SAMPLERS
from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_no_interval, why_no_value
from annotator.cli.options import (
    LARGEST,
    data_dir_option,
    opened_study,
    say,
    seed_option,
    study_argument,
)
from annotator.errors import StudyError
from annotator.time_left import TimeLeft

if TYPE_CHECKING:
    from annotator.reports.gamma_report import GammaReport


@click.command("gamma")
@study_argument
@click.option("--alpha", type=float, default=1.0, show_default=True, help="Weight of position.")
@click.option("--beta", type=float, default=1.0, show_default=True, help="Weight of labels.")
@click.option("--sampler", type=click.Choice(SAMPLERS), default="shuffle", show_default=True,
              help="How texts of chance are made.")  # fmt: skip
@click.option("--samples", type=click.IntRange(1, LARGEST), default=30, show_default=True,
              help="Samples an article.")  # fmt: skip
@seed_option
@click.option("--seconds", type=float, default=600.0, show_default=True,
              help="Time limit of an article, its samples included.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@data_dir_option
def gamma(study: str, as_json: bool, data_dir: Path | None, **asked: Any) -> None:
    """Compute gamma of a study; only articles that changed since.

    Ctrl-C ends it; articles that are done are kept.

    Example: annotator gamma "Bridge 2026" --samples 30 --seed 0
    """
    from annotator.workflow.computing_gamma import compute_gamma, gamma_state

    settings = GammaSettings(**asked)
    if faults := settings.faults():
        raise StudyError(" ".join(faults.values()))
    with opened_study(data_dir, study) as (db, study_id):
        try:
            done = compute_gamma(db, study_id, settings, progress=_progress())
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                say("")  # what is said next has a line of its own
            raise
        report = gamma_state(db, study_id, settings).report()
    say(done)
    click.echo(json.dumps(_as_json(report), indent=1) if as_json else _as_text(report))


def _progress() -> Callable[[str, int, int], None]:
    """How far it is and how long it will take: one line of a terminal, else a line an article."""
    left = TimeLeft()
    if not sys.stderr.isatty():
        told = ""

        def tell(words: str, done: int, total: int) -> None:
            nonlocal told
            article, expected = words.partition(",")[0], left.after(done, total)
            if article != told:
                told = article
                say(article + expected)

        return tell

    def show(words: str, done: int, total: int) -> None:
        said = f"\r\033[K{words}{left.after(done, total)}"
        click.echo(said + ("\n" if done == total else ""), err=True, nl=False)

    return show


def _as_json(report: GammaReport) -> dict[str, Any]:
    return {
        "settings": asdict(report.settings),
        "articles": report.articles,
        "computed": report.computed,
        "methods": list(report.methods),
        "measures": [one.as_json() for one in (*report.gamma, *report.gamma_cat)],
        "by_article": [
            {"id": row.id, "title": row.title, "not_solved": list(row.unproved),
             "gamma": row.gamma.as_json(), "gamma_cat": row.gamma_cat.as_json()}
            for row in report.rows
        ],
        "left_out": [
            {"reason": group.reason, "articles": [one.id for one in group.articles]}
            for group in report.left_out
        ],
    }  # fmt: skip


def _as_text(report: GammaReport) -> str:
    lines = []
    for one in (*report.gamma, *report.gamma_cat):
        lines.append(f"{one.name:<10} {_value(one):<24} {one.pooling}")
    s = report.settings
    lines += [
        "",
        f"alpha {s.alpha:g}, beta {s.beta:g}, {s.samples} samples ({s.sampler}), seed {s.seed}, "
        f"{s.seconds:g} s an article",
        f"method: {'; '.join(report.methods) or 'none was needed'}",
        "intervals: bootstrap over articles; they leave out that D_e is estimated from samples",
    ]
    named = [(f"{one.name}, {one.pooling}", one) for one in (*report.gamma, *report.gamma_cat)]
    lines += [*why_no_value(named), *why_no_interval(named)]
    lines += [f"{len(group.articles)} left out: {group.reason}" for group in report.left_out]
    return "\n".join(lines)


def _value(one: Measure) -> str:
    if one.value is None:
        bounds = one.parameters.get("bounds")
        if bounds is None:
            return "none"
        low, high = bounds
        return f"below {high:.4f}" if low is None else f"{low:.4f} to {high:.4f}, not exact"
    ends = ""
    if one.interval is not None and one.interval.low is not None:
        ends = f" [{one.interval.low:.4f}, {one.interval.high:.4f}]"
    return f"{one.value:.4f}{ends}"
