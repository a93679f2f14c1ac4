"""Charts: each draws, and carries its numbers as a table."""

from __future__ import annotations

import pytest
import vl_convert
from report_study import study_of, work_of

from annotator.reports import Chart, build_report

REPORT = build_report(
    study_of(
        work_of(1, "ann", [("loaded", "slammed"), ("claim", "a disgrace")]),
        work_of(1, "bob", [("loaded", "slammed the plan"), ("claim", "a disgrace")]),
        work_of(2, "ann", [("loaded", "open")]),
        work_of(2, "bob", [("claim", "The bridge stayed open")]),
    ),
    resamples=50,
)


def test_the_report_has_these_charts() -> None:
    names = [chart.name for chart in REPORT.charts]
    assert names == ["label_agreement", "label_passages", "pair_agreement", "article_agreement"]


@pytest.mark.parametrize("chart", REPORT.charts, ids=lambda chart: chart.name)
def test_a_chart_draws(chart: Chart) -> None:
    svg = vl_convert.vegalite_to_svg(dict(chart.spec))
    assert svg.startswith("<svg")
    assert len(chart.rows) >= 1


@pytest.mark.parametrize("chart", REPORT.charts, ids=lambda chart: chart.name)
def test_the_table_beside_a_chart_has_the_same_numbers(chart: Chart) -> None:
    values = chart.spec["data"]["values"]
    assert [tuple(value[column] for column in chart.columns) for value in values] == list(
        chart.rows
    )
