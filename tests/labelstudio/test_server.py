"""The embedded server: started, adopted, restarted and stopped without trace.

One real Label Studio for what is said of it; what happens to processes, whatever they serve, is
tried with the same gunicorn and an application that starts at once (`listening`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from listening import standing_in
from patient import wait_until

from annotator.errors import LabelStudioRefused, SetupError
from annotator.keys import load_keys
from annotator.labelstudio import (
    EmbeddedServer,
    LabelStudio,
    installation,
    processes,
    technical_email,
)
from annotator.labelstudio import server as server_module
from annotator.labelstudio.accounts import sign_in
from annotator.labelstudio.folder_lock import FolderLock
from annotator.labelstudio.ports import free_port
from annotator.labelstudio.processes import ServerRecord
from annotator.settings import Settings


def label_studios(settings: Settings) -> list[int]:
    """Processes that serve this data folder, found independently of the code under test."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            folder = process.environ().get("LABEL_STUDIO_BASE_DATA_DIR")
        except psutil.Error:
            continue
        if folder == str(settings.labelstudio_dir):
            found.append(process.pid)
    return sorted(found)


def wait_for_master_and_workers(settings: Settings) -> None:
    """The first of the two workers answers, and start() returns, before the second is there."""
    wait_until(lambda: len(label_studios(settings)) == 3)


def copied(fresh_installation: Path, folder: Path) -> Settings:
    """An installation of its own, not started."""
    shutil.copytree(fresh_installation, folder, dirs_exist_ok=True)
    return Settings(data_dir=folder, port=free_port())


# ---------------------------------------------------------------------- the real one


@dataclass(frozen=True)
class Real:
    """Label Studio, started by a process that was killed then, and adopted by this one."""

    server: EmbeddedServer
    left: int  # its master, as the killed process knew it
    said_there: list[str]
    said_here: list[str]


@pytest.fixture(scope="module")
def real(fresh_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    settings = copied(fresh_installation, tmp_path_factory.mktemp("real"))
    left, said_there = _start_in_a_process_that_is_killed(settings, stand_in=False)
    said_here: list[str] = []
    server = EmbeddedServer(settings, load_keys(settings), progress=said_here.append)
    server.start()
    yield Real(server, left, said_there, said_here)
    server.stop()
    server.stop()
    assert label_studios(settings) == []
    assert not server.health()


@pytest.mark.server
def test_it_starts_and_says_so(real: Real) -> None:
    assert real.server.health()
    assert any("Label Studio starts" in line for line in real.said_there)
    wait_for_master_and_workers(real.server.settings)


@pytest.mark.server
def test_a_server_left_by_a_killed_process_is_adopted(real: Real) -> None:
    assert real.server.pid == real.left
    assert real.said_here == ["Label Studio still runs from before: using it."]


@pytest.mark.server
def test_no_secret_is_in_arguments_or_log_and_files_are_private(real: Real) -> None:
    settings, keys = real.server.settings, real.server.keys
    secrets = [keys.labelstudio_token, keys.owner_password, keys.secret_key]
    found = label_studios(settings)
    assert found
    for pid in found:
        process = psutil.Process(pid)
        shown = " ".join(process.cmdline()) + " ".join(process.environ().values())
        assert not [secret for secret in secrets if secret in shown]
    log = installation.log_path(settings)
    assert not [secret for secret in secrets if secret in log.read_text()]
    assert log.stat().st_mode & 0o077 == 0
    assert settings.labelstudio_dir.stat().st_mode & 0o077 == 0


@pytest.mark.server
def test_its_database_is_in_wal_mode(real: Real) -> None:
    database = installation.database_path(real.server.settings)
    with closing(sqlite3.connect(database)) as connection:
        [mode] = connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == "wal"


@pytest.mark.server
def test_its_workers_share_what_is_loaded_and_no_connection_to_the_database(real: Real) -> None:
    """SQLite's locks belong to a process: a connection that goes with it into another loses them,
    and a database that is in use looks as if nobody used it."""
    master = psutil.Process(real.server.pid or 0)
    assert "--preload" in master.cmdline()
    database = str(installation.database_path(real.server.settings))
    assert not [one.path for one in master.open_files() if one.path.startswith(database)]


@pytest.mark.server
def test_passwords_that_are_keys_are_hashed_once(real: Real) -> None:
    email = technical_email()
    password = real.server.keys.technical_password(email)
    with closing(LabelStudio(real.server.url, real.server.keys.labelstudio_token)) as labelstudio:
        labelstudio.ensure_account(email, password)
    assert sign_in(real.server.url, email, password)
    database = installation.database_path(real.server.settings)
    with closing(sqlite3.connect(database)) as connection:
        asking = "SELECT password FROM htx_user WHERE email = ?"
        [(hashed,)] = connection.execute(asking, (email,)).fetchall()
    assert hashed.startswith("pbkdf2_sha256$1$")
    with pytest.raises(LabelStudioRefused):
        sign_in(real.server.url, email, "f" * 64)


@pytest.mark.server
def test_it_listens_on_loopback_only(real: Real) -> None:
    listening = {
        connection.laddr.ip
        for pid in label_studios(real.server.settings)
        for connection in psutil.Process(pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


@pytest.mark.server
def test_it_comes_back_at_the_same_address_after_kill_9(real: Real) -> None:
    server = real.server
    url, killed = server.url, server.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: server.pid not in (killed, 0, None) and server.health())
    assert server.url == url
    assert server.restarts == 1


# ---------------------------------------------------------------------- its processes


@pytest.fixture
def settings(fresh_installation: Path, tmp_path: Path) -> Settings:
    return copied(fresh_installation, tmp_path)


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedServer]:
    monkeypatch.setattr(server_module, "_command", standing_in(server_module._command))
    server = EmbeddedServer(settings, load_keys(settings))
    yield server
    server.stop()
    assert label_studios(settings) == []


@pytest.mark.server
def test_it_stops_without_trace(settings: Settings, server: EmbeddedServer) -> None:
    words: list[str] = []
    server.progress = words.append
    server.start()
    assert server.health()
    assert words[0] == "Label Studio starts."
    wait_for_master_and_workers(settings)
    server.stop()
    server.stop()
    assert label_studios(settings) == []
    assert not server.health()


@pytest.mark.server
def test_a_server_left_for_another_address_is_ended(
    settings: Settings, server: EmbeddedServer
) -> None:
    left, _ = _start_in_a_process_that_is_killed(settings)
    server.settings = Settings(data_dir=settings.data_dir, port=settings.port + 1)
    server.start()
    assert server.pid != left
    assert not psutil.pid_exists(left)
    wait_for_master_and_workers(settings)


@pytest.mark.server
def test_workers_of_a_killed_master_are_ended(settings: Settings, server: EmbeddedServer) -> None:
    left, _ = _start_in_a_process_that_is_killed(settings)
    for pid in label_studios(settings):  # frozen workers cannot notice that their master died
        if pid != left:
            os.kill(pid, signal.SIGSTOP)
    os.kill(left, signal.SIGKILL)
    server.start()
    wait_for_master_and_workers(settings)
    assert server.health()


@pytest.mark.server
def test_a_second_server_on_one_data_folder_is_refused(
    settings: Settings, server: EmbeddedServer
) -> None:
    holder = FolderLock(settings.data_dir)
    holder.acquire()
    with pytest.raises(SetupError, match=f"already served by process {os.getpid()}"):
        server.start()
    holder.release()
    assert label_studios(settings) == []


@pytest.mark.server
def test_one_that_cannot_start_says_why_with_the_end_of_its_log(
    settings: Settings, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [sys.executable, "-c", "print('no such module: core'); raise SystemExit(3)"]
    monkeypatch.setattr(server_module, "_command", lambda port, workers: broken)
    with pytest.raises(SetupError, match=r"stopped while starting.*no such module: core"):
        server.start()
    lock = FolderLock(settings.data_dir)
    lock.acquire()  # the folder is free again
    lock.release()


@pytest.mark.server
def test_one_that_does_not_answer_in_time_is_ended(
    settings: Settings, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = [sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(server_module, "_command", lambda port, workers: silent)
    monkeypatch.setattr(server_module, "START_TIMEOUT", 0.5)
    with pytest.raises(SetupError, match="did not answer within"):
        server.start()
    assert label_studios(settings) == []


@pytest.mark.server
def test_attempts_to_restart_continue_until_one_succeeds(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    url = server.url
    whole, attempts = server_module._command, []

    def fails_once(port: int, workers: int) -> list[str]:
        attempts.append(port)
        broken = [sys.executable, "-c", "raise SystemExit(1)"]
        return broken if len(attempts) == 1 else whole(port, workers)

    monkeypatch.setattr(server_module, "_command", fails_once)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: len(attempts) >= 2 and server.health())
    assert server.url == url
    assert attempts == [attempts[0]] * 2


def test_a_stranger_with_the_recorded_number_is_left_alone() -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        record = ServerRecord("our mark", stranger.pid, 1, "")
        assert processes.master(record) is None
        processes.end(record)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_record_that_is_not_one_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    assert processes.load_record(path) is None
    for text in ("", "[]", "{}", '{"run": "x", "pid": "many"}', "null"):
        path.write_text(text)
        assert processes.load_record(path) is None
    record = ServerRecord("run", 1, 3, "http://127.0.0.1:5000")
    processes.save_record(path, record)
    assert processes.load_record(path) == record


def _start_in_a_process_that_is_killed(
    settings: Settings, *, stand_in: bool = True
) -> tuple[int, list[str]]:
    """The number of the Label Studio that stays behind, and what was said of its start."""
    code = (
        "import json, os, sys\n"
        "from pathlib import Path\n"
        "from annotator.keys import load_keys\n"
        "from annotator.labelstudio import server\n"
        "from annotator.settings import Settings\n"
        "if sys.argv[3]:\n"
        "    sys.path.insert(0, sys.argv[3])\n"
        "    from listening import standing_in\n"
        "    server._command = standing_in(server._command)\n"
        "settings = Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2]))\n"
        "said = []\n"
        "one = server.EmbeddedServer(settings, load_keys(settings), progress=said.append)\n"
        "one.start()\n"
        "print(json.dumps([one.pid, said]), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    where = str(Path(__file__).parent) if stand_in else ""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(settings.data_dir), str(settings.port), where],
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    left, said = json.loads(ended.stdout)
    return left, said
