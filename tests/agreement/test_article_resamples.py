"""Resamples of very many articles: too many weights to keep as numbers, articles joined in groups.

Both ways give what one product of all weights with all sums gives.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import LEFT_OUT_AT_MOST, MOST_CLUSTERS, MOST_READY, drawn_counts
from annotator.agreement.spans.article_resamples import ArticleResamples


def drawn_sums(drawn: ArticleResamples, sums: Floats) -> Floats:
    """Those of the resamples, by the definition."""
    n = int(drawn.groups.max()) + 1
    weights = np.concatenate(list(drawn_counts(n, drawn.resamples, drawn.seed)), axis=1)
    of_groups = np.stack([np.bincount(drawn.groups, column, n) for column in sums.T], axis=1)
    return np.asarray(weights.T @ of_groups)


def test_more_weights_than_are_kept_are_multiplied_in_parts() -> None:
    n, resamples = 4300, 1000
    assert n * resamples > MOST_READY
    sums = np.random.default_rng(1).poisson(3, size=(n, 3)).astype(float)
    drawn = ArticleResamples(np.ones(n, dtype=bool), resamples=resamples, seed=5)
    found = drawn.sums(sums)
    np.testing.assert_allclose(found[0], sums.sum(axis=0))
    np.testing.assert_allclose(found[1 : 1 + resamples], drawn_sums(drawn, sums))
    assert len(found) == 1 + resamples + LEFT_OUT_AT_MOST


def test_articles_that_are_drawn_together_are_left_out_together() -> None:
    n, resamples = MOST_CLUSTERS + 900, 20
    sums = np.random.default_rng(2).poisson(2, size=(n, 2)).astype(float)
    drawn = ArticleResamples(np.ones(n, dtype=bool), resamples=resamples, seed=5)
    found = drawn.sums(sums)
    np.testing.assert_allclose(found[1 : 1 + resamples], drawn_sums(drawn, sums))
    left_out = sums.sum(axis=0) - found[1 + resamples :]
    np.testing.assert_allclose(left_out.sum(axis=0), sums.sum(axis=0))  # each article once
    joined = ArticleResamples(np.ones(MOST_CLUSTERS, dtype=bool), resamples=resamples, seed=5)
    of_groups = np.stack([np.bincount(drawn.groups, one) for one in sums.T], axis=1)
    np.testing.assert_allclose(joined.sums(of_groups), found)


def test_sums_of_a_few_of_many_articles_are_those_of_all() -> None:
    n, resamples = 200, 50
    sums = np.zeros((n, 2))
    sums[[3, 50, 199]] = [[1, 2], [4, 0.5], [7, 3]]
    drawn = ArticleResamples(np.ones(n, dtype=bool), resamples=resamples, seed=5)
    np.testing.assert_allclose(drawn.sums(sums)[1 : 1 + resamples], drawn_sums(drawn, sums))
