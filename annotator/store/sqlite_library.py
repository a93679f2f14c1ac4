"""sqlite-utils, imported without pandas and numpy, which it takes along where they are installed.

We hand it no data frames and no arrays, and the two cost every command a second. They are hidden
for the length of this one import; a library that is loaded already stays as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

NOT_NEEDED = ("pandas", "numpy")


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Importing one of these libraries fails meanwhile, unless it is loaded already.

    >>> with hidden("colorsys_of_nobody"):
    ...     "colorsys_of_nobody" in sys.modules
    True
    >>> "colorsys_of_nobody" in sys.modules
    False
    """
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python marks "do not import"
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


with hidden(*NOT_NEEDED):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
