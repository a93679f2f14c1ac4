"""Every format labelled data comes out in: the one table that the page, the command and tests use.

A format is one word on the command line and one file or more; each file has its address on the
page of downloads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.releases.json_lines import write_jsonl
from annotator.releases.tables import write_annotations, write_answers, write_spans
from annotator.store.records import StudyWork


@dataclass(frozen=True)
class ReleaseFile:
    """One file: what it is called, what is in it, and the function that writes it in pieces."""

    name: str  # its address on the page of downloads
    ending: str  # what follows the study's own name in the name of the file
    media_type: str
    contents: str  # one sentence for people
    write: Callable[[StudyWork], Iterator[str]]
    header: bool = False  # whether the first thing it writes is a line of column names


FORMATS: dict[str, tuple[ReleaseFile, ...]] = {
    "jsonl": (
        ReleaseFile(
            "annotations.jsonl",
            ".jsonl",
            "application/jsonl",
            "Everything: one line an article, with its text and every annotator’s marks, answers "
            "and relations.",
            write_jsonl,
        ),
    ),
    "csv": (
        ReleaseFile(
            "spans.csv",
            "-spans.csv",
            "text/csv",
            "One row a marked passage, with its label, offsets, text and attributes.",
            write_spans,
            header=True,
        ),
        ReleaseFile(
            "answers.csv",
            "-answers.csv",
            "text/csv",
            "One row an answer to a question about the whole article.",
            write_answers,
            header=True,
        ),
        ReleaseFile(
            "annotations.csv",
            "-annotations.csv",
            "text/csv",
            "One row an annotator and article, also where nothing was marked.",
            write_annotations,
            header=True,
        ),
    ),
}

FILES: dict[str, ReleaseFile] = {file.name: file for files in FORMATS.values() for file in files}
