"""Articles that were read but not confirmed: they wait in the data folder, and expire.

One folder an upload, named at random. Each file's reading is a part that never changes; what a
person corrects is kept beside the parts. Nothing is in the store until the upload is confirmed.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from annotator.articles import Reading
from annotator.errors import ArticleError
from annotator.models import Article, Refusal

__all__ = ["Upload", "Waiting", "find_upload", "new_upload", "remove_old_uploads"]

KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")
_EDITABLE = ("title", "author", "published", "outlet", "text")


@dataclass(frozen=True)
class Waiting:
    """An article that waits, as corrected; `number` counts from 0 through the whole upload."""

    number: int
    article: Article
    keep: bool


@dataclass(frozen=True)
class Upload:
    """One upload to one study."""

    folder: Path
    study_id: int

    @property
    def name(self) -> str:
        return self.folder.name

    def add(self, reading: Reading) -> None:
        """Put one more file's reading behind the others."""
        part = {
            "articles": [asdict(article) for article in reading.articles],
            "refusals": [asdict(refusal) for refusal in reading.refusals],
            "notes": list(reading.notes),
        }
        _write(self.folder / f"part-{time.time_ns():020d}-{secrets.token_hex(4)}.json", part)

    def reading(self) -> Reading:
        """Everything that was read, uncorrected, in the order it came."""
        parts = [json.loads(path.read_text("utf-8")) for path in sorted(self._parts())]
        return Reading(
            tuple(_article(one) for part in parts for one in part["articles"]),
            tuple(Refusal(**one) for part in parts for one in part["refusals"]),
            tuple(note for part in parts for note in part["notes"]),
        )

    def _parts(self) -> Iterator[Path]:
        return self.folder.glob("part-*.json")

    def waiting(self) -> list[Waiting]:
        """The articles with what was corrected so far."""
        edits = self.recall("edits")
        return [
            _corrected(number, article, edits.get(str(number), {}))
            for number, article in enumerate(self.reading().articles)
        ]

    def correct(self, corrections: Mapping[int, Mapping[str, str]]) -> None:
        """Keep corrections: article number -> field -> value; `keep` is "1" or ""."""
        edits = self.recall("edits")
        for number, values in corrections.items():
            edits.setdefault(str(number), {}).update(values)
        self.remember("edits", edits)

    def remember(self, word: str, content: dict[str, Any]) -> None:
        """Keep something worked out about this upload."""
        _write(self.folder / f"{word}.json", content)

    def recall(self, word: str) -> dict[str, Any]:
        """What was kept under this word; empty when nothing was."""
        path = self.folder / f"{word}.json"
        content: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return content

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def new_upload(data_dir: Path, study_id: int) -> Upload:
    """A fresh place for an upload; old ones are cleared away."""
    remove_old_uploads(data_dir)
    folder = data_dir / "uploads" / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    _write(folder / "study.json", study_id)
    return Upload(folder, study_id)


def find_upload(data_dir: Path, name: str, study_id: int) -> Upload:
    """An upload by its name. Raises ArticleError when it is not there (any more)."""
    folder = data_dir / "uploads" / name
    if _NAME.fullmatch(name) and (folder / "study.json").exists():
        upload = Upload(folder, json.loads((folder / "study.json").read_text("utf-8")))
        if upload.study_id == study_id:
            return upload
    raise ArticleError(
        "This upload is not there any more: it was confirmed, discarded, or waited longer than a "
        "day. Bring the files again."
    )


def remove_old_uploads(data_dir: Path, *, older_than: float = KEPT_SECONDS) -> None:
    """Clear away uploads nobody confirmed."""
    for folder in (data_dir / "uploads").glob("*"):
        if _NAME.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > older_than:
            shutil.rmtree(folder, ignore_errors=True)


def _corrected(number: int, article: Article, edits: Mapping[str, Any]) -> Waiting:
    changed = {name: edits[name] for name in _EDITABLE if name in edits}
    return Waiting(number, replace(article, **changed), keep=edits.get("keep", "1") == "1")


def _article(values: dict[str, object]) -> Article:
    known = {field.name for field in fields(Article)}
    kept = {name: value for name, value in values.items() if name in known}
    for name in ("removed", "remarks"):
        kept[name] = tuple(kept.get(name, ()))  # type: ignore[arg-type]
    return Article(**kept)  # type: ignore[arg-type]


def _write(path: Path, content: object) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    part.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    part.replace(path)
