"""Marks in an article, compared by F1; 1 where neither marked anything (SIM of the paper).

- character: 2 · common / (n₁ + n₂), n the characters under each label that one marked, common those
  that both marked under the same label; marks of one annotator and label that overlap are joined
- overlap: 2 · matched / (n₁ + n₂), n the marks, matched one to one under the same label where they
  share a character, as many as can be

Labels are taken together: an article has one value for each two annotators. (`f1_character` of the
report is another mean: of the share of each mark that is covered.)
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.alternative_annotator.alike import Alike
from annotator.agreement.alternative_annotator.alt_test import (
    EPSILON,
    AltTest,
    Q,
    alternative_annotator_test,
)
from annotator.agreement.arrays import Floats
from annotator.agreement.spans.pairs_in_articles import PairsInArticles, pairs_in_articles
from annotator.agreement.spans.span_f1 import matched
from annotator.agreement.spans.span_pairs import Pieces, merged_pieces, overlaps, pieces_of
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

__all__ = ["SPAN_SCORES", "alike_spans", "alt_test_of_spans"]

SPAN_SCORES = {
    "character": "characters in common, article by article (F1)",
    "overlap": "marks that overlap one to one, article by article (F1)",
}


def alt_test_of_spans(
    spans: Spans, model: str, *, score: str = "character", epsilon: float = EPSILON, q: float = Q,
    resamples: int = 0, seed: int = 0,
) -> AltTest:  # fmt: skip
    """The test where the annotator called `model` is the model; `score` is one of SPAN_SCORES.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> who = ("ann", "bob", "cyd", "model")
    >>> marks = [Mark(str(n), one, "fear", 3, 9) for n in range(30) for one in who if one != "cyd"]
    >>> spans = spans_from_marks(marks, lengths={str(n): 20 for n in range(30)},
    ...                          seen=[(str(n), one) for n in range(30) for one in who])
    >>> found = alt_test_of_spans(spans, "model", score="overlap")
    >>> found.winning_rate, found.advantage
    (1.0, 1.0)
    """
    return alternative_annotator_test(
        alike_spans(spans, score), model, epsilon=epsilon, q=q, resamples=resamples, seed=seed
    )


def alike_spans(spans: Spans, score: str = "character") -> Alike:
    """Every two who opened the same article."""
    if score not in SPAN_SCORES:
        raise RatingsError(f"the score {score!r} is unknown; known are {', '.join(SPAN_SCORES)}")
    pairs = pairs_in_articles(spans.seen)
    by_character = score == "character"
    pieces = merged_pieces(spans) if by_character else pieces_of(spans)
    weight = pieces.size if by_character else np.ones(len(pieces), dtype=np.int64)
    n_articles, people = spans.seen.shape
    whose = pieces.article * people + pieces.annotator
    amount = np.bincount(whose, weight, n_articles * people).reshape(n_articles, people)
    first, second = pairs.first[pairs.pair], pairs.second[pairs.pair]
    together = amount[pairs.article, first] + amount[pairs.article, second]
    common = _common(pieces, pairs, by_character=by_character)
    value = np.where(together > 0, 2 * common / np.maximum(together, 1), 1.0)
    return Alike(
        pairs.article, first, second, value, spans.seen, spans.annotators, SPAN_SCORES[score],
        "articles",
    )  # fmt: skip


def _common(pieces: Pieces, pairs: PairsInArticles, *, by_character: bool) -> Floats:
    """What each two have in common in an article: characters, or marks matched one to one."""
    people = pairs.n_annotators
    key = (pairs.article * people + pairs.first[pairs.pair]) * people + pairs.second[pairs.pair]
    common = np.zeros(len(key))
    for _, found in overlaps(pieces, same_label=True):
        shared = found.shared > 0
        value = found.shared if by_character else matched(pieces, found, shared)
        here = pieces.article[found.first] * people + pieces.annotator[found.first]
        row = np.searchsorted(key, here * people + pieces.annotator[found.second])
        common += np.bincount(row, value, len(key))
    return common
