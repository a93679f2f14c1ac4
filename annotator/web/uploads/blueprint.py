"""What the routes of bringing articles share: their blueprint, and finding and reading a file."""

from __future__ import annotations

from flask import Blueprint, abort, request

from annotator.articles.told import Shape, Told
from annotator.articles.warm_reader import Take, warm_reader
from annotator.errors import ArticleError
from annotator.store import Store
from annotator.store.provenance.columns import load_column_answers
from annotator.web.context import get_settings
from annotator.web.preview import MOST_COMPARED
from annotator.workflow.waiting.upload import Upload, find_upload

__all__ = ["blueprint", "known_shapes", "read", "reading_now", "upload_or_404"]

blueprint = Blueprint("uploads", __name__, url_prefix="/studies/<int:study_id>/upload")

reading_now: dict[tuple[int, str], int] = {}  # (study, ticket) -> how many are read


def known_shapes(db: Store) -> Told:
    """What was said about the columns of earlier files."""
    return Told(shapes=tuple(Shape(*answer) for answer in load_column_answers(db)))


def read(file_name: str, raw: bytes, take: Take, ticket: str, told: Told) -> None:
    """Read in the process apart, handing on what is found, and telling who asks with the same
    ticket how far it is."""
    key = (int((request.view_args or {})["study_id"]), ticket)
    try:
        warm_reader().read_each(
            file_name,
            raw,
            take,
            max_characters=get_settings().max_article_characters,
            progress=lambda done: reading_now.update({key: done}),
            told=told,
            sign=MOST_COMPARED,
        )
    finally:
        reading_now.pop(key, None)


def upload_or_404(study_id: int, name: str) -> Upload:
    try:
        return find_upload(get_settings().data_dir, name, study_id)
    except ArticleError as error:
        abort(404, str(error))
