"""Cutting a text into marked pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.models import Label, Scheme, Span
from annotator.web.marks import cut_into_segments, label_colours

SCHEME = Scheme(
    "s", "1", "S", "en", "", "", (Label("a", "A", "", colour="#000"), Label("b", "B", ""))
)


def span(label: str, start: int, end: int) -> Span:
    return Span("r", label, start, end, start, end, "")


TEXT = "Short 🌉 “text” of the bridge"
SPANS = st.lists(
    st.tuples(st.sampled_from("abz"), st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).map(
        lambda one: span(one[0], one[1], min(one[1] + one[2], len(TEXT)))
    ),
    max_size=6,
)


@given(SPANS)
def test_no_character_is_lost_or_doubled_and_each_has_exactly_its_labels(spans) -> None:
    segments = cut_into_segments(TEXT, spans, SCHEME)
    assert "".join(one.text for one in segments) == TEXT
    place = 0
    for one in segments:
        over = [s.label for s in spans if s.start <= place < s.end]
        assert len(one.marks) == len(over)
        place += len(one.text)
    ends = sum(mark.ends_here for one in segments for mark in one.marks)
    assert ends == len(spans)


def test_a_sentence_of_an_article_shows_only_its_part_of_a_mark() -> None:
    text = "One two. Three four."
    segments = cut_into_segments(text[9:], [span("a", 4, 14)], SCHEME, offset=9)
    assert [(one.text, len(one.marks)) for one in segments] == [("Three", 1), (" four.", 0)]


def test_a_label_the_codebook_does_not_have_keeps_its_key() -> None:
    [segment, _] = cut_into_segments("One two", [span("gone", 0, 3)], SCHEME)
    assert (segment.marks[0].title, segment.marks[0].number) == ("gone", 0)


def test_colours_are_tinted_so_that_text_stays_readable() -> None:
    assert label_colours(SCHEME)[0].tint == "#bdbdbd"
