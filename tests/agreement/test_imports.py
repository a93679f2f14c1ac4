"""What is slow to import is imported where it is used: a small question is answered soon."""

from __future__ import annotations

import subprocess
import sys

SLOW = (
    "highspy",
    "pandas",
    "scipy.optimize",
    "scipy.sparse",
    "scipy.sparse.csgraph",
    "scipy.special",
    "scipy.stats",
)


def test_agreement_imports_no_slow_library_before_it_is_needed() -> None:
    code = f"import sys, annotator.agreement; print([n for n in {SLOW!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
