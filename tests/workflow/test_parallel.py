"""Work in threads: whoever stops the program does not wait for what never ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest
from patient import PATIENCE
from running_tool import heed_interrupts

from annotator.workflow.parallel import in_threads

PROGRAM = """
import threading
from annotator.workflow.parallel import in_threads

def work(item):
    print("begun", flush=True)
    threading.Event().wait()

def whole():
    list(in_threads(work, [1, 2, 3], 2))

{how}
"""
IN_FRONT = "whole()"  # as a command
BEHIND = "threading.Thread(target=whole, daemon=True).start(); input()"  # as the pages


@pytest.mark.parametrize(("how", "stopped"), [(IN_FRONT, signal.SIGINT), (BEHIND, None)])
def test_what_never_ends_does_not_hold_up_the_end(how: str, stopped: int | None) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(how=how)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=heed_interrupts,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == program.stdout.readline() == b"begun\n"
        if stopped is not None:
            program.send_signal(stopped)
        try:
            program.communicate(b"\n", timeout=PATIENCE)
        finally:
            program.kill()


def test_others_are_handed_out_before_the_error_of_one() -> None:
    def work(item: int) -> int:
        return 6 // item

    found = []
    with pytest.raises(ZeroDivisionError):
        found.extend(item for item in in_threads(work, [0, 1, 2, 3], 2) if found.append(item))
    assert sorted(found) == [(1, 6), (2, 3), (3, 2)]


def test_nothing_runs_any_more_when_whoever_takes_the_results_has_failed() -> None:
    go, done = threading.Event(), []

    def work(item: int) -> int:
        if item:
            assert go.wait(PATIENCE)
        done.append(item)
        return item

    results = in_threads(work, list(range(5)), 2)
    assert next(results) == (0, 0)
    threading.Timer(0.05, go.set).start()
    results.close()
    assert len(done) < 5
    assert "in-threads" not in {one.name for one in threading.enumerate()}
