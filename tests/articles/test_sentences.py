"""Sentences tile the text, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.articles import sentence_around, sentence_spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["One. ", "Two! ", "Three? ", "Four"],
        ["Mr. Fox met Dr. J. R. Marsh at 10 a.m. on Monday. ", "He left."],
        ["The U.S. President spoke. ", "It fell in the U.S. ", "The plan is dead."],
        ["“Why now?” he asked. ", "“It is over!” ", "She went on."],
        ["He paused… and then went on. ", "The crowd left... ", "Nobody spoke."],
        ["Costs rose by 3.5 percent. ", "Version 2.0 came on Jan. 3. ", "But nobody cared."],
        ["Was it so?! ", "“Yes.” ", "(It was.) ", "Then he sat. ", "She said no. ", "End."],
        ["First paragraph without a stop\n\n", "Second paragraph. ", "More."],
        ["A heading\n", "• one thing\n", "• another thing 😀. ", "Go."],
        ["A sentence that was wrapped\nby hand at sixty columns. ", "And another."],
        ["Am 3. Oktober war es z. B. so. ", "Dann nicht."],
        ["هل هذا صحيح؟ ", "نعم، هو صحيح. ", "شكرا."],
        ["市长说桥将关闭。", "市民同意。"],
        ["\n\nA text that begins with blank lines. ", "Two."],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_a_passage_is_shown_in_all_its_sentences() -> None:
    text = "One is here. Two is there. Three."
    spans = sentence_spans(text)
    at = text.index("there")
    assert text[slice(*sentence_around(spans, at, at + 5))] == "Two is there. "
    assert text[slice(*sentence_around(spans, at, len(text)))] == "Two is there. Three."
    assert sentence_around([], 2, 5) == (2, 5)


@given(
    st.text(
        st.one_of(st.sampled_from(".!?…\n \"'”“)(。؟aAbB1·U.S"), st.characters(codec="utf-8")),
        max_size=120,
    )
)
def test_they_tile_any_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    if text.strip():
        assert all(text[start:end].strip() for start, end in spans)
