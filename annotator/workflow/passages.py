"""Disputed passages of a few articles, read with those articles alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator import store
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.reports.passage_index import Chosen, passage_index
from annotator.reports.passages import shown_passage
from annotator.reports.report import DisputedPassage
from annotator.workflow.study_marks import load_study_marks

__all__ = ["passages_at", "places_in_article"]

_Place = tuple[int, int]  # article id, and the passage's number among all passages of the article


def passages_at(db: store.Store, study_id: int, places: Sequence[_Place]) -> list[DisputedPassage]:
    """These passages in their sentences. A place at which nothing is disputed any more is left
    out: the article changed after the places were found."""
    ids = sorted({article for article, _ in places})
    marks = load_study_marks(db, study_id, ids)
    texts = store.load_texts(db, study_id, ids)
    passages = find_passages(marks.spans)
    first = np.searchsorted(passages.article, np.arange(len(marks.articles) + 1)).tolist()
    row_of = {article.id: row for row, article in enumerate(marks.articles)}
    found = []
    for article, number in places:
        row = row_of.get(article)
        if row is None or first[row] + number >= first[row + 1]:
            continue
        (passage,) = passages.passages([first[row] + number])
        if passage.kinds:
            found.append(shown_passage(passage, marks, texts))
    return found


def places_in_article(
    db: store.Store, study_id: int, article_id: int, chosen: Chosen
) -> list[_Place]:
    """Where the disputed passages of one article are, as it is now."""
    marks = load_study_marks(db, study_id, [article_id])
    return passage_index(marks).places(chosen)
