"""Train, validation and test without leakage: what belongs together goes into one of them.

Near-duplicates belong together, articles about one event do, and, if wished, those of an outlet.
An event is found by words: two articles of at most three days apart whose weighted words (tf-idf)
point in much the same direction. The draw is seeded; groups go, the largest first, where articles
and labels are missing most (Sechidis et al. 2011).
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from annotator.articles.duplicates import find_duplicates
from annotator.models import Article
from annotator.store.records import StoredArticle

__all__ = ["SPLIT_NAMES", "Split", "make_split", "same_event"]

SPLIT_NAMES = {2: ("train", "test"), 3: ("train", "validation", "test")}
EVENT_DAYS = 3
EVENT_COSINE = 0.3
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Split:
    """`parts` is article -> part; `groups` are the articles kept together, two or more each, with
    the reason; `labels` is part -> label -> marks."""

    parts: Mapping[int, str]
    groups: tuple[tuple[str, tuple[int, ...]], ...]
    labels: Mapping[str, Mapping[str, int]]

    def count(self, part: str) -> int:
        return sum(1 for one in self.parts.values() if one == part)

    @property
    def sentence(self) -> str:
        """What a reader must be told of parts that nothing came into; "" where there is none."""
        empty = [part for part in self.labels if not self.count(part)]
        if not empty:
            return ""
        return (
            f"Empty: {' and '.join(empty)}. The study has too few articles for these shares that "
            "do not have to be kept together."
        )


def make_split(
    articles: Sequence[StoredArticle],
    marks: Mapping[int, Mapping[str, int]],
    shares: Sequence[int],
    *,
    seed: int,
    outlets_together: bool = False,
) -> Split:
    """Divide the articles; `marks` is article -> label -> how often. Shares are percents."""
    names = SPLIT_NAMES[len(shares)]
    groups = _Together(articles)
    for first, second in _pairs(articles, outlets_together, groups.why):
        groups.join(first, second)
    lists = groups.lists()
    random.Random(seed).shuffle(lists)  # noqa: S311  a draw that can be repeated, no secret
    lists.sort(key=len, reverse=True)
    total = Counter({"": len(articles)})
    for counts in marks.values():
        total.update(counts)
    wanted = {
        name: {what: count * share / 100 for what, count in total.items()}
        for name, share in zip(names, shares, strict=True)
    }
    lacking = {name: dict(amounts) for name, amounts in wanted.items()}
    parts: dict[int, str] = {}
    for members in lists:
        brought = Counter({"": len(members)})
        for one in members:
            brought.update(marks.get(one, {}))
        fitting = [name for name in names if lacking[name][""] >= len(members)] or list(names)
        best = max(fitting, key=lambda name: _need(lacking[name], wanted[name], brought))
        for what, count in brought.items():
            lacking[best][what] -= count
        parts.update(dict.fromkeys(members, best))
    labels: dict[str, Counter[str]] = {name: Counter() for name in names}
    for article, part in parts.items():
        labels[part].update(marks.get(article, {}))
    together = tuple(
        (groups.reason(members), tuple(members)) for members in sorted(lists) if len(members) > 1
    )
    return Split(dict(sorted(parts.items())), together, labels)


def _need(
    lacking: Mapping[str, float], wanted: Mapping[str, float], brought: Counter[str]
) -> float:
    """How much of what a group brings is still lacking, each thing by what is wanted of it; what
    would be too much counts against it."""
    return sum((lacking[what] - count / 2) / wanted[what] for what, count in brought.items()
               if count)  # fmt: skip


class _Together:
    """Articles that belong together, found step by step."""

    def __init__(self, articles: Sequence[StoredArticle]) -> None:
        self._above = {one.id: one.id for one in articles}
        self.why: dict[tuple[int, int], str] = {}

    def join(self, first: int, second: int) -> None:
        one, other = sorted((self._top(first), self._top(second)))
        self._above[other] = one

    def lists(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for one in self._above:
            found[self._top(one)].append(one)
        return list(found.values())

    def reason(self, members: Sequence[int]) -> str:
        inside = set(members)
        reasons = {why for pair, why in self.why.items() if set(pair) <= inside}
        return ", ".join(sorted(reasons))

    def _top(self, one: int) -> int:
        while self._above[one] != one:
            one = self._above[one]
        return one


def _pairs(
    stored: Sequence[StoredArticle], outlets_together: bool, why: dict[tuple[int, int], str]
) -> Iterator[tuple[int, int]]:
    articles = [one.article for one in stored]
    reasons = {
        "near-duplicates": [
            (one.first, one.second) for one in find_duplicates(articles, with_passages=False)
        ],
        "one event": list(same_event(articles)),
        "one outlet": list(_same_outlet(articles)) if outlets_together else [],
    }
    for reason, pairs in reasons.items():
        for first, second in pairs:
            pair = stored[first].id, stored[second].id
            why.setdefault(pair, reason)
            yield pair


def _same_outlet(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for place, one in enumerate(articles):
        if one.outlet:
            earliest = first.setdefault(one.outlet.casefold(), place)
            if earliest != place:
                yield earliest, place


def same_event(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Places of two articles that tell of one event; only where both days are known."""
    words = [Counter(word.casefold() for word in _WORD.findall(one.text)) for one in articles]
    known = Counter(word for counts in words for word in counts)
    vectors = [_weighted(counts, known, len(articles)) for counts in words]
    days = [(_day(one.published), place) for place, one in enumerate(articles)]
    dated = sorted((day, place) for day, place in days if day is not None)
    for i, (day, place) in enumerate(dated):
        for later, other in dated[i + 1 :]:
            if later - day > EVENT_DAYS:
                break
            one, two = vectors[place], vectors[other]
            if sum(weight * two.get(word, 0.0) for word, weight in one.items()) >= EVENT_COSINE:
                yield min(place, other), max(place, other)


def _weighted(counts: Counter[str], known: Counter[str], articles: int) -> dict[str, float]:
    weights = {
        word: (1 + math.log(count)) * math.log(articles / known[word])
        for word, count in counts.items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _day(published: str) -> int | None:
    try:
        return date.fromisoformat(published[:10]).toordinal()
    except ValueError:
        return None
