"""What the annotator models say, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.expected_time import tell_progress
from annotator.cli.options import data_dir_option, opened_study, study_argument

if TYPE_CHECKING:
    from annotator.reports.model_report import Fit, ModelReport


@click.command()
@study_argument
@click.option("--about", default="", metavar="KEY", help="label:KEY or question:KEY; else all.")
@data_dir_option
def annotators(study: str, about: str, data_dir: Path | None) -> None:
    """What the models of Dawid and Skene and MACE say of every annotator.

    A model that did not converge is named, with how far it still had to go.

    Example: annotator annotators "Bridge 2026" --about label:loaded
    """
    from annotator.reports.annotator_models import fit_models
    from annotator.reports.subjects import find_subject, subjects_of
    from annotator.workflow.study_marks import load_study_marks

    with opened_study(data_dir, study) as (db, study_id):
        marks = load_study_marks(db, study_id)
    subject = find_subject(marks.scheme, about)
    if subject is None:
        known = ", ".join(one.key for one in subjects_of(marks.scheme) if one.key)
        raise click.BadParameter(f"there is no {about!r}; known are {known}")
    found = fit_models(marks, subject, progress=tell_progress("Models of annotators"))
    click.echo(as_text(subject.title, found))


def as_text(title: str, report: ModelReport) -> str:
    """A line for each annotator, what to mind, and how the fits came out."""
    if report.reason:
        return report.reason
    lines = [f"{title}: {report.units:,.0f} {report.unit}s of {report.articles:,} articles"]
    names = ("annotator", "accuracy", "competence", *(("found", "right") * report.of_marks))
    lines.append("\t".join(names))
    for one in report.annotators:
        shares = (one.accuracy, one.competence, *((one.found, one.right) * report.of_marks))
        lines.append("\t".join([one.annotator, *map(_share, shares)]))
    lines += [*report.missing, *(f"! {note}" for note in report.notes)]
    for name, fit in (("Dawid-Skene", report.dawid_skene), ("MACE", report.mace)):
        if fit is not None:
            lines.append(f"{name}: {_came_out(fit)}")
    return "\n".join(lines)


def _came_out(fit: Fit) -> str:
    ended = "converged" if fit.converged else "did not converge"
    left = "" if fit.left is None else f", {fit.left:.1g} from the end"
    starts = f"{fit.at_the_best} of {len(fit.restarts)} starts ended as well"
    return f"{ended} in {fit.iterations} rounds{left}; {starts}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
