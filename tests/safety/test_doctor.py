"""`annotator doctor` finds what is wrong with an installation, and says what to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from safe_installation import installation

from annotator.cli import commands
from annotator.errors import SetupError
from annotator.keys import load_keys
from annotator.labelstudio.installation import database_path
from annotator.settings import Settings
from annotator.workflow.safety.examining import Finding, examine


@pytest.fixture
def settings(tmp_path: Path, own_port: int) -> Settings:
    made = installation(tmp_path / "var")
    for folder in (made.data_dir, made.labelstudio_dir):
        folder.chmod(0o700)
    return replace(made, port=own_port)


def found(settings: Settings) -> dict[str, Finding]:
    """What is not well, by what it is about."""
    return {one.about: one for one in examine(settings, None) if one.level != "well"}


def test_an_installation_that_is_well_has_nothing_to_do(settings: Settings) -> None:
    assert found(settings) == {}


def test_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert found(Settings(data_dir=tmp_path / "new"))["data folder"].to_do == "annotator up"


def test_rights_that_are_too_wide_come_with_the_command_that_mends_them(settings: Settings) -> None:
    settings.database.chmod(0o644)
    assert found(settings)["rights"].to_do == f"chmod 600 {settings.database}"


def test_a_port_that_somebody_else_uses_is_named(settings: Settings) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", settings.port))
        other.listen()
        assert "choose another with PORT" in found(settings)["port"].to_do


@pytest.mark.parametrize("which", ["store", "Label Studio"])
def test_a_damaged_database_leads_to_the_backup(settings: Settings, which: str) -> None:
    path = settings.database if which == "store" else database_path(settings)
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    content = bytearray(path.read_bytes())
    content[1024:] = os.urandom(len(content) - 1024)
    path.write_bytes(content)
    assert "annotator restore" in found(settings)[f"database of {which}"].to_do


def test_pending_and_unknown_migrations_are_told_apart(settings: Settings) -> None:
    def change(statement: str) -> None:
        with closing(sqlite3.connect(settings.database)) as db, db:
            db.execute(statement)

    change("DELETE FROM _sqlite_migrations WHERE name = (SELECT max(name) FROM _sqlite_migrations)")
    assert found(settings)["schema"].words == "1 change waits for the next start"
    change("INSERT INTO _sqlite_migrations VALUES (99, 'annotator', 'm999_later', '')")
    assert found(settings)["schema"].to_do == "update the tool"


def test_a_clock_that_was_set_back_is_seen_from_what_was_written(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database)) as db, db:
        db.execute("INSERT INTO events (kind, at) VALUES ('x', '2999-01-01T00:00:00.000000Z')")
    assert "it was set back" in found(settings)["clock"].to_do


class LateClock(BaseHTTPRequestHandler):
    """What Label Studio answers of its version, an hour ago, to whoever has the key."""

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_GET(self) -> None:
        self.send_response_only(200 if len(self.headers["Authorization"]) > 40 else 401)
        self.send_header("Date", formatdate(time.time() - 3600, usegmt=True))
        self.end_headers()
        self.wfile.write(b"{}")


def test_the_embedded_servers_clock_is_asked_with_its_key(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), LateClock) as there:
        threading.Thread(target=there.serve_forever).start()
        url = f"http://127.0.0.1:{there.server_address[1]}"
        monkeypatch.setattr("annotator.workflow.safety.examining.running_url", lambda _: url)
        looked = examine(settings, load_keys(settings))
        clock = next(one for one in looked if one.about == "clock")
        there.shutdown()
    assert (clock.level, clock.to_do) == ("bad", "set both machines' clocks by NTP")


def test_a_label_studio_without_its_application_is_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {"run": "r", "pid": 1, "create_time": 0.0, "port": 9, "origin": "x"}
    (settings.data_dir / "label-studio.running.json").write_text(json.dumps(record))

    class Orphan:
        pid = 4711

    monkeypatch.setattr("annotator.labelstudio.processes.processes_of", lambda _record: [Orphan()])
    assert found(settings)["processes"].to_do == "annotator up uses it again; or: kill 4711"


def test_an_interrupted_restore_is_said(settings: Settings) -> None:
    (settings.data_dir / ".restoring").mkdir()
    assert found(settings)["data folder"].words == "a restore was interrupted"


def test_the_command_prints_a_line_each_and_fails_only_when_something_is_bad(
    settings: Settings,
) -> None:
    environment = {"PORT": str(settings.port)}
    words = ["doctor", "--data-dir", str(settings.data_dir)]
    done = CliRunner().invoke(commands, words, env=environment)
    assert done.exit_code == 0, done.output
    assert "well  schema: up to date." in done.output
    assert "look  Label Studio: not compared" in done.output
    settings.database.chmod(0o644)
    # It opens the store, which narrows its rights again: looked at before.
    assert "bad   rights" in CliRunner().invoke(commands, words, env=environment).output
    token = CliRunner().invoke(commands, [*words, "--metrics-token"]).output.strip()
    assert len(token) == 64


def test_a_store_that_is_gone_beside_label_studio_leads_to_the_backup(settings: Settings) -> None:
    settings.database.unlink()
    assert "annotator restore" in found(settings)["database of store"].to_do


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE articles SET text = replace(text, 'e', 'a') WHERE id = 1", "text of article 1"),
        ("UPDATE raw_files SET compressed = substr(compressed, 1, 9)", "the kept file 'hask.html'"),
        ("DROP TABLE relations", "table relations is gone"),
        ("UPDATE raw_files SET compressed = 'no bytes'", "the kept file 'hask.html'"),
        ("UPDATE raw_files SET compressed = x'789c4b040000620062'", "the kept file 'hask.html'"),
    ],
)  # fmt: skip
def test_what_is_not_as_its_hash_says_is_named(settings: Settings, change: str, named: str) -> None:
    """SQLite's own check finds nothing of it."""
    with closing(sqlite3.connect(settings.database)) as db:
        db.execute(change)
        db.commit()
    said = found(settings)["database of store"]
    assert named in said.words
    assert "earlier backup" in said.to_do


def test_a_key_that_is_no_text_is_told_in_one_sentence(settings: Settings) -> None:
    (settings.secrets_dir / "secret_key").write_bytes(b"\xff\x00" * 40)
    run = CliRunner().invoke(commands, ["doctor", "--data-dir", str(settings.data_dir)])
    assert "secret_key is damaged" in str(run.exception)
    assert "annotator backup" in str(run.exception)


def gone(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def of_another_kind(path: Path) -> None:
    was_folder = path.is_dir() or path.name in MADE_AGAIN[2:]
    if path.exists():
        gone(path)
    path.touch() if was_folder else path.mkdir()


def read_only(path: Path) -> None:
    path.chmod(0o500 if path.is_dir() else 0o400)


def of_another_user(path: Path) -> None:
    os.chown(path, 54321, -1)


def lies_in(settings: Settings) -> list[Path]:
    """Without what SQLite puts beside a database while it reads."""
    found = settings.data_dir.rglob("*")
    return sorted(path for path in found if not path.name.endswith(("-wal", "-shm")))


DATABASES = ("annotator.sqlite", "label-studio/label_studio.sqlite3")
KEYS = ("secrets/secret_key", "secrets/labelstudio_token")
FOLDERS = ("secrets", "label-studio")
MADE_AGAIN = ("running.lock", "label-studio.running.json", "logs", "uploads", "cache")


@pytest.mark.parametrize(
    ("damage", "names", "to_do"),
    [
        (gone, FOLDERS, "annotator restore|back from a backup"),
        (gone, DATABASES, "annotator restore"),
        (gone, KEYS, "back from a backup"),
        (emptied, DATABASES, "annotator restore"),
        (emptied, KEYS, "Put it back from a backup"),
        (cut_off, DATABASES, "annotator restore"),
        (cut_off, KEYS, "Put it back from a backup"),
        (of_another_kind, (*DATABASES, *KEYS, *FOLDERS, *MADE_AGAIN), "move it away"),
        (read_only, (*DATABASES, *KEYS, *FOLDERS), r"chmod u\+rw"),
        pytest.param(
            of_another_user, (*DATABASES, *KEYS, *FOLDERS), "chown -R",
            marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away"),
        ),
    ],
)  # fmt: skip
def test_whatever_befell_a_place_is_said_with_what_to_do(
    tmp_path: Path, damage: Callable[[Path], None], names: tuple[str, ...], to_do: str
) -> None:
    """Nothing but what it examined is changed by looking."""
    for name in names:
        settings = installation(tmp_path / name.replace("/", " "))
        for folder in (settings.data_dir, settings.labelstudio_dir):
            folder.chmod(0o700)
        for path in settings.data_dir.rglob("*.sqlite*-*"):
            path.unlink()  # they would heal what is cut off
        damage(settings.data_dir / name)
        before = lies_in(settings)
        words = ["doctor", "--data-dir", str(settings.data_dir)]
        run = CliRunner().invoke(commands, words, env={"PORT": "0"})
        said = f"{run.output}{run.exception}"
        assert run.exit_code, name
        assert re.search(to_do, said), (name, said)
        assert name.rpartition("/")[2] in said
        assert lies_in(settings) == before, name


def test_keys_that_are_gone_are_not_made_anew_beside_label_studio(settings: Settings) -> None:
    shutil.rmtree(settings.secrets_dir)
    with pytest.raises(SetupError, match=r"back from a backup.*restore-to-label-studio"):
        load_keys(settings)
    assert not settings.secrets_dir.exists()
    settings.labelstudio_dir.rename(settings.data_dir / "away")
    load_keys(settings)  # as that sentence says


def test_keys_of_a_label_studio_elsewhere_are_missed_once_accounts_were_made(
    settings: Settings,
) -> None:
    elsewhere = replace(settings, labelstudio_url="http://127.0.0.1:9", labelstudio_api_key="x")
    shutil.rmtree(settings.secrets_dir)
    assert "keys" not in found(elsewhere)
    with closing(sqlite3.connect(settings.database)) as db:
        db.execute("UPDATE accounts SET technical_email = 'a@annotator.invalid', "
                   "labelstudio_user_id = 7 WHERE id = 1")  # fmt: skip
        db.commit()
    assert "secret_key is gone" in found(elsewhere)["keys"].words
    assert "back from a backup" in found(elsewhere)["keys"].to_do


def test_a_postgresql_is_looked_for_and_its_password_is_not_shown(settings: Settings) -> None:
    there = replace(settings, labelstudio_database="postgresql://ls:s3cret@127.0.0.1:{}/labels")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
        listener.listen()
        url = there.labelstudio_database.format(port)
        assert "database of Label Studio" not in found(replace(there, labelstudio_database=url))
    gone = found(replace(there, labelstudio_database=url))["database of Label Studio"]
    assert port in gone.words
    assert "ANNOTATOR_LABEL_STUDIO_DATABASE" in gone.to_do
    assert "s3cret" not in gone.line
