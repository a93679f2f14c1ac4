"""α_U: Krippendorff (1995), page 57, as in the tests of a public implementation, and by loops."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from span_worlds import LABELS, UNHURRIED, World, annotators_of, spans_of, values, worlds

from annotator.agreement.spans.alpha_u_1995 import alpha_u_statistics, unit_distance
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks

# The figure on page 57: four pairs of annotators, here as four labels of one text of length 24.
PAGE_57 = {
    "A": ([(2, 10), (14, 20)], [(4, 8), (15, 17)]),
    "B": ([(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]),
    "C": ([(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]),
    "D": (
        [(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)],
        [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)],
    ),
}


def page_57(scale: int = 1) -> Spans:
    marks = [
        Mark("text", who, label, start * scale, end * scale)
        for label, sides in PAGE_57.items()
        for who, units in zip(("one", "two"), sides, strict=True)
        for start, end in units
    ]
    return spans_from_marks(marks, lengths={"text": 24 * scale})


def test_observed_disagreement_is_as_printed() -> None:
    found = alpha_u_statistics(page_57()).observed
    assert found == pytest.approx([0.03125, 2.26736, 0.02777, 0.38715], abs=1.5e-5)


def test_alpha_of_a_continuum_stretched_to_the_limit_is_as_printed() -> None:
    measures = span_measures(page_57(50_000), ["alpha_u_1995"], scopes=("label",), resamples=0)
    assert [m.value for m in measures if m.label] == pytest.approx(
        [0.553, -0.926, 0.679, 0.066], abs=0.02
    )


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [((5, 11), (4, 6), 26), ((5, 11), (5, 7), 16), ((5, 11), (6, 8), 10), ((5, 11), (7, 9), 8),
     ((5, 11), (6, 10), 2), ((5, 11), (5, 11), 0), ((225, 295), (220, 300), 50),
     ((370, 400), (355, 375), 850)],
)  # fmt: skip
def test_distance_of_overlapping_units_is_as_printed(
    one: tuple[int, int], two: tuple[int, int], distance: int
) -> None:
    assert unit_distance(*np.array([*one, *two]).reshape(4, 1))[0] == distance


def by_hand(world: World) -> tuple[dict[str, float], dict[str, float]]:
    """ΣD_o and ΣD_e per label, by loops over sections."""
    observed, expected = dict.fromkeys(LABELS, 0.0), dict.fromkeys(LABELS, 0.0)
    for article, L in world[1].items():
        who = annotators_of(world, article)
        m = len(who)
        for c in LABELS if m > 1 else ():
            cut = {one: _sections(world, article, one, c, L) for one in who}
            units = [(b, e) for one in who for b, e, w in cut[one] if w]
            if not units:
                continue
            total = 0.0
            for i, j in permutations(who, 2):
                for b, e, w in cut[i]:
                    for b2, e2, w2 in cut[j]:
                        if w and w2 and max(b, b2) < min(e, e2):
                            total += (b - b2) ** 2 + (e - e2) ** 2
                        elif w and not w2 and b2 <= b and e <= e2:
                            total += (e - b) ** 2
                        elif w2 and not w and b <= b2 and e2 <= e:
                            total += (e2 - b2) ** 2
            observed[c] += total / (m * (m - 1) * L * L)
            gaps = [e - b for one in who for b, e, w in cut[one] if not w]
            room = sum(
                (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
                + size**2 * sum(h - size + 1 for h in gaps if h >= size)
                for size in (e - b for b, e in units)
            )
            divisor = m * L * (m * L - 1) - sum((e - b) * (e - b - 1) for b, e in units)
            expected[c] += 2 / L * room / divisor if divisor else 0.0
    return observed, expected


def _sections(
    world: World, article: str, who: str, label: str, length: int
) -> list[tuple[int, int, bool]]:
    mine = sorted(
        (m.start, m.end)
        for m in world[0]
        if (m.article, m.annotator, m.label) == (article, who, label)
    )
    found, at = [], 0
    for start, end in mine:
        if start > at:
            found.append((at, start, False))
        found.append((start, end, True))
        at = end
    return found + ([(at, length, False)] if at < length else [])


@given(worlds())
@UNHURRIED
def test_it_equals_loops_over_sections(world: World) -> None:
    found = values(world, "alpha_u_1995")
    observed, expected = by_hand(world)
    for label in LABELS:
        value = found["alpha_u_1995", label].value
        if expected[label] > 0:
            assert value == pytest.approx(1 - observed[label] / expected[label])
        else:
            assert value is None
    if total := sum(expected.values()):
        assert found["alpha_u_1995", None].value == pytest.approx(
            1 - sum(observed.values()) / total
        )


@given(worlds())
@UNHURRIED
def test_an_article_has_its_own_parts_and_they_are_summed(world: World) -> None:
    statistics = alpha_u_statistics(spans_of(world))
    observed, expected = by_hand(world)
    assert statistics.observed.sum() == pytest.approx(sum(observed.values()))
    assert statistics.expected.sum() == pytest.approx(sum(expected.values()))
