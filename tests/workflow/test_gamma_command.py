"""`annotator gamma STUDY`, as a person types it, also when they press Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from gamma_study import GammaStudy
from patient import PATIENCE, wait_until
from running_tool import heed_interrupts

from annotator.agreement.gamma import by_article as gamma_by_article
from annotator.agreement.gamma.by_article import GammaSettings
from annotator.cli.gamma import gamma
from annotator.workflow.computing_gamma import gamma_state


@pytest.fixture
def study(tmp_path: Path) -> GammaStudy:
    return GammaStudy(tmp_path / "annotator.sqlite")


def run(study: GammaStudy, *words: str):  # type: ignore[no-untyped-def]
    folder = str(study.database.parent)
    return CliRunner().invoke(gamma, ["Bridge", "--data-dir", folder, *words])


def test_a_table_for_people_and_json_for_programs(
    study: GammaStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        gamma_by_article, "align_in_processes",
        lambda work, count, check, gentle: map(gamma_by_article.align_chunk, work),
    )  # fmt: skip
    done = run(study, "--samples", "3")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:6]] == ["gamma"] * 3 + ["gamma_cat"] * 3
    assert "1 − ΣD_o / ΣD_e over articles" in lines[0]
    assert "1 left out: only one annotator has submitted it yet" in lines
    assert done.stderr.splitlines()[-1] == "γ is computed: 4 articles now."
    again = run(study, "--samples", "3", "--json")
    assert again.stderr.splitlines() == ["γ is computed: 0 articles now, 4 kept from before."]
    found = json.loads(again.stdout)
    assert found["computed"] == 4
    assert found["measures"][0]["value"] == pytest.approx(float(lines[0].split()[1]), abs=1e-4)
    assert [one["title"] for one in found["by_article"]] == ["Report 0", "Report 1", "Report 2"]


def test_what_cannot_be_used_is_said(study: GammaStudy) -> None:
    assert "0 is not in the range 1<=" in run(study, "--samples", "0").output


def alive(pids: list[int]) -> list[int]:
    found = []
    for pid in pids:
        with suppress(psutil.NoSuchProcess):  # it may end between any two looks at it
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_when_it_is_stopped_no_process_is_left(study: GammaStudy, stop: signal.Signals) -> None:
    command = [sys.executable, "-m", "annotator", "gamma", "Bridge", "--samples", "10000",
               "--data-dir", str(study.database.parent)]  # fmt: skip
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    ) as process:
        started = psutil.Process(process.pid)
        wait_until(lambda: len(started.children(recursive=True)) >= (os.cpu_count() or 1))
        workers = [child.pid for child in started.children(recursive=True)]
        assert process.stderr is not None
        assert process.stderr.readline().startswith("article ")  # they are at work
        assert alive(workers) == workers
        process.send_signal(stop)
        said = process.communicate(timeout=PATIENCE)[1]
    wait_until(lambda: not alive(workers))
    if stop is signal.SIGINT:
        assert process.returncode == 130
        assert said.splitlines()[-1] == "annotator: stopped."
        assert "Traceback" not in said
    state = gamma_state(study.db, study.study, GammaSettings(samples=10_000))
    assert len(state.kept) == 1  # the article without γ was known at once
