"""Splits without leakage, balanced and repeatable."""

from __future__ import annotations

import random

from annotator.models import Article
from annotator.releases.splits import make_split, same_event
from annotator.store.records import StoredArticle

PLACES = [
    "harbour",
    "mill",
    "orchard",
    "quarry",
    "tannery",
    "lighthouse",
    "granary",
    "foundry",
    "brewery",
    "smithy",
    "ferry",
    "weir",
    "chapel",
    "market",
    "lock",
    "wharf",
    "kiln",
    "viaduct",
    "reservoir",
    "observatory",
]


def stories(count: int) -> list[StoredArticle]:
    """Each about something else: words of its own."""
    found = []
    for number in range(count):
        words = [f"{place}{chr(97 + number % 26)}{chr(97 + number // 26)}" for place in PLACES]
        random.Random(number).shuffle(words)
        found.append(
            StoredArticle(
                number + 1, 1,
                Article(f"Story {number}", " ".join(words), published="2026-03-01",
                        outlet=f"Paper {number % 4}"),
            )
        )  # fmt: skip
    return found


def marks_of(articles: list[StoredArticle]) -> dict[int, dict[str, int]]:
    return {one.id: {"loaded": 1 + one.id % 3, "rare": int(one.id % 10 == 0)} for one in articles}


def test_shares_and_labels_are_met() -> None:
    articles = stories(100)
    split = make_split(articles, marks_of(articles), (80, 10, 10), seed=1)
    assert [split.count(part) for part in ("train", "validation", "test")] == [80, 10, 10]
    assert split.labels["validation"]["rare"] == split.labels["test"]["rare"] == 1
    assert 17 <= split.labels["test"]["loaded"] <= 23


def test_a_part_that_nothing_came_into_is_said() -> None:
    few = stories(2)
    split = make_split(few, marks_of(few), (80, 10, 10), seed=1)
    empty = [part for part in ("train", "validation", "test") if not split.count(part)]
    assert empty
    assert split.sentence.startswith(f"Empty: {' and '.join(empty)}. ")
    assert make_split(stories(30), {}, (80, 10, 10), seed=1).sentence == ""


def test_a_seed_gives_one_split_and_another_seed_another() -> None:
    articles = stories(60)
    first, same, other = (
        make_split(articles, marks_of(articles), (80, 20), seed=seed).parts for seed in (1, 1, 2)
    )
    assert first == same != other


def test_near_duplicates_and_what_they_lead_to_stay_together() -> None:
    articles = stories(30)
    first = articles[0].article.text
    for place in (7, 19):
        again = Article(f"Reprint {place}", f"{first} updated today", published="2026-05-01")
        articles[place] = StoredArticle(place + 1, 1, again)
    split = make_split(articles, {}, (50, 50), seed=3)
    assert ("near-duplicates", (1, 8, 20)) in [(why, tuple(sorted(g))) for why, g in split.groups]
    assert len({split.parts[one] for one in (1, 8, 20)}) == 1


def test_an_event_is_kept_together_only_within_three_days() -> None:
    told = "The viaduct over the Marl at Ostrow collapsed; engineers from Tolvane inspected it"
    retold = "Engineers of Tolvane blame rust: how the viaduct at Ostrow came down into the Marl"
    others = [one.article for one in stories(12)]

    def found(day: str) -> list[tuple[int, int]]:
        pair = [Article("A", told, published="2026-03-01"), Article("B", retold, published=day)]
        return list(same_event([*pair, *others]))

    assert found("2026-03-03") == [(0, 1)]
    assert found("2026-03-09") == []
    assert found("") == []


def test_an_outlet_stays_together_when_wished() -> None:
    articles = stories(40)
    split = make_split(articles, {}, (75, 25), seed=1, outlets_together=True)
    for paper in range(4):
        parts = {split.parts[one.id] for one in articles if one.article.outlet == f"Paper {paper}"}
        assert len(parts) == 1
    assert split.count("test") == 10
