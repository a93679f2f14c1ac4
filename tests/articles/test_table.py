"""CSV and JSON: columns by many names, bad rows by their line, good ones go on."""

from __future__ import annotations

import json

import pytest

from annotator.articles import read_file
from annotator.articles.fields import SPELLINGS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_sniffed(delimiter: str) -> None:
    rows = [["Headline", "Body", "Byline"], ["A", '"One; two, three | four"', "Ada Quill"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode()
    (article,) = read_file("a.csv", data).articles
    assert (article.title, article.text) == ("A", "One; two, three | four")
    assert article.author == "Ada Quill"


@pytest.mark.parametrize("field", sorted(SPELLINGS))
def test_every_spelling_of_a_column_is_known(field: str) -> None:
    value = {"published": "2021-09-22", "language": "en"}.get(field, "Some value")
    for name in SPELLINGS[field]:
        for spelled in (name, name.upper(), name.replace("_", " ").title()):
            row = {"text": "The text."} | {spelled: value} if field != "text" else {spelled: value}
            (article,) = read_file("a.jsonl", json.dumps(row).encode()).articles
            assert getattr(article, field) == value, spelled


def test_the_better_spelling_wins() -> None:
    (article,) = read_file("a.csv", b"content,text\nsummary,the whole\n").articles
    assert article.text == "the whole"


def test_bad_rows_are_refused_with_their_line_and_good_ones_go_on() -> None:
    data = (
        "\ufefftitle,text,date\r\n"
        '"A","line one\r\n\r\nline ""two""",22.9.2021\r\n'  # lines 2 to 4
        "B,,2021-01-01\r\n"  # 5: no text
        "\r\n"
        "C,too,many,cells\r\n"  # 7
        '"D"x,text,2021-01-01\r\n'  # 8: text after a closing quote
        "E,good,02/03/2021\r\n"  # 9: the date is unclear
        "F,good,2021-01-01,,\r\n"
        '"G,never closed,2021-01-01\r\n'  # 11
        "H,lost,2021-01-01\r\n"
    )
    reading = read_file("a.csv", data.encode())
    assert [(a.title, a.text, a.published) for a in reading.articles] == [
        ("A", 'line one\n\nline "two"', "2021-09-22"),
        ("E", "good", ""),
        ("F", "good", "2021-01-01"),
    ]
    lines = [r.source_name.removeprefix("a.csv, line ") for r in reading.refusals]
    assert lines == ["5", "7", "8", "11"]
    assert "never closed" in reading.refusals[3].reason
    assert reading.notes == (
        "a.csv, line 9: the date '02/03/2021' was not understood and left out.",
    )


def test_a_separator_line_of_a_spreadsheet_is_skipped_and_counted() -> None:
    reading = read_file("a.csv", b"sep=;\r\ntitle;text\r\nA;\r\nB;good\r\n")
    assert reading.refusals[0].source_name == "a.csv, line 3"
    assert reading.articles[0].source_name == "a.csv, line 4"


def test_a_row_without_a_title_is_named_by_its_line() -> None:
    assert read_file("news.csv", b"text\nOne.\n").articles[0].title == "news, line 2"


def test_a_cell_longer_than_the_module_allows_is_read() -> None:
    data = b"title,text\nA," + b"word " * 30_000
    assert len(read_file("a.csv", data).articles[0].text) == 149_999


def test_json_lines_go_on_after_a_bad_line() -> None:
    lines = [
        '{"title": "A", "text": "One.", "authors": ["Ada Quill", "Ben Rook"]}',
        "{oops",
        "",
        "[1]",
        '{"headline": "B", "body": ["First.", "Second."], "source": {"name": "The Post"}}',
        '{"title": "C", "text": 3}',
        '{"title": "D", "text": "with \u2028 inside"}',
    ]
    reading = read_file("a.jsonl", "\r\n".join(lines).encode())
    assert [(a.title, a.text, a.author, a.outlet) for a in reading.articles] == [
        ("A", "One.", "Ada Quill, Ben Rook", ""),
        ("B", "First.\n\nSecond.", "", "The Post"),
        ("D", "with\n inside", "", ""),
    ]
    assert [r.source_name for r in reading.refusals] == [f"a.jsonl, line {n}" for n in (2, 4, 6)]
    assert "column 2" in reading.refusals[0].reason


@pytest.mark.parametrize(
    "value",
    [
        [{"text": "One."}],
        {"text": "One."},
        {"articles": [{"text": "One."}]},
        [{"id": 7, "data": {"text": "One."}}],
    ],
)
def test_json_files_hold_a_list_or_one_article(value: object) -> None:
    assert [a.text for a in read_file("a.json", json.dumps(value).encode()).articles] == ["One."]


def test_a_bad_item_of_a_list_is_refused_by_its_number() -> None:
    reading = read_file("a.json", b'[{"text": "One."}, 3, {"title": "B"}]')
    assert [r.source_name for r in reading.refusals] == ["a.json, item 2", "a.json, item 3"]
    assert len(reading.articles) == 1
