"""Texts of a block that the same annotators opened: a row of the tables each."""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.engines.engine import Rows


class ClustersOfTexts:
    """Texts of a block that the same annotators opened: a row of the tables each."""

    def __init__(self, texts: Rows, people: int) -> None:
        self._patterns = np.unique(texts["seen"].astype(np.int64))
        key = self._key(texts)
        order = np.argsort(key)
        self._keys = key[order]
        self.block, self.articles, self.lengths = (
            texts[name].astype(np.int64)[order] for name in ("block", "articles", "length")
        )
        opened = texts["seen"].astype(np.int64)[order]
        self.seen: Bools = (opened[:, None] >> np.arange(people)) & 1 == 1

    @property
    def nobody(self) -> Bools:
        return np.zeros(self.seen.shape, dtype=bool)

    def rows(self, found: Rows) -> Ints:
        """The row of each of these."""
        return np.searchsorted(self._keys, self._key(found)).astype(np.int64)

    def _key(self, found: Rows) -> Ints:
        pattern = np.searchsorted(self._patterns, found["seen"].astype(np.int64))
        key: Ints = found["block"].astype(np.int64) * len(self._patterns) + pattern
        return key


def given_columns(names: tuple[str, ...], **given: Floats) -> Floats:
    """Those that are given, the others 0."""
    n = len(next(iter(given.values())))
    return np.stack([given.get(name, np.zeros(n)) for name in names], axis=1)
