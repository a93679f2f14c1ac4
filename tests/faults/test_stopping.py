"""`annotator up` is stopped by a service manager while it starts: in order, without a traceback.

`test_tool_killed.py` stops it when it is ready.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_tool import Tool

pytestmark = pytest.mark.server


@pytest.fixture
def tool(fresh_installation: Path, own_port: int, tmp_path: Path) -> Iterator[Tool]:
    data_dir = tmp_path / "data"
    shutil.copytree(fresh_installation, data_dir)
    one = Tool(data_dir, own_port)
    yield one
    one.stop_everything()


@pytest.mark.parametrize("moment", ["annotator starts", "Label Studio starts"])
def test_sigterm_at_any_moment_of_a_start_leaves_nothing_running_and_no_traceback(
    tool: Tool, moment: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", "up", "--no-sample"],
        env=tool._environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    tool.process = process
    assert process.stdout is not None
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line)
        if moment in line:
            break
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate()
    said = "".join(printed) + rest
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert said.rstrip().endswith("Stopped. Nothing runs any more.")
    assert process.returncode == 0
    assert tool.processes() == []
