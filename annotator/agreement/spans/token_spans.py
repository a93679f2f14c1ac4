"""Spans counted in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from annotator.agreement.spans.spans import Spans, in_order
from annotator.errors import RatingsError


def token_spans(spans: Spans, tokens: Mapping[str, Sequence[tuple[int, int]]]) -> Spans:
    """The same spans in token units: a span covers every token it shares a character with.

    `tokens` gives each article's token offsets in order, e.g. of `re.finditer`. A span that touches
    no token (only spaces) is left out, which shows in the number of spans.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks([Mark("a", "ann", "fear", 5, 9)], lengths={"a": 12})
    >>> token = token_spans(spans, {"a": [(0, 3), (4, 8), (9, 12)]})
    >>> token.start.tolist(), token.end.tolist(), token.lengths.tolist()
    ([1], [2], [3])
    """
    starts, ends = np.empty_like(spans.start), np.empty_like(spans.end)
    counts = np.zeros_like(spans.lengths)
    borders = np.searchsorted(spans.article, np.arange(len(spans.articles) + 1))
    for index, name in enumerate(spans.articles):
        if name not in tokens:
            raise RatingsError(f"article {name}: no tokens were given, every article needs them")
        offsets = np.array(tokens[name], dtype=np.int64).reshape(-1, 2)
        rows = slice(borders[index], borders[index + 1])
        counts[index] = len(offsets)
        starts[rows] = np.searchsorted(offsets[:, 1], spans.start[rows], side="right")
        ends[rows] = np.searchsorted(offsets[:, 0], spans.end[rows], side="left")
    in_tokens = replace(spans, start=starts, end=ends, lengths=counts, unit="token", repeated=0)
    return in_order(in_tokens.take(starts < ends))
