"""Files as people really have them: what is read, what is refused, what is remarked."""

import gzip
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.files.ratings_file import read_ratings
from annotator.agreement.files.spans_file import read_spans
from annotator.agreement.files.table_file import read_text
from annotator.cli import main
from annotator.cli.agreement import agree
from annotator.errors import RatingsError

HEAD = "item,annotator,label\n"
SPANS = "article,length,annotator,start,end,label\n"
ROWS = "1,a,x\n1,b,x\n2,a,x\n2,b,y\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ((HEAD + ROWS).encode("utf-16"), "line 1: this is UTF-16, not UTF-8 text; save"),
        (
            gzip.compress((HEAD + ROWS).encode(), mtime=0),
            "this is a gzip file, not UTF-8 text; unpack",
        ),
        (b"PK\x03\x04rest", "a zip file or a spreadsheet"),
        ((HEAD + "1,a,\u00e9\n").encode() + b"1,b,\xe9\n", "line 3: byte 0xe9 is not UTF-8"),
    ],
)
def test_other_kinds_of_files_are_told_by_name(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(data)
    with pytest.raises(RatingsError, match=message):
        read_text(path)


def test_an_empty_first_line_is_called_that() -> None:
    with pytest.raises(RatingsError, match=r"line 1: .* found an empty line"):
        evaluate_text("\n" + HEAD + ROWS, "f.csv", Question())


def test_a_file_name_that_is_no_text_is_no_traceback(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["annotator", "agree", str(tmp_path / "\udcff.csv")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert "?.csv cannot be read" in capsys.readouterr().err


def test_a_column_called_length_does_not_make_spans_of_ratings() -> None:
    text = "item,annotator,label,length\n1,a,x,5\n1,b,y,3\n"
    answer = evaluate_text(text, "f.csv", Question(resamples=0))
    assert (answer.input["kind"], answer.notes) == ("ratings", ("column 'length' is not used",))


def test_a_file_that_could_be_either_is_not_guessed_about() -> None:
    text = "item,article,length,annotator,start,end,label\n1,p,9,a,1,2,x\n"
    with pytest.raises(RatingsError, match="those of ratings and of spans at once"):
        evaluate_text(text, "f.csv", Question())


def test_long_numbers_that_differ_in_the_last_digit_stay_two_labels() -> None:
    text = HEAD + "1,a,9007199254740993\n1,b,9007199254740992\n2,a,5.50\n2,b,5.5\n"
    ratings = read_ratings(text, "f.csv").ratings
    assert ratings.categories == ("5.5", "9007199254740992", "9007199254740993")


def test_a_missing_number_is_missing_however_it_is_written() -> None:
    file = read_ratings(HEAD + "1,a,-9.0\n1,b,2\n2,a,-9\n", "f.csv", missing=["-9"])
    assert (file.missing, file.ratings.categories) == (2, ("2",))
    text = read_ratings(HEAD + "1,a,-9.0\n1,b,x\n2,a,-9\n", "f.csv", missing=["-9"])
    assert (text.missing, text.ratings.categories) == (1, ("-9.0", "x"))


def test_a_missing_label_nobody_used_is_remarked() -> None:
    file = read_ratings(HEAD + ROWS, "f.csv", missing=["NA"])
    assert file.notes == ("no label is 'NA', which --missing names",)


def test_names_that_look_alike_are_remarked() -> None:
    text = HEAD + "1,Ann,e\u0301\n1,ann,\u00e9\n2,Ann,x\n2,ann,x\n"
    assert read_ratings(text, "f.csv").notes == (
        "the labels 'e\\u0301' and '\\xe9' look alike and are counted as different",
        "the annotators 'Ann' and 'ann' look alike and are counted as different",
    )
    spans = read_spans(SPANS + "p,9,a,1,2,Fear\np,9,b,1,2,fear\n", "s.csv")
    assert len(spans.notes) == 1


def test_equal_numbers_among_words_are_remarked() -> None:
    """Where all are numbers they are one label."""
    rows = HEAD.replace(",", ";") + "1;a;2\n1;b;2,0\n2;a;NA\n2;b;02.0\n3;a;1e0\n3;b;1\n"
    assert read_ratings(rows, "f.csv").notes[1:] == (
        "the labels '02.0' and '2' look alike and are counted as different",
        "the labels '02.0' and '2,0' look alike and are counted as different",
    )


@pytest.mark.parametrize("head", ["item,A01,A02", "A01;A02", "annotator,1,2"])
def test_a_matrix_with_annotators_as_columns_is_refused_with_what_to_do(head: str) -> None:
    with pytest.raises(RatingsError, match="write a row for each item and annotator"):
        evaluate_text(f"{head}\n1,x,y\n", "f.csv", Question())


def test_offsets_saved_with_a_point_and_zeros_are_whole_numbers() -> None:
    for text in (SPANS + "p,60,a,3.0,6.0,x\np,60,b,,,\n",
                 SPANS.replace(",", ";") + "p;60;a;3,0;6,00;x\n"):  # fmt: skip
        spans = read_spans(text, "s.csv").spans
        assert (spans.start.tolist(), spans.end.tolist()) == ([3], [6])
    with pytest.raises(RatingsError, match=r"line 2: expected a whole number .* found '3\.5'"):
        read_spans(SPANS + "p,60,a,3.5,6,x\n", "s.csv")


def test_pairs_say_which_two_annotators_even_when_names_hold_an_and() -> None:
    rows = "".join(f"{i},{who},{'xy'[i % 2]}\n" for i in range(3)
                   for who in ("a & b", "c", "a", "b & c"))  # fmt: skip
    for name in ("cohen_kappa", "krippendorff_alpha"):
        found = evaluate_text(HEAD + rows, "f.csv", Question(measures=(name,), resamples=0))
        pairs = [tuple(one.parameters["pair"]) for one in found.measures if one.scope == "pair"]
        assert len(set(pairs)) == 6
        assert ("a & b", "c") in pairs


def test_categories_with_commas_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEAD + '1,a,"x, y"\n1,b,z\n')
    words = [str(path), "--json", "--categories", 'z,"x, y",w', "--resamples", "0"]
    done = CliRunner().invoke(agree, words)
    assert json.loads(done.stdout)["input"]["categories"] == ["z", "x, y", "w"]


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEAD + "1,\x1b[31ma,x\n1,b,x\n1,c,y\n2,b,y\n2,c,y\n")
    done = CliRunner().invoke(agree, [str(path), "--measures", "cohen_kappa"])
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\\x1b[31ma" in done.stdout
