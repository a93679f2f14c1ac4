"""Work that takes long says how far it is, and how long it will still take."""

from __future__ import annotations

import pytest

from annotator.cli.expected_time import tell_progress
from annotator.time_left import TimeLeft, in_words


def test_after_ten_seconds_a_line_says_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 4.0, 20.0, 25.0, 60.0])
    tell = tell_progress("Agreement", lambda: next(times))
    for done in (1, 5, 6, 31):
        tell(done, 31)
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "Agreement: 5 of 31, about 2 min left", "Agreement: 31 of 31",
    ]  # fmt: skip


def test_what_is_expected_is_said_roughly() -> None:
    said = [in_words(seconds) for seconds in (3, 61, 7200)]
    assert said == ["less than a minute", "about 1 min", "about 2.0 h"]


def test_a_step_that_counts_something_else_has_a_pace_of_its_own() -> None:
    times = iter([0.0, 20.0, 21.0, 40.0, 41.0])
    left = TimeLeft(lambda: next(times))
    said = [left.after(*step) for step in ((5, 10), (0, 8), (2, 8), (8, 8))]
    assert said == [", less than a minute left", "", ", less than a minute left", ""]
