"""What a manager should know about waiting articles before keeping them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.articles import Reading, find_duplicates
from annotator.articles.blocks import Block, Placed, is_sentence
from annotator.models import Article, Refusal
from annotator.web.waiting import Upload, Waiting

__all__ = ["Preview", "Row", "make_preview"]

MOST_COMPARED = 2000  # beyond so many articles the comparison would keep a page waiting


@dataclass(frozen=True)
class Row:
    """One waiting article and the sentences about it."""

    number: int
    article: Article
    keep: bool
    twice: str  # the same text is there already, or ""
    similar: tuple[str, ...]  # nearly the same as these
    places: tuple[int, ...]  # of what was cut

    @property
    def blocks(self) -> list[Block]:
        """What is kept and what is cut, in order; only asked of the articles that are shown."""
        return Placed(self.article, self.places).blocks

    @property
    def is_doubtful(self) -> bool:
        return bool(self.article.remarks) or any(map(is_sentence, self.article.removed))


@dataclass(frozen=True)
class Preview:
    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...]
    notes: tuple[str, ...]

    @property
    def kept(self) -> int:
        """How many articles would be new in the study."""
        return sum(row.keep and not row.twice for row in self.rows)


def make_preview(
    upload: Upload, waiting: Sequence[Waiting], reading: Reading, known: Sequence[Article]
) -> Preview:
    """`known` are the articles the study has already."""
    there = {article.sha256: article for article in known}
    first: dict[str, int] = {}
    similar = _similar(upload, waiting, known)
    rows = []
    for one in waiting:
        digest = one.article.sha256
        twice = ""
        if digest in there:
            twice = f"The study has this very text already, as “{there[digest].title}”."
        elif digest in first:
            twice = f"The same text as number {first[digest] + 1} of this upload."
        first.setdefault(digest, one.number)
        found = tuple(similar.get(str(one.number), ()))
        rows.append(Row(one.number, one.article, one.keep, twice, found, one.places))
    notes = reading.notes
    if len(waiting) + len(known) > MOST_COMPARED:
        notes += (
            f"With more than {MOST_COMPARED:,} articles near-duplicates are not looked for here; "
            "the same text twice is still found.",
        )
    rows.sort(key=lambda row: not row.is_doubtful)  # what is doubtful comes first
    return Preview(tuple(rows), reading.refusals, notes)


def _similar(
    upload: Upload, waiting: Sequence[Waiting], known: Sequence[Article]
) -> dict[str, list[str]]:
    """Waiting number -> sentences on articles nearly the same; worked out once an upload."""
    articles = [*known, *(one.article for one in waiting)]
    if len(articles) > MOST_COMPARED:
        return {}
    texts = hashlib.sha256("".join(article.sha256 for article in articles).encode()).hexdigest()
    kept = upload.recall("similar")
    if kept.get("texts") == texts:
        found: dict[str, list[str]] = kept["sentences"]
        return found
    sentences: dict[str, list[str]] = {}
    for pair in find_duplicates(articles):
        if articles[pair.first].sha256 == articles[pair.second].sha256:
            continue  # said already: the same text twice
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one >= len(known):
                place = "in the study" if other < len(known) else f"number {other - len(known) + 1}"
                sentences.setdefault(str(one - len(known)), []).append(
                    f"{pair.similarity:.0%} of the wording is shared with "
                    f"“{articles[other].title}” ({place})."
                )
    upload.remember("similar", {"texts": texts, "sentences": sentences})
    return sentences
