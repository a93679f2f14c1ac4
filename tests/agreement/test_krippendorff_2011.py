"""Krippendorff (2011), Computing Alpha-Reliability; Krippendorff, Content Analysis (1980, 2004)."""

import pytest

from annotator.agreement import krippendorff_alpha, ratings_from_codes, ratings_from_labels
from annotator.errors import RatingsError

SECTION_C = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
WIKIPEDIA = ".1. ... .22 .11 .33 334 444 13. 2.2 1.1 1.1 3.3 3.3 ... 3.4"


def numbers(items: str):
    rows = [[None if c == "." else int(c) for c in item] for item in items.split()]
    return ratings_from_labels([list(column) for column in zip(*rows, strict=True)])


def letters(items: str):
    return ratings_from_labels([list(column) for column in zip(*items.split(), strict=True)])


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_section_c_at_every_level(level: str, printed: float) -> None:
    assert round(krippendorff_alpha(numbers(SECTION_C), level).value, 3) == printed


def test_section_c_interval_prints_its_parts() -> None:
    found = krippendorff_alpha(numbers(SECTION_C), "interval")
    assert round(found.observed, 3) == 0.433
    assert round(found.expected, 3) == 2.872


def test_section_a_binary_two_observers() -> None:
    found = krippendorff_alpha(letters("10 11 01 00 00 01 00 01 00 00"), "nominal")
    assert round(found.observed, 3) == 0.400
    assert round(found.expected, 3) == 0.442
    assert round(found.value, 3) == 0.095


def test_1980_page_139() -> None:
    found = krippendorff_alpha(letters("111 122 222 444 144 222 123 333 222"), "nominal")
    assert round(found.observed, 3) == 0.259
    assert round(found.expected, 3) == 0.724
    assert round(found.value, 3) == 0.642


def test_2004_page_227() -> None:
    found = krippendorff_alpha(letters("aa ab bb bb bb bb bc cc cc cc cc cc"), "nominal")
    assert round(found.observed, 4) == 0.1667
    assert round(found.expected, 4) == 0.6268
    assert round(found.value, 3) == 0.734


def test_wikipedias_example() -> None:
    assert krippendorff_alpha(numbers(WIKIPEDIA), "nominal").value == pytest.approx(
        0.691358, abs=1e-6
    )
    found = krippendorff_alpha(numbers(WIKIPEDIA), "interval")
    assert found.value == pytest.approx(0.810845, abs=1e-6)
    assert found.left_out == (
        "1 item with one rating: nothing to compare with",
        "2 items without a rating",
    )


def test_the_level_is_always_named() -> None:
    for level in ("nominal", "ordinal", "interval", "ratio"):
        assert krippendorff_alpha(numbers(SECTION_C), level).level == level


def test_labels_that_are_no_numbers_have_no_interval_level() -> None:
    with pytest.raises(RatingsError, match="'a' is none"):
        krippendorff_alpha(letters("ab bb"), "interval")


def test_negative_numbers_have_no_ratio_level() -> None:
    ratings = ratings_from_labels([[-1, 2], [1, 2]])
    with pytest.raises(RatingsError, match="negative"):
        krippendorff_alpha(ratings, "ratio")


def test_an_unknown_level_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RatingsError, match="nominal, ordinal, interval, ratio"):
        krippendorff_alpha(letters("ab bb"), "metric")


def test_one_label_alone_is_a_reason_and_not_one_or_zero() -> None:
    found = krippendorff_alpha(
        ratings_from_codes([[0, 0], [0, 0]], categories=["x", "y"]), "nominal"
    )
    assert found.value is None
    assert "only the label 'x' was used" in found.reason


def test_many_ordinal_categories_give_the_same_value_by_midranks() -> None:
    few = krippendorff_alpha(numbers(SECTION_C), "ordinal")
    codes = [
        [-1 if c == "." else int(c) - 1 for c in row]
        for row in zip(*SECTION_C.split(), strict=True)
    ]
    many = krippendorff_alpha(ratings_from_codes(codes, categories=range(300)), "ordinal")
    assert many.value == pytest.approx(few.value)
