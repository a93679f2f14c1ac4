"""Reliability matrices as R's irr and irrCAC, SPSS's KALPHA macro and krippendorff take them.

One row an item, one column an annotator; an empty cell is a missing rating. The items of a question
or an index are articles; those of a label are sentences, rated 1 where the annotator marked
something in them. `ratings.csv` holds all of them in long form (item, annotator, label).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.articles.sentences import sentence_spans
from annotator.models import Kind, Question, Scheme, State
from annotator.releases.content import Content, Lost, Written
from annotator.releases.spreadsheets import csv_line
from annotator.releases.tables import joined
from annotator.releases.tally import Tally
from annotator.schemes.indices import index_values
from annotator.store.records import Work

__all__ = ["label_file_names", "lose_all_but_labels", "write_matrices"]

Matrix = dict[str, dict[str, str]]  # item -> annotator -> rating


def write_matrices(content: Content) -> Written:
    """A matrix each question and each label; one with numbers where answers have numbers."""
    annotators = content.work.annotators
    matrices = dict(_matrices(content))
    files = {f"{name}.csv": _wide(matrix, annotators) for name, matrix in matrices.items()}
    for question in content.work.scheme.questions:
        numbers = {choice.key: choice.value for choice in question.choices}
        if numbers and None not in numbers.values():
            coded = {
                item: {who: f"{numbers[value]:g}" for who, value in row.items() if value in numbers}
                for item, row in matrices.get(f"question-{question.key}", {}).items()
            }
            files[f"question-{question.key}-numbers.csv"] = _wide(coded, annotators)
    files["ratings.csv"] = _long(matrices)
    return Written(files, _losses(content))


def _losses(content: Content) -> tuple[Lost, ...]:
    tally = Tally()
    tally.lose("texts of articles", "left out: JSON Lines has them", len(content.work.articles))
    lose_all_but_labels(tally, content)
    return tally.losses


def lose_all_but_labels(tally: Tally, content: Content) -> None:
    """What of annotators' work no article or sentence has as a label."""
    made = [one.annotation for one in content.work.work]
    typed = {one.key for one in content.work.scheme.questions if one.kind is Kind.TEXT}
    free = sum(
        not answer.region and answer.question in typed
        for one in made if one.state is State.SUBMITTED for answer in one.answers
    )  # fmt: skip
    tally.lose("answers in free text", "left out: they are no ratings", free)
    spans = sum(len(one.spans) for one in made)
    tally.lose("exact ends of marks", "the sentences they lie in", spans)
    about = sum(1 for one in made for answer in one.answers if answer.region)
    tally.lose("answers about marks", "left out", about)
    tally.lose("relations", "left out", sum(len(one.relations) for one in made))
    skipped = sum(1 for one in made if one.state is State.SKIPPED)
    tally.lose("skipped annotations", "left out, with their marks", skipped)


def _matrices(content: Content) -> Iterator[tuple[str, Matrix]]:
    submitted = [one for one in content.work.work if one.annotation.state is State.SUBMITTED]
    for question in content.work.scheme.questions:
        if question.kind is not Kind.TEXT:
            yield f"question-{question.key}", _of_question(question, submitted)
    for index in content.work.scheme.indices:
        yield f"index-{index.key}", _of_index(index.key, content.work.scheme, submitted)
    sentences = {one.id: sentence_spans(one.article.text) for one in content.work.articles}
    for label, name in label_file_names(content.work.scheme.label_keys).items():
        yield f"label-{name}", _of_label(label, submitted, sentences)


def _of_question(question: Question, submitted: Sequence[Work]) -> Matrix:
    matrix: Matrix = {}
    several = question.kind is Kind.CHOICES
    for one in submitted:
        given = [
            answer.value
            for answer in one.annotation.answers
            if answer.question == question.key and not answer.region
        ]
        if given:
            row = matrix.setdefault(str(one.article_id), {})
            row[one.annotator] = joined(sorted(given)) if several else given[0]
    return matrix


def _of_index(key: str, scheme: Scheme, submitted: Sequence[Work]) -> Matrix:
    matrix: Matrix = {}
    for one in submitted:
        value = index_values(scheme, one.annotation.answers)[key]
        if value is not None:
            matrix.setdefault(str(one.article_id), {})[one.annotator] = str(value)
    return matrix


def _of_label(
    label: str, submitted: Sequence[Work], sentences: Mapping[int, Sequence[tuple[int, int]]]
) -> Matrix:
    matrix: Matrix = {}
    for one in submitted:
        marks = [(s.start, s.end) for s in one.annotation.spans if s.label == label]
        for number, (start, end) in enumerate(sentences[one.article_id], start=1):
            touched = any(first < end and last > start for first, last in marks)
            row = matrix.setdefault(f"{one.article_id}:{number}", {})
            row[one.annotator] = str(int(touched))
    return matrix


def _wide(matrix: Matrix, annotators: Sequence[str]) -> bytes:
    lines = [csv_line(["item", *annotators])]
    lines += [
        csv_line([item, *(row.get(who, "") for who in annotators)]) for item, row in matrix.items()
    ]
    return "".join(lines).encode()


def _long(matrices: Mapping[str, Matrix]) -> bytes:
    lines = [csv_line(["about", "item", "annotator", "label"])]
    lines += [
        csv_line([name, item, who, value])
        for name, matrix in matrices.items()
        for item, row in matrix.items()
        for who, value in row.items()
    ]
    return "".join(lines).encode()


def label_file_names(labels: Iterable[str]) -> dict[str, str]:
    """Label -> a name of a file, which cannot hold everything that a label may. Each has its own,
    also where a file system takes capitals for small letters.

    >>> label_file_names(["Name_Calling,Labeling", "../x", "a b", "A_b"])
    {'Name_Calling,Labeling': 'Name_Calling_Labeling', '../x': '___x', 'a b': 'a_b', 'A_b': 'A_b_2'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for label in labels:
        plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in label)[:80]
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.casefold())
        found[label] = name
    return found
