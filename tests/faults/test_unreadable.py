"""One annotation that Label Studio cannot give back does not keep the rest from anybody.

It is put there directly, past the gateway, which refuses it: half of a surrogate pair in the text
of a mark. Label Studio stores it and answers 500 to everything that shows it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.store.records import ProblemRecord
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from tests.workflow.published_study import add_articles, annotate, make_study, mark

pytestmark = pytest.mark.server


@dataclass(frozen=True)
class Studied:
    """Two people with the same four articles, published."""

    db: store.Store
    labelstudio: LabelStudio
    keys: Keys
    study_id: int

    def task(self, person: int, index: int) -> int:
        people = [one.id for one in store.load_annotators(self.db, self.study_id)]
        own = [
            one
            for one in store.load_assignments(self.db, self.study_id)
            if one.annotator_id == people[person] and one.task_id
        ]
        return own[index].task_id or 0

    def title(self, person: int, index: int) -> str:
        given = store.find_assignment(self.db, self.task(person, index))
        assert given is not None
        return store.load_article(self.db, given.article_id).article.title

    def poison(self, task: int, what: str = "annotations/") -> None:
        broken = mark(0, 3) | {"value": {"start": 0, "end": 3, "text": "\ud800", "labels": ["x"]}}
        answer = self.labelstudio.connection.client.post(
            f"/api/tasks/{task}/{what}",
            content=json.dumps({"result": [broken], "lead_time": 1}),
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 500

    def collect(self) -> tuple[int, tuple[str, ...]]:
        report = collect(self.db, self.labelstudio, self.study_id)
        return report.created, report.problems

    def publish(self, overlap: int = 2, *, rebalance: bool = False) -> str:
        return publish(
            self.db, self.labelstudio, self.keys, self.study_id, overlap, rebalance=rebalance
        ).sentence

    def problems(self) -> list[ProblemRecord]:
        return store.load_problems(self.db, self.study_id)

    def spans(self) -> int:
        work = store.load_study_work(self.db, self.study_id).work
        return sum(len(one.annotation.spans) for one in work)


@pytest.fixture
def study(
    store_db: store.Store, labelstudio: LabelStudio, labelstudio_server: EmbeddedServer
) -> Studied:
    study_id = make_study(store_db, articles=4, people=2)
    made = Studied(store_db, labelstudio, labelstudio_server.keys, study_id)
    made.publish()
    return made


@pytest.mark.parametrize("collected_before", [False, True])
def test_the_rest_is_collected_and_the_article_named(
    study: Studied, collected_before: bool
) -> None:
    if collected_before:
        study.collect()
    annotate(study.labelstudio, study.task(0, 0), mark(4, 11))
    study.poison(study.task(0, 1))
    annotate(study.labelstudio, study.task(0, 2), mark(4, 11))
    annotate(study.labelstudio, study.task(1, 0), mark(4, 11))
    created, problems = study.collect()
    assert created == 3
    assert study.spans() == 3
    (problem,) = study.problems()
    assert (problem.message,) == problems
    assert (problem.article_title, problem.pseudonym) == (study.title(0, 1), "A01")
    assert problem.kind == "unreadable"
    assert repr(study.title(0, 1)) in problem.message
    assert study.collect() == (0, problems)  # said again, written once
    assert len(study.problems()) == 1
    assert (
        len(
            [
                one
                for one in store.load_events(study.db, study.study_id)
                if problem.message in one.detail
            ]
        )
        == 1
    )


def test_an_unreadable_change_keeps_what_was_collected_before(study: Studied) -> None:
    number = annotate(study.labelstudio, study.task(0, 0), mark(4, 11))
    study.collect()
    broken = mark(0, 3) | {"value": {"start": 0, "end": 3, "text": "\udcff", "labels": ["x"]}}
    study.labelstudio.connection.client.patch(
        f"/api/annotations/{number}/",
        content=json.dumps({"result": [broken]}),
        headers={"Content-Type": "application/json"},
    )
    created, problems = study.collect()
    assert (created, len(problems), study.spans()) == (0, 1, 1)
    study.labelstudio.connection.patch(f"/api/annotations/{number}/", {"result": [mark(0, 3)]})
    study.collect()
    assert study.problems() == []
    assert study.spans() == 1


def test_it_is_struck_from_the_list_when_it_was_deleted_as_the_list_says(study: Studied) -> None:
    study.poison(study.task(0, 1))
    study.collect()
    assert len(study.problems()) == 1
    listed = study.labelstudio.connection.get("/api/dm/project", project=_project(study, 0))
    assert listed["annotation_count"] == 1
    study.labelstudio.connection.post(
        "/api/dm/actions",
        {"selectedItems": {"all": True, "excluded": []}, "project": _project(study, 0)},
        id="delete_tasks_annotations",
        project=_project(study, 0),
    )
    study.collect()
    assert study.problems() == []


def test_an_unreadable_draft_is_named_and_the_rest_collected(study: Studied) -> None:
    annotate(study.labelstudio, study.task(0, 0), mark(4, 11))
    study.poison(study.task(0, 1), "drafts")
    created, (said,) = study.collect()
    assert created == 1
    assert "a draft by A01" in said
    assert study.problems()[0].article_title == study.title(0, 1)


def test_it_can_be_published_again_and_nothing_begun_is_taken(study: Studied) -> None:
    study.poison(study.task(0, 1))
    study.poison(study.task(1, 2), "drafts")
    add_articles(study.db, study.study_id, 3)
    assert study.publish(rebalance=True) == (
        "Published 7 articles to 2 annotators: 6 new assignments."
    )
    assert study.publish(1, rebalance=True).startswith("Published 7 articles")
    titles = {one.article_title for one in study.problems()}
    assert titles <= {study.title(0, 1), study.title(1, 2)}


def test_its_annotator_can_be_removed_and_the_rest_given_to_others(study: Studied) -> None:
    study.poison(study.task(0, 1))
    first, second = store.load_annotators(study.db, study.study_id)
    poisoned = study.task(0, 1)
    store.remove_annotator(study.db, first.id)
    assert study.publish(1) == (
        "Published 4 articles to 1 annotator: nothing was missing, 3 withdrawn."
    )
    given = store.load_assignments(study.db, study.study_id)
    kept = [one.task_id for one in given if one.annotator_id == first.id and not one.withdrawn]
    assert kept == [poisoned]
    assert len([one for one in given if one.annotator_id == second.id]) == 4


def test_a_project_about_which_label_studio_fails_does_not_stop_the_others(
    study: Studied, monkeypatch: pytest.MonkeyPatch
) -> None:
    annotate(study.labelstudio, study.task(1, 0), mark(4, 11))
    fetch, broken = study.labelstudio.fetch, _project(study, 0)

    def failing(project_id: int, since: str) -> object:
        if project_id == broken:
            raise LabelStudioRefused("no", status=500)
        return fetch(project_id, since)

    monkeypatch.setattr(study.labelstudio, "fetch", failing)
    created, (said,) = study.collect()
    assert created == 1
    assert "project of A01" in said


def _project(study: Studied, person: int) -> int:
    return store.load_annotators(study.db, study.study_id)[person].project_id or 0
