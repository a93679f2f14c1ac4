"""A study as CSV: a table of marked passages, one of answers, one of annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.releases.answers import answers_by_region
from annotator.releases.spreadsheets import csv_line
from annotator.schemes.indices import index_values
from annotator.store.records import StudyWork


def write_spans(work: StudyWork) -> Iterator[str]:
    """One row a span; one column an attribute, several choices joined by `|` (a `|` or backslash
    within one has a backslash in front).

    `state` says of what it is: marks of a skipped annotation count nowhere, and are here to be
    looked at.
    """
    attributes = [attribute.question.key for attribute in work.scheme.attributes]
    titles = {stored.id: stored.article.title for stored in work.articles}
    header = [
        "article_id",
        "article",
        "annotator",
        "state",
        "codebook",
        "span",
        "label",
        "start",
        "end",
        "text",
    ]
    yield csv_line([*header, "raw_start", "raw_end", *attributes])
    for one in work.work:
        by_region = answers_by_region(one.annotation)
        for span in one.annotation.spans:
            answers = by_region.get(span.region, {})
            yield csv_line(
                [
                    one.article_id,
                    titles[one.article_id],
                    one.annotator,
                    one.annotation.state.value,
                    one.codebook,
                    span.region,
                    span.label,
                    span.start,
                    span.end,
                    span.text,
                    span.raw_start,
                    span.raw_end,
                    *(joined(answers.get(key, "")) for key in attributes),
                ]
            )


def write_answers(work: StudyWork) -> Iterator[str]:
    """One row an answer to an article question."""
    titles = {stored.id: stored.article.title for stored in work.articles}
    yield csv_line(
        ["article_id", "article", "annotator", "state", "codebook", "question", "value", "number"]
    )
    for one in work.work:
        for answer in one.annotation.answers:
            if not answer.region:
                yield csv_line(
                    [
                        one.article_id,
                        titles[one.article_id],
                        one.annotator,
                        one.annotation.state.value,
                        one.codebook,
                        answer.question,
                        answer.value,
                        "" if answer.number is None else f"{answer.number:g}",
                    ]
                )


def write_annotations(work: StudyWork) -> Iterator[str]:
    """One row an annotator and article: also those who opened it and marked nothing. One column an
    index of the codebook."""
    titles = {stored.id: stored.article.title for stored in work.articles}
    yield csv_line(
        [
            "article_id",
            "article",
            "length",
            "annotator",
            "state",
            "codebook",
            "spans",
            "lead_time",
            "updated_at",
            *(f"index_{one.key}" for one in work.scheme.indices),
        ]
    )
    lengths = {stored.id: len(stored.article.text) for stored in work.articles}
    for one in work.work:
        annotation = one.annotation
        yield csv_line(
            [
                one.article_id,
                titles[one.article_id],
                lengths[one.article_id],
                one.annotator,
                annotation.state.value,
                one.codebook,
                len(annotation.spans),
                "" if annotation.lead_time is None else annotation.lead_time,
                annotation.updated_at,
                *(
                    "" if value is None else value
                    for value in index_values(work.scheme, annotation.answers).values()
                ),
            ]
        )


def joined(answer: str | list[str]) -> str:
    """
    >>> print(joined(["town | hall", "mayor"]))
    town \\| hall|mayor
    """
    values = [answer] if isinstance(answer, str) else answer
    return "|".join(re.sub(r"[\\|]", r"\\\g<0>", value) for value in values)
