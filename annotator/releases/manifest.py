"""The manifest of a release: its files with checksums, and the state of the store it came from.

A release never changes: what is made again from the same state has the same bytes, and anything
else needs another version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator import __version__
from annotator.errors import StudyError
from annotator.releases.content import Content

__all__ = ["MANIFEST", "FileSum", "manifest_bytes", "read_manifest", "sha256_of", "sum_of"]

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class FileSum:
    """What is known of a file without its bytes."""

    size: int
    sha256: str


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sum_of(data: bytes) -> FileSum:
    return FileSum(len(data), sha256_of(data))


def manifest_bytes(content: Content, files: Mapping[str, FileSum]) -> bytes:
    plan = content.plan
    scheme = content.work.scheme
    found: dict[str, Any] = {
        "title": content.work.study.title,
        "version": plan.version,
        "made_with": f"annotator {__version__}",
        "codebook": f"{scheme.name} {scheme.version}",
        "store": dict(content.state),
        "options": {
            "formats": list(plan.formats),
            "split": list(plan.split),
            "text": plan.text,
            "seed": plan.seed,
            "outlets_together": plan.outlets_together,
            "names": plan.names,
            "notes": plan.notes,
        },
        "files": [
            {"path": path, "bytes": one.size, "sha256": one.sha256}
            for path, one in sorted(files.items())
        ],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder. Raises StudyError when there is none."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StudyError(f"{folder} is no release: {path.name} cannot be read.") from error
    except ValueError as error:
        raise StudyError(f"{path} is no manifest: {error}.") from error
    if not isinstance(found, dict) or not isinstance(found.get("files"), list):
        raise StudyError(f"{path} is no manifest: it lists no files.")
    for one in found["files"]:
        if not (isinstance(one, dict) and isinstance(one.get("path"), str) and "sha256" in one):
            raise StudyError(
                f"{path} is no manifest: expected a path and a sha256 of each file, found {one!r}."
            )
    return found
