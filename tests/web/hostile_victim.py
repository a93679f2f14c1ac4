"""What A has made, what B has, and A's work as both databases have it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from gateway_world import World, mark, submission

from annotator.labelstudio import installation

SECRET_REGION = "secretRegionOfA"
# Which rows of Label Studio's tables are A's.
OF_A = {
    "project_id": "= :project",
    "task_id": "IN (SELECT id FROM task WHERE project_id = :project)",
    "annotation_id": "IN (SELECT id FROM task_completion WHERE project_id = :project)",
}


@dataclass(frozen=True)
class Ids:
    """The numbers that the forms' braces stand for: Label Studio's own."""

    a_project: int
    a_view: int
    a_user: int
    a_task: int
    a_annotation: int
    a_draft: int
    b_project: int
    b_task: int
    b_free_task: int
    b_annotation: int
    b_draft: int
    token: str


def prepare(world: World) -> Ids:
    """A and B each submit their first article and begin a draft."""
    made: dict[str, int] = {}
    for key, person in (("a", world.a), ("b", world.b)):
        region = mark(24, 30, "brazen", SECRET_REGION if key == "a" else "regionOfB")
        path = f"/api/tasks/{person.task(0)}"
        done = world.ask(person, "POST", f"{path}/annotations", submission(str(uuid4()), region))
        # A changes what was submitted; B's draft is of the last article, which no form submits.
        begun = f"/api/tasks/{person.task(len(person.assignments) - 1)}"
        if key == "a":
            begun = f"{path}/annotations/{done.json['id']}"
        draft = world.ask(person, "POST", f"{begun}/drafts", {"result": [region]})
        own = world.numbers(person)
        made[f"{key}_annotation"] = own.meant("annotation", done.json["id"])
        made[f"{key}_draft"] = own.meant("draft", draft.json["id"])
    assert world.a.account.labelstudio_user_id is not None
    return Ids(
        a_project=world.a.project,
        a_view=world.a.view,
        a_user=world.a.account.labelstudio_user_id,
        a_task=world.a.task(0),
        b_project=world.b.project,
        b_task=world.b.task(0),
        b_free_task=world.b.task(1),
        token=world.server.keys.labelstudio_token,
        **made,
    )


def aimed(world: World, ids: Ids) -> Ids:
    """As B would have to write them to mean the same, if B knew how."""
    own = world.numbers(world.b)
    return replace(
        ids,
        a_annotation=own.shown("annotation", ids.a_annotation),
        b_annotation=own.shown("annotation", ids.b_annotation),
        a_draft=own.shown("draft", ids.a_draft),
        b_draft=own.shown("draft", ids.b_draft),
    )


def filled(template: Any, ids: Ids) -> Any:
    """`template` with its braces filled; a brace alone becomes the number itself."""
    if isinstance(template, dict):
        return {name: filled(value, ids) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, ids) for value in template]
    if not isinstance(template, str):
        return template
    values = asdict(ids)
    if template.startswith("{") and template.endswith("}") and template[1:-1] in values:
        return values[template[1:-1]]
    return template.format(**values)


def work_in_labelstudio(world: World, ids: Ids) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of Label Studio's database that belongs to A's project, its tasks or annotations.

    Read from its file: through the interface it takes six requests, and shows less.
    """
    path = installation.database_path(world.server.settings)
    found = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            own = [f"{name} {values}" for name, values in OF_A.items() if name in columns]
            own += ["id = :project"] if table == "project" else []
            if own:
                sql = f"SELECT * FROM {table} WHERE {' OR '.join(own)}"
                found[table] = db.execute(sql, {"project": ids.a_project}).fetchall()
    return found


def work_in_sqlite(world: World) -> list[tuple[Any, ...]]:
    """A's rows: annotations, their versions and spans, drafts."""
    own = f"(SELECT id FROM assignments WHERE annotator_id = {world.a.annotator.id})"
    annotations = f"(SELECT id FROM annotations WHERE assignment_id IN {own})"
    queries = (
        f"SELECT * FROM assignments WHERE id IN {own}",
        f"SELECT * FROM annotations WHERE assignment_id IN {own}",
        f"SELECT * FROM drafts WHERE assignment_id IN {own}",
        f"SELECT * FROM revisions WHERE annotation_id IN {annotations}",
        f"SELECT * FROM spans WHERE annotation_id IN {annotations}",
    )
    with world.open_db() as db:
        return [tuple(row) for query in queries for row in db.execute(query)]
