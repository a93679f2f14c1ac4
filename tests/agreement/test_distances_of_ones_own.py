"""A matrix of distances or weights of one's own, and the Jaccard distance between sets."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from random_studies import random_numbers, random_studies
from span_worlds import masi

from annotator.agreement import krippendorff_alpha, ratings_from_codes
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.evaluate_ratings import RatingOptions, evaluate_ratings
from annotator.agreement.by_name.question import Question
from annotator.agreement.files.matrix_file import read_matrix
from annotator.cli.agreement import agree
from annotator.errors import RatingsError

HEAD = "item,annotator,label\n"
RATED = HEAD + "".join(
    f"{i},{who},{label}\n" for i, labels in enumerate(["lcr", "lll", "ccr", "rrr", "lrc", "ccc"])
    for who, label in zip("abd", labels, strict=True)
)  # fmt: skip
SQUARED = "label,l,c,r\nl,0,1,4\nc,1,0,1\nr,4,1,0\n"


def alpha_slowly(rows: list[list[int]], delta: np.ndarray) -> float | None:
    """Every pair of ratings of an item, then every pair of all ratings."""
    pairable = [[code for code in row if code >= 0] for row in rows]
    pairable = [row for row in pairable if len(row) > 1]
    every = [code for row in pairable for code in row]
    n = len(every)
    if n < 2:
        return None
    observed = sum(
        delta[a][b] / (len(row) - 1)
        for row in pairable
        for i, a in enumerate(row)
        for j, b in enumerate(row)
        if i != j
    )
    expected = sum(delta[a][b] for i, a in enumerate(every) for j, b in enumerate(every) if i != j)
    return 1 - (observed / n) / (expected / (n * (n - 1))) if expected else None


def test_alpha_of_a_thousand_random_matrices_is_that_of_every_pair() -> None:
    rng = random_numbers(3)
    for _ in random_studies(1000):
        K = int(rng.integers(2, 5))
        codes = rng.integers(-1, K, (int(rng.integers(2, 4)), int(rng.integers(2, 7))))
        half = np.triu(rng.integers(0, 6, (K, K)), 1)
        delta = (half + half.T).astype(float)
        ratings = ratings_from_codes(codes, categories=range(K))
        ratings = type(ratings)(**{**vars(ratings), "distances": delta})
        found = evaluate_ratings(
            ratings, ["krippendorff_alpha"], RatingOptions("custom", resamples=0, details=False)
        )[0]
        slow = alpha_slowly(codes.T.tolist(), delta)
        assert found.value == (None if slow is None else pytest.approx(slow, abs=1e-9))


def kappas_slowly(rows: list[list[int]], w: np.ndarray) -> dict[str, float | None]:
    """Items by annotators, -1 where nobody rated; Gwet (2021, chapters 2 to 4), pair by pair."""
    K, annotators = len(w), range(len(rows[0]))
    rated = [[code for code in row if code >= 0] for row in rows]
    paired = [row for row in rated if len(row) > 1]
    shares = [  # an item's ratings count 1 together
        sum(row.count(k) / len(row) for row in rated if row) / max(sum(map(bool, rated)), 1)
        for k in range(K)
    ]
    own = [[row[g] for row in rows if row[g] >= 0] for g in annotators]

    def by_chance(first: list[float], second: list[float]) -> float:
        return sum(w[k][m] * first[k] * second[m] for k in range(K) for m in range(K))

    def of_labels(labels: list[int]) -> list[float]:
        return [labels.count(k) / len(labels) for k in range(K)]

    between = [
        by_chance(of_labels(own[g]), of_labels(own[h]))
        for g in annotators for h in annotators if g != h and own[g] and own[h]
    ]  # fmt: skip
    observed = [
        sum(w[a][b] for i, a in enumerate(row) for j, b in enumerate(row) if i != j)
        / (len(row) * (len(row) - 1))
        for row in paired
    ]
    expected = {
        "fleiss_kappa": by_chance(shares, shares),
        "brennan_prediger": by_chance([1 / K] * K, [1 / K] * K),
        "gwet_ac2": sum(map(sum, w)) * sum(p * (1 - p) for p in shares) / (K * (K - 1)),
        "conger_kappa": sum(between) / len(between) if between else 1.0,
    }
    pairs: dict[str, list[float | None]] = {"cohen_kappa": [], "scott_pi": []}
    for g, h in combinations(annotators, 2):
        both = [(row[g], row[h]) for row in rows if row[g] >= 0 and row[h] >= 0]
        if both:
            one, other = (of_labels([pair[side] for pair in both]) for side in (0, 1))
            mean = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
            alike = [w[a][b] for a, b in both]
            pairs["cohen_kappa"].append(corrected(alike, by_chance(one, other)))
            pairs["scott_pi"].append(corrected(alike, by_chance(mean, mean)))
    found = {name: corrected(observed, one) for name, one in expected.items()}
    for name, values in pairs.items():
        there = [value for value in values if value is not None]
        found[name] = sum(there) / len(there) if there else None
    return found


def corrected(observed: list[float], expected: float) -> float | None:
    if not observed or 1 - expected < 1e-12:
        return None
    return (sum(observed) / len(observed) - expected) / (1 - expected)


def test_kappas_with_random_weights_of_ones_own_are_those_of_every_pair() -> None:
    """From files; the matrix has the categories in an order of its own."""
    rng = random_numbers(29)
    for study in random_studies(40):
        K = int(rng.integers(2, 6))
        codes = rng.integers(-1, rng.integers(1, K + 1), (rng.integers(1, 7), rng.integers(2, 5)))
        half = np.triu(rng.choice([0, 0.25, 0.5, 0.9, 1], (K, K)), 1)
        w = half + half.T + np.eye(K)
        names = [str(name) for name in rng.permutation([*"lcrxy"][:K])]
        matrix = f"w,{','.join(names)}\n" + "".join(
            f"{name},{','.join(map(str, row))}\n" for name, row in zip(names, w, strict=True)
        )
        rated = HEAD + "".join(
            f"{i},A{g},{names[code]}\n"
            for i, row in enumerate(codes.tolist()) for g, code in enumerate(row) if code >= 0
        )  # fmt: skip
        if rated == HEAD:
            continue
        slow = kappas_slowly(codes.tolist(), w)
        own = Question(
            weights=read_matrix(matrix, "w.csv", "weights"), categories=tuple(sorted(names)),
            measures=tuple(slow), resamples=0,
        )  # fmt: skip
        found = evaluate_text(rated, "r.csv", own).measures
        for name, value in slow.items():
            one = next(m for m in found if m.name == name and m.scope == "all")
            assert one.value == (None if value is None else pytest.approx(value, abs=1e-9)), (
                study, name,
            )  # fmt: skip
            assert bool(one.reason) == (value is None)


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


@pytest.mark.parametrize(("level", "distance"), [("masi", masi), ("jaccard", jaccard)])
def test_alpha_of_random_sets_is_that_of_every_pair_of_sets(level: str, distance) -> None:
    """Some choose nothing of several, which is an answer; some give none."""
    rng = random_numbers(17)
    names = ["", "x", "y", "z", "x|y", "x|z", "y|z", "x|y|z"]
    held = [frozenset(name.split("|")) - {""} for name in names]
    delta = np.array([[distance(a, b) for b in held] for a in held])
    for _ in random_studies(300):
        codes = rng.integers(-1, rng.integers(1, 9), (rng.integers(2, 5), rng.integers(1, 7)))
        ratings = ratings_from_codes(codes, categories=names)
        slow = alpha_slowly(codes.T.tolist(), delta)
        found = krippendorff_alpha(ratings, level)
        assert found.value == (None if slow is None else pytest.approx(slow, abs=1e-9))
        assert (found.value is None) == bool(found.reason)


def test_squared_steps_written_out_are_the_interval_level() -> None:
    own = Question(distance=read_matrix(SQUARED, "d.csv", "distances"), resamples=20)
    found = evaluate_text(RATED, "r.csv", own).measures
    numbers = HEAD + "".join(
        line.rsplit(",", 1)[0] + "," + {"l": "1", "c": "2", "r": "3"}[line[-1]] + "\n"
        for line in RATED.splitlines()[1:]
    )
    level = Question(level="interval", weights="quadratic", resamples=20)
    known = evaluate_text(numbers, "r.csv", level).measures
    for name in ("krippendorff_alpha", "cohen_kappa", "conger_kappa", "gwet_ac2", "fleiss_kappa"):
        one, other = (
            next(m for m in measures if m.name == name and m.scope == "all")
            for measures in (found, known)
        )
        assert one.value == pytest.approx(other.value), name
        assert one.level == "custom"
        assert (one.interval.low, one.interval.high) == (
            pytest.approx(other.interval.low), pytest.approx(other.interval.high),
        )  # fmt: skip


def test_weights_of_ones_own_change_kappa_and_leave_alpha_nominal() -> None:
    linear = "w,l,c,r\nl,1,0.5,0\nc,0.5,1,0.5\nr,0,0.5,1\n"
    own = Question(weights=read_matrix(linear, "w.csv", "weights"), resamples=0)
    found = evaluate_text(RATED, "r.csv", own).measures
    known = evaluate_text(
        RATED, "r.csv", Question(weights="linear", categories=("l", "c", "r"), resamples=0)
    ).measures
    for name in ("cohen_kappa", "gwet_ac2", "krippendorff_alpha"):
        one, other = (next(m for m in measures if m.name == name) for measures in (found, known))
        assert one.value == pytest.approx(other.value)


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("x,a,b\na,0,1\nb,2,0\n", "distances", r"line 3: 'b' and 'a': 2 here, 1 the other way"),
        ("x,a,b\na,1,1\nb,1,0\n", "distances", r"line 2: 'a' and itself: expected 0, found 1"),
        ("x,a,b\na,0,1\nb,1,0\n", "weights", r"line 2: 'a' and itself: expected 1, found 0"),
        ("x,a,b\na,1,1.5\nb,1.5,1\n", "weights", "line 2: expected a number from 0 to 1 for 'b'"),
        ("x,a,b\na,0,-1\nb,-1,0\n", "distances", "line 2: expected a number from 0 up"),
        ("x,a,b\na,0,far\nb,far,0\n", "distances", "found 'far'"),
        ("x,a,b\nb,0,1\na,1,0\n", "distances", "a row for each column, in that order"),
        ("x,a,b\na,0,0\nb,0,0\n", "distances", "all distances are 0"),
    ],
)  # fmt: skip
def test_a_matrix_that_cannot_be_one_is_refused_with_its_line(
    text: str, kind: str, message: str
) -> None:
    with pytest.raises(RatingsError, match=message):
        read_matrix(text, "m.csv", kind)


def test_a_category_without_a_row_is_named() -> None:
    short = read_matrix("x,l,c\nl,0,1\nc,1,0\n", "d.csv", "distances")
    with pytest.raises(RatingsError, match="label 'r' is none of the categories l, c"):
        evaluate_text(RATED, "r.csv", Question(distance=short))
    asked = Question(distance=short, categories=("l", "c", "r"))
    with pytest.raises(RatingsError, match=r"d\.csv has no row for the category 'r'"):
        evaluate_text(RATED, "r.csv", asked)


def test_sets_at_jaccard_are_alpha_of_what_they_share() -> None:
    sets = [["x|y", "x"], ["x", "x"], ["y", "z|y"], ["|", "x|y|z"]]
    text = HEAD + "".join(
        f"{i},{who},{label}\n" for i, row in enumerate(sets)
        for who, label in zip("ab", row, strict=True)
    )  # fmt: skip
    found = evaluate_text(text, "r.csv", Question(sets=True, level="jaccard", resamples=0))
    alpha = next(one for one in found.measures if one.name == "krippendorff_alpha")
    names = sorted({label for row in sets for label in row})
    held = [frozenset(name.split("|")) - {""} for name in names]
    delta = np.array([[1 - len(a & b) / len(a | b) if a | b else 0 for b in held] for a in held])
    slow = alpha_slowly([[names.index(label) for label in row] for row in sets], delta)
    assert (alpha.level, alpha.value) == ("jaccard", pytest.approx(slow))
    with pytest.raises(RatingsError, match="say --sets"):
        evaluate_text(text, "r.csv", Question(level="jaccard"))


def test_from_the_command_line(tmp_path: Path) -> None:
    for name, text in (("r.csv", RATED), ("d.csv", SQUARED)):
        (tmp_path / name).write_text(text)

    def run(*words: str):
        return CliRunner().invoke(agree, [str(tmp_path / "r.csv"), *words])

    done = run("--distance", str(tmp_path / "d.csv"), "--json", "--resamples", "0")
    assert done.exit_code == 0, done.output
    alphas = [one for one in json.loads(done.stdout)["measures"]
              if one["name"] == "krippendorff_alpha"]  # fmt: skip
    assert alphas[0]["level"] == "custom"
    assert run("--weights", "cubic").stderr == (
        "annotator: weights 'cubic' are none of identity, linear, quadratic, nor a file\n"
    )
    assert "nowhere.csv cannot be read" in run("--distance", "nowhere.csv").stderr
    both = run("--distance", str(tmp_path / "d.csv"), "--level", "ordinal")
    assert "leave the ordinal level out" in both.stderr
