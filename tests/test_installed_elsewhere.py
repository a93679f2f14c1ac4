"""The package as pip installs it, away from its repository: the codebooks travel inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODEBOOKS = {path.name for path in (ROOT / "label_configs").iterdir()}


def run(*words: str | Path, cwd: Path, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from: building leaves folders behind."""
    folder = tmp_path_factory.mktemp("source")
    for name in ("annotator", "label_configs"):
        clutter = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=clutter)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


def test_an_installed_wheel_makes_a_study_with_the_codebook_that_it_carries(
    source: Path, tmp_path: Path
) -> None:
    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    wheels, target, away = tmp_path / "wheels", tmp_path / "target", tmp_path / "away"
    away.mkdir()
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, source, cwd=away)
    (wheel,) = wheels.iterdir()
    with zipfile.ZipFile(wheel) as packed:
        names = {name.rpartition("/")[2] for name in packed.namelist() if "/label_configs/" in name}
        assert names == CODEBOOKS
        assert "annotator/py.typed" in packed.namelist()
    run(*pip, "install", "--no-deps", "--target", target, wheel, cwd=away)
    where = {"PYTHONPATH": str(target), "DATA_DIR": str(tmp_path / "var")}
    found = run("-c", "import annotator; print(annotator.__file__)", cwd=away, **where)
    assert Path(found.strip()).is_relative_to(target)
    made = run(
        "-m", "annotator", "study", "create", "Bridge 2026", "--scheme", "framing",
        cwd=away, **where,
    )  # fmt: skip
    assert made == "Study 1 'Bridge 2026' made with the scheme framing.\n"


def test_a_source_distribution_has_the_codebooks_where_the_package_looks(
    source: Path, tmp_path: Path
) -> None:
    build = "from setuptools.build_meta import build_sdist; import sys; build_sdist(sys.argv[1])"
    run("-c", build, tmp_path, cwd=source)
    (packed,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(packed) as archive:
        names = [name for name in archive.getnames() if "annotator/label_configs/" in name]
    assert {name.rpartition("/")[2] for name in names} >= CODEBOOKS


def test_a_clone_reads_the_codebooks_of_its_top_folder() -> None:
    link = ROOT / "annotator" / "label_configs"
    assert link.resolve() == (ROOT / "label_configs").resolve()
