"""`make test` finds or installs a Chromium on systems unlike this one; programs are stubs."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "ensure-chromium"
TOOLS = ("sh", "readlink", "head", "grep", "mktemp", "tail", "rm", "cat", "touch", "chmod")
LOCKED = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)"


@dataclass
class Machine:
    """A PATH of its own; every stub writes down how it was called."""

    folder: Path

    def has(self, name: str, body: str = "") -> None:
        path = self.folder / "bin" / name
        path.write_text(f'#!/bin/sh\necho {name} "$@" >>{self.folder}/calls\n{body}\n')
        path.chmod(0o755)

    def run(self, *options: str, system: str = "debian") -> subprocess.CompletedProcess[str]:
        release = self.folder / "os-release"
        release.write_text(f"NAME=x\nID={system}\n")
        return subprocess.run(
            ["sh", str(SCRIPT), *options],
            env={
                "PATH": str(self.folder / "bin"),
                "PYTHON": str(self.folder / "bin" / "python"),
                "OS_RELEASE": str(release),
                "ASKED": str(self.folder / "asked"),
                "TMPDIR": str(self.folder),
            },
            capture_output=True,
            text=True,
        )

    @property
    def calls(self) -> str:
        path = self.folder / "calls"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A root's Debian without any Chromium."""
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        os.symlink(found, tmp_path / "bin" / tool)
    machine = Machine(tmp_path)
    machine.has("id", "echo 0")
    machine.has("sleep")
    machine.has("python")
    return machine


def test_the_systems_own_is_used_and_named(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    machine.has("chromium")
    done = machine.run()
    assert done.stdout == f"Chromium for the tests: {machine.folder}/bin/chromium\n"
    assert machine.run("--which").stdout.strip() == f"{machine.folder}/bin/chromium"
    assert "playwright" not in machine.calls


def test_the_build_without_a_window_comes_first(machine: Machine) -> None:
    machine.has("chromium")
    machine.has("chromium-headless-shell")
    machine.has("apt-get")
    done = machine.run()
    assert done.stdout == f"Chromium for the tests: {machine.folder}/bin/chromium-headless-shell\n"
    assert "apt-get" not in machine.calls


def test_it_is_asked_for_once_where_only_the_other_is_there(machine: Machine) -> None:
    machine.has("chromium")
    machine.has("apt-get", "echo 'E: Unable to fetch' >&2; exit 100")
    for _ in range(2):
        done = machine.run()
        assert done.returncode == 0
        assert done.stdout.endswith(f"Chromium for the tests: {machine.folder}/bin/chromium\n")
    assert machine.calls.count("apt-get") == 1
    assert "playwright" not in machine.calls


def test_a_package_that_leads_to_a_snap_does_not_count(machine: Machine) -> None:
    machine.has("chromium-browser", 'exec /snap/bin/chromium "$@"')
    machine.has("apt-get")
    done = machine.run(system="ubuntu")
    assert done.stdout.endswith("Chromium for the tests: Playwright's own\n")
    assert "python -m playwright install --with-deps chromium" in machine.calls
    assert "apt-get" not in machine.calls
    assert machine.run("--which").stdout == "\n"


def test_who_is_not_root_gets_playwrights(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    done = machine.run()
    assert done.returncode == 0
    assert "python -m playwright install chromium" in machine.calls


def test_a_locked_apt_is_waited_for(machine: Machine) -> None:
    here = machine.folder
    install = (
        f'case "$*" in *install*) touch {here}/bin/chromium; chmod 755 {here}/bin/chromium;; esac'
    )
    machine.has(
        "apt-get",
        f"if [ ! -e {here}/freed ]; then touch {here}/freed; "
        f"echo '{LOCKED}' >&2; exit 100; fi\n{install}",
    )
    done = machine.run()
    assert done.returncode == 0, done.stderr
    assert "Another program uses apt: waiting for it ..." in done.stdout
    assert done.stdout.endswith(f"Chromium for the tests: {here}/bin/chromium\n")
    assert machine.calls.count("apt-get") == 3


def test_where_nothing_can_be_installed_it_says_what_to_do(machine: Machine) -> None:
    machine.has("apt-get", "echo 'E: Unable to fetch' >&2; exit 100")
    machine.has("python", "echo 'cannot be reached' >&2; exit 1")
    done = machine.run()
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Install one yourself" in done.stderr
