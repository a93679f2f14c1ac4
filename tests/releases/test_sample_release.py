"""The committed sample release is what the code makes."""

from __future__ import annotations

import importlib.util
import json
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from released_files import released_files

ROOT = Path(__file__).parents[2]
# Full precision differs in its last digit between processors; and the manifest names its hash.
BY_VALUE = ("agreement.json", "manifest.json")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "sample_release", ROOT / "scripts/sample_release.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sample_release_is_what_the_code_makes(script: ModuleType, tmp_path: Path) -> None:
    files = released_files(script.sample_content(tmp_path))
    (folder,) = script.SAMPLE.iterdir()
    there = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    again = "run `make sample-release` and commit what it writes"
    assert set(there) == set(files), again
    for path in sorted(set(files) - set(BY_VALUE)):
        assert there[path] == files[path], f"{path}: {again}"
    assert same(json.loads(there["agreement.json"]), json.loads(files["agreement.json"])), again
    listed = [
        [one for one in json.loads(side["manifest.json"])["files"] if one["path"] not in BY_VALUE]
        for side in (there, files)
    ]
    assert listed[0] == listed[1], again


def same(one: Any, other: Any) -> bool:
    """Equal, numbers nearly so."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
