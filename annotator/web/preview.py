"""What a manager should know about waiting articles before keeping them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.store import Store
from annotator.store.articles import count_articles, titles_by_text
from annotator.store.staging import rows
from annotator.workflow.waiting.article import Waiting
from annotator.workflow.waiting.similar import sentences_on_similar
from annotator.workflow.waiting.upload import Upload

__all__ = ["Preview", "Row", "make_preview"]

MOST_COMPARED = 20_000  # beyond so many articles the comparison would keep a page waiting
MOST_SHOWN = 100  # sentences of one kind


@dataclass(frozen=True)
class Row:
    """One waiting article and the sentences about it."""

    one: Waiting
    twice: str  # the same text is there already, or ""
    similar: tuple[str, ...]  # nearly the same as these


@dataclass(frozen=True)
class Preview:
    """A slice of an upload, and what is known of all of it."""

    rows: tuple[Row, ...]
    total: int
    new: int  # how many articles would be new in the study
    refusals: tuple[tuple[str, str], ...]  # the first: file or row, and the reason
    refused: int
    notes: tuple[str, ...]  # the first
    noted: int


def make_preview(
    db: Store, upload: Upload, page: Sequence[Waiting], counts: rows.UploadCounts
) -> Preview:
    """`page` are the articles that are shown."""
    known = count_articles(db, upload.study_id)
    notes = [sentence for _, sentence in upload.sentences("note", MOST_SHOWN)]
    similar: dict[str, list[str]] = {}
    is_many = counts.articles + known > MOST_COMPARED
    if is_many:
        notes.insert(
            0,
            f"With more than {MOST_COMPARED:,} articles near-duplicates are not looked for here; "
            "the same text twice is still found.",
        )
    else:
        similar = sentences_on_similar(db, upload)
    twice = _twice(db, upload, page)
    return Preview(
        rows=tuple(
            Row(one, twice.get(one.number, ""), tuple(similar.get(str(one.number), ())))
            for one in page
        ),
        total=counts.articles,
        new=_count_new(db, upload, known),
        refusals=tuple(upload.sentences("refusal", MOST_SHOWN)),
        refused=counts.refusals,
        notes=tuple(notes),
        noted=counts.notes + is_many,
    )


def _twice(db: Store, upload: Upload, page: Sequence[Waiting]) -> dict[int, str]:
    """Number -> the sentence that says where the same text is already."""
    digests = {one.number: one.article.sha256 for one in page}
    there = titles_by_text(db, upload.study_id, digests.values())
    with upload.opened() as staging:
        first = rows.first_numbers(staging, [bytes.fromhex(one) for one in digests.values()])
    found = {}
    for number, digest in digests.items():
        before = first[bytes.fromhex(digest)]
        if digest in there:
            found[number] = f"The study has this very text already, as “{there[digest]}”."
        elif before < number:
            found[number] = f"The same text as number {before + 1} of this upload."
    return found


def _count_new(db: Store, upload: Upload, known: int) -> int:
    """How many of the chosen texts the study has not, each counted once."""
    count = 0
    with upload.opened() as staging:
        for hashes in rows.load_chosen_hashes(staging):
            count += len(hashes)
            if known:
                count -= len(titles_by_text(db, upload.study_id, hashes))
    return count
