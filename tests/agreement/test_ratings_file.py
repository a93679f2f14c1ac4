"""Ratings from CSV: what each column may hold, and the line of every mistake."""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.agreement.files.ratings_file import read_ratings
from annotator.agreement.files.table_file import read_text
from annotator.errors import RatingsError

HEAD = "item,annotator,label\n"


def codes(text: str, **options):
    ratings = read_ratings(text, "r.csv", **options).ratings
    return ratings.categories, ratings.codes.tolist()


def test_rows_become_a_matrix_in_order_of_appearance() -> None:
    assert codes(HEAD + "1,ann,x\n2,ann,y\n1,bob,y\n") == (("x", "y"), [[0, 1], [1, -1]])


def test_columns_may_come_in_any_order_and_others_are_named_as_unused() -> None:
    file = read_ratings("note,label,annotator,item\n-,x,ann,1\n", "r.csv")
    assert file.ratings.codes.tolist() == [[0]]
    assert file.notes == ("column 'note' is not used",)


def test_an_empty_label_is_missing_and_nan_is_a_label_unless_named() -> None:
    text = HEAD + "1,ann,\n2,ann,NaN\n3,ann,None\n4,ann,NA\n"
    assert codes(text)[0] == ("NA", "NaN", "None")
    file = read_ratings(text, "r.csv", missing=["NaN", "NA"])
    assert file.ratings.categories == ("None",)
    assert file.missing == 3
    assert file.ratings.n_items == 4


def test_labels_are_numbers_when_every_one_is_a_finite_number() -> None:
    text = HEAD + "1,ann,10\n1,bob,2\n2,ann,2.0\n2,bob,-1e1\n"
    file = read_ratings(text, "r.csv")
    assert file.ratings.categories == ("-10", "2", "10")
    assert file.ratings.values.tolist() == [-10, 2, 10]
    assert not read_ratings(text + "3,ann,inf\n", "r.csv").numeric
    assert not read_ratings(text + "3,ann,x\n", "r.csv").numeric


def test_categories_fix_the_set_and_its_order() -> None:
    text = HEAD + "1,ann,low\n1,bob,high\n"
    assert codes(text, categories=["low", "middle", "high"]) == (
        ("low", "middle", "high"), [[0], [2]],
    )  # fmt: skip
    assert codes(HEAD + "1,ann,1.0\n", categories=["3", "1"]) == (("3", "1"), [[1]])


def test_sets_are_sorted_and_the_bar_alone_is_the_empty_set() -> None:
    text = HEAD + "1,ann,b|a\n1,bob,a | b\n2,ann,|\n2,bob,\n"
    assert codes(text, sets=True) == (("a|b", "|"), [[0, 1], [0, -1]])


def test_articles_are_the_clusters() -> None:
    file = read_ratings("item,annotator,label,article\n1,a,x,p\n2,a,x,q\n1,b,x,p\n", "r.csv")
    assert file.ratings.articles.tolist() == [0, 1]
    assert file.ratings.article_names == ("p", "q")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "r.csv is empty"),
        (HEAD, "has a header line but no rows"),
        ("item,label\n1,x\n", r"line 1: the column annotator is missing"),
        ("item;annotator;label\n1;a\n", "line 2: expected 3 values, found 2"),
        ("item\tannotator\tlabel\n", "has a header line but no rows"),
        ("item,item,annotator,label\n", "'item' is there twice"),
        (HEAD + "1,a,x\n1,b\n", "line 3: expected 3 values, found 2"),
        (HEAD + "1,a,x\n1,b,x,y\n", "line 3: expected 3 values, found 4"),
        (HEAD + "1,a,x\n\n,b,x\n", "line 4: the item is empty"),
        (HEAD + "1, ,x\n", "line 2: the annotator is empty"),
        (HEAD + "1,a,x\n2,a,x\n1,a,y\n", "lines 2 and 4: annotator 'a' rated item '1' twice"),
        (HEAD + "1,a,\n1,a,\n", "lines 2 and 3: annotator 'a' rated item '1' twice"),
        (HEAD + '1,a,"x\n', "line 2: "),
        (HEAD + '1,a,"two\nlines"\n1,b\n', "line 4: expected 3 values"),
        ("item,annotator,label,article\n1,a,x,p\n2,a,x,p\n1,b,x,q\n", "lines 2 and 4: item '1' is"),
    ],
)
def test_mistakes_are_told_with_their_lines(text: str, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        read_ratings(text, "r.csv")


@pytest.mark.parametrize(
    ("categories", "message"),
    [(["a", "b"], "line 3: label 'c' is none of the categories a, b"), (["c", "c"], "named twice")],
)
def test_labels_outside_the_categories_and_twins(categories: list[str], message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        read_ratings(HEAD + "1,x,c\n2,y,c\n".replace("c", "a", 1), "r.csv", categories=categories)


def test_files_that_are_no_text_are_refused_with_the_line(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes((HEAD + "1,a,x\n2,a,caf\xe9\n").encode("latin-1"))
    with pytest.raises(RatingsError, match=r"latin\.csv, line 3: byte 0xe9 is not UTF-8"):
        read_text(latin)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"item,annotator\nx\0y")
    with pytest.raises(RatingsError, match="line 2: a NUL character"):
        read_text(binary)
    with pytest.raises(RatingsError, match="cannot be read"):
        read_text(tmp_path / "nowhere.csv")
    with pytest.raises(RatingsError, match="cannot be read"):
        read_text(tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "1,a,x\n").replace("\n", "\r\n").encode())
    assert codes(read_text(path)) == (("x",), [[0]])


def test_any_text_is_read_or_refused_and_never_a_traceback() -> None:
    rng = random.Random(7)
    pieces = ["item", "annotator", "label", ",", "\n", '"', "1", "x", " ", ";", "é", "\r", "|", ""]
    for _ in range(2000):
        text = "".join(rng.choices(pieces, k=rng.randint(0, 25)))
        for start in ("", HEAD):
            with suppress(RatingsError):
                assert read_ratings(start + text, "r.csv", sets=rng.random() < 0.5).rows > 0


@pytest.mark.parametrize("label", ["None", "NA", "null", "-", "NaN", "n/a"])
def test_words_for_nothing_are_labels_until_they_are_named_as_missing(label: str) -> None:
    text = HEAD + f"1,a,x\n1,b,{label}\n2,a,x\n2,b,x\n"
    table = read_ratings(text, "r.csv")
    assert set(table.ratings.categories) == {"x", label}
    assert any(f"--missing={label} makes it a missing rating" in note for note in table.notes)
    without = read_ratings(text, "r.csv", missing=(label,))
    assert without.ratings.categories == ("x",)
    assert without.missing == 1
    assert not any("--missing" in note for note in without.notes)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_may_stand_apart_by_commas_semicolons_tabs_or_bars(
    separator: str, mark: str
) -> None:
    text = mark + (HEAD + "1,a,x\n1,b,y\n").replace(",", separator)
    assert codes(text) == codes(HEAD + "1,a,x\n1,b,y\n")
