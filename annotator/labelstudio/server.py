"""The embedded Label Studio: started, watched, restarted when it dies, and stopped without trace.

It is the real application under gunicorn, on loopback only; browsers reach it through the gateway.
"""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import httpx

from annotator.background import start_thread
from annotator.errors import SetupError
from annotator.keys import Keys
from annotator.labelstudio import installation, processes
from annotator.labelstudio.folder_lock import FolderLock
from annotator.labelstudio.installation import Progress
from annotator.labelstudio.ports import free_port
from annotator.labelstudio.processes import ServerRecord
from annotator.labelstudio.running import RECORD_NAME
from annotator.settings import Settings

WORKERS, THREADS, MOST_WORKERS = 2, 8, 8
START_TIMEOUT = 180.0  # seconds until the first healthy answer
SILENCE_TIMEOUT = 120.0  # seconds without a healthy answer after which it counts as hung
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0  # seconds between attempts to start it again

log = logging.getLogger(__name__)


class EmbeddedServer:
    """One Label Studio for one data folder.

    `url` is its address on loopback and stays the same across restarts. `start` adopts a server
    that an earlier, killed process of ours left behind if it is healthy, and ends it otherwise.
    """

    def __init__(
        self, settings: Settings, keys: Keys, *, progress: Progress | None = None,
        lock: FolderLock | None = None,
    ) -> None:  # fmt: skip
        """`lock`: that of the folder, where it is held already."""
        self.settings = settings
        self.keys = keys
        self.progress = progress or (lambda words: None)
        self.restarts = 0
        self._lock = lock or FolderLock(settings.data_dir)
        self._change = threading.RLock()  # one of start, stop and the watcher at a time
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._record: ServerRecord | None = None

    @property
    def url(self) -> str:
        if self._record is None:
            raise SetupError("Label Studio is not started yet.")
        return f"http://127.0.0.1:{self._record.port}"

    @property
    def pid(self) -> int | None:
        """The master process, None when it is not started."""
        return self._record.pid if self._record else None

    def start(self) -> None:
        """Serve, or raise SetupError with one sentence that says why not."""
        with self._change:
            self._lock.acquire()
            self._stopping.clear()
            try:
                installation.check_disk(self.settings.data_dir)
                if not self._adopt():
                    installation.ensure_installed(self.settings, self.keys, self.progress)
                    self._spawn(free_port())
                    self._wait_until_healthy()
            except BaseException as error:
                self._end()
                self._lock.release()
                if isinstance(error, OSError):
                    raise SetupError(
                        f"Label Studio cannot be started: {error.strerror} ({error.filename})."
                    ) from error
                raise
            self._watcher = start_thread("label-studio-watcher", self._watch)

    def stop(self) -> None:
        """End it with all its workers. Stopping twice is fine."""
        self._stopping.set()
        with self._change:
            self._end()
            self._lock.release()
        if self._watcher is not None and self._watcher is not threading.current_thread():
            self._watcher.join(timeout=10.0)
        self._watcher = None

    def restart(self) -> None:
        """End it and start it again on the same port."""
        with self._change:
            port = self._record.port if self._record else free_port()
            self._end()
            self._spawn(port)
            self.restarts += 1
            self._wait_until_healthy()

    def health(self) -> bool:
        """Whether it answers."""
        return self._record is not None and _is_healthy(self._record.port)

    def __enter__(self) -> EmbeddedServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    # ------------------------------------------------------------------ inside

    def _adopt(self) -> bool:
        record = processes.load_record(self._record_path)
        if record is None:
            return False
        self._record = record
        same_address = record.origin == self.settings.origin
        if processes.master(record) is not None and same_address and _is_healthy(record.port):
            self.progress("Label Studio still runs from before: using it.")
            return True
        self._end()
        return False

    def _spawn(self, port: int) -> None:
        run = secrets.token_hex(16)
        # Recorded before it exists, so that a crash of ours in between leaves no stranger.
        record = ServerRecord(run, 0, port, self.settings.origin)
        self._remember(record)
        folder = self.settings.labelstudio_dir
        output = installation.open_log(self.settings)
        try:
            self._child = subprocess.Popen(  # noqa: S603
                _command(port, workers(self.settings)),
                cwd=installation.package_folder(),
                env=installation.environment(self.settings, folder, run),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop it in order
            )
        finally:
            os.close(output)
        self._remember(replace(record, pid=self._child.pid))

    def _remember(self, record: ServerRecord) -> None:
        processes.save_record(self._record_path, record)
        self._record = record

    def _wait_until_healthy(self) -> None:
        began = time.monotonic()
        self.progress("Label Studio starts.")
        told = 0.0
        while not self.health():
            if self._stopping.is_set():
                raise SetupError("Label Studio was stopped while starting.")
            seconds = time.monotonic() - began
            if seconds - told >= 5.0:
                self.progress(f"Label Studio starts: {int(seconds)} s")
                told = seconds
            if not self._is_running():
                installation.check_disk(self.settings.data_dir)
                raise SetupError(
                    "Label Studio stopped while starting. Its log "
                    f"{installation.log_path(self.settings)} ends: "
                    f"{installation.last_log_lines(self.settings)}"
                )
            if seconds > START_TIMEOUT:
                raise SetupError(
                    f"Label Studio did not answer within {int(seconds)} s of its start. Its log "
                    f"{installation.log_path(self.settings)} ends: "
                    f"{installation.last_log_lines(self.settings)}"
                )
            time.sleep(0.1)

    def _is_running(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None
        return self._record is not None and processes.master(self._record) is not None

    def _end(self) -> None:
        if self._record is not None:
            processes.end(self._record)
            self._record_path.unlink(missing_ok=True)
        if self._child is not None:
            self._child.wait()
            self._child = None
        self._record = None

    def _watch(self) -> None:
        delay, last_seen = FIRST_DELAY, time.monotonic()
        while not self._stopping.wait(delay):
            with self._change:
                if self._stopping.is_set():
                    return
                if self._is_running() and self.health():
                    delay, last_seen = FIRST_DELAY, time.monotonic()
                    continue
                if self._is_running() and time.monotonic() - last_seen < SILENCE_TIMEOUT:
                    continue
                log.warning("Label Studio died or hangs: starting it again.")
                try:
                    self._restart_or_keep_address()
                except Exception:
                    log.exception("Label Studio does not start; it is tried again.")
                    delay = min(delay * 2, LONGEST_DELAY)
                last_seen = time.monotonic()

    def _restart_or_keep_address(self) -> None:
        record = self._record
        try:
            self.restart()
        except (SetupError, OSError):
            self._end()
            self._record = record and replace(record, pid=0)  # the address stays ours
            raise

    @property
    def _record_path(self) -> Path:
        return self.settings.data_dir / RECORD_NAME


def workers(settings: Settings) -> int:
    """Processes of the server: more than two only wait for each other on SQLite."""
    most = (os.cpu_count() or 1) * 2 if settings.labelstudio_database else WORKERS
    return settings.labelstudio_workers or min(max(most, WORKERS), MOST_WORKERS)


def _command(port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "--preload", "loaded_once:application"),
        *("--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread"),
        *("--workers", str(workers), "--threads", str(THREADS)),
        *("--timeout", "120", "--graceful-timeout", "5", "--keep-alive", "75"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _is_healthy(port: int) -> bool:
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/health", timeout=5.0, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code == 200
