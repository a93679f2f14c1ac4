"""Cutting a text into marked pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.models import Label, Scheme, Span
from annotator.web.marks import (
    MOST_ON_A_PIECE,
    Mark,
    Segment,
    cut_into_segments,
    draw,
    label_colours,
)

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


MANY = st.lists(
    st.tuples(st.sampled_from("abz"), st.integers(0, 11), st.integers(1, 12)).map(
        lambda one: span(one[0], one[1], one[1] + one[2])
    ),
    max_size=40,
)


@given(MANY, st.integers(0, 6), st.integers(1, 20))
def test_one_sweep_draws_what_looking_at_every_mark_for_every_piece_draws(
    spans, offset, length
) -> None:
    text = "abcdefghijklmnopqrstuvw"[offset : offset + length]
    found = cut_into_segments(text, spans, SCHEME, offset=offset)
    assert found == slowly(text, spans, offset)


def slowly(text: str, spans: list[Span], offset: int) -> list[Segment]:
    """The plain way: for every piece, every span is looked at."""
    end = offset + len(text)
    inside = [one for one in spans if one.start < end and one.end > offset]
    inside.sort(key=lambda one: (one.start, -one.end))
    edges = {max(one.start, offset) for one in inside} | {min(one.end, end) for one in inside}
    pieces = []
    for left, right in pairwise(sorted(edges | {offset, end})):
        on = [one for one in inside if one.start <= left and one.end >= right]
        named = on[:MOST_ON_A_PIECE]
        named += [one for one in on[MOST_ON_A_PIECE:] if min(one.end, end) == right]
        marks = tuple(
            Mark(
                "ab".find(s.label) + 1,
                s.label.upper() if s.label in "ab" else s.label,
                min(s.end, end) == right,
            )
            for s in named
        )
        piece = text[left - offset : right - offset]
        pieces.append(Segment(piece, marks, len(on) - len(marks)))
    return pieces


def test_thousands_of_marks_over_one_another_make_a_page_of_bounded_size() -> None:
    spans = [span("ab"[n % 2], n, 12_000 - n) for n in range(5_000)]
    segments = cut_into_segments("x" * 12_000, spans, SCHEME)
    named = sum(len(one.marks) for one in segments)
    assert named <= MOST_ON_A_PIECE * len(segments) + len(spans)
    assert sum(mark.ends_here for one in segments for mark in one.marks) == len(spans)
    drawing = draw("x" * 12_000, spans, SCHEME)
    assert (len(drawing.spans), drawing.left_out) == (1_000, 4_000)
    assert "".join(one.text for one in drawing.segments) == "x" * 12_000


def test_a_sentence_of_an_article_shows_only_its_part_of_a_mark() -> None:
    text = "One two. Three four."
    segments = cut_into_segments(text[9:], [span("a", 4, 14)], SCHEME, offset=9)
    assert [(one.text, len(one.marks)) for one in segments] == [("Three", 1), (" four.", 0)]


def test_a_label_the_codebook_does_not_have_keeps_its_key() -> None:
    [segment, _] = cut_into_segments("One two", [span("gone", 0, 3)], SCHEME)
    assert (segment.marks[0].title, segment.marks[0].number) == ("gone", 0)


def test_colours_are_tinted_so_that_text_stays_readable() -> None:
    assert label_colours(SCHEME)[0].tint == "#bdbdbd"
