"""What comes out of a study can be read back, character for character."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path

import pytest

from annotator.errors import StudyError
from annotator.models import (
    Annotation,
    Answer,
    Article,
    Label,
    Question,
    Relation,
    Scheme,
    Span,
    SpanAttribute,
    State,
)
from annotator.releases.downloads import FILES, FORMATS
from annotator.releases.json_lines import write_jsonl
from annotator.releases.tables import write_annotations, write_answers, write_spans
from annotator.store.records import StoredArticle, Study, StudyWork, Work
from annotator.workflow import releasing

TEXT = 'The 🚒 came "late", said\nNo, one; \u202bمرحبا\u202c.'


def annotation(*spans: Span, state: State = State.SUBMITTED) -> Annotation:
    answers = [Answer("voice", "quoted", None, span.region) for span in spans]
    return Annotation(
        labelstudio_id=1,
        task_id=1,
        state=state,
        updated_at="2026-01-01T00:00:00Z",
        created_at="2026-01-01T00:00:00Z",
        lead_time=1.5,
        spans=spans,
        answers=(
            *answers,
            Answer("frame", "economy"),
            Answer("topics", "a"),
            Answer("topics", "b"),
        ),
        relations=(Relation("r1", "r2", "source"),),
    )


def span(region: str, start: int, end: int) -> Span:
    return Span(region, "loaded", start, end, start - 1, end + 1, TEXT[start:end])


@pytest.fixture
def work() -> StudyWork:
    study = Study(7, "Bridge / 2026 … ../x", 1, "s", 2, 1, False, "", "x", "")
    scheme = Scheme(
        "s",
        "1",
        "S",
        "en",
        "",
        "",
        labels=(Label("loaded", "Loaded", "d"),),
        attributes=(SpanAttribute(Question("voice", "Voice")),),
        questions=(Question("frame", "Frame"),),
    )
    articles = (
        StoredArticle(1, 7, Article("One, two", TEXT, author='A "B" C')),
        StoredArticle(2, 7, Article("Nobody has read this", "text")),
    )
    return StudyWork(
        study,
        scheme,
        articles,
        ("A01", "A02"),
        (
            Work(1, "A01", annotation(span("r1", 4, 5), span("r2", 11, 28))),
            Work(1, "A02", annotation()),
            Work(2, "A01", annotation(state=State.SKIPPED)),
        ),
    )


def rows(lines: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


def test_every_line_of_json_lines_is_one_article_with_everybodys_work(work: StudyWork) -> None:
    first, second = (json.loads(line) for line in write_jsonl(work))
    assert first["text"] == TEXT
    mine, other = first["annotations"]
    assert [mine["annotator"], other["annotator"]] == ["A01", "A02"]
    for one in mine["spans"]:
        assert first["text"][one["start"] : one["end"]] == one["text"]
        assert (one["raw_start"], one["raw_end"]) == (one["start"] - 1, one["end"] + 1)
        assert one["attributes"] == {"voice": "quoted"}
    assert mine["answers"] == {"frame": "economy", "topics": ["a", "b"]}
    assert mine["relations"] == [{"from": "r1", "to": "r2", "label": "source"}]
    assert other["spans"] == []
    assert [one["state"] for one in second["annotations"]] == ["skipped"]


def test_spans_survive_csv_with_quotes_newlines_and_emoji(work: StudyWork) -> None:
    found = rows(list(write_spans(work)))
    assert [row["text"] for row in found] == ["🚒", TEXT[11:28]]
    assert "\n" in found[1]["text"]
    assert found[0]["article"] == "One, two"
    assert (found[0]["start"], found[0]["end"], found[0]["raw_end"]) == ("4", "5", "6")
    assert found[0]["raw_start"] == "3"
    assert found[0]["voice"] == "quoted"


def test_answers_and_empty_annotations_have_their_own_files(work: StudyWork) -> None:
    answers = rows(list(write_answers(work)))
    assert {row["question"] for row in answers} == {"frame", "topics"}
    annotations = rows(list(write_annotations(work)))
    assert [(row["annotator"], row["spans"], row["state"]) for row in annotations] == [
        ("A01", "2", "submitted"),
        ("A02", "0", "submitted"),
        ("A01", "0", "skipped"),
    ]


def test_every_file_has_its_own_address_and_says_what_is_in_it() -> None:
    files = [file for files in FORMATS.values() for file in files]
    assert list(FILES.values()) == files
    assert len({file.ending for file in files}) == len(files)
    for file in files:
        assert file.contents.endswith(".")
        assert file.name.rpartition(".")[2] == file.ending.rpartition(".")[2]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_writes_each_of_its_files(name: str, work: StudyWork, tmp_path: Path) -> None:
    paths = releasing.export(work, name, tmp_path)
    assert [path.name for path in paths] == [
        f"bridge-2026-x{file.ending}" for file in FORMATS[name]
    ]
    for path, file in zip(paths, FORMATS[name], strict=True):
        assert path.read_bytes() == "".join(file.write(work)).encode()


def test_files_are_named_by_us_and_written_whole(work: StudyWork, tmp_path: Path) -> None:
    paths = releasing.export(work, "csv", tmp_path / "out")
    assert [path.name for path in paths] == [
        "bridge-2026-x-spans.csv",
        "bridge-2026-x-answers.csv",
        "bridge-2026-x-annotations.csv",
    ]
    assert sorted((tmp_path / "out").iterdir()) == sorted(paths)


def test_csv_files_tell_a_spreadsheet_their_encoding_on_request(
    work: StudyWork, tmp_path: Path
) -> None:
    mark = "\ufeff".encode()
    for name, marked in (("csv", True), ("jsonl", False)):
        for path in releasing.export(work, name, tmp_path, for_spreadsheet=True):
            assert path.read_bytes().startswith(mark) == marked, path.name
    assert not releasing.export(work, "csv", tmp_path)[0].read_bytes().startswith(mark)


def test_an_unknown_format_and_an_unwritable_folder_are_said(
    work: StudyWork, tmp_path: Path
) -> None:
    with pytest.raises(StudyError, match=r"Unknown format 'xls'. Formats: jsonl, csv"):
        releasing.export(work, "xls", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(StudyError, match="Could not write into"):
        releasing.export(work, "jsonl", tmp_path / "file" / "below")


def test_marks_of_a_skipped_annotation_say_so_and_count_nowhere(work: StudyWork) -> None:
    kept = Work(work.articles[0].id, "A01", annotation(span("r1", 4, 9)))
    skipped = Work(work.articles[0].id, "A02", annotation(span("r2", 4, 9), state=State.SKIPPED))
    both = dataclasses.replace(work, work=(kept, skipped))
    for write in (write_spans, write_answers):
        rows = list(csv.DictReader(io.StringIO("".join(write(both)))))
        assert {(row["annotator"], row["state"]) for row in rows} == {
            ("A01", "submitted"),
            ("A02", "skipped"),
        }
