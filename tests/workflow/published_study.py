"""A small study for tests: invented articles, people, and what Label Studio holds of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from annotator import schemes, store
from annotator.labelstudio import LabelStudio
from annotator.models import Article

SENTENCE = "The council said 😀 that the old bridge, “a danger”, must close."


def make_study(db: store.Store, articles: int, people: int, *, seed: int = 11) -> int:
    """A study that is not published yet; nobody has signed up."""
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    number = len(store.load_studies(db)) + 1
    study_id = store.create_study(db, title=f"Bridge {number}", scheme_id=scheme_id, seed=seed)
    add_articles(db, study_id, articles)
    for n in range(people):
        add_person(db, study_id, f"person{n}.{number}@example.org")
    return study_id


def add_articles(db: store.Store, study_id: int, count: int) -> None:
    there = len(store.load_articles(db, study_id))
    store.save_articles(
        db,
        study_id,
        [
            Article(title=f"Report {there + n}", text=f"{SENTENCE} Report {there + n}.")
            for n in range(1, count + 1)
        ],
    )


def add_person(db: store.Store, study_id: int, email: str) -> int:
    account = store.create_account(db, email=email, role="annotator")
    return store.add_annotator(db, study_id, account.id).id


def tasks_of(labelstudio: LabelStudio, project_id: int) -> list[tuple[int, str]]:
    """(article id, text) in the order the annotator gets them, as the server tells it."""
    answer = labelstudio.connection.get("/api/tasks", project=project_id, page_size=1000)
    tasks = sorted(answer["tasks"], key=lambda task: task["id"])
    return [(task["data"]["article_id"], task["data"]["text"]) for task in tasks]


def mark(
    start: int, end: int, region: str = "r1", label: str = "loaded_language"
) -> dict[str, Any]:
    return {
        "id": region,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": [label]},
    }


def annotate(labelstudio: LabelStudio, task_id: int, *marks: Any, skip: bool = False) -> int:
    """Behind the gateway's back; the annotation's id."""
    body = {"result": list(marks), "lead_time": 3.5, "was_cancelled": skip}
    return int(labelstudio.connection.post(f"/api/tasks/{task_id}/annotations/", body)["id"])


def assert_complete(db: store.Store, labelstudio: LabelStudio, study_id: int, overlap: int) -> None:
    """Every article is with `overlap` people, and each project holds exactly its assignments."""
    people = {one.id: one for one in store.load_annotators(db, study_id) if not one.removed_at}
    assignments = [one for one in store.load_assignments(db, study_id) if not one.withdrawn]
    articles = {one.id: one.article.text for one in store.load_articles(db, study_id)}
    projects = list(labelstudio.projects())
    assert Counter(one.article_id for one in assignments) == dict.fromkeys(articles, overlap)
    assert all(one.task_id is not None for one in assignments)
    for person in people.values():
        own = sorted(
            (one for one in assignments if one.annotator_id == person.id),
            key=lambda one: one.position,
        )
        assert person.project_id is not None
        assert person.view_id is not None
        expected = [(one.article_id, articles[one.article_id]) for one in own]
        assert tasks_of(labelstudio, person.project_id) == expected
        described = labelstudio.connection.get(f"/api/projects/{person.project_id}/")
        same = [p.id for p in projects if p.description == described["description"]]
        assert same == [person.project_id]
