"""Which waiting articles are nearly the same as others, of the upload or of the study.

Texts are compared by their signatures, made once for each text and kept; only those of likely
pairs are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from annotator.articles.duplicates import find_similar, signature_of
from annotator.articles.signatures import MANNER
from annotator.store import Store, load_texts
from annotator.store.articles import load_titles
from annotator.store.provenance.signatures import (
    load_signatures,
    load_text_hashes,
    save_signatures,
)
from annotator.store.staging import rows
from annotator.workflow.waiting.article import Waiting, waiting
from annotator.workflow.waiting.upload import Upload

__all__ = ["sentences_on_similar"]

TEXTS_AT_ONCE = 500


@dataclass(frozen=True)
class _Shelf:
    """Where some of the compared articles are: the study, or the upload."""

    store: Store  # holds the signatures of their texts
    hashes: Mapping[int, str]  # of the texts, by the articles' ids or numbers
    titles_of: Callable[[Collection[int]], Mapping[int, str]]
    texts_of: Callable[[Collection[int]], Mapping[int, str]]

    def signatures(self) -> dict[str, bytes]:
        """Hash -> signature of each text; those that have none get one, which is kept."""
        found = load_signatures(self.store, self.hashes.values(), MANNER)
        missing = [one for one, digest in self.hashes.items() if digest not in found]
        for start in range(0, len(missing), TEXTS_AT_ONCE):
            texts = self.texts_of(missing[start : start + TEXTS_AT_ONCE])
            made = {self.hashes[one]: signature_of(text) for one, text in texts.items()}
            save_signatures(self.store, made, MANNER)
            found |= made
        return found


def sentences_on_similar(db: Store, upload: Upload) -> dict[str, list[str]]:
    """Waiting number -> sentences on articles nearly the same; worked out once for these texts."""
    known = load_text_hashes(db, upload.study_id)
    with upload.opened() as staging:
        brought = rows.load_staged_hashes(staging)
    texts = "".join([*known.values(), "/", *brought.values()])

    def compare() -> dict[str, list[str]]:
        with upload.opened() as staging:
            return _compare(
                _Shelf(
                    db,
                    known,
                    lambda some: load_titles(db, some),
                    lambda some: load_texts(db, upload.study_id, some),
                ),
                _Shelf(
                    staging,
                    brought,
                    lambda some: {one.number: one.article.title for one in _some(staging, some)},
                    lambda some: {one.number: one.article.text for one in _some(staging, some)},
                ),
            )

    key = hashlib.sha256(texts.encode()).hexdigest()
    return upload.remembered("similar", key, compare)


def _some(staging: Store, numbers: Collection[int]) -> list[Waiting]:
    return [waiting(one) for one in rows.load_staged(staging, numbers)]


def _compare(study: _Shelf, upload: _Shelf) -> dict[str, list[str]]:
    places = [(shelf, one) for shelf in (study, upload) for one in shelf.hashes]

    def asked(
        which: Collection[int], of: Callable[[_Shelf, Collection[int]], Mapping[int, str]]
    ) -> dict[int, str]:
        found: dict[int, str] = {}
        for shelf in (study, upload):
            at = {places[place][1]: place for place in which if places[place][0] is shelf}
            found |= {at[one]: value for one, value in of(shelf, at).items()}
        return found

    signatures = study.signatures() | upload.signatures()
    # The same text twice is said already: only its first place is compared.
    first: dict[str, int] = {}
    for place, (shelf, one) in enumerate(places):
        first.setdefault(shelf.hashes[one], place)
    pairs = sorted(
        find_similar(
            [
                signatures[shelf.hashes[one]] if first[shelf.hashes[one]] == place else b""
                for place, (shelf, one) in enumerate(places)
            ],
            lambda which: asked(which, lambda shelf, some: shelf.texts_of(some)),
        ),
        key=lambda pair: (-pair.similarity, pair.first, pair.second),
    )
    told = {place for pair in pairs for place in (pair.first, pair.second)}
    titles = asked(told, lambda shelf, some: shelf.titles_of(some))
    sentences: dict[str, list[str]] = {}
    for pair in pairs:
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            (mine, number), (its, its_number) = places[one], places[other]
            if mine is upload:
                where = "in the study" if its is study else f"number {its_number + 1}"
                sentences.setdefault(str(number), []).append(
                    f"{pair.similarity:.0%} of the wording is shared with "
                    f"“{titles[other]}” ({where})."
                )
    return sentences
