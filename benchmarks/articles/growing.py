"""How time and memory of loading grow: four times as many pages, or rows, as before.

All of what `annotator load` does: the process that reads, the upload in which articles wait, two
looks at its preview, and the store. Time is to be four times as much, and memory what it was. A
table comes in files of 10,000 rows, since no file may have more than 20 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from annotator import store
from annotator.articles.told import NOTHING
from annotator.articles.warm_reader import WarmReader
from annotator.web.preview import make_preview
from annotator.workflow.loading import add_upload
from annotator.workflow.studies import create_study
from annotator.workflow.waiting.upload import Upload, new_upload
from benchmarks.agreement.peer import Memory
from benchmarks.articles.stories import stories
from benchmarks.articles.templates import pages
from benchmarks.measured import Measured

ROWS = 10_000  # a file
MORE = 4
TIME_BOUND, MEMORY_BOUND = 1.2, 1.1

File = tuple[str, bytes]


def growing(*, is_large: bool) -> Iterator[Measured]:
    """The short form loads 400 pages and 80,000 rows, the large one 10,000 and 1,040,000."""
    yield from grown("pages", many_pages, 2_500 if is_large else 100)
    yield from grown("rows of CSV", lambda n: tables(n, as_csv), 25 if is_large else 1)
    yield from grown("rows of JSON", lambda n: tables(n, as_json_lines), 1)


def grown(what: str, make: Callable[[int], Iterable[File]], count: int) -> Iterator[Measured]:
    load(make(max(1, count // 10)))  # so that nothing is imported while the clock runs
    few, memory_few = load(make(count))
    many, memory_many = load(make(MORE * count))
    yield Measured(
        f"{MORE} x {what}", (many,), (MORE * few,), TIME_BOUND, f"{MORE} x the time of {count}"
    )
    yield Memory(f"{MORE} x {what}", (memory_many,), (memory_few,), MEMORY_BOUND, "before")


def load(files: Iterable[File]) -> tuple[float, float]:
    """Seconds of processor time of all of loading, and the most megabytes in use meanwhile."""
    with TemporaryDirectory(prefix="annotator-bench-") as folder:
        db = store.open_store(Path(folder) / "annotator.sqlite")
        study = create_study(db, "Growing", "framing")
        upload = new_upload(Path(folder), study.id)
        reader = WarmReader()
        use = Use(reader)
        for name, data in files:
            with use.counted(), upload.bring(name, data, NOTHING) as brought:
                reader.read_each(name, data, brought.take)
        with use.counted():
            look(db, upload)
            add_upload(db, study.id, upload, progress=lambda *_: use.look())
        db.close()
        reader.close()
    return use.seconds, use.most / 1e6


def look(db: store.Store, upload: Upload) -> None:
    """At the first and the last page of the preview."""
    counts = upload.counts()
    for start in (0, max(0, counts.articles - 20)):
        make_preview(db, upload, upload.slice(start, 20), counts)


class Use:
    """Processor time and memory of this process and of the one that reads."""

    def __init__(self, reader: WarmReader) -> None:
        self.seconds, self.most = 0.0, 0
        self._reader = reader

    @contextmanager
    def counted(self) -> Iterator[None]:
        before = self._now()
        yield
        self.seconds += self._now() - before
        self.look()

    def look(self) -> None:
        self.most = max(self.most, sum(one.memory_info().rss for one in self._processes()))

    def _now(self) -> float:
        times = (one.cpu_times() for one in self._processes())
        return sum(one.user + one.system for one in times)

    def _processes(self) -> list[psutil.Process]:
        child = [psutil.Process(self._reader.pid)] if self._reader.pid else []
        return [psutil.Process(), *child]


def many_pages(count: int) -> Iterator[File]:
    made = [one.given.encode() for one in pages()]
    for number, page in enumerate(islice(cycle(made), count)):
        yield f"{number}.html", page


def tables(count: int, write: Callable[[int, int], str]) -> Iterator[File]:
    for number in range(count):
        rows = "".join(write(number, row) for row in range(ROWS))
        is_csv = write is as_csv
        head = "title,text,date,author\n" if is_csv else ""
        yield f"{number}.{'csv' if is_csv else 'jsonl'}", (head + rows).encode()


def as_csv(number: int, row: int) -> str:
    story = stories()[row % 5]
    text = " ".join(story.paragraphs[:2]).replace('"', "")
    return f'"{story.title}","{text} {number}-{row}",2021-09-22,{story.authors[0]}\n'


def as_json_lines(number: int, row: int) -> str:
    story = stories()[row % 5]
    text = " ".join(story.paragraphs[:2]).replace('"', "")
    return f'{{"title": "{story.title}", "text": "{text} {number}-{row}", "date": "2021-09-22"}}\n'
