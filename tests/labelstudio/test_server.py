"""The embedded server: started, adopted, restarted and stopped without trace."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from annotator.errors import LabelStudioRefused, SetupError
from annotator.keys import load_keys
from annotator.labelstudio import (
    EmbeddedServer,
    LabelStudio,
    installation,
    processes,
    technical_email,
)
from annotator.labelstudio.accounts import sign_in
from annotator.labelstudio.folder_lock import FolderLock
from annotator.labelstudio.processes import ServerRecord
from annotator.settings import Settings

PATIENCE = 60.0  # seconds a busy machine may need


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


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


@pytest.fixture
def settings(fresh_installation: Path, web_port: int, tmp_path: Path) -> Settings:
    """An installation of its own, not started."""
    shutil.copytree(fresh_installation, tmp_path, dirs_exist_ok=True)
    return Settings(data_dir=tmp_path, port=web_port)


@pytest.fixture
def server(settings: Settings) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(settings, load_keys(settings))
    yield server
    server.stop()
    assert label_studios(settings) == []


@pytest.mark.server
def test_it_starts_says_so_and_stops_without_trace(settings: Settings) -> None:
    words: list[str] = []
    server = EmbeddedServer(settings, load_keys(settings), progress=words.append)
    server.start()
    assert server.health()
    assert any("Label Studio starts" in line for line in words)
    assert len(label_studios(settings)) == 3  # the master and two workers
    server.stop()
    server.stop()
    assert label_studios(settings) == []
    assert not server.health()


@pytest.mark.server
def test_no_secret_is_in_arguments_or_log_and_files_are_private(
    labelstudio_server: EmbeddedServer,
) -> None:
    settings, keys = labelstudio_server.settings, labelstudio_server.keys
    secrets = [keys.labelstudio_token, keys.owner_password, keys.secret_key]
    for pid in label_studios(settings):
        process = psutil.Process(pid)
        shown = " ".join(process.cmdline()) + " ".join(process.environ().values())
        assert not [secret for secret in secrets if secret in shown]
    log = installation.log_path(settings)
    assert not [secret for secret in secrets if secret in log.read_text()]
    assert log.stat().st_mode & 0o077 == 0
    assert settings.labelstudio_dir.stat().st_mode & 0o077 == 0


@pytest.mark.server
def test_its_database_is_in_wal_mode(labelstudio_server: EmbeddedServer) -> None:
    database = labelstudio_server.settings.labelstudio_dir / "label_studio.sqlite3"
    connection = sqlite3.connect(database)
    [mode] = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert mode == "wal"


@pytest.mark.server
def test_passwords_that_are_keys_are_hashed_once(
    labelstudio_server: EmbeddedServer, labelstudio: LabelStudio
) -> None:
    email = technical_email()
    password = labelstudio_server.keys.technical_password(email)
    labelstudio.ensure_account(email, password)
    assert sign_in(labelstudio.url, email, password)
    database = labelstudio_server.settings.labelstudio_dir / "label_studio.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        asking = "SELECT password FROM htx_user WHERE email = ?"
        [(hashed,)] = connection.execute(asking, (email,)).fetchall()
    assert hashed.startswith("pbkdf2_sha256$1$")
    with pytest.raises(LabelStudioRefused):
        sign_in(labelstudio.url, email, "f" * 64)


@pytest.mark.server
def test_it_listens_on_loopback_only(labelstudio_server: EmbeddedServer) -> None:
    listening = {
        connection.laddr.ip
        for pid in label_studios(labelstudio_server.settings)
        for connection in psutil.Process(pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


@pytest.mark.server
def test_it_comes_back_at_the_same_address_after_kill_9(server: EmbeddedServer) -> None:
    server.start()
    url, killed = server.url, server.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: server.pid not in (killed, 0, None) and server.health())
    assert server.url == url
    assert server.restarts == 1


@pytest.mark.server
def test_a_server_left_by_a_killed_process_is_adopted(
    settings: Settings, server: EmbeddedServer
) -> None:
    left = _start_in_a_process_that_is_killed(settings)
    words: list[str] = []
    server.progress = words.append
    server.start()
    assert server.pid == left
    assert words == ["Label Studio still runs from before: using it."]


@pytest.mark.server
def test_a_server_left_for_another_address_is_ended(settings: Settings) -> None:
    left = _start_in_a_process_that_is_killed(settings)
    moved = Settings(data_dir=settings.data_dir, port=settings.port + 1)
    with EmbeddedServer(moved, load_keys(moved)) as server:
        assert server.pid != left
        assert not psutil.pid_exists(left)
    assert label_studios(settings) == []


@pytest.mark.server
def test_workers_of_a_killed_master_are_ended(settings: Settings, server: EmbeddedServer) -> None:
    left = _start_in_a_process_that_is_killed(settings)
    for pid in label_studios(settings):  # frozen workers cannot notice that their master died
        if pid != left:
            os.kill(pid, signal.SIGSTOP)
    os.kill(left, signal.SIGKILL)
    server.start()
    assert len(label_studios(settings)) == 3
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
    monkeypatch.setattr("annotator.labelstudio.server._command", lambda port, workers: broken)
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
    monkeypatch.setattr("annotator.labelstudio.server._command", lambda port, workers: silent)
    monkeypatch.setattr("annotator.labelstudio.server.START_TIMEOUT", 0.5)
    with pytest.raises(SetupError, match="did not answer within"):
        server.start()
    assert label_studios(settings) == []


@pytest.mark.server
def test_attempts_to_restart_continue_until_one_succeeds(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    url = server.url
    from annotator.labelstudio import server as module

    whole, attempts = module._command, []

    def fails_once(port: int, workers: int) -> list[str]:
        attempts.append(port)
        broken = [sys.executable, "-c", "raise SystemExit(1)"]
        return broken if len(attempts) == 1 else whole(port, workers)

    monkeypatch.setattr(module, "_command", fails_once)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    wait_for(lambda: len(attempts) >= 2 and server.health())
    assert server.url == url
    assert attempts == [attempts[0]] * 2


def test_a_full_disk_is_told_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=3 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    settings = Settings(data_dir=tmp_path / "var")
    with pytest.raises(SetupError, match=r"disk of .* is full: 3 MB are free"):
        EmbeddedServer(settings, load_keys(settings)).start()
    assert not settings.labelstudio_dir.exists()


def test_a_disk_that_fills_up_meanwhile_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(settings: Settings) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "label-studio.log")

    monkeypatch.setattr(installation, "open_log", full)
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(SetupError, match="No space left on device"):
        EmbeddedServer(settings, load_keys(settings)).start()


def test_copies_of_old_exports_are_removed(settings: Settings) -> None:
    folder = settings.labelstudio_dir / "export"
    (folder / "project-1-at-2026-11-24-08-00-0123abcd.json").write_text("[]")
    (folder / "kept.txt").write_text("")
    installation.ensure_installed(settings, load_keys(settings), lambda words: None)
    assert [path.name for path in folder.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("given", ["", "127.0.0.1:7777"])
def test_a_redis_that_happens_to_be_there_is_not_used(settings: Settings, given: str) -> None:
    """Asked of Label Studio itself, in a process with the environment that its server has."""
    asked = (
        "import django, json; django.setup(); from django.conf import settings; "
        "from django_rq import get_connection; "
        "print(json.dumps([get_connection(name).connection_pool.connection_kwargs "
        "for name in settings.RQ_QUEUES], default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=installation.package_folder(),
        env=installation.environment(
            replace(settings, redis=given), settings.labelstudio_dir, run="test"
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    places = json.loads(done.stdout.splitlines()[-1])
    assert len(places) == 4
    if given:
        assert {(one["host"], one["port"]) for one in places} == {("127.0.0.1", 7777)}
    else:
        assert all(one["path"].startswith(str(settings.data_dir)) for one in places)
        assert not any("port" in one for one in places)


def test_an_interrupted_first_start_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(installation, "_wait", interrupted)
    settings = Settings(data_dir=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        EmbeddedServer(settings, load_keys(settings)).start()
    assert not settings.labelstudio_dir.exists()


def test_a_stranger_with_the_recorded_number_is_left_alone() -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        created = psutil.Process(stranger.pid).create_time()
        for record in (
            ServerRecord("our mark", stranger.pid, created, 1, ""),  # number and start time only
            ServerRecord("our mark", stranger.pid, created - 3600, 1, ""),
        ):
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
    record = ServerRecord("run", 1, 2.5, 3, "http://127.0.0.1:5000")
    processes.save_record(path, record)
    assert processes.load_record(path) == record


def test_label_studio_inherits_nothing_it_would_take_for_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PORT", "PASSWORD", "DEBUG", "SECRET_KEY", "DATABASE_NAME", "HTTP_PROXY"):
        monkeypatch.setenv(name, "from outside")
    settings = Settings(data_dir=tmp_path, port=4321)
    made = installation.environment(settings, tmp_path, "run")
    assert "from outside" not in made.values()
    assert made["LABEL_STUDIO_HOST"] == "http://127.0.0.1:4321/labeling"


def _start_in_a_process_that_is_killed(settings: Settings) -> int:
    """The number of the Label Studio that stays behind."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from annotator.keys import load_keys\n"
        "from annotator.labelstudio import EmbeddedServer\n"
        "from annotator.settings import Settings\n"
        "settings = Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2]))\n"
        "server = EmbeddedServer(settings, load_keys(settings))\n"
        "server.start()\n"
        "print(server.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(settings.data_dir), str(settings.port)],
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    return int(ended.stdout)
