"""Which part of the queue one works through: it stays with every link."""

from __future__ import annotations

from flask import request, url_for

from annotator.store.adjudication import Chosen
from annotator.web.numbers import whole_number

__all__ = ["address", "asked", "chosen", "link"]


def asked() -> dict[str, str]:
    """As it stands in the address."""
    return {
        key: request.args[key]
        for key in ("label", "kind", "order", "article")
        if request.args.get(key)
    }


def chosen() -> Chosen:
    said = asked()
    article = whole_number(said.get("article", ""))
    return Chosen(said.get("label", ""), said.get("kind", ""), article, said.get("order", ""))


def link(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **values, **asked())  # type: ignore[arg-type]


def address(study_id: int, article_id: int, key: str) -> str:
    """Of one passage."""
    return link("adjudication.passage_page", study_id=study_id, article_id=article_id, key=key)
