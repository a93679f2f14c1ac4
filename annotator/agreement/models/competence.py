"""Every annotator at a glance: competence by two models, what they mark too often or too rarely."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.models.dawid_skene import dawid_skene
from annotator.agreement.models.mace import mace
from annotator.agreement.ratings.coefficient import measure
from annotator.agreement.ratings.cohen import pair_coefficient
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError

GOLD = "(gold)"


@dataclass(frozen=True)
class Competence:
    """What the models say of one annotator."""

    annotator: str
    units: float  # items rated, or length of text for spans
    accuracy: float  # Dawid-Skene: share of true labels said
    competence: float  # MACE: share known, not answered by habit
    marking: tuple[float, ...]  # of each category: share said minus share true; above 0 is too much
    confusion: tuple[tuple[float, ...], ...]  # rows: true category, columns: said
    converged: bool  # both models


def competences(
    ratings: Ratings, *, weights: Floats | None = None, seed: int = 0
) -> list[Competence]:
    """Fit both models; `weights` as for `unit_ratings`. Annotators without a rating are left out.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> codes = [[0, 1] * 20, [0, 1] * 20, [0, 0] * 20]
    >>> [round(one.accuracy, 1) for one in competences(ratings_from_codes(codes))]
    [1.0, 1.0, 0.5]
    """
    skill = dawid_skene(ratings, weights=weights, seed=seed)
    knowing = mace(ratings, weights=weights, seed=seed)
    K = ratings.n_categories
    units, marking = skill.votes.times().reshape(-1, K).sum(1), skill.marking_
    accuracy = skill.accuracy_
    return [
        Competence(
            name, float(units[g]), float(accuracy[g]), float(knowing.competence_[g]),
            tuple(marking[g].tolist()), tuple(tuple(row) for row in skill.confusion_[g].tolist()),
            skill.converged_ and knowing.converged_,
        )
        for g, name in enumerate(ratings.annotators) if units[g] > 0
    ]  # fmt: skip


def agreement_with_gold(
    ratings: Ratings, gold: Sequence[int], *, weights: str = "identity", resamples: int = 0,
    seed: int = 0,
) -> list[Measure]:  # fmt: skip
    """Cohen's kappa of each annotator with the gold codes (-1 where there is none).

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> found = agreement_with_gold(ratings_from_codes([[0, 1, 1], [0, 1, 0]]), [0, 1, 1])
    >>> [(one.id, one.value and round(one.value, 2)) for one in found]
    [('0', 1.0), ('1', 0.4)]
    """
    codes = np.asarray(gold)
    if ratings.codes is None:
        raise RatingsError("agreement with the gold needs a matrix of codes")
    if codes.shape != (ratings.n_items,):
        raise RatingsError(f"expected {ratings.n_items} gold codes, got shape {codes.shape}")
    if codes.max(initial=-1) >= ratings.n_categories:
        raise RatingsError(f"gold code {codes.max()} is no category")
    both = replace(
        ratings, codes=np.vstack([ratings.codes, codes]), annotators=(*ratings.annotators, GOLD)
    )
    last = ratings.n_annotators
    found = []
    for g, name in enumerate(ratings.annotators):
        pair = pair_coefficient("cohen_kappa", both, weights, g, last)
        one = measure(pair, both, resamples=resamples, seed=seed)
        about = {**one.parameters, "against": "gold"}
        found.append(replace(one, scope="annotator", id=name, parameters=about))
    return found
