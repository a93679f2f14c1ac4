"""What a study holds besides marks, answers and relations, counted for formats without a place for
it. Writers count what happens to marks, answers and relations themselves.

What follows from the rest (soft labels, indices, numbers of choices) is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from annotator.models import Article
from annotator.releases.content import Content, Lost

__all__ = ["BESIDE", "losses_beside"]

Count = Callable[[Content], int]


def losses_beside(content: Content, holds: Container[str]) -> tuple[Lost, ...]:
    """What is there, and not among what a format holds (keys of `BESIDE`)."""
    found = (
        Lost(what, count(content), "left out")
        for key, (what, count) in BESIDE.items()
        if key not in holds
    )
    return tuple(one for one in found if one.count)


def _articles(has: Callable[[Article], object]) -> Count:
    return lambda content: sum(1 for one in content.work.articles if has(one.article))


def _comes_from(article: Article) -> object:
    return (article.source_name or article.date_found or article.standfirst or article.removed
            or article.remarks)  # fmt: skip


def _works(content: Content) -> int:
    return len(content.work.work)


def _moved(content: Content) -> int:
    spans = (span for one in content.work.work for span in one.annotation.spans)
    return sum(1 for one in spans if (one.raw_start, one.raw_end) != (one.start, one.end))


def _of_several_marks(content: Content) -> int:
    return sum(1 for one in content.work.work if len(one.annotation.spans) > 1)


def _gold(content: Content) -> int:
    gold = content.gold
    return len(gold.spans) + len(gold.answers) + len(gold.relations)


# Key -> what it is, and how many of it a study has.
BESIDE: dict[str, tuple[str, Count]] = {
    "people": ("names and e-mail addresses of annotators", lambda content: len(content.people)),
    "gold": ("gold marks, answers and relations", _gold),
    "titles": ("titles of articles", _articles(lambda one: one.title)),
    "about": (
        "articles' authors, dates, outlets or addresses",
        _articles(lambda one: one.author or one.published or one.outlet or one.url),
    ),
    "languages": ("languages of articles", _articles(lambda one: one.language)),
    "sources": ("articles' files, and what was cut from them", _articles(_comes_from)),
    "codebooks": ("codebook versions of annotations", _works),
    "times": ("times of annotations", _works),
    "edges": ("spaces and punctuation at the edges of marks", _moved),
    "order": ("orders in which an annotation's marks were made", _of_several_marks),
    "provenance": ("where gold comes from: rule or adjudicator, reason, time", _gold),
    "alternatives": (
        "gold marks that stand for another one as well",
        lambda content: sum(1 for one in content.gold.spans if one.alternative_of is not None),
    ),
    "open": (
        "gold marks with an answer that is not settled",
        lambda content: sum(1 for one in content.gold.spans if one.open_attributes),
    ),
    "nothing": (
        "decisions that nothing is marked somewhere", lambda content: len(content.gold.nothing)
    ),
}  # fmt: skip
