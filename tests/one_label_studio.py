"""Which worker of pytest-xdist runs what: all that needs the real Label Studio runs in one.

Files travel whole, so that what a file prepares is prepared once. (`--dist loadgroup` would say
it by marks, but pytest 9.2 and pytest-xdist 3.8 together drop the groups without a word.)
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent.parent
SERVER = ("fresh_installation", "labelstudio_server", "labelstudio")
FIXTURES = (*SERVER, "chromium", "page")
REAL = re.compile(
    rf"mark\.(?:server|browser)\b|\b(?:{'|'.join(SERVER)}): |\bchromium: Browser|\bpage: Page"
)

AS_LONG_AS = 20  # tests without Label Studio and Chromium take as long as one with them

# Files that start a Label Studio of their own, or need only a browser: any worker may have them.
APART = {
    "tests/labelstudio/test_installation.py",
    "tests/labelstudio/test_server.py",
    "tests/test_whole_pages.py",
    "tests/web/test_accessibility.py",
    "tests/web/test_adjudication_browser.py",
    "tests/web/test_adjudication_everything.py",
    "tests/web/test_adjudication_together.py",
    "tests/web/test_groups_page.py",
    "tests/web/test_report_browser.py",
    "tests/web/test_uploads_blocks.py",
}


@functools.cache
def needs_the_real_thing(file: str) -> bool:
    """Whether a test file, named from the top folder, uses Label Studio or Chromium.

    >>> [needs_the_real_thing(f"tests/{one}.py") for one in ("test_killed", "running_tool")]
    [True, False]
    """
    path = ROOT / file
    return path.is_file() and REAL.search(path.read_text(encoding="utf-8")) is not None


def shares_the_server(nodeid: str) -> bool:
    """Whether a test asks the one Label Studio of the run. Of the faults each worker has its own.

    >>> shares_the_server("tests/web/test_blindness.py::test_x"), shares_the_server("tests/x.py::y")
    (True, False)
    """
    file = nodeid.partition("::")[0]
    alone = file in APART or file.startswith("tests/faults/")
    return not alone and needs_the_real_thing(file)


def runs_beside(nodeid: str) -> bool:
    """Whether a test runs in a worker beside the one that has the server.

    >>> runs_beside("tests/x.py::y"), runs_beside("tests/faults/test_down.py::test_x")
    (True, False)
    """
    return not nodeid.startswith("tests/faults/") and not shares_the_server(nodeid)


def scope_of(nodeid: str) -> str:
    """What goes to one worker: a test's file, or all that share the server."""
    return "the real Label Studio" if shares_the_server(nodeid) else nodeid.partition("::")[0]


def longest_first(nodeids: Iterable[str]) -> Callable[[str], int]:
    """A key to sort tests by, so that at the end of a run no worker has long to go when the others
    have nothing left. A browser's five tests take longer than two hundred of arithmetic.

    >>> made = [*(f"tests/x.py::{n}" for n in range(50)), "tests/test_whole_pages.py::y"]
    >>> made += ["tests/web/test_accessibility.py::axe" for _ in range(5)]
    >>> [scope_of(one) for one in sorted(set(made), key=longest_first(made))[::50]]
    ['tests/web/test_accessibility.py', 'tests/x.py']
    """
    long: Counter[str] = Counter()
    for one in nodeids:
        scope = scope_of(one)
        long[scope] += AS_LONG_AS if needs_the_real_thing(one.partition("::")[0]) else 1
    return lambda nodeid: -long[scope_of(nodeid)]


class OneLabelStudio(LoadScopeScheduling):
    """The workers take scopes in the order of the tests (`longest_first`)."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # by how many they are

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
