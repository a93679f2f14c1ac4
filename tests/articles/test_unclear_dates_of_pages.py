"""Dates and bylines that extractors guess at: read for certain, or left out with a word."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.articles.bylines import read_byline
from annotator.articles.dates import read_date
from annotator.articles.files import Told
from annotator.models import Article

BODY = (
    "<p>The harbour council voted on Monday night to close the old ferry bridge from May.</p>"
    "<p>Residents called the plan reckless, and said that it had been rushed through.</p>"
    "<p>A second vote is expected in October, after a report that the council has asked for.</p>"
)


def page(stamp: str, language: str = "en", told: Told | None = None) -> Article:
    text = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>Ferry bridge closes in May</title>'
        f'</head><body><article><h1>Ferry bridge closes in May</h1><p class="date">{stamp}</p>'
        f"{BODY}</article></body></html>"
    )
    reading = read_file("a.html", text.encode(), **({"told": told} if told else {}))
    return reading.articles[0]


def test_a_date_that_can_be_read_in_two_ways_is_left_out_with_a_remark() -> None:
    article = page("9/5/2021")
    assert article.published == ""
    assert any("'9/5/2021' was not understood" in remark for remark in article.remarks)


def test_what_was_said_of_the_order_is_used_for_pages_too() -> None:
    assert page("9/5/2021", told=Told(day_first=False)).published == "2021-09-05"


def test_languages_but_english_have_the_day_first() -> None:
    assert page("9/5/2021", "es").published == "2021-05-09"


def test_a_weekday_says_which_day_is_meant() -> None:
    assert page("Mon, 03/11/2024 - 21:04").published == "2024-03-11"
    assert read_date("lundi 11/03/2024") == "2024-03-11"


def test_a_day_without_its_year_is_left_out_with_a_remark() -> None:
    article = page("3/11(月) 12:04", "ja")
    assert article.published == ""
    assert any("3/11" in remark for remark in article.remarks)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("መጋቢት 2 ቀን 2016 ዓ.ም", "2024-03-11"),
        ("መስከረም 1 2017", "2024-09-11"),
        ("ጳጉሜን 6 ቀን 2015", "2023-09-11"),
        ("ጳጉሜን 6 ቀን 2016", ""),
    ],
)
def test_ethiopian_dates_are_read(line: str, day: str) -> None:
    assert read_date(line) == day


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Written by: सागर नदीवाल", "सागर नदीवाल"),
        ("By सागर नदीवाल", "सागर नदीवाल"),
        ("सागर नदीवाल की रिपोर्ट", "सागर नदीवाल"),
        ("रिपोर्ट: सागर नदीवाल", "सागर नदीवाल"),
        ("[한지우 기자]", "한지우"),
        ("한지우 특파원", "한지우"),
        ("글 한지우 · 사진 박서연", "한지우"),
        ("취재: 한지우 기자", "한지우"),
        ("Հեղինակ՝ Անի Ծովակյան", "Անի Ծովակյան"),
        ("ავტორი: ნინო ზღვაშვილი", "ნინო ზღვაშვილი"),
    ],
)
def test_bylines_of_more_scripts_are_read(line: str, author: str) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.author == author


@pytest.mark.parametrize(
    "line", ["By the evening it was shut.", "다리는 내년에 열린다.", "पुल बंद होने की रिपोर्ट आई।"]
)
def test_sentences_are_no_bylines(line: str) -> None:
    assert read_byline(line) is None
