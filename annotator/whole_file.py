"""A file that appears whole or not at all: a full disk or a kill leaves what was there before."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from annotator.errors import AnnotatorError

_MOST_OF_A_NAME = 40  # characters of it in the unfinished file's: a name has a longest length


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what takes the file's place when the block ends well."""
    part = path.with_name(f".{path.name[:_MOST_OF_A_NAME]}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing_all() -> Iterator[Callable[[Path], Path]]:
    """The same of files that belong together: all take their places when the block ends well, or
    none does. What it gives says where to write one."""
    with ExitStack() as stack:
        yield lambda path: stack.enter_context(replacing(path))


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The same where a person named the file.

    Raises AnnotatorError when it cannot be written. What is no file (a pipe, /dev/stdout) is
    written as it comes.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()  # a link stays one
    try:
        with replacing(path) as part:
            yield part
    except OSError as error:
        raise AnnotatorError(
            f"{path} could not be written: {error.strerror}. What was there before is as it was."
        ) from error
