"""What a model suggests about a passage, where a manager has turned that on."""

from __future__ import annotations

from annotator.reports.gold.suggestions import Suggestion
from annotator.store import adjudication as kept
from annotator.store.records import Study
from annotator.web.context import get_db
from annotator.web.results import shown
from annotator.workflow.adjudication.passages import Passage
from annotator.workflow.results import SUGGESTIONS

__all__ = ["suggested"]


def suggested(study: Study, passage: Passage) -> list[Suggestion]:
    """Likeliest first; none while the model is being fitted to a large study."""
    if not kept.load_choices(get_db(), study.id).suggestions:
        return []
    made = shown(study, SUGGESTIONS)
    if made.result is None:
        return []
    here = [
        one
        for one in made.result.value.items
        if one.article == passage.article_id
        and one.label in passage.labels
        and one.start < passage.end
        and passage.start < one.end
    ]
    return sorted(here, key=lambda one: -one.probability)
