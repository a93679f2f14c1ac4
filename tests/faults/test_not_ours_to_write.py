"""A data folder on a file system mounted for reading only, or that belongs to somebody else: a
backup of it where it can be read, one sentence of every command, and what to do by `doctor`."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import fault_steps
import pytest
from safe_installation import installation

from annotator.labelstudio.installation import database_path
from annotator.labelstudio.ports import free_port
from annotator.settings import Settings
from annotator.store.safety import check_database
from annotator.workflow.safety.backing_up import back_up
from annotator.workflow.safety.examining import examine
from annotator.workflow.safety.restoring import restore

SOMEBODY = 12345
# Ours is root's, who may everything: without these it may what anybody may.
RIGHTS = "-dac_override,-dac_read_search,-fowner,-chown"
PORT = str(free_port())
COMMANDS = (
    ("study", "list"), ("progress", "1"), ("verify", "1"), ("collect", "1"), ("agree", "1"),
    ("account", "list"), ("up", "--no-sample", "--port", PORT),
)  # fmt: skip


def told(settings: Settings) -> str:
    return " ".join(f"{one.line}" for one in examine(settings, None) if one.level == "bad")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Settings]:
    """The whole installation, at another place where nothing can be written."""
    settings, there = installation(tmp_path / "var"), tmp_path / "there"
    there.mkdir()
    for path in (settings.data_dir, settings.labelstudio_dir):
        path.chmod(0o700)
    mount = shutil.which("mount") or "mount"
    if subprocess.run([mount, "--bind", settings.data_dir, there], capture_output=True).returncode:
        pytest.skip("no right to mount a file system here")
    try:
        subprocess.run([mount, "-o", "remount,ro,bind", there], check=True)
        yield Settings(data_dir=there)
    finally:
        subprocess.run(["umount", there], check=True)


# Commands one after the other, each as a person runs it: exit code, and what it printed where.
RUN = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from annotator.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv[1:] = words
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            code = main()
        except SystemExit as ended:
            code = ended.code
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


def answers(
    settings: Settings, commands: Sequence[Sequence[str]], *, rights: bool = True
) -> list[tuple[int, str, str]]:
    drop = [] if rights else ["setpriv", f"--bounding-set={RIGHTS}", f"--inh-caps={RIGHTS}"]
    done = subprocess.run(
        [*drop, sys.executable, "-c", RUN, json.dumps(commands)],
        env={**os.environ, "DATA_DIR": str(settings.data_dir)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def test_a_backup_is_made_where_nothing_can_be_written(read_only: Settings, tmp_path: Path) -> None:
    made = back_up(tmp_path / "b.zip", read_only)
    restored = restore(made.path, Settings(data_dir=tmp_path / "again"))
    assert len(restored.titles) == made.studies > 0


def test_doctor_says_that_the_disk_is_read_only_and_not_that_the_store_is_damaged(
    read_only: Settings,
) -> None:
    said = told(read_only)
    assert said.count("mounted for reading only") == 1
    assert "annotator backup" in said
    assert "restore" not in said


def test_changes_that_only_the_log_has_are_not_left_out_of_a_backup(
    tmp_path: Path, read_only: Settings
) -> None:
    """Where they cannot be read, that is said."""
    path = tmp_path / "var" / "annotator.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE newest (x)")
        db.commit()
        log = path.with_name(f"{path.name}-wal").read_bytes()
    assert log == b"" or check_database(read_only.database) == []
    path.with_name(f"{path.name}-wal").write_bytes(log or b"x" * 5000)
    assert "newest changes lie in" in "".join(check_database(read_only.database))
    assert not path.with_name(f"{path.name}-shm").exists()


def test_each_command_says_in_one_sentence_where_more_is_told(read_only: Settings) -> None:
    for code, _, said in answers(read_only, COMMANDS):
        assert code == 1
        assert "annotator doctor says more" in said
        assert len(said.splitlines()) == 1


@pytest.fixture(params=["closed", "open"])
def somebodys(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A folder of another user's: nobody else may look into it, or everybody may read some."""
    if os.geteuid() or not shutil.which("setpriv"):
        pytest.skip("nobody here may give a folder away")
    settings = installation(tmp_path / "var")
    is_closed = request.param == "closed"
    for path in (settings.data_dir, *settings.data_dir.rglob("*")):
        os.chown(path, SOMEBODY, SOMEBODY)
        path.chmod((0o700 if path.is_dir() else 0o600) if is_closed else 0o755)
    settings.secrets_dir.chmod(0o700)
    return settings


def test_a_folder_of_somebody_elses_is_refused_in_one_sentence_and_doctor_says_whose_it_is(
    somebodys: Settings, tmp_path: Path
) -> None:
    asked = [*COMMANDS, ("backup", str(tmp_path / "b.zip")), ("doctor",)]
    *others, (code, printed, _) = answers(somebodys, asked, rights=False)
    for refused, _, said in others:
        assert refused == 1
        assert len(said.splitlines()) == 1
        assert "annotator doctor says more" in said
    assert code == 1
    owner = f"belongs to somebody else. To do: chown -R $(whoami) {somebodys.data_dir}"
    assert owner in printed
    assert "restore" not in printed


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    """What means something in an address means nothing in a folder's name."""
    settings = installation(tmp_path / "100% of #2? really&mode=rw")
    assert check_database(settings.database) == []
    assert check_database(database_path(settings)) == []
    assert "database" not in told(settings)
    fault_steps.make_backup(print, tmp_path / "b.zip", settings)
