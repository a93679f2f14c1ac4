"""One upload: the files that were brought, and their articles, until somebody confirms them.

A folder named at random in the data folder. Nothing is in the store before; nothing is held in
memory but a slice.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from annotator.articles.reading import source_name
from annotator.articles.told import Told
from annotator.errors import ArticleError
from annotator.store import Store
from annotator.store.database import writing
from annotator.store.provenance.sources import pack, raw_sha256
from annotator.store.staging import files, rows
from annotator.workflow.waiting import waits_too_long
from annotator.workflow.waiting.article import Waiting, corrected, waiting
from annotator.workflow.waiting.brought import Brought, told_of

__all__ = [
    "RawFile",
    "Upload",
    "find_upload",
    "new_upload",
    "remove_old_uploads",
    "waiting_uploads",
]

KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class RawFile:
    """A file that articles were read from, and where it lies compressed."""

    compressed: Path
    size: int
    name: str
    sha256: str
    reader: str
    version: str
    told: str = ""


@dataclass(frozen=True)
class Upload:
    """One upload to one study."""

    folder: Path
    study_id: int

    @property
    def name(self) -> str:
        return self.folder.name

    @contextmanager
    def bring(
        self, file_name: str, raw: bytes, told: Told, *, text: str = "", path: Path | None = None
    ) -> Iterator[Brought]:
        """Put one more file behind the others, all of it or nothing: what its reader finds is
        handed to what this gives. The file waits too, unless it lies at `path`.

        `text` is what the source says as a whole, where that is known: cut passages get places.
        """
        if path is None:
            path = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.raw"
            _write_whole(path, raw)
        with self.opened() as staging, writing(staging):
            file_id = files.stage_file(
                staging,
                name=file_name,
                path=str(path),
                sha256=raw_sha256(raw),
                told={},
            )
            brought = Brought(staging, file_id, text)
            yield brought
            brought.finish(told)

    @contextmanager
    def read_again(self, file_id: int, told: Told) -> Iterator[Brought]:
        """Put what is read now in place of what was read of that file before.

        Corrections of its articles go, unless it still has as many; those of others stay.
        """
        with self.opened() as staging, writing(staging):
            changed = rows.load_changed(staging, file_id)
            first, count = files.forget_articles(staging, file_id)
            brought = Brought(staging, file_id, first=files.ABOVE)
            yield brought
            brought.finish(told)
            files.move_into_place(staging, first, brought.articles - count)
            if brought.articles == count:
                before = {one.number: one for one in changed}
                for one in rows.load_staged(staging, before):
                    old = before[one.number]
                    values = {**old.changes, "keep": "1" if old.is_chosen else ""}
                    rows.change_staged(staging, corrected(one, values))

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The file in which it waits, for one piece of work."""
        staging = files.open_staging(self.folder / "waiting.sqlite")
        try:
            yield staging
        finally:
            staging.close()

    def doubtful_files(self) -> list[files.StagedFile]:
        """Those about which only a person can say something."""
        with self.opened() as staging:
            return files.load_staged_files(staging, only_doubtful=True)

    def raw(self, file: files.StagedFile) -> bytes:
        """The file as it came."""
        return Path(file.path).read_bytes()

    def file(self, file_id: int) -> files.StagedFile | None:
        with self.opened() as staging:
            return files.load_staged_file(staging, file_id)

    def counts(self) -> rows.UploadCounts:
        with self.opened() as staging:
            return rows.count_staged(staging)

    def slice(self, start: int, size: int) -> list[Waiting]:
        """Some of the articles as they stand now, those first at which somebody should look."""
        with self.opened() as staging:
            return [waiting(one) for one in rows.load_staged_page(staging, start, size)]

    def article(self, number: int) -> Waiting | None:
        with self.opened() as staging:
            return next((waiting(one) for one in rows.load_staged(staging, [number])), None)

    def page_of(self, number: int, size: int) -> int:
        """On which page of so many articles one stands."""
        with self.opened() as staging:
            return rows.page_of_staged(staging, number, size)

    def each(self, *, only_chosen: bool = True) -> Iterator[list[Waiting]]:
        """All articles as they stand now, in order, so many at once."""
        with self.opened() as staging:
            for some in rows.iterate_staged(staging, only_chosen=only_chosen):
                yield list(map(waiting, some))

    def packed_files(self) -> dict[int, RawFile]:
        """The files of the chosen articles by their numbers, compressed for who keeps them.

        One that was changed since is left out: what is there now is not what was read.
        """
        with self.opened() as staging:
            found = files.load_staged_files(staging, only_chosen=True)
        return {one.id: packed for one in found if (packed := self._packed(one)) is not None}

    def _packed(self, file: files.StagedFile) -> RawFile | None:
        packed = pack(self.raw(file))
        if packed.sha256 != file.sha256:
            return None
        path = self.folder / f"{file.id}.packed"
        _write_whole(path, packed.compressed)
        return RawFile(
            path,
            packed.size,
            source_name(file.name),
            packed.sha256,
            file.reader,
            file.version,
            told_of(file.told).words,
        )

    def sentences(self, kind: str, most: int) -> list[tuple[str, str]]:
        """The first things that were refused ("refusal") or noted ("note")."""
        return list(islice(self.each_sentence(kind), most))

    def each_sentence(self, kind: str) -> Iterator[tuple[str, str]]:
        """What was refused or noted, as (the file or row, the sentence)."""
        with self.opened() as staging:
            yield from rows.load_staged_sentences(staging, kind)

    def correct(self, corrections: Mapping[int, Mapping[str, Any]]) -> None:
        """Keep corrections: article number -> field -> value; `keep` is "1" or ""."""
        with self.opened() as staging, writing(staging):
            for one in rows.load_staged(staging, corrections):
                after = corrected(one, corrections[one.number])
                if after != one:
                    rows.change_staged(staging, after)

    def remembered(
        self, word: str, key: str, work_out: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """Something worked out about this upload: once, as long as the key is the same."""
        with self.opened() as staging:
            known = rows.recall(staging, word)
            if known.get("key") != key:
                known = {"key": key, "content": work_out()}
                with writing(staging):
                    rows.remember(staging, word, known)
        content: dict[str, Any] = known["content"]
        return content

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_whole(path: Path, content: bytes) -> None:
    """Half of it would take up room for nothing."""
    try:
        path.write_bytes(content)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def new_upload(data_dir: Path, study_id: int) -> Upload:
    """A fresh place for an upload; old ones are cleared away."""
    remove_old_uploads(data_dir)
    folder = data_dir / "uploads" / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    upload = Upload(folder, study_id)
    try:
        with upload.opened():
            pass  # made, with its tables
        (folder / "study.json").write_text(json.dumps(study_id), "utf-8")
    except (OSError, sqlite3.Error):
        upload.remove()
        raise
    return upload


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


def waiting_uploads(data_dir: Path, study_id: int) -> list[tuple[str, int]]:
    """What nobody has confirmed or discarded of a study: name and number of articles."""
    remove_old_uploads(data_dir)
    found = []
    for folder in sorted((data_dir / "uploads").glob("*")):
        with suppress(ArticleError, OSError, sqlite3.Error):  # of another study, or gone meanwhile
            upload = find_upload(data_dir, folder.name, study_id)
            found.append((upload.name, upload.counts().articles))
    return [(name, articles) for name, articles in found if articles]


def remove_old_uploads(data_dir: Path, *, older_than: float = KEPT_SECONDS) -> None:
    """Clear away uploads nobody confirmed, and those of a far future, when the clock was wrong."""
    for folder in (data_dir / "uploads").glob("*"):
        if not _NAME.fullmatch(folder.name):
            continue
        if waits_too_long(folder.stat().st_mtime, older_than):
            shutil.rmtree(folder, ignore_errors=True)
