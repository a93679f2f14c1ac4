"""Passwords are hashed slowly enough, which the other tests leave out."""

from __future__ import annotations

import subprocess
import sys

from argon2 import PasswordHasher, extract_parameters


def test_a_password_is_hashed_with_the_parameters_that_the_library_advises() -> None:
    hashing = "from annotator.workflow.passwords import hash_password as h; print(h('grey geese'))"
    said = subprocess.run(
        [sys.executable, "-c", hashing], capture_output=True, text=True, check=True
    )
    wanted, got = PasswordHasher(), extract_parameters(said.stdout.strip())
    assert (got.memory_cost, got.time_cost, got.parallelism) == (
        wanted.memory_cost,
        wanted.time_cost,
        wanted.parallelism,
    )
