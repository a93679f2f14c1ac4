"""What a hostile annotator B can send against A, as a table.

Names in braces are A's or B's ids. `reaches` says how the same form shows, with the gateway's
checks off, that it is no dead address:

    reads    the answer holds A's article or mark
    changes  something of A's is different afterwards
    opens    Label Studio does what was asked (it answers with success)
    nowhere  this Label Studio answers with an error of its own; refused all the same
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

READS, CHANGES, OPENS, NOWHERE = "reads", "changes", "opens", "nowhere"

ALL = {
    "selectedItems": {"all": True, "excluded": []},
    "filters": {"conjunction": "and", "items": []},
}
MARKS: list[Any] = []


@dataclass(frozen=True)
class Form:
    name: str
    method: str
    path: str
    body: Any = None
    reaches: str = OPENS
    answered: bool = False  # the gateway answers it, by itself or with what is dropped left out
    headers: dict[str, str] = field(default_factory=dict)


def _form(name: str, method: str, path: str, body: Any = None, **rest: Any) -> Form:
    return Form(name, method, path, body, **rest)


FORMS: tuple[Form, ...] = (
    # one parameter twice
    _form(
        "project twice",
        "GET",
        "/api/tasks?page=1&page_size=30&project={b_project}&project={a_project}",
        reaches=READS,
    ),
    _form(
        "action twice",
        "POST",
        "/api/dm/actions?project={a_project}&id=next_task&id=delete_tasks",
        ALL | {"project": "{a_project}"},
        reaches=CHANGES,
    ),
    # the project named elsewhere
    _form(
        "project in a GET's body", "GET", "/api/tasks", {"project": "{a_project}"}, reaches=READS
    ),
    _form("view of A", "GET", "/api/tasks?view={a_view}", reaches=READS),
    _form(
        "view of A, project of B",
        "GET",
        "/api/tasks?project={b_project}&view={a_view}",
        reaches=NOWHERE,
    ),
    _form("project of A", "GET", "/api/tasks?project={a_project}", reaches=READS),
    _form("no project", "GET", "/api/tasks", reaches=NOWHERE),
    _form("columns of A", "GET", "/api/dm/columns?project={a_project}"),
    _form("state of A", "GET", "/api/dm/project?project={a_project}"),
    _form(
        "next task of A", "POST", "/api/dm/actions?id=next_task&project={a_project}", reaches=READS
    ),
    _form(
        "read A's task, own project",
        "GET",
        "/api/tasks/{a_task}?interaction=labelstream&project={b_project}",
        reaches=NOWHERE,
    ),
    _form("history of A", "GET", "/api/projects/{a_project}/label-stream-history"),
    # ids of A
    _form("read A's annotation", "GET", "/api/annotations/{a_annotation}", reaches=READS),
    _form("read A's task", "GET", "/api/tasks/{a_task}", reaches=READS),
    _form(
        "read A's task, in the stream",
        "GET",
        "/api/tasks/{a_task}?interaction=labelstream&project={a_project}",
        reaches=READS,
    ),
    _form("read A's annotations", "GET", "/api/tasks/{a_task}/annotations", reaches=READS),
    _form("read A's drafts", "GET", "/api/tasks/{a_task}/drafts", reaches=READS),
    _form("read A's draft", "GET", "/api/drafts/{a_draft}", reaches=READS),
    _form("change A's draft", "PATCH", "/api/drafts/{a_draft}", {"result": MARKS}, reaches=CHANGES),
    _form("delete A's draft", "DELETE", "/api/drafts/{a_draft}", reaches=CHANGES),
    _form(
        "change A's annotation",
        "PATCH",
        "/api/annotations/{a_annotation}",
        {"result": MARKS},
        reaches=CHANGES,
    ),
    _form(
        "change A's annotation, own task",
        "PATCH",
        "/api/annotations/{a_annotation}?taskID={b_task}&project={b_project}",
        {"result": MARKS},
        reaches=CHANGES,
    ),
    _form("delete A's annotation", "DELETE", "/api/annotations/{a_annotation}", reaches=CHANGES),
    _form(
        "draft on A's annotation",
        "POST",
        "/api/tasks/{b_task}/annotations/{a_annotation}/drafts",
        {"result": MARKS},
    ),
    _form(
        "draft on A's task",
        "POST",
        "/api/tasks/{a_task}/drafts",
        {"result": MARKS},
        reaches=CHANGES,
    ),
    _form(
        "A's annotation to a draft",
        "POST",
        "/api/annotations/{a_annotation}/convert-to-draft",
        reaches=CHANGES,
    ),
    _form(
        "annotate A's task",
        "POST",
        "/api/tasks/{a_task}/annotations?project={b_project}",
        {"result": MARKS},
        reaches=CHANGES,
    ),
    # fields of a body
    _form(
        "move own annotation to A's task",
        "PATCH",
        "/api/annotations/{b_annotation}",
        {"result": MARKS, "task": "{a_task}"},
        reaches=CHANGES,
        answered=True,
    ),
    _form(
        "move own draft to A's task",
        "PATCH",
        "/api/drafts/{b_draft}",
        {"result": MARKS, "task": "{a_task}", "annotation": "{a_annotation}"},
        reaches=CHANGES,
        answered=True,
    ),
    _form(
        "a view in A's project",
        "POST",
        "/api/dm/views",
        {"project": "{a_project}", "data": {"title": "B was here"}},
        reaches=CHANGES,
    ),
    _form(
        "a view in A's project, own query",
        "POST",
        "/api/dm/views?project={b_project}",
        {"project": "{a_project}", "data": {"title": "B was here"}},
        reaches=CHANGES,
        answered=True,
    ),
    # powers nobody needs for labelling
    _form(
        "delete A's tasks",
        "POST",
        "/api/dm/actions?id=delete_tasks&project={a_project}",
        ALL | {"project": "{a_project}"},
        reaches=CHANGES,
    ),
    _form(
        "delete A's annotations",
        "POST",
        "/api/dm/actions?id=delete_tasks_annotations&project={a_project}",
        ALL | {"project": "{a_project}"},
        reaches=CHANGES,
    ),
    _form(
        "change A's text", "PATCH", "/api/tasks/{a_task}", {"data": {"text": "x"}}, reaches=CHANGES
    ),
    _form("change own text", "PATCH", "/api/tasks/{b_task}", {"data": {"text": "x"}}),
    _form("delete A's task", "DELETE", "/api/tasks/{a_task}", reaches=CHANGES),
    _form("read A's project", "GET", "/api/projects/{a_project}"),
    _form(
        "rename A's project",
        "PATCH",
        "/api/projects/{a_project}",
        {"title": "B was here"},
        reaches=CHANGES,
    ),
    _form("rename own project", "PATCH", "/api/projects/{b_project}", {"title": "B was here"}),
    _form("delete A's project", "DELETE", "/api/projects/{a_project}", reaches=CHANGES),
    _form("list projects", "GET", "/api/projects"),
    _form("A's tasks, by project", "GET", "/api/projects/{a_project}/tasks", reaches=READS),
    _form("next of A's project", "GET", "/api/projects/{a_project}/next"),
    _form("export A", "GET", "/api/projects/{a_project}/export?exportType=JSON", reaches=READS),
    _form("list A's exports", "GET", "/api/projects/{a_project}/exports"),
    _form("make an export of A", "POST", "/api/projects/{a_project}/exports", {"title": "all"}),
    _form(
        "import into A",
        "POST",
        "/api/projects/{a_project}/import",
        [{"text": "x"}],
        reaches=CHANGES,
    ),
    _form("predict for A", "POST", "/api/predictions", {"task": "{a_task}", "result": MARKS}),
    _form("list predictions", "GET", "/api/predictions"),
    _form("labels", "GET", "/api/labels"),
    _form("storages", "GET", "/api/storages?project={a_project}"),
    _form("webhooks", "GET", "/api/webhooks"),
    _form(
        "make a webhook",
        "POST",
        "/api/webhooks/",
        {"url": "https://elsewhere.example/"},
        reaches=NOWHERE,  # where there is no network, its name cannot be looked up
    ),
    _form("own token", "GET", "/api/current-user/token"),
    _form("refresh tokens", "GET", "/api/token/"),
    _form("invitation", "GET", "/api/invite"),
    _form("organisation", "GET", "/api/organizations"),
    _form("a user", "GET", "/api/users/{a_user}"),
    _form("feature flags", "GET", "/feature-flags"),
    _form("documentation of everything", "GET", "/docs/api/schema/"),
    # pages
    _form("A's page", "GET", "/projects/{a_project}/data?labeling=1"),
    _form("A's settings", "GET", "/projects/{a_project}/settings"),
    _form("organisation page", "GET", "/organization/"),
    # spellings
    _form("prefix", "GET", "/foo/metrics/"),
    _form("encoded slash", "GET", "/api%2Fannotations%2F{a_annotation}", reaches=READS),
    _form("encoded digit", "GET", "/api/users%2F", answered=False),
    # headers
    _form(
        "somebody else's key",
        "GET",
        "/api/current-user/whoami",
        reaches=OPENS,
        answered=True,
        headers={"X-Api-Key": "{token}"},
    ),
    _form(
        "somebody else's token",
        "GET",
        "/api/current-user/whoami",
        answered=True,
        headers={"Authorization": "Token {token}"},
    ),
    _form("all users", "GET", "/api/users?project={b_project}", answered=True),
    # another site's page
    _form(
        "foreign origin",
        "POST",
        "/api/tasks/{b_free_task}/annotations",
        {"result": MARKS},
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    ),
    _form(
        "no origin",
        "POST",
        "/api/tasks/{b_free_task}/annotations",
        {"result": MARKS},
        headers={"Origin": "", "Sec-Fetch-Site": ""},
    ),
    _form(
        "foreign origin said to be the same site",
        "POST",
        "/api/tasks/{b_free_task}/annotations",
        {"result": MARKS},
        headers={"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    ),
)

# Every method on every address of A's or of the administrator's.
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ADDRESSES = (
    "/api/projects/{a_project}",
    "/api/projects/{a_project}/tasks",
    "/api/projects/{a_project}/export",
    "/api/projects/{a_project}/exports",
    "/api/tasks/{a_task}",
    "/api/tasks/{a_task}/annotations",
    "/api/tasks/{a_task}/drafts",
    "/api/annotations/{a_annotation}",
    "/api/drafts/{a_draft}",
    "/api/dm/views/{a_view}",
    "/api/users/{a_user}",
    "/api/webhooks",
    "/api/organizations/1/memberships",
    "/projects/{a_project}/data",
    "/projects/{a_project}/settings",
    "/admin",
    "/django-rq",
)
