"""Test-retest: annotators beside themselves, on what they did again (`files.occasions`).

Every measure keeps its formula; its annotators are the occasions and each annotator's item (or
article) is a subject of its own. Beside the value over everybody stands each annotator's.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from annotator.agreement.arrays import Bools
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.ratings import Ratings

SAME = "the same annotator on another occasion"
# Not in the name of a label or a person.
_ANNOTATOR = re.compile(r"\b(two|one|an|these|of|same|each) annotator(?=s?\b)")
Share = TypeVar("Share")


def beside_themselves(
    found: Iterable[Measure], of_annotator: Mapping[str, Share],
    evaluate: Callable[[Share], Sequence[Measure]],
) -> list[Measure]:  # fmt: skip
    """The values over everybody and label by label, then each annotator's."""
    kept = [one for one in found if one.scope in ("all", "label")]
    for who, work in of_annotator.items():
        kept += [
            replace(one, scope="annotator", id=who) for one in evaluate(work) if one.scope == "all"
        ]
    return [_in_words(one) for one in kept]


def _in_words(one: Measure) -> Measure:
    """Reasons and remarks speak of occasions where the measure took them for annotators."""
    interval = one.interval
    if interval is not None:
        interval = replace(
            interval, reason=of_occasions(interval.reason), warning=of_occasions(interval.warning)
        )
    return replace(
        one, reason=of_occasions(one.reason), interval=interval,
        left_out=tuple(map(of_occasions, one.left_out)),
        parameters={**one.parameters, "compared": SAME},
    )  # fmt: skip


def of_occasions(sentence: str) -> str:
    """
    >>> of_occasions("no two annotators ever put it on the same thing")
    'no two occasions ever put it on the same thing'
    """
    return _ANNOTATOR.sub(r"\1 occasion", sentence)


def ratings_by_owner(ratings: Ratings, owner: Mapping[str, str]) -> dict[str, Ratings]:
    """Each annotator's items; `owner` names the annotator of each item."""
    return {who: _some_items(ratings, mask) for who, mask in owned(ratings.items, owner).items()}


def owned(subjects: Sequence[str], owner: Mapping[str, str]) -> dict[str, Bools]:
    """Which of the items, or articles, are each annotator's."""
    of = np.array([owner[subject] for subject in subjects])
    return {who: of == who for who in dict.fromkeys(of.tolist())}


def _some_items(ratings: Ratings, mask: Bools) -> Ratings:
    codes = None if ratings.codes is None else ratings.codes[:, mask]
    names, articles = ratings.article_names, ratings.articles
    if articles is not None:
        there, articles = np.unique(articles[mask], return_inverse=True)
        names, articles = tuple(names[one] for one in there), articles.reshape(-1)
    items = tuple(name for name, mine in zip(ratings.items, mask, strict=True) if mine)
    return replace(
        ratings, n_items=int(mask.sum()), codes=codes, articles=articles, article_names=names,
        items=items,
    )  # fmt: skip
