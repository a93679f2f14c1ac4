"""Agreement on attributes and relations, slowly and straight from its definition, for the tests."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations


@dataclass
class World:
    """`marks` go by (article, annotator): (label, start, end) -> answer or None; `relations` by the
    same: (mark, mark, type)."""

    opened: dict[str, list[str]]
    marks: dict[tuple[str, str], dict[tuple[str, int, int], str | None]]
    relations: dict[tuple[str, str], set] = field(default_factory=dict)


LENGTH = 60


def some_world(
    seed: int,
    answers: tuple[str, ...] = ("a", "b", "c"),
    places: int = 26,
    most_relations: int = 4,
) -> World:
    """Few `places` and many relations: the more relations match."""
    r = random.Random(seed)
    names = ["ann", "bob", "cyd", "dee"][: r.randint(2, 4)]
    opened, marks, relations = {}, {}, {}
    for number in range(r.randint(1, 4)):
        article = f"t{number}"
        opened[article] = [who for who in names if r.random() < 0.85]
        for who in opened[article]:
            mine = {}
            for _ in range(r.randint(0, 5)):
                start = r.randrange(places) * 26 // places
                place = (start, start + r.randint(1, 9))
                mark = (r.choice("XY"), *(place if r.random() < 0.95 else (0, LENGTH)))
                mine[mark] = r.choice([*answers, *answers, None])
            marks[article, who] = mine
            some = sorted(mine)
            relations[article, who] = {
                (*r.sample(some, 2), r.choice(["cause", "answer"]))
                for _ in range(r.randint(0, most_relations))
                if len(some) > 1
            }
    return World(opened, marks, relations)


@cache
def best_matching(mine, theirs):
    """Every way to match, the best of them: most matches, least distance, earliest."""
    edges = [
        (u, v) for u in mine for v in theirs if u[0] == v[0] and max(u[1], v[1]) < min(u[2], v[2])
    ]
    best = [(0, 0, [])]

    def key(chosen):
        distance = sum(abs(u[1] - v[1]) + abs(u[2] - v[2]) for u, v in chosen)
        return (
            -len(chosen),
            distance,
            sorted((u[1:], v[1:]) for u, v in chosen),
        )

    def search(place, chosen):
        if place == len(edges):
            found = (*key(chosen), list(chosen))
            if found[:3] < best[0][:3]:
                best[0] = found
            return
        search(place + 1, chosen)
        u, v = edges[place]
        if all(u != one and v != other for one, other in chosen):
            search(place + 1, [*chosen, (u, v)])

    search(0, [])
    return best[0][3] if len(best[0]) > 3 else []


def matches_of(world: World, label: str | None = None):
    """(article, first, second, mark, mark) of every match; of one label."""
    found = []
    for article, people in world.opened.items():
        for g, h in combinations(sorted(people), 2):
            for name in ("X", "Y"):
                if label not in (None, name):
                    continue
                mine = tuple(u for u in world.marks[article, g] if u[0] == name)
                theirs = tuple(v for v in world.marks[article, h] if v[0] == name)
                found += [(article, g, h, u, v) for u, v in best_matching(mine, theirs)]
    return found


def joint_f1(world: World, matches, label=None, equal=None):
    """Mean over pairs of 2 right / (n1 + n2), of marks with an answer."""
    right, made, values = Counter(), Counter(), []
    equal = equal or (lambda a, b: a == b)
    for article, g, h, u, v in matches:
        a, b = world.marks[article, g][u], world.marks[article, h][v]
        if a is not None and b is not None and equal(a, b):
            right[g, h] += 1
    for article, people in world.opened.items():
        for pair in combinations(sorted(people), 2):
            made[pair] += sum(
                answer is not None and label in (None, mark[0])
                for who in pair
                for mark, answer in world.marks[article, who].items()
            )
    values = {pair: 2 * right[pair] / count for pair, count in made.items() if count}
    return (sum(values.values()) / len(values) if values else None), values


def answered(world: World, matches):
    """Both answers and the weight of every match in which both answered."""
    found = []
    for article, g, h, u, v in matches:
        a, b = world.marks[article, g][u], world.marks[article, h][v]
        if a is not None and b is not None:
            found.append((a, b, 1 / (len(world.opened[article]) - 1)))
    return found


def alpha(world: World, matches, distance):
    return alpha_of(answered(world, matches), distance)


def alpha_of(pairs, distance):
    """1 - D_o / D_e, of coincidences with weight 1 / (m - 1) both ways; `distance` takes the
    margins too."""
    o = defaultdict(float)
    for a, b, weight in pairs:
        o[a, b] += weight
        o[b, a] += weight
    margins = defaultdict(float)
    for (a, _), weight in o.items():
        margins[a] += weight
    n = sum(margins.values())
    if n <= 1:
        return None
    D_o = sum(weight * distance(a, b, margins) for (a, b), weight in o.items()) / n
    D_e = sum(
        margins[a] * margins[b] * distance(a, b, margins) for a in margins for b in margins
    ) / (n * (n - 1))
    return None if D_e < 1e-12 else 1 - D_o / D_e


def mean_over_matches(world: World, matches, alike):
    """Of something that two answers have, weighted as the matches are."""
    pairs = answered(world, matches)
    whole = sum(weight for _, _, weight in pairs)
    return sum(weight * alike(a, b) for a, b, weight in pairs) / whole if pairs else None


def words_in_common(a, b):
    one, other = set(a.casefold().split()), set(b.casefold().split())
    return 2 * len(one & other) / (len(one) + len(other))


def share_matched(world: World, matches, label=None):
    """Of all marks in articles that two opened: what share of the others has each, on average."""
    shares = []
    for article, people in world.opened.items():
        if len(people) < 2:
            continue
        for who in people:
            for mark in world.marks[article, who]:
                if label in (None, mark[0]):
                    met = sum(
                        (t, g, u) == (article, who, mark) or (t, h, v) == (article, who, mark)
                        for t, g, h, u, v in matches
                    )
                    shares.append(met / (len(people) - 1))
    return sum(shares) / len(shares) if shares else None


def nominal(a, b, _):
    return float(a != b)


def interval(a, b, _):
    return (float(a) - float(b)) ** 2


def ordinal(a, b, margins):
    """Krippendorff: (Σ of margins from one to the other, half of either end) squared."""
    low, high = sorted((a, b), key=float)
    between = [n for c, n in margins.items() if float(low) <= float(c) <= float(high)]
    return (sum(between) - (margins[low] + margins[high]) / 2) ** 2 if a != b else 0.0


def ratio(a, b, _):
    return ((float(a) - float(b)) / (float(a) + float(b))) ** 2 if a != b else 0.0


def masi(a, b, _):
    one, other = set(a.split("|")) - {""}, set(b.split("|")) - {""}
    if one == other:
        return 0.0
    monotonicity = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - len(one & other) / len(one | other) * monotonicity if one & other else 1.0


def jaccard(a, b, _):
    one, other = set(a.split("|")) - {""}, set(b.split("|")) - {""}
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def kappa(world: World, matches, g, h):
    return kappa_of(
        [(a, b) for a, b, _ in answered(world, [one for one in matches if one[1:3] == (g, h)])]
    )


def kappa_of(pairs):
    if not pairs:
        return None
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(left[c] * right[c] for c in left) / n**2
    return None if 1 - expected < 1e-12 else (observed - expected) / (1 - expected)


def types_of_matches(world: World):
    """(annotator, annotator, type, type, weight) of relations between the same two marks; those of
    equal type first, of what is left one with one, in the order of the alphabet."""
    partner = defaultdict(dict)
    for article, g, h, u, v in matches_of(world):
        partner[article, g, h][u] = v
    found = []
    for article, people in world.opened.items():
        for g, h in combinations(sorted(people), 2):
            here, there = defaultdict(set), defaultdict(set)
            for begin, end, kind in world.relations[article, g]:
                same = partner[article, g, h]
                here[same.get(begin), same.get(end)].add(kind)
            for begin, end, kind in world.relations[article, h]:
                there[begin, end].add(kind)
            weight = 1 / (len(people) - 1)
            for ends, mine in here.items():
                theirs = there.get(ends, set())
                both = [(kind, kind) for kind in mine & theirs]
                both += zip(sorted(mine - theirs), sorted(theirs - mine), strict=False)
                found += [(g, h, *types, weight) for types in both]
    return found


def relation_f1(world: World, typed: bool, only=None):
    """Mean over pairs; both ends match, in the same direction; equal types first, each once; of
    one type alone."""
    partner = defaultdict(dict)
    for article, g, h, u, v in matches_of(world):
        partner[article, g, h][u] = v
    values = []
    for g, h in combinations(["ann", "bob", "cyd", "dee"], 2):
        right = made = 0
        for article, people in world.opened.items():
            if g not in people or h not in people:
                continue
            mine, theirs = (
                {one for one in world.relations[article, who] if only in (None, one[2])}
                for who in (g, h)
            )
            made += len(mine) + len(theirs)
            there = defaultdict(set)
            for begin, end, kind in theirs:
                there[begin, end].add(kind)
            here = defaultdict(set)
            for begin, end, kind in mine:
                both = partner[article, g, h].get(begin), partner[article, g, h].get(end)
                here[both].add(kind)
            for both, kinds in here.items():
                if typed:
                    right += len(kinds & there.get(both, set()))
                else:
                    right += min(len(kinds), len(there.get(both, set())))
        if made:
            values.append(2 * right / made)
    return sum(values) / len(values) if values else None
