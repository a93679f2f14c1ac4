"""Small corpora for the span tests, and the measures computed the slow way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations, permutations

from hypothesis import settings
from hypothesis import strategies as st

from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks

UNHURRIED = settings(deadline=None)  # a busy machine is no failure
LABELS = ("x", "y", "z")
WHO = ("ann", "bob", "cyd", "dee")
Seen = set[tuple[str, str]]
Lengths = dict[str, int]
World = tuple[list[Mark], Lengths, Seen]


def spans_of(world: World) -> Spans:
    marks, lengths, seen = world
    return spans_from_marks(marks, lengths=lengths, seen=seen, labels=LABELS)


def values(world: World, *names: str) -> dict[tuple[str, str | None], Measure]:
    """Measures over everything, all labels and each, without intervals."""
    found = span_measures(spans_of(world), names, scopes=("label",), resamples=0)
    return {(measure.name, measure.label): measure for measure in found}


@st.composite
def worlds(
    draw: st.DrawFn, *, nested: bool = False, unit_length: bool = False, articles: int = 3
) -> World:
    """Up to three articles; without `nested` nobody overlaps themself."""
    marks: list[Mark] = []
    lengths: Lengths = {}
    seen: Seen = set()
    for number in range(draw(st.integers(1, articles))):
        article, length = f"a{number}", draw(st.integers(1, 14))
        lengths[article] = length
        for annotator in draw(st.sets(st.sampled_from(WHO), min_size=1)):
            seen.add((article, annotator))
            borders = draw(st.lists(st.integers(0, length), max_size=8, unique=not nested))
            if not nested:
                borders.sort()
            for first, last in zip(borders[::2], borders[1::2], strict=False):
                start, end = min(first, last), max(first, last)
                if start == end:
                    continue
                label = draw(st.sampled_from(LABELS))
                pieces = [(start, end)]
                if unit_length:
                    pieces = [(at, at + 1) for at in range(start, end)]
                marks += [Mark(article, annotator, label, a, b) for a, b in pieces]
    return marks, lengths, seen


def annotators_of(world: World, article: str) -> list[str]:
    return sorted(who for where, who in world[2] if where == article)


def characters(world: World) -> list[list[frozenset[str]]]:
    """For each character that two annotators saw: what each of them put it under."""
    found = []
    for article, length in world[1].items():
        who = annotators_of(world, article)
        if len(who) < 2:
            continue
        for at in range(length):
            found.append(
                [
                    frozenset(
                        mark.label
                        for mark in world[0]
                        if (mark.article, mark.annotator) == (article, one)
                        and mark.start <= at < mark.end
                    )
                    for one in who
                ]
            )
    return found


def alpha_of_items(
    items: list[list[frozenset[str]]], distance: Callable[[frozenset[str], frozenset[str]], float]
) -> tuple[float, float]:
    """Krippendorff's D_o and D_e straight from coincidences."""
    coincidences: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    for item in items:
        for a, b in permutations(item, 2):
            coincidences[a, b] += 1 / (len(item) - 1)  # type: ignore[assignment]
    n: Counter[frozenset[str]] = Counter()
    for (a, _), count in coincidences.items():
        n[a] += count
    total = sum(n.values())
    observed = sum(count * distance(a, b) for (a, b), count in coincidences.items()) / total
    expected = sum(n[a] * n[b] * distance(a, b) for a in n for b in n)
    return observed, expected / (total * (total - 1)) if total > 1 else 0.0


def nominal(a: frozenset[str], b: frozenset[str]) -> float:
    return float(a != b)


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 0.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - len(a & b) / len(a | b) * monotonicity if a & b else 1.0


class UnitizingByHand:
    """ℓ, q and r of Krippendorff et al. (2016), by loops over units; label "" is the gap."""

    def __init__(self, world: World) -> None:
        self.l: Counter[tuple[str, str]] = Counter()
        self.q: Counter[str] = Counter()
        self.r: Counter[str] = Counter()
        for article, length in world[1].items():
            who = annotators_of(world, article)
            m = len(who)
            if m < 2:
                continue
            units = {one: self._units(world, article, one, length) for one in who}
            for i, j in permutations(who, 2):
                for s_label, s0, s1 in units[i]:
                    for t_label, t0, t1 in units[j]:
                        shared = max(0, min(s1, t1) - max(s0, t0))
                        self.l[s_label, t_label] += shared / (m - 1)  # type: ignore[assignment]
                    if s_label:
                        x = sum(max(0, min(s1, t1) - max(s0, t0)) for t, t0, t1 in units[j] if t)
                        self.r[s_label] += x * x / (m - 1)  # type: ignore[assignment]
            for i in who:
                for label, start, end in units[i]:
                    self.q[label] += (end - start) ** 2 if label else end - start

    @staticmethod
    def _units(world: World, article: str, who: str, length: int) -> list[tuple[str, int, int]]:
        mine = sorted(
            (mark.start, mark.end, mark.label)
            for mark in world[0]
            if (mark.article, mark.annotator) == (article, who)
        )
        units, at = [], 0
        for start, end, label in mine:
            if start > at:
                units.append(("", at, start))
            units.append((label, start, end))
            at = end
        if at < length:
            units.append(("", at, length))
        return units

    def rows(self, labels: tuple[str, ...]) -> dict[str, float]:
        return {c: sum(self.l[c, k] for k in labels) for c in labels}

    def u_alpha(self) -> tuple[float, float]:
        everything = ("", *LABELS)
        row = self.rows(everything)
        total = sum(row.values())
        divisor = total**2 - sum(self.q.values())
        own = (
            sum(total * (row[c] ** 2 - self.q[c]) / divisor for c in everything)
            if divisor
            else total
        )
        return total - sum(self.l[c, c] for c in everything), total - own

    def bar_u_alpha(self) -> tuple[float, float]:
        row = self.rows(("", *LABELS))
        total = sum(row.values())
        divisor = total**2 - sum(self.q.values())
        expected = sum(total * row[""] * row[c] / divisor for c in LABELS) if divisor else 0.0
        return row[""] - self.l["", ""], expected

    def cu_alpha(self) -> tuple[float, float]:
        row = self.rows(LABELS)
        total = sum(row.values())
        divisor = total - sum(self.r.values()) / total if total else 0.0
        if divisor <= 1e-9:
            return 0.0, 0.0
        own = sum((row[c] ** 2 - self.r[c]) / divisor for c in LABELS)
        return total - sum(self.l[c, c] for c in LABELS), total - own

    def k_u_alpha(self, k: str) -> tuple[float, float]:
        row = self.rows(LABELS)
        total = sum(row.values())
        divisor = total - sum(self.r.values()) / total if total else 0.0
        if divisor <= 1e-9 or not row[k]:
            return 0.0, 0.0
        e_row = (row[k] * total - self.r[k]) / divisor
        if e_row <= 1e-9:  # k meets nothing by chance: no value
            return 0.0, 0.0
        e_own = (row[k] ** 2 - self.r[k]) / divisor
        return e_row * (row[k] - self.l[k, k]), row[k] * (e_row - e_own)


def f1_by_hand(world: World, rule: Callable[[Mark, Mark], bool]) -> list[float]:
    """F1 of each pair by trying every matching of every article."""
    found = []
    for one, two in combinations(sorted({who for _, who in world[2]}), 2):
        both = [a for a in world[1] if (a, one) in world[2] and (a, two) in world[2]]
        matched = total = 0
        for article in both:
            first, second = (
                # The same mark twice by one annotator counts once.
                list(
                    dict.fromkeys(m for m in world[0] if (m.article, m.annotator) == (article, who))
                )
                for who in (one, two)
            )
            total += len(first) + len(second)
            matched += _most(first, second, rule)
        if both and total:
            found.append(2 * matched / total)
    return found


def _most(first: list[Mark], second: list[Mark], rule: Callable[[Mark, Mark], bool]) -> int:
    if not first:
        return 0
    best = _most(first[1:], second, rule)
    for place, other in enumerate(second):
        if first[0].label == other.label and rule(first[0], other):
            rest = second[:place] + second[place + 1 :]
            best = max(best, 1 + _most(first[1:], rest, rule))
    return best
