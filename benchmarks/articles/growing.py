"""How time and memory of the readers grow: four times as many pages, or rows, as before.

Time is to be four times as much, and memory what it was. A table comes in files of 10,000 rows,
since no file may have more than 20 MB.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice

import psutil

from annotator.articles.files import read_checked
from benchmarks.agreement.peer import Memory
from benchmarks.articles.stories import stories
from benchmarks.articles.templates import pages
from benchmarks.measured import Measured

ROWS = 10_000  # a file
MORE = 4
TIME_BOUND, MEMORY_BOUND = 1.2, 1.1
LIMIT = 200_000  # characters of an article

File = tuple[str, bytes]


def growing(*, is_large: bool) -> Iterator[Measured]:
    """The short form reads 400 pages and 80,000 rows, the large one 10,000 and 1,000,000."""
    yield from grown("pages", many_pages, 2_500 if is_large else 100)
    yield from grown("rows of CSV", lambda n: tables(n, as_csv), 12 if is_large else 1)
    yield from grown("rows of JSON", lambda n: tables(n, as_json_lines), 13 if is_large else 1)


def grown(what: str, make: Callable[[int], Iterable[File]], count: int) -> Iterator[Measured]:
    read(make(max(1, count // 10)))  # so that nothing is imported while the clock runs
    few, memory_few = read(make(count))
    many, memory_many = read(make(MORE * count))
    yield Measured(
        f"{MORE} x {what}", (many,), (MORE * few,), TIME_BOUND, f"{MORE} x the time of {count}"
    )
    yield Memory(f"{MORE} x {what}", (memory_many,), (memory_few,), MEMORY_BOUND, "before")


def read(files: Iterable[File]) -> tuple[float, float]:
    """Seconds of processor time for the readers alone, and megabytes in use behind the last."""
    seconds = 0.0
    for name, data in files:
        began = time.process_time()
        for _ in read_checked(name, data, LIMIT):
            pass
        seconds += time.process_time() - began
    return seconds, psutil.Process().memory_info().rss / 1e6


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
