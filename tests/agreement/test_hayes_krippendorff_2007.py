"""Hayes and Krippendorff (2007): q, the share of resamples below a minimum."""

import numpy as np
import pytest
from click.testing import CliRunner
from random_studies import random_numbers, random_studies

from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.hayes_q import below_minimum
from annotator.cli.agreement import agree


def test_q_counts_resamples() -> None:
    rng = random_numbers(6)
    for _ in random_studies(500):
        values = rng.normal(0.7, 0.1, int(rng.integers(20, 60)))
        minimum = float(rng.uniform(0.4, 1))
        found = below_minimum(values, (minimum,))
        assert found == {f"{minimum:g}": sum(1 for v in values if v < minimum) / len(values)}


def test_without_resamples_or_with_many_undefined_ones_there_is_no_q() -> None:
    assert below_minimum(np.array([])) is None
    assert below_minimum(np.array([0.5] * 9 + [np.nan])) is None
    assert below_minimum(np.array([0.5] * 99 + [np.nan]), (0.6,)) == {"0.6": 1.0}


HEAD = "item,annotator,label\n"
RATED = HEAD + "".join(
    f"{i},{who},{(i * 7 + (who == 'b') * (i % 5 == 0)) % 3}\n" for i in range(40) for who in "abc"
)
SPANS = "article,length,annotator,start,end,label\n" + "".join(
    f"p{i},60,{who},{2 + (who == 'b') * (i % 4)},{9 + i % 3},fear\n" for i in range(30)
    for who in "ab"
)  # fmt: skip


@pytest.mark.parametrize("text", [RATED, SPANS])
def test_the_end_of_an_interval_is_where_q_is_its_share(text: str) -> None:
    """The lower end of a 95 % percentile interval has 2.5 % of the resamples below it."""
    asked = Question(resamples=400, gamma_samples=3)
    plain = evaluate_text(text, "f.csv", asked).measures
    for one in plain:
        if (
            one.scope != "all"
            or one.interval is None
            or one.interval.low in (None, one.interval.high)
        ):
            continue
        if one.name.startswith("gamma") or "percentile" not in one.interval.method:
            continue
        again = evaluate_text(
            text, "f.csv",
            Question(resamples=400, measures=(one.name,), minimums=(one.interval.low,)),
        ).measures[0]  # fmt: skip
        (q,) = again.parameters["below_minimum"].values()
        assert q == pytest.approx(0.025, abs=0.011), one.name


def test_gamma_has_no_resamples_of_articles_to_count() -> None:
    asked = Question(resamples=50, measures=("gamma",), minimums=(0.5,), gamma_samples=3)
    found = evaluate_text(SPANS, "f.csv", asked).measures[0]
    assert "reason" in found.parameters["below_minimum"]


def test_from_the_command_line(tmp_path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(RATED)
    words = [str(path), "--measures", "krippendorff_alpha", "--resamples", "200"]
    done = CliRunner().invoke(agree, [*words, "--minimum", "0.667", "--benchmark", "altman"])
    assert done.exit_code == 0, done.output
    assert "krippendorff_alpha: below 0.667 in " in done.stdout
    assert "krippendorff_alpha, altman: " in done.stdout
    assert CliRunner().invoke(agree, [*words, "--minimum", "nan"]).exit_code == 2
