"""Groups of annotators: put them in, and see agreement within and between."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.expected_time import tell_progress
from annotator.cli.options import data_dir_option, opened_study, study_argument

if TYPE_CHECKING:
    from annotator.agreement.measure import Measure
    from annotator.reports.annotator_groups import GroupsReport


def pairs(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> Any:
    """`A01=trained` as pseudonym and group; `A01=` is no group."""
    found: dict[str, str] = {}
    for one in value:
        pseudonym, equals, group = one.partition("=")
        if not equals or not pseudonym:
            raise click.BadParameter(f"expected PSEUDONYM=GROUP, as in A01=trained, got {one!r}")
        found[pseudonym] = group
    return found


@click.command()
@study_argument
@click.argument("given", metavar="[A01=GROUP ...]", nargs=-1, callback=pairs)
@data_dir_option
def groups(study: str, given: dict[str, str], data_dir: Path | None) -> None:
    """Put annotators in groups, and show alpha within and between.

    An empty group (A01=) takes an annotator out. Annotators never see their group.

    Example: annotator groups "Bridge 2026" A01=trained A02=trained A03=new
    """
    from annotator import store
    from annotator.reports.annotator_groups import groups_report
    from annotator.reports.subjects import find_subject
    from annotator.store.groups import load_groups
    from annotator.workflow.grouping import set_groups
    from annotator.workflow.study_marks import load_study_marks

    with opened_study(data_dir, study) as (db, study_id):
        if given:
            set_groups(db, study_id, given)
        named = load_groups(db, study_id)
        for one in store.load_annotators(db, study_id):
            click.echo(f"{one.pseudonym}\t{named.get(one.pseudonym, '-')}")
        marks = load_study_marks(db, study_id)
    subject = find_subject(marks.scheme, "")
    if subject is not None:
        tell = tell_progress("Agreement of groups")
        click.echo("\n" + as_text(groups_report(marks, subject, progress=tell)))


def as_text(report: GroupsReport) -> str:
    """Alpha of each group, then between every two."""
    if report.reason:
        return report.reason
    lines = [f"{report.subject.title}: Krippendorff's alpha"]
    lines += [f"  within {one.name}: {_value(one.within)}" for one in report.groups]
    for pair in report.pairs:
        lines.append(f"  between {pair.first} and {pair.second}: {_value(pair.between)}")
    return "\n".join(lines)


def _value(one: Measure) -> str:
    from annotator.reports.plain import shown_value  # slow to import

    return shown_value(one)
