"""The alternative annotator test on marks, beside a plain loop over articles and pairs in numpy.

5 annotators and a model, 200 articles, 40 marks each. The loop goes through each pair of an article
once, with a mask of characters a label; for overlap, a matrix of who overlaps whom and scipy's
matching. Its p values must be ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching
from scipy.stats import ttest_1samp

from annotator.agreement.alternative_annotator.alike_spans import alt_test_of_spans
from annotator.agreement.alternative_annotator.alt_test import EPSILON
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.spans import Spans, spans_from_arrays
from benchmarks.agreement.peer import SAME, timed
from benchmarks.agreement.spans_data import ANNOTATORS, LABELS, LENGTH, unkind_corpus
from benchmarks.measured import Measured

ARTICLES = 200
MODEL = ANNOTATORS  # its number: behind the humans
SCORES = ("character", "overlap")
Marks = list[tuple[Ints, Ints, Ints]]  # label, start and end of each annotator, in one article


def alternative_annotator(rounds: int) -> Iterator[Measured]:
    spans = study()
    articles = [marks_of(spans, article) for article in range(ARTICLES)]
    ours, theirs = [], []
    for _ in range(rounds):
        taken, found = timed(lambda: [p_values(spans, score) for score in SCORES])
        ours.append(taken)
        taken, looped = timed(lambda: [loop(articles, score) for score in SCORES])
        theirs.append(taken)
        if not np.allclose(found, looped, rtol=0, atol=SAME):
            raise RuntimeError(f"not the same p values: {found} and {looped}")
    yield Measured("alt-test of spans", tuple(ours), tuple(theirs), 1 / 5, "a loop in numpy")


def study() -> Spans:
    """The humans of the made-up corpus, and a model that marks what one of them marks, a little
    elsewhere."""
    article, annotator, label, start, end = unkind_corpus(ARTICLES)[1:]
    rng = np.random.default_rng(1)
    one = (annotator == 0) & (rng.random(len(label)) < 0.9)
    shift = rng.integers(0, 4, int(one.sum()))
    columns = [
        np.concatenate([humans, its])
        for humans, its in (
            (article, article[one]), (annotator, np.full(len(shift), MODEL)), (label, label[one]),
            (start, start[one] + shift), (end, end[one] + shift),
        )
    ]  # fmt: skip
    return spans_from_arrays(
        *columns, lengths=dict.fromkeys(range(ARTICLES), LENGTH),
        seen=[(a, g) for a in range(ARTICLES) for g in range(ANNOTATORS + 1)],
    )  # fmt: skip


def p_values(spans: Spans, score: str) -> list[float]:
    return [one.p for one in alt_test_of_spans(spans, str(MODEL), score=score).humans]


def marks_of(spans: Spans, article: int) -> Marks:
    rows = [(spans.article == article) & (spans.annotator == g) for g in range(ANNOTATORS + 1)]
    return [(spans.label[one], spans.start[one], spans.end[one]) for one in rows]


def loop(articles: list[Marks], score: str) -> list[float]:
    """The p value of each human, score by score and article by article."""
    d: list[list[float]] = [[] for _ in range(ANNOTATORS)]
    for marks in articles:
        alike = np.ones((ANNOTATORS + 1, ANNOTATORS + 1))
        masks = [mask(one) for one in marks] if score == "character" else []
        for g, h in combinations(range(ANNOTATORS + 1), 2):
            if score == "character":
                common, total = (masks[g] & masks[h]).sum(), masks[g].sum() + masks[h].sum()
            else:
                common, total = overlapping(marks[g], marks[h]), len(marks[g][0]) + len(marks[h][0])
            alike[g, h] = alike[h, g] = 2 * common / total if total else 1.0
        for j in range(ANNOTATORS):
            others = [k for k in range(ANNOTATORS) if k != j]
            difference = alike[MODEL, others].mean() - alike[j, others].mean()
            d[j].append(float(difference <= SAME) - float(difference >= -SAME))
    return [float(ttest_1samp(one, EPSILON, alternative="less").pvalue) for one in d]


def mask(marks: tuple[Ints, Ints, Ints]) -> Bools:
    found = np.zeros((LABELS, LENGTH), dtype=bool)
    for label, start, end in zip(*marks, strict=True):
        found[label, start:end] = True
    return found


def overlapping(mine: tuple[Ints, Ints, Ints], theirs: tuple[Ints, Ints, Ints]) -> int:
    """The most pairs that overlap under the same label."""
    label, start, end = (one[:, None] for one in mine)
    shared: Floats = np.minimum(end, theirs[2]) - np.maximum(start, theirs[1])
    graph = csr_array((shared > 0) & (label == theirs[0]))
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())
