"""Spans from CSV: opened and empty, never opened, and the line of every mistake."""

import pytest

from annotator.agreement.files.spans_file import read_spans
from annotator.errors import RatingsError

HEAD = "article,length,annotator,start,end,label\n"


def test_no_row_is_never_opened_and_an_empty_row_is_opened() -> None:
    file = read_spans(HEAD + "a,20,ann,2,9,fear\na,20,bob,,,\nb,30,ann,,,\n", "s.csv")
    assert file.spans.annotators == ("ann", "bob")
    assert file.spans.seen.tolist() == [[True, True], [True, False]]
    assert (len(file.spans), file.opened_empty, file.rows) == (1, 2, 3)


def test_a_file_where_nobody_marked_anything() -> None:
    assert len(read_spans(HEAD + "a,20,ann,,,\na,20,bob,,,\n", "s.csv").spans) == 0


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,20,ann,2,9,fear\na,21,bob,2,9,fear\n", "lines 2 and 3: article 'a' has the lengths 20"),
        ("a,20,ann,2,9,fear\na,20,ann,,,\n", "lines 2 and 3: annotator 'ann' marked nothing"),
        ("a,20,ann,,,\na,20,ann,2,9,fear\n", "lines 2 and 3: annotator 'ann' marked nothing"),
        ("a,20,ann,,,\na,20,ann,,,\n", "lines 2 and 3"),
        ("a,20,ann,2,9,\n", "line 2: a span from '2' to '9' without a label"),
        ("a,20,ann,,,fear\n", "line 2: expected a whole number from 0 as start, found nothing"),
        ("a,20,ann,2,,fear\n", "as end, found nothing"),
        ("a,20,ann,9,2,fear\n", "line 2: a span needs start < end, this one is 9 to 2"),
        ("a,20,ann,9,9,fear\n", "this one is 9 to 9"),
        ("a,20,ann,9,21,fear\n", "line 2: the span ends at 21, beyond the article's length 20"),
        ("a,20,ann,-1,3,fear\n", "as start, found '-1'"),
        ("a,20,ann,1.5,3,fear\n", "as start, found '1.5'"),
        ("a,x,ann,1,3,fear\n", "as length, found 'x'"),
        ("a,,ann,1,3,fear\n", "as length, found nothing"),
        (",20,ann,1,3,fear\n", "line 2: the article is empty"),
        ("a,20,,1,3,fear\n", "line 2: the annotator is empty"),
    ],
)
def test_mistakes_are_told_with_their_lines(rows: str, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        read_spans(HEAD + rows, "s.csv")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RatingsError, match=r"line 1: the column length is missing"):
        read_spans("article,annotator,start,end,label\na,ann,1,3,x\n", "s.csv")


def test_one_annotator_may_overlap_themself() -> None:
    file = read_spans(HEAD + "a,20,ann,2,9,fear\na,20,ann,2,9,anger\na,20,ann,4,6,fear\n", "s.csv")
    assert len(file.spans) == 3


def test_semicolons_and_a_byte_order_mark_are_read_and_repeated_rows_remarked_on() -> None:
    rows = "A;50;a;5;12;X\nA;50;a;5;12;X\nA;50;b;5;12;X\n"
    found = read_spans("\ufeffarticle;length;annotator;start;end;label\n" + rows, "s.csv")
    assert (len(found.spans), found.rows) == (2, 3)
    (note,) = found.notes
    assert note.startswith("1 row repeats a mark of the same annotator")
