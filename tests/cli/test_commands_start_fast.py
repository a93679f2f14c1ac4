"""A command imports what it needs and no more; nobody waits for scipy to read a help page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from annotator.cli import COMMANDS, commands

HEAVY = {
    "numpy", "scipy", "pandas", "trafilatura", "dateparser", "waitress", "flask", "httpx",
    "label_studio_sdk", "altair", "vl_convert", "highspy",
}  # fmt: skip
LOADED = (
    "import sys; from annotator.cli import main; sys.argv = ['annotator', *sys.argv[1:]]\n"
    "try: main()\n"
    "except SystemExit: pass\n"
    "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    "print('COMMANDS', *sorted(name for name in sys.modules if name.startswith('annotator.cli.')))"
)


def loaded(*words: str) -> tuple[set[str], set[str]]:
    """What libraries and what command modules a command loads in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True
    )
    libraries, modules = done.stdout.splitlines()[-2:]
    return set(libraries.split()[1:]), set(modules.split()[1:])


def test_help_imports_no_command() -> None:
    libraries, modules = loaded("--help")
    assert modules == {"annotator.cli.lazy"}
    assert not libraries & (HEAVY | {"sqlite_utils", "yaml"})


@pytest.mark.parametrize("words", [("study", "list"), ("load", "--help"), ("up", "--help")])
def test_a_command_loads_no_library_that_it_has_no_use_for(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    libraries, _ = loaded(*words, "--data-dir", str(tmp_path))
    assert not libraries & HEAVY


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says(name: str) -> None:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    assert command.name == name
    assert command.help is not None
    assert COMMANDS[name][1] == command.help.partition("\n")[0]


def test_an_unknown_command_is_answered_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "studdy"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "No such command 'studdy'" in done.stderr


def test_numpy_and_pandas_are_as_before_once_the_store_is_loaded() -> None:
    subprocess.run(
        [sys.executable, "-c", "import annotator.store, numpy, pandas; numpy.zeros(1)"], check=True
    )
