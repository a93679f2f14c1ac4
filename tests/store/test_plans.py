"""What is asked about some articles looks at those, however many the study has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator import store
from annotator.models import Article
from annotator.store import Store
from annotator.store.articles import load_articles, load_texts, save_articles, titles_by_text
from annotator.workflow.studies import create_study

ARTICLES = [
    Article(title=f"Ferry {n}", text=f"The ferry of Hask left {n} times.") for n in range(9)
]

ASKED: dict[str, Callable[[Store, int], object]] = {
    "which texts are there": lambda db, study: save_articles(db, study, ARTICLES[:2]),
    "titles of texts": lambda db, study: titles_by_text(db, study, [ARTICLES[3].sha256]),
    "some articles": lambda db, study: load_articles(db, study, [1, 2]),
    "texts of some": lambda db, study: load_texts(db, study, [1, 2]),
}


@pytest.mark.parametrize("asked", ASKED)
def test_no_question_about_some_articles_goes_through_all(asked: str, store_db: Store) -> None:
    study = create_study(store_db, "Plans", "framing").id
    store.save_articles(store_db, study, ARTICLES)
    said: list[str] = []
    store_db.conn.set_trace_callback(said.append)
    assert ASKED[asked](store_db, study)
    store_db.conn.set_trace_callback(None)
    questions = [one for one in said if "FROM articles" in one or "JOIN articles" in one]
    questions = [one for one in questions if "json_each" in one]
    assert questions
    for question in questions:
        plan = [row[3] for row in store_db.execute(f"EXPLAIN QUERY PLAN {question}")]
        of_articles = [step for step in plan if "articles" in step]
        assert of_articles
        assert not [one for one in of_articles if one.endswith("(study_id=?)") or "SCAN" in one], (
            plan
        )
