"""One running installation a data folder: a lock the kernel drops when its holder dies."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.errors import SetupError


class FolderLock:
    """Hold `data_dir/running.lock`; the number of the process that holds it stands inside."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "running.lock"
        self._lock = FileLock(self.path, timeout=0, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Raises SetupError when another process serves this data folder."""
        if self._lock.is_locked:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            holder = self.path.read_text(encoding="ascii", errors="replace").strip()
            raise SetupError(
                f"The data folder {self.path.parent} is already served by process "
                f"{holder or 'unknown'}. Stop that one first, or choose another folder with "
                "DATA_DIR."
            ) from error
        except OSError as error:
            raise SetupError(
                f"The data folder {self.path.parent} cannot be locked: {error.strerror}."
            ) from error
        self.path.write_text(str(os.getpid()), encoding="ascii")

    def __enter__(self) -> FolderLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let go; the file stays, because removing it would let two processes lock two files."""
        if self._lock.is_locked:
            self.path.write_text("", encoding="ascii")
            self._lock.release()
