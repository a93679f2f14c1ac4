"""One running installation a data folder: a lock the kernel drops when its holder dies."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from annotator.errors import SetupError


class FolderLock:
    """Hold `data_dir/running.lock`; the number of the process that holds it stands inside."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "running.lock"
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises SetupError when another process serves this data folder."""
        if self._descriptor is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip()
            os.close(descriptor)
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise SetupError(
                    f"The data folder {self.path.parent} cannot be locked: {error.strerror}."
                ) from error
            raise SetupError(
                f"The data folder {self.path.parent} is already served by process "
                f"{holder or 'unknown'}. Stop that one first, or choose another folder with "
                "DATA_DIR."
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; the file stays, because removing it would let two processes lock two files."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
