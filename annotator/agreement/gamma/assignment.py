"""The best alignment of two annotators: a linear assignment."""

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.gamma.candidates import Columns, join_columns
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import Pairs
from annotator.agreement.gamma.solved import SolvedUnits


def assign(continua: Continua, pairs: Pairs, component: Ints) -> SolvedUnits:
    """Two annotators: each unit is paired with at most one, a linear assignment.

    A pair costs 1 + w, two single units cost 2; so pairs with w < 1 save 1 − w.
    """
    from scipy.optimize import linear_sum_assignment  # slow to import

    order = np.argsort(component[pairs.first], kind="stable")
    numbers = component[pairs.first][order]
    borders = np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])) if len(order) else order
    matched = []
    for chunk in np.split(order, borders[1:]):
        if len(chunk) == 1:
            matched.append(chunk[pairs.weight[chunk] < 1])
            continue
        rows, row = np.unique(pairs.first[chunk], return_inverse=True)
        columns, column = np.unique(pairs.second[chunk], return_inverse=True)
        place = np.full((len(rows), len(columns)), -1)
        place[row, column] = chunk
        loss = np.zeros(place.shape)
        loss[row, column] = np.minimum(pairs.weight[chunk] - 1, 0)
        taken = linear_sum_assignment(loss)
        matched.append(place[taken][loss[taken] < 0])
    pair = np.concatenate(matched) if matched else order
    members = np.stack([pairs.first[pair], pairs.second[pair]], axis=1)
    alone = np.setdiff1d(np.arange(len(continua)), members)
    return SolvedUnits(
        join_columns(
            [
                Columns(members, 1 + pairs.weight[pair]),
                Columns(alone[:, None], np.ones(len(alone))),
            ],
            2,
        ),
        "linear assignment",
    )
