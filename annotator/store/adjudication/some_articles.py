"""Some articles of a study, or all of them."""

from __future__ import annotations

import json
from collections.abc import Collection


def these_articles(study_id: int, article_ids: Collection[int] | None) -> tuple[str, list[object]]:
    """A condition on the table `articles`, and its parameters; None: every article."""
    if article_ids is None:
        return "articles.study_id = ?", [study_id]
    # By their number alone: SQLite would else go through all of the study's.
    return "articles.id IN (SELECT value FROM json_each(?))", [json.dumps(list(article_ids))]
