"""A waiting article: as it was read, with what a person corrected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.articles.blocks import Block, Placed, is_sentence
from annotator.models import Article
from annotator.store.staging.rows import StagedArticle

__all__ = ["Waiting", "corrected", "is_doubtful", "waiting"]

EDITABLE = ("title", "author", "published", "outlet", "text", "standfirst", "removed")


@dataclass(frozen=True)
class Waiting:
    """An article that waits, as corrected; `number` counts from 0 through the whole upload."""

    number: int
    file: int
    article: Article
    is_chosen: bool
    places: tuple[int, ...] = ()  # how many paragraphs stand before each cut passage

    @property
    def placed(self) -> Placed:
        return Placed(self.article, self.places)

    @property
    def blocks(self) -> list[Block]:
        """What is kept and what is cut, in order."""
        return self.placed.blocks


def is_doubtful(article: Article) -> bool:
    """Whether somebody should look at it: it is remarked, or a sentence of it may have been cut."""
    return bool(article.remarks) or any(map(is_sentence, article.removed))


def waiting(one: StagedArticle) -> Waiting:
    """The article as it stands now."""
    changed = {name: one.changes[name] for name in EDITABLE if name in one.changes}
    if "removed" in changed:
        changed["removed"] = tuple(changed["removed"])
    if "published" in changed:
        changed["date_found"] = "corrected by hand" if changed["published"] else ""
    return Waiting(one.number, one.file, replace(one.article, **changed), one.is_chosen, one.places)


def corrected(one: StagedArticle, values: Mapping[str, Any]) -> StagedArticle:
    """With these values of its fields, and of `places` and `keep` ("1" or ""), where given.

    What is said to be as it was read is no correction.
    """
    said = {**one.changes, **{name: values[name] for name in EDITABLE if name in values}}
    changes = {
        name: value
        for name, value in said.items()
        if _plain(value) != _plain(getattr(one.article, name))
    }
    after = replace(
        one,
        changes=changes,
        places=tuple(values.get("places", one.places)),
        is_chosen=values["keep"] == "1" if "keep" in values else one.is_chosen,
    )
    article = waiting(after).article
    return replace(after, sha256=bytes.fromhex(article.sha256), is_doubtful=is_doubtful(article))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
