"""Prices that no unitary alignment exceeds: what an alignment costs at least, quickly.

The cost of a set S of k units is shared out among them: C(n, 2) / k each, and of every pair weight
w a part a_uv to u and a_vu = w − a_uv to v. What a unit pays is then at least

    y_u = min over k and k − 1 other annotators of  C(n, 2) / k + Σ min over v of a_uv,

so Σ_{u in S} y_u never exceeds the cost of S, and Σ y_u is a lower bound for every alignment, for
whatever parts a. `first_prices` halves each weight; `best_prices` moves the parts until the sum is
as large as it gets (a subgradient ascent; two units that want each other equally pay equally).
"""

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.candidates import Columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import Pairs
from annotator.agreement.gamma.pricing import FORBIDDEN, Pricing

ROUNDS = 300
ROUNDS_WITHOUT_GAIN = 8  # rounds without gain after which the steps get shorter
SHORTER = 0.7


def first_prices(continua: Continua, pairs: Pairs) -> Floats:
    """Prices of all units from half of each pair weight; one look at every pair."""
    least = np.full((len(continua), continua.annotators), FORBIDDEN)
    np.minimum.at(least, (pairs.first, continua.annotator[pairs.second]), pairs.weight / 2)
    np.minimum.at(least, (pairs.second, continua.annotator[pairs.first]), pairs.weight / 2)
    least[np.arange(len(least)), continua.annotator] = np.inf
    return _cheapest(np.sort(least, axis=1), float(continua.pairs_of_annotators))[0]


def best_prices(pricing: Pricing, upper: float, clock: Clock, *, rounds: int = ROUNDS) -> Floats:
    """The best prices found; `upper` is what some alignment costs, in pair units."""
    weight = pricing.weight
    shift = np.zeros(weight.shape)  # antisymmetric: u pays w / 2 + shift
    best: Floats = np.empty(0)
    most, length, waited = -np.inf, 1.0, 0
    for _ in range(rounds):
        prices, wanted = _prices(pricing, weight / 2 + shift)
        total = float(prices.sum())
        waited = 0 if total > most + 1e-9 * abs(most) else waited + 1
        if total > most:
            best, most = prices, total
        if waited >= ROUNDS_WITHOUT_GAIN:
            length, waited = length * SHORTER, 0
        wish = wanted - wanted.T
        size = float((wish * wish).sum())
        if size == 0 or most >= upper or clock.left() <= 0:
            break
        shift += length * (upper - total) / size * wish
    return best


def repaired(columns: Columns, prices: Floats, reduced: Floats) -> Floats:
    """Prices without a negative set, from *all* negative sets of two or more units.

    Lowering each price by half its most negative set is enough, because such a set has at least
    two units.
    """
    least = np.zeros(len(prices) + 1)
    np.minimum.at(least, columns.members, np.repeat(reduced[:, None], columns.members.shape[1], 1))
    return prices + least[:-1] / 2


def _prices(pricing: Pricing, part: Floats) -> tuple[Floats, Floats]:
    """y of each unit, and which others it wants for that: 1 in its row, shape (N, N)."""
    n, border = pricing.annotators, pricing.border
    rows = np.arange(len(part))
    least = np.full((len(part), n), FORBIDDEN)
    partner = np.zeros((len(part), n), dtype=np.int64)
    for t in range(n):
        if border[t] < border[t + 1]:
            partner[:, t] = part[:, border[t] : border[t + 1]].argmin(axis=1) + border[t]
            least[:, t] = part[rows, partner[:, t]]
    least[rows, pricing.annotator] = np.inf
    order = np.argsort(least, axis=1)
    prices, size = _cheapest(np.take_along_axis(least, order, axis=1), pricing.set_cost)
    row, place = np.nonzero(np.arange(n) < size[:, None])
    wanted = np.zeros(part.shape)
    wanted[row, partner[row, order[row, place]]] = 1
    return prices, wanted


def _cheapest(least: Floats, set_cost: float) -> tuple[Floats, Ints]:
    """The cheapest share of each unit and how many others it takes; `least` sorted by row."""
    n = least.shape[1]
    others = np.cumsum(least[:, : n - 1], axis=1)
    total = set_cost / np.arange(1, n + 1) + np.pad(others, ((0, 0), (1, 0)))
    size = total.argmin(axis=1)
    cheapest: Floats = total[np.arange(len(total)), size]
    return cheapest, size
