"""What stands out is found where it was planted, and seldom where nothing was."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from annotator.agreement.attributes.matched_marks import match_marks
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.reports.findings import findings
from annotator.reports.report import Finding

PEOPLE = ("A01", "A02", "A03", "A04")
LABELS = ("loaded", "claim", "scare", "speculation")
NO_ALPHA = Measure("character_alpha", None, "not asked for")

Change = Callable[[random.Random, str, str, int, int], "list[tuple[str, int, int]]"]


def as_it_is(
    r: random.Random, who: str, label: str, start: int, end: int
) -> list[tuple[str, int, int]]:
    """Some are missed, ends waver, labels are taken for others: of everybody and all alike."""
    if r.random() < 0.25:
        return []
    if r.random() < 0.2:
        start, end = start + r.choice((-2, 2)), end + r.choice((-3, 3))
    if r.random() < 0.1:
        label = r.choice(LABELS)
    return [(label, start, end)]


def found_in(
    seed: int, change: Change, articles: int = 40, people: tuple[str, ...] = PEOPLE
) -> tuple[Finding, ...]:
    r = random.Random(seed)
    marks = []
    for number in range(articles):
        places = [(r.choice(LABELS), 30 * n + 5, 30 * n + 17) for n in range(10)]
        for who in people:
            made = [mark for place in places for mark in change(r, who, *place)]
            marks += [Mark(f"t{number}", who, *mark) for mark in made]
    spans = spans_from_marks(
        marks, lengths={f"t{n}": 400 for n in range(articles)},
        seen=[(f"t{n}", who) for n in range(articles) for who in people], labels=LABELS,
    )  # fmt: skip
    titles = {label: label.capitalize() for label in LABELS}
    return findings(spans, match_marks(spans), find_passages(spans), NO_ALPHA, titles)


def test_nothing_planted_nothing_found() -> None:
    """At most one study in twenty; of 120 studies eleven would be improbable."""
    with_findings = sum(bool(found_in(seed, as_it_is)) for seed in range(120))
    assert with_findings <= 10


def test_who_misses_a_label_is_found() -> None:
    def blind(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if who == "A02" and label == "claim" and r.random() < 0.66:
            return []
        return as_it_is(r, who, label, start, end)

    for seed in range(10):
        first = found_in(seed, blind)[0]
        assert (first.kind, first.annotator, first.label) == ("misses", "A02", "claim")
        assert first.sentence.startswith("A02 misses")
        assert first.passages == "missed"


def test_who_marks_what_nobody_else_marks_is_found() -> None:
    def eager(r, who, label, start, end):  # type: ignore[no-untyped-def]
        more = [("scare", start + 14, start + 22)] if who == "A03" and r.random() < 0.6 else []
        return as_it_is(r, who, label, start, end) + more

    for seed in range(10):
        first = found_in(seed, eager)[0]
        assert (first.kind, first.annotator, first.label) == ("alone", "A03", "scare")


def test_a_label_that_nobody_sees_alike_is_found_also_with_few_articles() -> None:
    def vague(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if label == "speculation":
            return [(label, start, end)] if r.random() < 0.4 else []
        return as_it_is(r, who, label, start, end)

    for people, articles in ((PEOPLE, 15), (PEOPLE[:2], 40)):
        for seed in range(5):
            first = found_in(seed, vague, articles, people)[0]
            assert (first.kind, first.label, first.annotator) == ("vague", "speculation", "")
            assert first.sentence.startswith("“Speculation” is not seen alike: annotators miss ")
            assert "Say in the codebook" in first.sentence


def test_who_differs_on_every_label_is_one_sentence() -> None:
    def at_random(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if who != "A04":
            return as_it_is(r, who, label, start, end)
        return [(r.choice(LABELS), start + 8, end + 9)] if r.random() < 0.5 else []

    for seed in range(5):
        missed = [one for one in found_in(seed, at_random, 15) if one.kind == "misses"]
        assert [(one.annotator, one.label, one.passages) for one in missed] == [
            ("A04", "", "missed")
        ]
        assert "of the others’ marks, of whatever label; the others miss" in missed[0].sentence


def test_where_one_annotator_misses_a_label_the_label_is_not_blamed() -> None:
    def blind(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if who == "A02" and label == "claim":
            return []
        return as_it_is(r, who, label, start, end)

    for seed in range(5):
        found = [(one.kind, one.label) for one in found_in(seed, blind, people=PEOPLE[:3])]
        assert ("misses", "claim") in found
        assert ("vague", "claim") not in found


def test_a_label_whose_ends_waver_is_found() -> None:
    def wavering(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if label == "speculation":
            return [(label, start + r.randint(-4, 4), end + r.randint(-4, 4))]
        return as_it_is(r, who, label, start, end)

    for seed in range(10):
        kinds = {(one.kind, one.label, one.passages) for one in found_in(seed, wavering)}
        assert ("ends", "speculation", "boundary") in kinds


def test_a_label_taken_for_another_is_found_and_named() -> None:
    def mixed(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if label == "loaded":
            return [(r.choice(("loaded", "claim")), start, end)]
        return as_it_is(r, who, label, start, end)

    for seed in range(10):
        found = [one for one in found_in(seed, mixed) if one.kind == "label"]
        assert any(one.label == "loaded" and "“Claim”" in one.sentence for one in found)


def test_where_many_read_each_article_somebody_misses_every_passage_and_both_are_found() -> None:
    """Hardly a passage is marked by all twelve, so hardly one is only about ends or labels."""
    crowd = tuple(f"A{n:02d}" for n in range(12))

    def change(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if label in ("claim", "scare"):
            return as_it_is(r, who, label, start, end)
        if r.random() < 0.15:
            return []
        if label == "speculation":
            return [(label, start + r.randint(-4, 4), end + r.randint(-3, 3))]
        return [(r.choice(("loaded", "claim")), start, end)]

    for seed in range(3):
        found = {
            (one.kind, one.label, one.passages) for one in found_in(seed, change, people=crowd)
        }
        assert ("ends", "speculation", "") in found  # they are in passages that somebody missed
        assert {("label", "loaded", ""), ("label", "claim", "")} & found


def test_labels_that_are_all_taken_for_one_another_are_no_finding_about_one() -> None:
    """A passage with two labels is one of both, so each label seems to have more of them than the
    passages without it."""

    def mixed(r, who, label, start, end):  # type: ignore[no-untyped-def]
        if r.random() < 0.25:
            return [(r.choice(LABELS), start, end)]
        return [(label, start, end + r.choice((0, 0, 0, 0, 3)))]

    found = [one for seed in range(10) for one in found_in(seed, mixed, 40, PEOPLE[:2])]
    assert len([one for one in found if one.kind == "label"]) <= 1


def test_how_many_more_articles_would_do() -> None:
    interval = Interval(0.50, 0.64, method="", clusters=20)
    alpha = Measure("character_alpha", 0.57, interval=interval, articles=20)
    spans = spans_from_marks([], lengths={"a": 9}, seen=[("a", "x"), ("a", "y")], labels=LABELS)
    (only,) = findings(spans, match_marks(spans), find_passages(spans), alpha, {})
    assert only.kind == "precision"
    assert only.sentence == (
        "With 20 more articles like these the interval of α would be about ±0.05; it is ±0.07."
    )
    assert np.ceil(20 * ((0.07 / 0.05) ** 2 - 1)) == 20


def test_two_annotators_are_not_played_against_each_other() -> None:
    marks = [Mark(f"t{n}", "A01", "claim", 5, 17) for n in range(40)]
    spans = spans_from_marks(
        marks, lengths={f"t{n}": 40 for n in range(40)},
        seen=[(f"t{n}", who) for n in range(40) for who in ("A01", "A02")],
    )  # fmt: skip
    assert findings(spans, match_marks(spans), find_passages(spans), NO_ALPHA, {}) == ()
