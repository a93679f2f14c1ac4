"""Who annotates which article: loads as equal as can be, and nothing that was begun is moved."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.errors import StudyError


@dataclass(frozen=True)
class Given:
    """An article that somebody has. `started`: anything was done to it, a draft too."""

    article_id: int
    annotator_id: int
    position: int
    started: bool
    id: int = 0  # the stored assignment


@dataclass(frozen=True)
class NewAssignment:
    article_id: int
    annotator_id: int
    position: int


@dataclass(frozen=True)
class Allocation:
    """What to add, and which given ones (by `Given.id`) to withdraw first."""

    new: tuple[NewAssignment, ...]
    withdrawn: tuple[int, ...] = ()


def allocate(
    articles: Sequence[int],
    annotators: Sequence[int],
    overlap: int,
    seed: int,
    existing: Iterable[Given] = (),
    *,
    rebalance: bool = False,
) -> Allocation:
    """Give every article to `overlap` annotators.

    `annotators` are those who take part now. Unstarted articles of anybody else return to the
    pool, and unstarted ones that are no longer among `articles` are withdrawn. New articles go
    to whoever has least; with `rebalance`, unstarted ones of those who have most go to those who
    have least, until loads differ by at most one or nothing more can move.
    Each annotator's new articles come in an order of their own, shuffled with the seed.
    The same arguments give the same allocation. Raises StudyError when there are too few people.
    """
    check_overlap(len(annotators), overlap)
    known, taking_part = set(articles), set(annotators)
    given = list(existing)
    withdrawn = [
        one
        for one in given
        if not one.started and not (one.annotator_id in taking_part and one.article_id in known)
    ]
    left = {one.id for one in withdrawn}
    board = _Board(annotators, seed)
    for one in given:
        if one.id not in left:
            board.keep(one)
    for article in board.shuffled("articles", sorted(known)):
        board.fill(article, overlap)
    if rebalance:
        withdrawn += board.level(known)
    return Allocation(board.new(), tuple(sorted(one.id for one in withdrawn)))


def check_overlap(annotators: int, overlap: int) -> None:
    """Raises StudyError when that many annotators are too few for that overlap."""
    if overlap < 1:
        raise StudyError(f"The overlap must be at least 1, but it is {overlap}.")
    if overlap > annotators:
        people = "annotator" if annotators == 1 else "annotators"
        raise StudyError(
            f"Overlap {overlap} needs at least {overlap} annotators, and the study has "
            f"{annotators} {people}. Invite {overlap - annotators} more, or choose a "
            "smaller overlap."
        )


class _Board:
    """Who has what while an allocation is made."""

    def __init__(self, annotators: Sequence[int], seed: int) -> None:
        self._seed = seed
        self._annotators = sorted(set(annotators))
        self._kept: dict[int, dict[int, Given]] = {one: {} for one in self._annotators}
        self._added: dict[int, set[int]] = {one: set() for one in self._annotators}
        self._holders: dict[int, set[int]] = {}

    def shuffled(self, name: str, values: Sequence[int]) -> list[int]:
        # One generator a purpose, so that what one draws does not depend on another's size.
        order = list(values)
        random.Random(f"{self._seed}:{name}").shuffle(order)  # noqa: S311
        return order

    def keep(self, one: Given) -> None:
        self._holders.setdefault(one.article_id, set()).add(one.annotator_id)
        if one.annotator_id in self._kept:  # work of people who left counts as done by one
            self._kept[one.annotator_id][one.article_id] = one

    def fill(self, article: int, overlap: int) -> None:
        """Give it to those who have least until it has `overlap` holders."""
        holders = self._holders.setdefault(article, set())
        while len(holders) < overlap:
            # Equal loads are decided by lot, article by article, so that everybody meets everybody.
            lot = self.shuffled(f"article {article}", self._annotators)
            free = [one for one in lot if one not in holders]
            if not free:
                return
            self._give(article, min(free, key=self._load))

    def level(self, articles: set[int]) -> list[Given]:
        """Move unstarted articles from those who have most to those who have least."""
        moved: list[Given] = []
        while True:
            move = self._next_move(articles)
            if move is None:
                return moved
            article, giver, taker = move
            kept = self._kept[giver].pop(article, None)
            if kept is None:
                self._added[giver].remove(article)
            else:
                moved.append(kept)
            self._holders[article].remove(giver)
            self._give(article, taker)

    def _next_move(self, articles: set[int]) -> tuple[int, int, int] | None:
        order = sorted(self._annotators, key=self._load)
        for giver in reversed(order):
            for taker in order:
                if self._load(giver) - self._load(taker) < 2:
                    break
                for article in self._movable(giver, articles):
                    if taker not in self._holders[article]:
                        return article, giver, taker
        return None

    def _movable(self, giver: int, articles: set[int]) -> list[int]:
        """What is new, then the last ones in the giver's order: the furthest from being begun."""
        kept = [one for one in self._kept[giver].values() if not one.started]
        kept.sort(key=lambda one: one.position, reverse=True)
        found = [*sorted(self._added[giver]), *(one.article_id for one in kept)]
        return [article for article in found if article in articles]

    def _give(self, article: int, annotator: int) -> None:
        self._holders[article].add(annotator)
        self._added[annotator].add(article)

    def _load(self, annotator: int) -> int:
        return len(self._kept[annotator]) + len(self._added[annotator])

    def new(self) -> tuple[NewAssignment, ...]:
        """Each annotator's new articles, shuffled, behind what they have."""
        found: list[NewAssignment] = []
        for annotator in self._annotators:
            kept = self._kept[annotator].values()
            first = max((one.position for one in kept), default=0) + 1
            order = self.shuffled(f"annotator {annotator}", sorted(self._added[annotator]))
            found += [
                NewAssignment(article, annotator, first + n) for n, article in enumerate(order)
            ]
        return tuple(found)
