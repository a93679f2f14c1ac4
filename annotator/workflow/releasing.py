"""Labelled data out of a study: JSON Lines and CSV.

Annotators appear by pseudonym only. Offsets are Unicode code points into `text`, start included,
end excluded; `raw_start` and `raw_end` are what the annotator marked before edge spaces and
punctuation were trimmed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.errors import StudyError
from annotator.models import Annotation, State
from annotator.store.records import StudyWork, Work

FORMATS = ("jsonl", "csv")


def write_jsonl(work: StudyWork) -> Iterator[str]:
    """One line an article, each with every annotator's work; articles nobody finished are there."""
    by_article: dict[int, list[Work]] = {}
    for one in work.work:
        by_article.setdefault(one.article_id, []).append(one)
    for stored in work.articles:
        article = stored.article
        yield (
            json.dumps(
                {
                    "id": stored.id,
                    "sha256": article.sha256,
                    "title": article.title,
                    "author": article.author,
                    "published": article.published,
                    "outlet": article.outlet,
                    "url": article.url,
                    "language": article.language,
                    "text": article.text,
                    "scheme": {"name": work.scheme.name, "version": work.scheme.version},
                    "annotations": [_annotation(one) for one in by_article.get(stored.id, [])],
                },
                ensure_ascii=False,
            )
            + "\n"
        )


def _annotation(one: Work) -> dict[str, Any]:
    annotation = one.annotation
    return {
        "annotator": one.annotator,
        "state": annotation.state.value,
        "updated_at": annotation.updated_at,
        "lead_time": annotation.lead_time,
        "spans": [
            {
                "id": span.region,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "raw_start": span.raw_start,
                "raw_end": span.raw_end,
                "attributes": _answers(annotation, span.region),
            }
            for span in annotation.spans
        ],
        "answers": _answers(annotation, ""),
        "relations": [
            {"from": one.from_region, "to": one.to_region, "label": one.label}
            for one in annotation.relations
        ],
    }


def _answers(annotation: Annotation, region: str) -> dict[str, str | list[str]]:
    """Question -> answer; a list when several choices were made."""
    found: dict[str, list[str]] = {}
    for answer in annotation.answers:
        if answer.region == region:
            found.setdefault(answer.question, []).append(answer.value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}


def write_csv_spans(work: StudyWork) -> Iterator[str]:
    """One row a span; one column an attribute, several choices joined by `|`."""
    attributes = [attribute.question.key for attribute in work.scheme.attributes]
    titles = {stored.id: stored.article.title for stored in work.articles}
    header = ["article_id", "article", "annotator", "span", "label", "start", "end", "text"]
    yield _line([*header, "raw_start", "raw_end", *attributes])
    for one in work.work:
        for span in one.annotation.spans:
            answers = _answers(one.annotation, span.region)
            yield _line(
                [
                    one.article_id,
                    titles[one.article_id],
                    one.annotator,
                    span.region,
                    span.label,
                    span.start,
                    span.end,
                    span.text,
                    span.raw_start,
                    span.raw_end,
                    *(_joined(answers.get(key, "")) for key in attributes),
                ]
            )


def write_csv_answers(work: StudyWork) -> Iterator[str]:
    """One row an answer to an article question."""
    titles = {stored.id: stored.article.title for stored in work.articles}
    yield _line(["article_id", "article", "annotator", "question", "value", "number"])
    for one in work.work:
        for answer in one.annotation.answers:
            if not answer.region:
                yield _line(
                    [
                        one.article_id,
                        titles[one.article_id],
                        one.annotator,
                        answer.question,
                        answer.value,
                        "" if answer.number is None else f"{answer.number:g}",
                    ]
                )


def write_csv_annotations(work: StudyWork) -> Iterator[str]:
    """One row an annotator and article: also those who opened it and marked nothing."""
    titles = {stored.id: stored.article.title for stored in work.articles}
    yield _line(
        [
            "article_id",
            "article",
            "length",
            "annotator",
            "state",
            "spans",
            "lead_time",
            "updated_at",
        ]
    )
    lengths = {stored.id: len(stored.article.text) for stored in work.articles}
    for one in work.work:
        annotation = one.annotation
        yield _line(
            [
                one.article_id,
                titles[one.article_id],
                lengths[one.article_id],
                one.annotator,
                annotation.state.value,
                len(annotation.spans),
                "" if annotation.lead_time is None else annotation.lead_time,
                annotation.updated_at,
            ]
        )


def _joined(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else "|".join(answer)


def _line(values: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()


def file_stem(work: StudyWork) -> str:
    """A file name made from the study's title: never a path."""
    slug = re.sub("[^a-z0-9]+", "-", work.study.title.lower()).strip("-")[:60]
    return slug or f"study-{work.study.id}"


def export(work: StudyWork, file_format: str, folder: Path) -> list[Path]:
    """Write the study's files into `folder`; the paths written.

    A file appears whole or not at all, so that a full disk leaves no half file behind.
    Raises StudyError for an unknown format (naming the known ones) or when nothing can be written.
    """
    stem = file_stem(work)
    if file_format == "jsonl":
        parts = {f"{stem}.jsonl": write_jsonl(work)}
    elif file_format == "csv":
        parts = {
            f"{stem}-spans.csv": write_csv_spans(work),
            f"{stem}-answers.csv": write_csv_answers(work),
            f"{stem}-annotations.csv": write_csv_annotations(work),
        }
    else:
        raise StudyError(f"Unknown format {file_format!r}. Formats: {', '.join(FORMATS)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / name, lines) for name, lines in parts.items()]
    except OSError as error:
        raise StudyError(f"Could not write into {folder}: {error.strerror}.") from error


def _write(path: Path, lines: Iterator[str]) -> Path:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def count_finished(work: StudyWork) -> int:
    """How many annotations were submitted (skips are not)."""
    return sum(one.annotation.state is State.SUBMITTED for one in work.work)
