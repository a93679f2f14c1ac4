"""Near-duplicates: exact similarity, whatever the index guesses."""

from __future__ import annotations

import random

import pytest

from annotator.articles import find_duplicates
from annotator.articles.duplicates import shingles
from annotator.models import Article


def article(text: str) -> Article:
    return Article(title="", text=text)


def text_of(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices([f"word{i}" for i in range(2000)], k=length))


def test_the_same_text_twice_is_one() -> None:
    pairs = find_duplicates([article(text_of(1)), article(text_of(2)), article(text_of(1))])
    assert [(p.first, p.second, p.similarity) for p in pairs] == [(0, 2, 1.0)]


def test_similarity_is_the_jaccard_index_of_shingles() -> None:
    # 7 and 7 words make 4 and 4 shingles; 3 are shared, 5 exist: 0.6.
    one, two = "a b c d e f g", "a b c d e f x"
    (pair,) = find_duplicates([article(one), article(two)])
    assert pair.similarity == pytest.approx(3 / 5)
    assert pair.passage == "a b c d e f"
    assert find_duplicates([article(one), article(two)], similarity=0.61) == []


def test_every_pair_above_the_limit_is_found_and_none_below() -> None:
    texts = [text_of(seed) for seed in range(30)]
    # An update of each fifth: its last words replaced, a reprint with another beginning.
    texts += [
        text.rsplit(" ", 40)[0] + " " + text_of(90 + i, 40) for i, text in enumerate(texts[::5])
    ]
    sets = [shingles(text) for text in texts]
    expected = {
        (i, j)
        for j in range(len(texts))
        for i in range(j)
        if len(sets[i] & sets[j]) / len(sets[i] | sets[j]) >= 0.5
    }
    assert len(expected) == 6
    assert {(p.first, p.second) for p in find_duplicates([article(t) for t in texts])} == expected


def test_capitals_and_punctuation_make_no_difference() -> None:
    (pair,) = find_duplicates(
        [article("The Bridge, “closes” today!"), article("the bridge closes today")]
    )
    assert pair.similarity == 1.0
    assert pair.passage == "The Bridge, “closes” today"


def test_short_and_wordless_texts() -> None:
    assert find_duplicates([]) == []
    assert find_duplicates([article("…"), article("!"), article("A")]) == []
    assert [p.similarity for p in find_duplicates([article("Bridge."), article("bridge")])] == [1.0]
    assert [p.similarity for p in find_duplicates([article("…"), article("…")])] == [1.0]


@pytest.mark.parametrize("similarity", [0.0, -1.0, 1.5])
def test_an_impossible_limit_is_refused(similarity: float) -> None:
    with pytest.raises(ValueError, match="at most 1"):
        find_duplicates([], similarity=similarity)
