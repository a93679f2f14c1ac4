"""Read the sample's files into values, each mark found again in its article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from annotator.errors import InputError
from annotator.models import Article, normalise

TITLE = "Sample study: news from Tolvane"
SCHEME = "framing"


@dataclass(frozen=True)
class SampleMark:
    """A marked passage: `text` stands at `start` to `end` of the article."""

    label: str
    start: int
    end: int
    text: str
    answers: Mapping[str, str]  # attribute key -> choice key, or the text typed


@dataclass(frozen=True)
class SampleWork:
    """One annotator's work on one article."""

    seconds: int  # how long it took
    skipped: bool
    answers: Mapping[str, str]  # question key -> choice key
    marks: tuple[SampleMark, ...]


@dataclass(frozen=True)
class Sample:
    """The study as it is loaded: `work[annotator][i]` is about `articles[i]`.

    An article that is missing from an annotator's work has not been started.
    """

    title: str
    scheme: str
    articles: tuple[Article, ...]
    annotators: tuple[str, ...]
    work: Mapping[str, Mapping[int, SampleWork]]


@cache
def load_sample() -> Sample:
    """The sample study. Raises InputError when a file of it has been changed and does not fit.

    >>> sample = load_sample()
    >>> len(sample.articles), sample.annotators
    (12, ('Alder', 'Briar', 'Cedar'))
    """
    folder = Path(__file__).parent
    articles = tuple(_read_article(file) for file in sorted(folder.glob("article_*.txt")))
    work = dict(_read_work(file, articles) for file in sorted(folder.glob("work_*.yaml")))
    return Sample(TITLE, SCHEME, articles, tuple(work), work)


def _read_article(file: Path) -> Article:
    """A file of `key: value` lines between two `---`, then the text."""
    _, head, text = file.read_text(encoding="utf-8").split("---\n", 2)
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return Article(
        title=_unquoted(said["title"]),
        text=normalise(text).strip("\n"),
        author=said["author"].replace(" and ", ", "),
        published=said["published"],
        outlet=said["outlet"],
        url=said["url"],
        language=said["language"],
        source_name=file.name,
    )


def _unquoted(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value


def _read_work(file: Path, articles: tuple[Article, ...]) -> tuple[str, dict[int, SampleWork]]:
    data: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    work: dict[int, SampleWork] = {}
    for number, said in data["articles"].items():
        text = articles[number - 1].text
        where = f"{file.name}, article {number}"
        work[number - 1] = SampleWork(
            seconds=said["seconds"],
            skipped=said.get("skipped", False),
            answers=said.get("answers", {}),
            marks=tuple(_read_marks(said.get("marks", []), text, where)),
        )
    return data["annotator"], work


def _read_marks(said: list[dict[str, Any]], text: str, where: str) -> Iterator[SampleMark]:
    for mark in said:
        passage, nth = mark["passage"], mark.get("nth", 1)
        start = -1
        for _ in range(nth):
            start = text.find(passage, start + 1)
            if start < 0:
                raise InputError(
                    f"{where}: expected the passage {passage!r} {nth} times in the article, but it "
                    "is not there so often."
                )
        end = start + len(passage)
        yield SampleMark(mark["label"], start, end, text[start:end], mark["answers"])
