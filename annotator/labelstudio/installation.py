"""The embedded Label Studio's folder and environment: made once, by its own `init`."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from annotator.errors import SetupError
from annotator.keys import OWNER_EMAIL, Keys
from annotator.labelstudio.processes import RUN_VARIABLE
from annotator.settings import Settings

Progress = Callable[[str], None]

WHEN_LOST = (
    "restore a backup with `annotator restore`; or move the folder label-studio away, start, and "
    "put each study back with `annotator restore-to-label-studio`"
)
LOST = f"If it is lost: {WHEN_LOST}."
NEEDED_BYTES = 200 * 1024 * 1024  # database, log and room to work
INIT_TIMEOUT = 900.0  # seconds; a minute on an ordinary machine
LOG_BYTES = 5 * 1024 * 1024
LOG_LINES_SHOWN = 5
SETTINGS_FOLDER = Path(__file__).with_name("inside_server")  # read by Label Studio's processes


def package_folder() -> Path:
    """Where Label Studio's Django project lives; its modules are imported from inside it."""
    spec = find_spec("label_studio")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(
            "Label Studio is not installed in this Python. Run: pip install -r requirements.txt"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def environment(settings: Settings, folder: Path, run: str) -> dict[str, str]:
    """A clean environment: Label Studio also reads bare names such as HOST, PORT and PASSWORD."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        RUN_VARIABLE: run,
        "HOME": str(folder),  # it keeps an identifier in the home folder's .config
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "annotator_server_settings",
        "PYTHONPATH": str(SETTINGS_FOLDER),
        "ANNOTATOR_REDIS": settings.redis,
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
        "LABEL_STUDIO_HOST": f"{settings.origin}/labeling",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_COLLECT_ANALYTICS": "false",
        "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
        "LABEL_STUDIO_SENTRY_DSN": "",
        "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_FEATURE_FLAGS_OFFLINE": "true",
        "LABEL_STUDIO_CONVERTER_DOWNLOAD_RESOURCES": "false",
        "LABEL_STUDIO_CORS_ALLOW_ALL_ORIGINS": "false",
        "LABEL_STUDIO_ENABLE_LOCAL_FILES_STORAGE": "false",
        "LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED": "false",
        "LABEL_STUDIO_LABEL_STREAM_HISTORY_LIMIT": "1000",
        "LABEL_STUDIO_LOG_LEVEL": "WARNING",
        **_database_variables(settings.labelstudio_database),
    }


def _database_variables(url: str) -> dict[str, str]:
    """How Label Studio is told of a PostgreSQL.

    >>> _database_variables("postgresql://ls:p%40ss@db.example.org/labels")["POSTGRE_PASSWORD"]
    'p@ss'
    """
    if not url:
        return {}
    parts = urlsplit(url)
    return {
        "DJANGO_DB": "default",
        "POSTGRE_HOST": parts.hostname or "",
        "POSTGRE_PORT": str(parts.port or 5432),
        "POSTGRE_USER": unquote(parts.username or ""),
        "POSTGRE_PASSWORD": unquote(parts.password or ""),
        "POSTGRE_NAME": parts.path.strip("/"),
    }


def database_path(settings: Settings) -> Path:
    return settings.labelstudio_dir / "label_studio.sqlite3"


def ensure_installed(settings: Settings, keys: Keys, progress: Progress) -> None:
    """Make the folder, database and first user if they are missing.

    Everything is made in a folder beside and renamed when complete: a first start that was
    interrupted leaves nothing half made. Raises SetupError.
    """
    check_disk(settings.data_dir)
    folder = settings.labelstudio_dir
    if not folder.exists():
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        _run_init(settings, keys, part, progress)
        part.rename(folder)
    folder.chmod(0o700)
    if not settings.labelstudio_database:
        _switch_to_wal(database_path(settings))
    _remove_old_exports(folder / "export")


def _remove_old_exports(folder: Path) -> None:
    """Label Studio keeps two copies of every export that is ever fetched, and never looks back."""
    for path in folder.glob("project-*-at-*.json"):
        path.unlink(missing_ok=True)


def check_disk(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(data_dir).free
    except OSError as error:
        raise SetupError(f"The data folder {data_dir} cannot be made: {error.strerror}.") from error
    if free < NEEDED_BYTES:
        raise SetupError(
            f"The disk of {data_dir} is full: {free // 2**20} MB are free and Label Studio needs "
            f"{NEEDED_BYTES // 2**20} MB. Free some space, or choose another folder with DATA_DIR."
        )


def open_log(settings: Settings) -> int:
    """A descriptor that appends to the log, which only its owner can read; 5 MB are kept twice."""
    settings.logs_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = log_path(settings)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def log_path(settings: Settings) -> Path:
    return settings.logs_dir / "label-studio.log"


def last_log_lines(settings: Settings) -> str:
    """For a person whose Label Studio does not start."""
    try:
        text = log_path(settings).read_bytes()[-4000:].decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-LOG_LINES_SHOWN:])


def _run_init(settings: Settings, keys: Keys, folder: Path, progress: Progress) -> None:
    # Name, password and token go by environment: a process's arguments are everybody's to read.
    secrets = {
        "LABEL_STUDIO_USERNAME": OWNER_EMAIL,
        "LABEL_STUDIO_PASSWORD": keys.owner_password,
        "LABEL_STUDIO_USER_TOKEN": keys.labelstudio_token,
    }
    command = [sys.executable, "-m", "label_studio.server", "init", "--quiet"]
    log = open_log(settings)
    try:
        process = subprocess.Popen(  # noqa: S603
            [*command, "--enable-legacy-api-token"],
            cwd=folder,
            env=environment(settings, folder, run="init") | secrets,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    finally:
        os.close(log)
    try:
        _wait(process, progress)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode != 0:
        check_disk(settings.data_dir)
        raise SetupError(
            f"Label Studio could not make its database (exit code {process.returncode}). "
            f"Its log {log_path(settings)} ends: {last_log_lines(settings)}"
        )


def _wait(process: subprocess.Popen[bytes], progress: Progress) -> None:
    began = time.monotonic()
    while True:
        seconds = int(time.monotonic() - began)
        progress(f"Label Studio makes its database, once, in about a minute: {seconds} s")
        try:
            process.wait(timeout=5.0)
            return
        except subprocess.TimeoutExpired:
            if seconds > INIT_TIMEOUT:
                raise SetupError(
                    f"Label Studio did not finish making its database in {seconds} s. "
                    f"Start again; if that does not help, the machine is too slow or busy."
                ) from None


def _switch_to_wal(database: Path) -> None:
    """Readers and a writer no longer wait for each other; the file remembers it."""
    try:
        connection = sqlite3.connect(database, timeout=30.0)
        try:
            connection.execute("PRAGMA journal_mode=wal")
            tables = "SELECT count(*) FROM sqlite_master WHERE name = 'task_completion'"
            [(there,)] = connection.execute(tables)
        finally:
            connection.close()
    except sqlite3.Error as error:
        full = "full" in str(error) or getattr(error, "errno", None) == errno.ENOSPC
        reason = "the disk is full" if full else str(error)
        raise SetupError(
            f"Label Studio's database {database} cannot be used: {reason}. {LOST}"
        ) from error
    if not there:
        raise SetupError(f"Label Studio's database {database} is empty. {LOST}")
