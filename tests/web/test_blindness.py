"""B's answers while A works are those while A is idle: nothing in them tells that somebody works.

Masked: times, locks, and the numbers that are fixed at publishing. The numbers of B's annotations
and drafts are compared by the order in which B meets them: each is a permutation's, which
`test_gateway_numbers.py` looks at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from gateway_world import Person, World, mark, open_world, submission, with_another_study

from annotator.labelstudio import EmbeddedServer, LabelStudio

pytestmark = pytest.mark.server
BRAZEN, MAYOR = mark(24, 30, "brazen"), mark(11, 16, "mayor", "r2")
MISSING = 2**31 - 5  # an id that Label Studio will not reach
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)|\d+\xa0minutes?")
_LOCK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = re.compile(r"(Study|of) \d+")


@pytest.fixture(scope="module")
def people(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("blindness")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=1) as made:
        yield made


@dataclass
class Script:
    """What B does, and what B hears; `meanwhile` happens before each request."""

    world: World
    meanwhile: Callable[[], None]
    aim_annotation: int
    aim_draft: int
    heard: list[tuple[str, int, Any]] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)  # requests to Label Studio, for each of B's
    names: dict[int, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, name: str = "") -> Any:
        self.meanwhile()
        upstream = self.world.app.extensions["gateway"]
        send, counted = upstream.send, itertools.count()

        def counting(*arguments: Any, **options: Any) -> Any:
            next(counted)
            return send(*arguments, **options)

        upstream.send = counting
        try:
            answer = self.world.ask(self.world.b, method, path, body)
        finally:
            upstream.send = send
        said = answer.get_json(silent=True)
        if name and isinstance(said, dict) and "id" in said:
            self.names.setdefault(said["id"], name)
        self.heard.append((f"{method} {name}", answer.status_code, said))
        self.asked.append(next(counted))
        return said

    def run(self) -> None:
        b = self.world.b
        tasks = [f"/api/tasks/{b.task(index)}" for index in range(3)]
        following = f"/api/dm/actions?id=next_task&project={b.project}"
        self.ask("GET", f"/api/projects/{b.project}")
        self.ask("GET", f"/api/dm/project?project={b.project}")
        self.ask("POST", following, {})
        draft = self.ask("POST", f"{tasks[0]}/drafts", {"result": [BRAZEN]}, "draft 1")
        self.ask("PATCH", f"/api/drafts/{draft['id']}", {"result": [BRAZEN]}, "draft 1")
        self.ask("GET", f"{tasks[0]}?interaction=labelstream")
        body = submission(str(uuid4()), BRAZEN, draft_id=draft["id"])
        done = self.ask("POST", f"{tasks[0]}/annotations", body, "annotation 1")
        self.ask("POST", following, {})
        self.ask("POST", f"{tasks[1]}/annotations", submission(str(uuid4())), "annotation 2")
        self.ask("GET", f"/api/annotations/{done['id']}")
        change = f"{tasks[0]}/annotations/{done['id']}/drafts"
        self.ask("POST", change, {"result": [MAYOR]}, "draft 2")
        self.ask("GET", f"{tasks[0]}?interaction=labelstream")
        self.ask("PATCH", f"/api/annotations/{done['id']}", {"result": [MAYOR]}, "annotation 1")
        self.ask("GET", f"/api/projects/{b.project}/label-stream-history?project={b.project}")
        self.ask("GET", f"/api/dm/project?project={b.project}")
        self.guess(tasks[2])

    def guess(self, task: str) -> None:
        """B tries ids that B was never given."""
        annotation, draft = self.aim_annotation, self.aim_draft
        self.ask("GET", f"/api/annotations/{annotation}")
        self.ask("PATCH", f"/api/annotations/{annotation}", {"result": []})
        self.ask("DELETE", f"/api/annotations/{annotation}")
        self.ask("POST", f"{task}/annotations/{annotation}/drafts", {"result": []})
        self.ask("PATCH", f"/api/drafts/{draft}", {"result": []})
        self.ask("DELETE", f"/api/drafts/{draft}")
        self.ask("POST", f"{task}/annotations", {"result": [], "draft_id": draft})

    def masked(self) -> list[tuple[str, int, Any]]:
        return [(what, status, self._mask(said)) for what, status, said in self.heard]

    def _mask(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            about = "project" if "label_config" in value else "id"
            return {
                name: self._mask(inside, about if name == "id" else name)
                for name, inside in value.items()
            }
        if isinstance(value, list):
            return [self._mask(inside, key) for inside in value]
        if isinstance(value, str) and key == "annotations_ids":
            return [self.names.get(int(one), one) for one in value.split(",") if one]
        if isinstance(value, str):
            value = _NAMED.sub(r"\1 N", _TIMES.sub("TIME", value))
            return "LOCK" if _LOCK.fullmatch(value) else value
        return self._mask_number(value, key)

    def _mask_number(self, value: Any, key: str) -> Any:
        """Fixed at publishing: project, tasks, articles. By the order met: annotations, drafts."""
        b = self.world.b
        fixed = {"project": {b.project: "project"}}
        fixed["article_id"] = {
            one.article_id: f"article {n}" for n, one in enumerate(b.assignments)
        }
        fixed["task"] = {one.task_id or 0: f"task {n}" for n, one in enumerate(b.assignments)}
        fixed["taskId"] = fixed["task"]
        fixed["annotation"] = fixed["annotationId"] = dict(self.names)
        fixed["id"] = fixed["task"] | self.names
        return fixed[key].get(value, value) if key in fixed else value


def working(world: World) -> tuple[Callable[[], None], int, int]:
    """A submits and drafts something before each of B's requests; A's first annotation, draft."""
    turns = itertools.count()

    def submit_and_change(index: int, change: dict[str, Any]) -> tuple[int, int]:
        path = f"/api/tasks/{world.a.task(index)}/annotations"
        done = world.ask(world.a, "POST", path, submission(str(uuid4()), BRAZEN)).json["id"]
        begun = world.ask(world.a, "POST", f"{path}/{done}/drafts", {"result": [change]})
        return done, begun.json["id"]

    def work() -> None:
        submit_and_change(1 + next(turns) % 3, BRAZEN)

    done, begun = submit_and_change(0, MAYOR)
    own = world.numbers(world.a)
    return work, own.meant("annotation", done), own.meant("draft", begun)


def test_what_b_hears_while_a_works_is_what_b_hears_while_a_is_idle(people: World) -> None:
    idle, busy = (with_another_study(people, articles=4) for _ in range(2))
    own = people.numbers(people.b)
    people.ask(people.b, "GET", "/api/version")  # B's session has begun
    quiet = Script(
        idle, lambda: None, own.shown("annotation", MISSING), own.shown("draft", MISSING)
    )
    quiet.run()
    work, annotation, draft = working(busy)
    loud = Script(busy, work, own.shown("annotation", annotation), own.shown("draft", draft))
    loud.run()
    for one, other in zip(quiet.masked(), loud.masked(), strict=True):
        assert one == other
    assert quiet.asked == loud.asked  # nor does it take another number of requests
    statuses = [status for _, status, _ in quiet.heard]
    assert statuses[-7:] == [403] * 7
    assert set(statuses[:-7]) == {200, 201}
    first, second = (world.annotations_in_labelstudio(task) for world, task in _first_tasks(busy))
    assert first, "A's work is there"
    assert second, "and B's"


def test_a_number_that_was_never_handed_out_is_refused_without_asking(people: World) -> None:
    for number in (2**31, 9_999_999_999):
        for path in (f"/api/annotations/{number}", f"/api/annotations/{number}?taskID=1"):
            assert people.ask(people.b, "GET", path).status_code == 403
        answer = people.ask(people.b, "PATCH", f"/api/drafts/{number}", {"result": []})
        assert answer.status_code == 403


def test_label_studio_s_own_ids_do_not_reach_the_browser(people: World) -> None:
    world = with_another_study(people, articles=1)
    task = world.b.task(0)
    body = submission(str(uuid4()), BRAZEN)
    following = f"/api/dm/actions?id=next_task&project={world.b.project}"
    assert world.ask(world.b, "POST", following, {}).json["id"] == task  # into the history
    done = world.ask(world.b, "POST", f"/api/tasks/{task}/annotations", body)
    (there,) = world.annotations_in_labelstudio(task)
    assert done.json["id"] != there["id"]
    assert world.ask(world.b, "GET", f"/api/annotations/{there['id']}").status_code == 403
    path = f"/api/projects/{world.b.project}/label-stream-history?project={world.b.project}"
    for answer in (
        world.ask(world.b, "GET", f"/api/tasks/{task}?interaction=labelstream"),
        world.ask(world.b, "GET", path),
    ):
        assert str(done.json["id"]) in answer.get_data(as_text=True)
        found = re.findall(r'"(?:id|annotationId|annotations_ids)":\s*"?(\d+)', answer.text)
        assert str(there["id"]) not in found or there["id"] in (task, world.b.project)


def _first_tasks(world: World) -> list[tuple[World, int]]:
    people: tuple[Person, ...] = (world.a, world.b)
    return [(world, one.task(0)) for one in people]
