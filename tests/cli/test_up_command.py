"""`annotator up` on a folder that another process serves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.labelstudio.folder_lock import FolderLock


@pytest.mark.parametrize("elsewhere", [False, True], ids=["embedded", "runs elsewhere"])
def test_a_second_process_is_refused_whichever_label_studio_is_behind(
    elsewhere: bool, tmp_path: Path
) -> None:
    environment = os.environ | {"DATA_DIR": str(tmp_path), "PORT": "0"}
    if elsewhere:
        nowhere = {"LABEL_STUDIO_URL": "http://127.0.0.1:9", "LABEL_STUDIO_API_KEY": "none"}
        environment |= nowhere
    with FolderLock(tmp_path):
        run = subprocess.run(
            [sys.executable, "-m", "annotator", "up"], env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 1
    said = f"The data folder {tmp_path} is already served by process {os.getpid()}. Stop that one"
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    # Nothing of the one that runs was touched: no job of its was called ended.
    assert {path.name for path in tmp_path.iterdir()} <= {"running.lock", "logs"}
