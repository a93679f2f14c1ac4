"""Soft labels and the measures of the shared tasks on learning with disagreements (LeWiDi: Uma et
al. 2021, Leonardelli et al. 2023, 2025), against loops."""

import json
import math

import numpy as np
import pytest
from click.testing import CliRunner
from random_studies import random_numbers, random_studies

from annotator.agreement import ratings_from_codes, ratings_from_labels
from annotator.agreement.soft_labels.apart import CUT_OFF, how_far
from annotator.agreement.soft_labels.distributions import soft_marks, soft_ratings
from annotator.agreement.spans.spans import Mark, spans_from_marks
from annotator.cli.soft import soft


def apart_slowly(name: str, p: list[float], q: list[float]) -> float:
    if name == "soft_cross_entropy":
        return -sum(a * math.log(max(b, CUT_OFF)) for a, b in zip(p, q, strict=True))
    if name == "soft_manhattan":
        return sum(abs(a - b) for a, b in zip(p, q, strict=True))
    total = 0.0
    for a, b in zip(p, q, strict=True):
        m = (a + b) / 2
        total += sum(one * math.log2(one / m) / 2 for one in (a, b) if one)
    return total


def test_random_ratings_are_as_far_apart_as_loops_say() -> None:
    rng = random_numbers(9)
    for _ in random_studies(300):
        K, n = int(rng.integers(2, 5)), int(rng.integers(1, 8))
        codes = rng.integers(-1, K, (5, n))
        ratings = ratings_from_codes(codes, categories=range(K))
        sides = [soft_ratings(ratings, places) for places in ([0, 1, 2], [3, 4])]
        found = {one.name: one for one in how_far(*sides, "a & b")}
        for name, one in found.items():
            far = []
            for i in range(n):
                votes = [
                    [c for c in codes[side, i].tolist() if c >= 0] for side in ([0, 1, 2], [3, 4])
                ]
                if all(votes):
                    p, q = ([v.count(k) / len(v) for k in range(K)] for v in votes)
                    far.append(apart_slowly(name, p, q))
            assert one.value == (pytest.approx(sum(far) / len(far)) if far else None)
            assert bool(one.reason) == (not far)


def test_random_marks_are_counted_character_by_character() -> None:
    rng = random_numbers(10)
    for _ in random_studies(60):
        marks, seen = [], []
        lengths = {"a": 12, "b": 7}
        for article, length in lengths.items():
            for who in "pqrs":
                if rng.random() < 0.2:
                    continue
                seen.append((article, who))
                for _ in range(int(rng.integers(0, 3))):
                    start = int(rng.integers(0, length - 1))
                    end = int(rng.integers(start + 1, length + 1))
                    marks.append(Mark(article, who, "xy"[rng.integers(0, 2)], start, end))
        spans = spans_from_marks(marks, lengths=lengths, seen=seen, labels=("x", "y"))
        people = list(spans.annotators)
        groups = [np.array([who in side for who in people]) for side in ("pq", "rs")]
        sides = [soft_marks(spans, "character", group) for group in groups]
        found = {(one.name, one.label): one.value for one in how_far(*sides, "a & b")}
        far: dict[tuple[str, str], list[float]] = {key: [] for key in found if key[1]}  # type: ignore[misc]
        for article, length in lengths.items():
            opened = [[who for who in side if (article, who) in seen] for side in ("pq", "rs")]
            if not all(opened):
                continue
            for at in range(length):
                for name, label in far:
                    p, q = (
                        sum(any(m.article == article and m.annotator == who and m.label == label
                                and m.start <= at < m.end for m in marks) for who in side)
                        / len(side)
                        for side in opened
                    )  # fmt: skip
                    far[name, label].append(apart_slowly(name, [p, 1 - p], [q, 1 - q]))
        for (name, label), values in far.items():
            expected = pytest.approx(sum(values) / len(values)) if values else None
            assert found[name, label] == expected
        for name in {name for name, _ in far}:
            both = [found[name, label] for label in "xy"]
            if None not in both:
                assert found[name, None] == pytest.approx(sum(both) / 2)


def test_passages_and_articles_count_an_annotator_once_for_each_label() -> None:
    marks = [Mark("a", "p", "x", 0, 3), Mark("a", "p", "x", 2, 5), Mark("a", "q", "x", 4, 6),
             Mark("a", "q", "y", 9, 11)]  # fmt: skip
    spans = spans_from_marks(
        marks, lengths={"a": 20, "b": 5}, seen=[("a", who) for who in "pqr"] + [("b", "p")]
    )
    passages = soft_marks(spans, "passage")
    assert dict(zip(passages.units, passages.counts.tolist(), strict=True)) == {
        ("a", 0, 3): [1.0, 0.0], ("a", 2, 6): [2.0, 0.0], ("a", 9, 11): [0.0, 1.0],
    }  # fmt: skip
    articles = soft_marks(spans, "article")
    assert articles.shares.tolist() == [[2 / 3, 1 / 3], [0.0, 0.0]]


def test_the_people_s_own_entropy_is_the_least_cross_entropy() -> None:
    ratings = ratings_from_labels([["a", "b"], ["b", "b"], ["a", "a"], ["a", "b"]])
    everybody = soft_ratings(ratings)
    itself = how_far(everybody, everybody, "people & predictions")[0]
    assert itself.value == pytest.approx(itself.parameters["entropy"])
    some = how_far(everybody, soft_ratings(ratings, [0]), "x")[0]
    assert some.value > some.parameters["entropy"]
    assert some.parameters["cut_off"] == 2


def test_small_groups_are_suppressed_when_asked() -> None:
    ratings = ratings_from_labels([["a", "b"], ["b", "b"], ["a", None]])
    kept = soft_ratings(ratings).suppressed(3)
    assert kept.people.tolist() == [3.0, 0.0]
    assert np.isnan(kept.shares[1]).all()


RATED = "item,annotator,label\n" + "".join(
    f"{i},{who},{'xyz'[(i + (who in 'cd') * (i % 3 == 0)) % 3]}\n" for i in range(12)
    for who in "abcd"
)  # fmt: skip


def run(*words: str):
    return CliRunner().invoke(soft, [str(word) for word in words])


def test_from_the_command_line(tmp_path) -> None:
    for name, text in (
        ("r.csv", RATED),
        ("p.csv", "item,label,share\n0,x,0.5\n0,y,0.5\n1,y,1\n"),
        ("bad.csv", "item,label,share\n0,x,0.5\n"),
        ("s.csv", "article,length,annotator,start,end,label\np,20,a,2,9,x\np,20,b,4,9,x\n"),
        ("ps.csv", "article,start,end,label,share\np,2,9,x,0.75\n"),
        ("twice.csv", "article,start,end,label,share\np,2,9,x,0.75\np,8,12,x,0.5\n"),
    ):
        (tmp_path / name).write_text(text)
    rated, marks = tmp_path / "r.csv", tmp_path / "s.csv"
    shares = run(rated, "--out", tmp_path / "out.csv")
    assert shares.exit_code == 0, shares.output
    assert (tmp_path / "out.csv").read_text().splitlines()[:2] == [
        "group,item,label,people,count,share", "everybody,0,x,4,2,0.5",
    ]  # fmt: skip
    both = json.loads(run(rated, "--group", "old=a,b", "--group", "new=c,d", "--json",
                          "--resamples", "50").stdout)  # fmt: skip
    by = {(one["name"], one["id"]): one["value"] for one in both["measures"]}
    assert by["soft_manhattan", "old & new"] == pytest.approx(2 * 4 / 12)
    assert 0 < by["normalised_xrr", "old & new"] < 1
    hidden = run(rated, "--group", "old=a,b", "--group", "new=c,d", "--suppress", "5")
    assert "old: 12 distributions of fewer than 5 people left out" in hidden.stdout
    assert "no unit has people on both sides" in hidden.stdout
    predicted = run(rated, "--predictions", tmp_path / "p.csv", "--resamples", "20")
    assert "soft_manhattan (people & predictions): 0.0000" in predicted.stdout
    assert "add up to 0.5, not to 1" in run(rated, "--predictions", tmp_path / "bad.csv").stderr
    told = run(marks, "--predictions", tmp_path / "ps.csv", "--resamples", "0").stdout
    assert f"soft_manhattan (people & predictions): {(2 * 0.5 + 5 * 0.5) / 20:.4f}" in told
    twice = run(marks, "--predictions", tmp_path / "twice.csv")
    assert "lines 2 and 3: two predictions of one label for the same text" in twice.stderr
    assert run(rated, "--group", "old").exit_code == 2
