"""How sure α is, and how many more articles would make it surer: what comes last of what to do."""

from __future__ import annotations

import math

from annotator.agreement.measure import Measure
from annotator.reports.report import Finding

__all__ = ["more_articles"]

WANTED = 0.05  # half the width of an interval that nobody asks to be narrower
MOST_MORE = 5000


def more_articles(alpha: Measure) -> list[Finding]:
    """How many more articles like these make the interval narrow: its width goes with 1 / √n."""
    interval, n = alpha.interval, alpha.articles or 0
    if interval is None or interval.low is None or interval.high is None or n < 2:
        return []
    half = (interval.high - interval.low) / 2
    more = math.ceil(n * ((half / WANTED) ** 2 - 1))
    if more < 1 or more > MOST_MORE:
        return []
    articles = "1 more article" if more == 1 else f"{more} more articles"
    sentence = f"With {articles} like these the interval of α would be about ±{WANTED:g}"
    return [Finding("precision", f"{sentence}; it is ±{half:.2f}.", 0.0)]
