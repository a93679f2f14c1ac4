"""Making hundreds of thousands of small values at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["many_values"]


@contextmanager
def many_values() -> Iterator[None]:
    """While values are made that name each other in no circle: looking for circles among them
    again and again takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
