"""scipy.sparse, imported when something of it is first used: a small table of ratings needs none.

It takes longer to import than numpy and all of ours together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy.sparse import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        return getattr(import_module("scipy.sparse"), name)
