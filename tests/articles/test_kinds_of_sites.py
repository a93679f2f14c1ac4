"""Pages in the manner of many sites, and pages pasted whole: the benchmark's, one of each kind."""

from __future__ import annotations

from itertools import islice

import pytest

from annotator.articles import read_pasted
from annotator.articles.files import read_file
from annotator.articles.reading import clean
from benchmarks.articles.pastes import KINDS, pastes
from benchmarks.articles.scores import squeeze
from benchmarks.articles.stories import Truth, stories
from benchmarks.articles.templates import TEMPLATES, make_page

PAGES = [make_page(one, stories()[i % len(stories())]) for i, one in enumerate(TEMPLATES)]
PASTES = [one for one in pastes() if one.language in ("en", "fr", "ar", "zh")]


def named(truth: Truth) -> str:
    return f"{truth.name}-{truth.language}"


@pytest.mark.parametrize("truth", PAGES, ids=named)
def test_a_page_of_this_kind_is_read_right(truth: Truth) -> None:
    (article,) = read_file("page.html", truth.given.encode()).articles
    assert article.title == clean(truth.title)
    assert set(filter(None, article.author.split(", "))) == set(truth.authors)
    assert article.published == truth.day
    text = squeeze(article.text)
    assert [one for one in (truth.standfirst, *truth.body) if squeeze(one) not in text] == []
    words = sum(map(len, map(squeeze, (truth.standfirst, *truth.body))))
    assert len(text) <= 1.06 * words, article.text


@pytest.mark.parametrize("truth", PASTES, ids=named)
def test_a_page_pasted_whole_keeps_every_paragraph_and_little_else(truth: Truth) -> None:
    pasted = read_pasted(truth.given)
    assert pasted.title == truth.title
    assert set(pasted.author.split(", ")) == set(truth.authors)
    assert pasted.published == truth.day
    kept = [line for line in pasted.text.split("\n") if line]
    assert [one for one in truth.body if one not in kept] == []
    furniture = [line for line in kept if line in truth.furniture]
    assert len(furniture) <= 1, furniture
    listed = [*pasted.removed, *kept, pasted.title]
    assert [line for line in truth.furniture if line not in listed] == []


def test_every_language_meets_every_kind_of_paste() -> None:
    assert len(list(pastes())) == len(KINDS) * len(stories())
    assert len({one.language for one in islice(pastes(), len(stories()))}) >= 10
