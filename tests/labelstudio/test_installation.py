"""The embedded server's folder and environment: made whole or not at all."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import SetupError
from annotator.keys import load_keys
from annotator.labelstudio import EmbeddedServer, installation
from annotator.settings import Settings


@pytest.fixture
def settings(fresh_installation: Path, tmp_path: Path) -> Settings:
    """An installation of its own, not started."""
    shutil.copytree(fresh_installation, tmp_path, dirs_exist_ok=True)
    return Settings(data_dir=tmp_path)


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


def told(settings: Settings, asked: str) -> Any:
    """What Label Studio says, in a process with the environment that its server has."""
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=installation.package_folder(),
        env=installation.environment(settings, settings.labelstudio_dir, run="test"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("database", "seconds"), [("", 0), ("postgresql://labels@127.0.0.1:7777/labels", 600)]
)
def test_a_connection_to_postgresql_is_kept(
    settings: Settings, database: str, seconds: int
) -> None:
    """Else each request costs a process of PostgreSQL's: fifty people waited seven seconds."""
    asked = (
        "import json; from django.conf import settings; "
        "print(json.dumps(settings.DATABASES['default'].get('CONN_MAX_AGE', 0)))"
    )
    assert told(replace(settings, labelstudio_database=database), asked) == seconds


@pytest.mark.parametrize("given", ["", "127.0.0.1:7777"])
def test_a_redis_that_happens_to_be_there_is_not_used(settings: Settings, given: str) -> None:
    asked = (
        "import json; from django.conf import settings; "
        "from django_rq import get_connection; "
        "print(json.dumps([get_connection(name).connection_pool.connection_kwargs "
        "for name in settings.RQ_QUEUES], default=str))"
    )
    places = told(replace(settings, redis=given), asked)
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


def test_label_studio_inherits_nothing_it_would_take_for_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOST", "PORT", "PASSWORD", "DEBUG", "SECRET_KEY", "DATABASE_NAME", "HTTP_PROXY"):
        monkeypatch.setenv(name, "from outside")
    settings = Settings(data_dir=tmp_path, port=4321)
    made = installation.environment(settings, tmp_path, "run")
    assert "from outside" not in made.values()
    assert made["LABEL_STUDIO_HOST"] == "http://127.0.0.1:4321/labeling"
