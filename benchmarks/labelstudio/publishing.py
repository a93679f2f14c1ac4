"""Publishing 1,000 articles to 3 annotators, overlap 3, against the bare SDK."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import label_studio_sdk

from annotator import schemes, store
from annotator.labelstudio import task_data
from annotator.workflow.publishing import publish
from benchmarks.labelstudio.installation import Installation, installation, invented_articles
from benchmarks.labelstudio.installation import new_study as make_study
from benchmarks.measured import Measured

ARTICLES, PEOPLE = 1000, ["a@example.org", "b@example.org", "c@example.org"]


def publishing(rounds: int) -> Iterator[Measured]:
    """The accounts are made before; projects are removed after each round."""
    with installation() as place:
        db = store.open_store(place.folder / "annotator.sqlite")
        first = make_study(db, "Before", invented_articles(1), PEOPLE)
        publish(db, place.labelstudio, place.keys, first, 3)
        ours, theirs = [], []
        for n in range(rounds):
            ours.append(_ours(place, db, n))
            theirs.append(_theirs(place))
        db.close()
    yield Measured(
        "publish", tuple(ours), tuple(theirs), 1.3, "the SDK making 3 projects of the same tasks"
    )


def _ours(place: Installation, db: store.Store, n: int) -> float:
    study_id = make_study(db, f"Round {n}", invented_articles(ARTICLES), PEOPLE)
    began = time.perf_counter()
    done = publish(db, place.labelstudio, place.keys, study_id, 3)
    seconds = time.perf_counter() - began
    if done.assigned != 3 * ARTICLES:
        raise SystemExit(f"publishing assigned {done.assigned} articles, not {3 * ARTICLES}")
    for annotator in store.load_annotators(db, study_id):
        place.labelstudio.delete_project(annotator.project_id or 0)
    return seconds


def _theirs(place: Installation) -> float:
    xml = schemes.to_xml(schemes.load_builtin("framing"))
    tasks = [
        {"data": task_data(n, article)} for n, article in enumerate(invented_articles(ARTICLES))
    ]
    with httpx.Client(timeout=600, trust_env=False) as http:
        sdk: Any = label_studio_sdk.LabelStudio(  # type: ignore[no-untyped-call]
            base_url=place.labelstudio.url,
            api_key=place.keys.labelstudio_token,
            httpx_client=http,
        )
        began = time.perf_counter()
        projects = []
        for n in range(len(PEOPLE)):
            project = sdk.projects.create(title=f"Bare {n}", label_config=xml)
            sdk.projects.import_tasks(project.id, request=tasks, return_task_ids=True)
            projects.append(project.id)
        seconds = time.perf_counter() - began
        for project_id in projects:
            sdk.projects.delete(project_id)
    return seconds
