"""Collecting 3 projects x 2,000 tasks x 20 spans, against Label Studio's own JSON export."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from annotator import store
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.fetching import CLOCK_MARGIN
from annotator.workflow.collecting import CollectReport, collect
from annotator.workflow.publishing import publish
from benchmarks.labelstudio.installation import (
    Installation,
    installation,
    invented_articles,
    invented_result,
    new_study,
)
from benchmarks.measured import Measured

ARTICLES, PEOPLE = 2000, ["a@example.org", "b@example.org", "c@example.org"]


class Annotated(LabelStudio):
    """Imports every task with an annotation: the same data as 6,000 people's clicks, sooner."""

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, object]]) -> list[int]:
        dice = random.Random(project_id)
        ids: list[int] = []
        for first in range(0, len(tasks), 500):
            chunk = [
                {
                    "data": data,
                    "annotations": [
                        {"result": invented_result(str(data["text"]), dice), "lead_time": 60.0}
                    ],
                }
                for data in tasks[first : first + 500]
            ]
            answer = self.connection.post(
                f"/api/projects/{project_id}/import", chunk, return_task_ids="true"
            )
            ids += answer["task_ids"]
        return ids


def collecting(rounds: int) -> Iterator[Measured]:
    """A first collection, a second with nothing new, a third that must find two things."""
    with installation() as place:
        empty, study_id, projects = _annotated_study(place)
        first, second, third, exports = [], [], [], []
        for n in range(rounds):
            time.sleep(CLOCK_MARGIN.total_seconds() + 1)  # "nothing new" means: for a while
            exports.append(_export(place, projects))
            path = place.folder / f"{n}.sqlite"
            shutil.copy(empty, path)
            db = store.open_store(path)
            seconds, report = _collect(place, db, study_id)
            _expect(report.created > 0 and not report.problems, report)
            first.append(seconds)
            seconds, report = _collect(place, db, study_id)
            _expect(report == CollectReport(), report)
            second.append(seconds)
            _change_one_and_delete_one(place, db)
            seconds, report = _collect(place, db, study_id)
            _expect((report.created, report.updated, report.deleted) == (0, 1, 1), report)
            third.append(seconds)
            db.close()
            path.unlink()
    yield Measured("collect", tuple(first), tuple(exports), 1.5, "fetching the JSON exports")
    yield Measured("collect again", tuple(second), tuple(first), 0.05, "our first collection")
    yield Measured("collect changes", tuple(third), tuple(first), 1.0, "our first collection")


def _annotated_study(place: Installation) -> tuple[Path, int, list[int]]:
    """A published study of which nothing was collected; its projects are full."""
    path = place.folder / "empty.sqlite"
    db = store.open_store(path)
    study_id = new_study(db, "Collected", invented_articles(ARTICLES), PEOPLE)
    client = Annotated(place.labelstudio.url, place.keys.labelstudio_token)
    publish(db, client, place.keys, study_id, 3)
    client.close()
    projects = [one.project_id or 0 for one in store.load_annotators(db, study_id)]
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path, study_id, projects


def _collect(place: Installation, db: store.Store, study_id: int) -> tuple[float, CollectReport]:
    began = time.perf_counter()
    report = collect(db, place.labelstudio, study_id)
    return time.perf_counter() - began, report


def _export(place: Installation, projects: list[int]) -> float:
    began = time.perf_counter()
    for project_id in projects:
        path = f"/api/projects/{project_id}/export"
        with place.labelstudio.connection.stream(path, exportType="JSON") as answer:
            for _ in answer.iter_bytes():
                pass
    return time.perf_counter() - began


def _change_one_and_delete_one(place: Installation, db: store.Store) -> None:
    rows = db.execute(
        "SELECT labelstudio_id FROM annotations WHERE state = 'submitted' LIMIT 2"
    ).fetchall()
    (changed,), (deleted,) = rows
    connection = place.labelstudio.connection
    result = place.labelstudio.connection.get(f"/api/annotations/{changed}/")["result"]
    connection.patch(f"/api/annotations/{changed}/", {"result": result[1:]})
    connection.delete(f"/api/annotations/{deleted}/")


def _expect(truth: bool, report: CollectReport) -> None:
    if not truth:
        raise SystemExit(f"collecting found something else: {report}")
