"""Publishing beside withdrawn articles, on the real server."""

from __future__ import annotations

import pytest

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.workflow.correcting import restore_article, withdraw_article
from annotator.workflow.publishing import publish
from tests.workflow.published_study import make_study, tasks_of

pytestmark = pytest.mark.server


def test_publishing_again_leaves_withdrawn_articles_where_they_are(
    store_db: store.Store, labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> None:
    keys = labelstudio_server.keys
    study_id = make_study(store_db, articles=3, people=2)
    publish(store_db, labelstudio, keys, study_id, 2)
    before = store.load_assignments(store_db, study_id)
    withdrawn = before[0].article_id
    withdraw_article(store_db, withdrawn)
    done = publish(store_db, labelstudio, keys, study_id, 2)
    assert (done.assigned, done.withdrawn, done.articles) == (0, 0, 2)
    assert "with everything that was done" in restore_article(store_db, withdrawn)
    assert store.load_assignments(store_db, study_id) == before
    project = store.load_annotators(store_db, study_id)[0].project_id or 0
    assert len(tasks_of(labelstudio, project)) == 3


def test_an_article_withdrawn_before_publishing_is_given_when_it_is_back(
    store_db: store.Store, labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> None:
    keys = labelstudio_server.keys
    study_id = make_study(store_db, articles=3, people=2)
    first = store.load_articles(store_db, study_id)[0].id
    withdraw_article(store_db, first)
    assert publish(store_db, labelstudio, keys, study_id, 2).assigned == 4
    assert "Publish again" in restore_article(store_db, first)
    assert publish(store_db, labelstudio, keys, study_id, 2).assigned == 2
