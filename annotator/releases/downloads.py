"""The downloads of a study: files that go out piece by piece, at their own addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.releases.gold import (
    write_gold_answers,
    write_gold_jsonl,
    write_gold_relations,
    write_gold_spans,
)
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

# What there is besides as soon as something is settled.
GOLD_FORMATS: dict[str, tuple[ReleaseFile, ...]] = {
    "jsonl": (
        ReleaseFile(
            "gold.jsonl",
            "-gold.jsonl",
            "application/jsonl",
            "The same, and beside it each article’s gold, every row with where it comes from.",
            lambda work: write_gold_jsonl(work, work.gold),
        ),
    ),
    "csv": (
        ReleaseFile(
            "gold-spans.csv",
            "-gold-spans.csv",
            "text/csv",
            "One row a gold mark, with the rule and its votes, or the adjudicator and the reason.",
            lambda work: write_gold_spans(work.gold),
            header=True,
        ),
        ReleaseFile(
            "gold-answers.csv",
            "-gold-answers.csv",
            "text/csv",
            "One row a gold answer to a question about the whole article, the same way.",
            lambda work: write_gold_answers(work.gold),
            header=True,
        ),
        ReleaseFile(
            "gold-relations.csv",
            "-gold-relations.csv",
            "text/csv",
            "One row a relation between two gold marks, the same way.",
            lambda work: write_gold_relations(work.gold),
            header=True,
        ),
    ),
}

FILES: dict[str, ReleaseFile] = {file.name: file for files in FORMATS.values() for file in files}
GOLD_FILES = {file.name: file for files in GOLD_FORMATS.values() for file in files}
