"""Where a pasted page's article ends, and the lines that show that a page was pasted."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.articles.furniture import is_furniture
from annotator.articles.scripts import count_words
from annotator.articles.vocabulary.pasted_words import (
    ABOUT,
    AGO,
    BETWEEN,
    COMMENTS,
    CRUMBS,
    LIVE,
    POINTS,
    PROMOTES,
    SHARE,
    STAMP,
)

__all__ = ["is_sign", "without_comments", "without_end"]

_MOST_OF_PROMOTION = 3  # lines
_LATER_SHARE = 0.25  # of the words of the prose before: less, behind the end's blocks, is none


def is_sign(line: str) -> bool:
    """Whether a line shows that a page was pasted, and not an article."""
    return (
        is_furniture(line)
        or (len(line) < 160 and bool(SHARE.fullmatch(line)))
        or bool(AGO.fullmatch(line) or CRUMBS.fullmatch(line))
        or (len(line) < 160 and bool(POINTS.fullmatch(line) or PROMOTES.search(line)))
    )


def without_comments(bare: Sequence[str], prose: Sequence[int]) -> list[int]:
    """The prose without readers' comments, and without what a paper says of itself: all behind
    their heading, if it is less than before."""
    for i, line in enumerate(bare):
        if COMMENTS.fullmatch(line) or ABOUT.fullmatch(line):
            before = [j for j in prose if j < i]
            words = [sum(count_words(bare[j]) for j in some) for some in (before, prose)]
            if words[1] < 2 * words[0]:
                return before
    return list(prose)


def without_end(bare: Sequence[str], prose: Sequence[int]) -> list[int]:
    """The prose without newsletters, comments and small print below the article.

    They stand behind a line that is none, are short, and are far fewer than what stands before.
    """
    groups: list[list[int]] = []
    for i in prose:
        before = groups[-1][-1] if groups else i
        others = [line for line in bare[before + 1 : i] if line]
        is_apart = (any(map(is_sign, others)) or len(others) > 1) and not _is_promotion(others)
        if not groups or is_apart:
            groups.append([])
        groups[-1].append(i)
    is_live = any(LIVE.search(line) for line in bare[: prose[0]]) if prose else False
    while len(groups) > 1:
        above = bare[groups[-2][-1] + 1 : groups[-1][0]]
        if is_live and any(map(STAMP.fullmatch, above)):
            break  # the first that was written stands last
        words = [sum(count_words(bare[i]) for i in group) for group in groups]
        longest = max(count_words(bare[i]) for i in groups[-1])
        usual = sum(words[:-1]) / sum(map(len, groups[:-1]))
        if words[-1] > _LATER_SHARE * sum(words[:-1]) or longest >= usual:
            break
        groups.pop()
    return [i for group in groups for i in group]


def _is_promotion(others: Sequence[str]) -> bool:
    """Whether lines only point to other articles, as they do between paragraphs."""
    signs = [line for line in others if is_sign(line)]
    is_short = bool(signs) and len(others) <= _MOST_OF_PROMOTION
    return is_short and all(BETWEEN.fullmatch(line) for line in signs)
