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
from annotator.articles.blocks import Placed, places_of
from annotator.articles.reading import source_name
from annotator.articles.told import Told
from annotator.errors import ArticleError
from annotator.models import Article, Doubt, Refusal
from annotator.store.provenance.sources import raw_sha256
from annotator.workflow.loading import RawFile

__all__ = ["Upload", "Waiting", "find_upload", "new_upload", "remove_old_uploads"]

KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")
_EDITABLE = ("title", "author", "published", "outlet", "text", "standfirst", "removed")


@dataclass(frozen=True)
class Waiting:
    """An article that waits, as corrected; `number` counts from 0 through the whole upload."""

    number: int
    article: Article
    keep: bool
    source: RawFile | None = None
    places: tuple[int, ...] = ()  # how many paragraphs stand before each cut passage

    @property
    def placed(self) -> Placed:
        return Placed(self.article, self.places)


@dataclass(frozen=True)
class Part:
    """One file of an upload: what is open about it, and what was said about it already."""

    name: str
    file_name: str
    first: int  # the number of its first article
    count: int
    doubts: tuple[Doubt, ...]
    told: Told


@dataclass(frozen=True)
class Upload:
    """One upload to one study."""

    folder: Path
    study_id: int

    @property
    def name(self) -> str:
        return self.folder.name

    def add(self, file_name: str, raw: bytes, reading: Reading, told: Told, text: str = "") -> None:
        """Put one more file's reading behind the others; the file itself waits with it.

        `text` is what the source says as a whole, where that is known: cut passages get places.
        """
        name = f"part-{time.time_ns():020d}-{secrets.token_hex(4)}"
        self._raw(name).write_bytes(raw)
        part = _part(file_name, raw, reading, told)
        if text:
            part["places"] = [places_of(text, article) for article in reading.articles]
        _write(self.folder / f"{name}.json", part)

    def parts(self) -> list[Part]:
        """The files in the order they came."""
        found = []
        first = 0
        for path in sorted(self._parts()):
            part = json.loads(path.read_text("utf-8"))
            count = len(part["articles"])
            doubts = tuple(
                Doubt(one["kind"], tuple(one["choices"]), tuple(one["examples"]))
                for one in part.get("doubts", ())
            )
            told = part["told"]
            columns = tuple((field, column) for field, column in told["columns"])
            said = Told(columns, told["day_first"], told["encoding"])
            found.append(Part(path.stem, part["file_name"], first, count, doubts, said))
            first += count
        return found

    def raw(self, part: Part) -> bytes:
        """The file as it came."""
        return self._raw(part.name).read_bytes()

    def read_again(self, part: Part, reading: Reading, told: Told) -> None:
        """Put what was read now in place of what was read of that file before.

        Corrections of its articles go, unless it still has as many; those of others stay.
        """
        more = len(reading.articles) - part.count
        edits = {}
        for number, values in self.recall("edits").items():
            at = int(number)
            if at >= part.first + part.count:
                edits[str(at + more)] = values
            elif at < part.first or not more:
                edits[number] = values
        _write(
            self.folder / f"{part.name}.json",
            _part(part.file_name, self.raw(part), reading, told),
        )
        self.remember("edits", edits)

    def _raw(self, part_name: str) -> Path:
        return self.folder / f"{part_name}.raw"

    def reading(self) -> Reading:
        """Everything that was read, uncorrected, in the order it came."""
        parts = [json.loads(path.read_text("utf-8")) for path in sorted(self._parts())]
        return Reading(
            tuple(_article(one) for part in parts for one in part["articles"]),
            tuple(
                Refusal(one["source_name"], one["reason"])
                for part in parts
                for one in part["refusals"]
            ),
            tuple(note for part in parts for note in part["notes"]),
        )

    def _parts(self) -> Iterator[Path]:
        return self.folder.glob("part-*.json")

    def waiting(self) -> list[Waiting]:
        """The articles with what was corrected so far."""
        edits = self.recall("edits")
        found: list[Waiting] = []
        for path in sorted(self._parts()):
            part = json.loads(path.read_text("utf-8"))
            source = RawFile(self._raw(path.stem), **part["source"])
            places = part.get("places") or [()] * len(part["articles"])
            for values, places_of_it in zip(part["articles"], places, strict=True):
                changes = {"places": places_of_it} | edits.get(str(len(found)), {})
                found.append(_corrected(len(found), _article(values), changes, source))
        return found

    def correct(self, corrections: Mapping[int, Mapping[str, Any]]) -> None:
        """Keep corrections: article number -> field -> value; `keep` is "1" or ""."""
        edits = self.recall("edits")
        for number, values in corrections.items():
            edits.setdefault(str(number), {}).update(values)
        self.remember("edits", edits)

    def replace(self, number: int, placed: Placed) -> None:
        """Put an article in place of a waiting one: its text, and what is cut of it."""
        article = placed.article
        self.correct(
            {
                number: {
                    "text": article.text,
                    "standfirst": article.standfirst,
                    "removed": article.removed,
                    "places": placed.places,
                }
            }
        )

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


def _part(file_name: str, raw: bytes, reading: Reading, told: Told) -> dict[str, Any]:
    by = reading.read_by
    return {
        "file_name": file_name,
        "articles": [asdict(article) for article in reading.articles],
        "refusals": [
            {"source_name": one.source_name, "reason": one.reason} for one in reading.refusals
        ],
        "notes": list(reading.notes),
        "doubts": [asdict(doubt) for doubt in reading.doubts],
        "told": {
            "columns": told.columns,
            "day_first": told.day_first,
            "encoding": told.encoding,
        },
        "source": {
            "name": source_name(file_name),
            "sha256": raw_sha256(raw),
            "reader": by.reader,
            "version": by.version,
            "told": told.words,
        },
    }


def _corrected(number: int, article: Article, edits: Mapping[str, Any], source: RawFile) -> Waiting:
    changed = {name: edits[name] for name in _EDITABLE if name in edits}
    if "removed" in changed:
        changed["removed"] = tuple(changed["removed"])
    if "published" in changed and changed["published"] != article.published:
        changed["date_found"] = "corrected by hand" if changed["published"] else ""
    keep = edits.get("keep", "1") == "1"
    return Waiting(number, replace(article, **changed), keep, source, tuple(edits["places"]))


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
