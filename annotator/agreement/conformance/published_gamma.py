"""How each published case of γ is computed, for `annotator.agreement.conformance.run_cases`.

The cases come from pygamma-agreement, so γ_cat and γ_k follow its reading here: d_pos is multiplied
by α in the weights, and a unit on its own counts as one differing pair of weight 1. Everywhere else
γ_cat is the paper's (see `gamma_cat`).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from annotator.agreement.conformance.case import Case
from annotator.agreement.gamma.alignment import Alignment, align
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continuum, continuum_from_units, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity, positional
from annotator.agreement.gamma.gamma import SECONDS, best_disorder
from annotator.agreement.gamma.samples import Sampler

MANY_SAMPLES = 300  # so many that the printed intervals decide, not the seed


def continuum_of_case(data: Case) -> Continuum:
    """A case's units; labels are numbered by their use, as everywhere in γ."""
    units = [(u["annotator"], u["start"], u["end"], u["label"]) for u in data["units"]]
    return continuum_from_units(units, data["annotators"])


def _best_alignment_disorder(data: Case, expected: Any) -> Any:
    return best_disorder(continuum_of_case(data), alpha=data["alpha"], beta=data["beta"])


def _replay(data: Case, expected: Any) -> Any:
    """γ over the sampled continua that were written down."""
    sampled = [
        best_disorder(
            continuum_from_units([(a, s, e, k) for a, s, e, k in rows], data["annotators"]),
            alpha=data["alpha"],
            beta=data["beta"],
        )
        for rows in data["sampled_continua"]
    ]
    return 1 - _best_alignment_disorder(data, expected) / float(np.mean(sampled))


def _intervals(data: Case, expected: Any) -> Any:
    """γ, γ_cat and γ_k of two annotators, over the statistical sampler."""
    article = continuum_of_case(data)
    observed = _aligned(article, data)
    sampler = Sampler(article, "statistical", seed=0)
    sampled = [_aligned(sampler.sample(number), data) for number in range(MANY_SAMPLES)]
    alpha = float(data["alpha"])

    def over_samples(disorder: Callable[[Alignment], float]) -> float:
        return 1 - disorder(observed) / float(np.mean([disorder(one) for one in sampled]))

    def of_label(label: int | None) -> float:
        return over_samples(lambda alignment: _label_disorder(alignment, alpha, label))

    return {
        "gamma": over_samples(lambda alignment: float(alignment.disorder[0])),
        "gamma_cat": of_label(None),
        "gamma_k": {name: of_label(_label(data, article, name)) for name in expected["gamma_k"]},
        "n_unitary_alignments": len(observed.sets),
    }


def _aligned(continuum: Continuum, data: Case) -> Alignment:
    dissimilarity = Dissimilarity(data["alpha"], data["beta"])
    return align(join([continuum]), dissimilarity, Clock(SECONDS))


def _label(data: Case, article: Continuum, name: str) -> int:
    """The number of a label in the continuum: that of any unit that carries it."""
    unit = next(unit for unit in data["units"] if unit["label"] == name)
    here = (article.start == unit["start"]) & (article.end == unit["end"])
    candidates = set(article.label[here].tolist())
    for other in data["units"]:
        if len(candidates) == 1:
            break
        if other["label"] == name:
            here = (article.start == other["start"]) & (article.end == other["end"])
            candidates &= set(article.label[here].tolist())
    return int(candidates.pop())


def _label_disorder(alignment: Alignment, alpha: float, label: int | None) -> float:
    """Of two annotators; with `label`, over pairs and single units that carry it."""
    continua, sets = alignment.continua, alignment.sets
    paired = sets[:, 1] >= 0
    first, second = sets[paired, 0], sets[paired, 1]
    alone = continua.label[sets[~paired, 0]]
    one, two = continua.label[first], continua.label[second]
    weight = np.maximum(0, 1 - alpha * positional(continua, first, second))
    if label is not None:
        weight = weight * ((one == label) | (two == label))
        alone = alone[alone == label]
    differing = float(weight[one != two].sum()) + len(alone)
    return differing / (float(weight.sum()) + len(alone))


GAMMA_CASES: dict[str, Callable[[Case, Any], Any]] = {
    "gamma_best_alignment_disorder": _best_alignment_disorder,
    "gamma_intervals": _intervals,
    "gamma_replay": _replay,
}
