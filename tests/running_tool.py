"""The whole tool as a person starts it: `annotator up` in a process of its own.

It waits for what happens, however long a busy machine takes; the test's own limit ends it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

READY = "annotator is ready"
MANAGER, PASSWORD = "mia@example.org", "four unrelated words"


def heed_interrupts() -> None:
    """A shell that runs the tests in the background hands SIGINT on as ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Tool:
    """One installation; `start` and `kill` it as often as a test likes."""

    data_dir: Path
    port: int
    process: subprocess.Popen[str] | None = None
    printed: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *options: str, **variables: str) -> None:
        """Start it and wait until it says that it is ready."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "annotator", "up", *options],
            env=self._environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=heed_interrupts,
        )
        self.printed = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if READY in line:
                return
        raise AssertionError(f"it did not start: {self.printed}")

    def kill(self) -> None:
        """As `kill -9`: only the application; Label Studio goes on by itself."""
        assert self.process is not None
        self.process.kill()
        self._gone()

    def interrupt(self) -> int:
        """As Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self._gone()

    def wait_until_dead(self) -> int:
        assert self.process is not None
        return self._gone()

    def _gone(self) -> int:
        assert self.process is not None
        self.process.communicate()
        return self.process.returncode

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command beside it."""
        return subprocess.run(
            [sys.executable, "-m", "annotator", *words, "--data-dir", str(self.data_dir)],
            env=self._environment(),
            capture_output=True,
            text=True,
        )

    def ran(self, *words: str) -> str:
        """A command that must succeed; what it printed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def labelstudio(self) -> psutil.Process:
        """The embedded server's master process."""
        return psutil.Process(self.labelstudio_pid())

    def labelstudio_pid(self) -> int:
        """As recorded: 0 while it is being started, and between an end and a start."""
        try:
            return int(self._record()["pid"])
        except FileNotFoundError:
            return 0

    def labelstudio_port(self) -> int:
        return int(self._record()["port"])

    def _record(self) -> dict[str, Any]:
        record = json.loads((self.data_dir / "label-studio.running.json").read_text())
        assert isinstance(record, dict)
        return record

    def processes(self) -> list[psutil.Process]:
        """Everything alive that was started for this data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                words = " ".join([*process.cmdline(), *process.environ().values()])
            except psutil.Error:
                continue
            if str(self.data_dir) in words and process.pid != os.getpid():
                found.append(process)
        return found

    def stop_everything(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        for process in self.processes():
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def _environment(self, **variables: str) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "DATA_DIR": str(self.data_dir),
            "PORT": str(self.port),
            "ANNOTATOR_MANAGER_EMAIL": MANAGER,
            "ANNOTATOR_MANAGER_PASSWORD": PASSWORD,
            **variables,
        }


class Visitor:
    """A person's browser without the browser: cookies, forms with their tokens."""

    def __init__(self, origin: str) -> None:
        self.client = httpx.Client(base_url=origin, follow_redirects=True, timeout=300.0)
        self.origin = origin

    def submit(self, path: str, **fields: str) -> httpx.Response:
        """Fill in the form of a page and send it."""
        page = self.client.get(path)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert found, page.text
        answer = self.client.post(path, data={"csrf_token": found[1], **fields})
        assert answer.status_code == 200, answer.text
        return answer

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.submit("/sign-in", email=email, password=password)

    def sign_up(self, link: str, name: str) -> None:
        self.submit(httpx.URL(link).path, name=name, password=PASSWORD, password_again=PASSWORD)

    def labelling(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request as the labelling page sends it."""
        return self.client.request(
            method,
            f"/labeling{path}",
            json=body,
            headers={"Origin": self.origin, "Sec-Fetch-Site": "same-origin"},
        )
