"""The table of allowed requests. What it does not name is refused.

A path is matched whole, in its decoded form. `{task}` and the like stand for ids, which are looked
up in our own tables; so are the ids among the query's keys. A body is read only where one is named
here, and only the keys named are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from flask import Response

from annotator.web.gateway import answers, checks, drafting, page, passing, saving, static_files
from annotator.web.gateway.call import Call
from annotator.web.gateway.checks import Check, matching, number, one_of

Answer = Callable[[Call], Response]
Checks = dict[str, Check]

# Keys of a query or a body that name something, and what they name.
IDS = {
    "project": "project",
    "tabID": "view",
    "view": "view",
    "tab": "view",
    "taskID": "task",
    "draft_id": "begun draft",
}
_PLACEHOLDER = re.compile(r"\\\{(project|task|annotation|draft)\\\}")


@dataclass(frozen=True)
class Rule:
    method: str
    path: str
    answer: Answer
    query: Checks = field(default_factory=dict)
    needs: tuple[str, ...] = ()  # keys of the query that must be there
    body: Checks | None = None  # None: a body is not read at all

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        escaped = re.escape(self.path)
        return re.compile(_PLACEHOLDER.sub(r"(?P<\1>[1-9][0-9]{0,9})", escaped))


@dataclass(frozen=True)
class FilesRule(Rule):
    """`path` is a pattern: files lie in folders."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.path)


_PROJECT: Checks = {"project": number}
_WORK: Checks = {
    "result": checks.regions,
    "lead_time": checks.seconds,
    "started_at": checks.moment,
}
_ANNOTATION: Checks = _WORK | {
    "draft_id": checks.draft_number,
    "unique_id": checks.unique_id,
    "was_cancelled": checks.flag,
}
_DRAFT: Checks = _WORK | {"was_postponed": checks.flag}
_VERSION: Checks = {"v": matching(r"[0-9A-Za-z._-]{1,40}")}
_STATE: Checks = _PROJECT | {
    "interaction": one_of("timer"),
    "include": matching(r"[a-z_]{1,40}(,[a-z_]{1,40}){0,30}"),
}
_PAGE: Checks = {"labeling": one_of("1"), "tab": number, "article": number}
_TASKS: Checks = _PROJECT | {"page": number, "page_size": number, "view": number}
_NEXT: Checks = _PROJECT | {"id": one_of("next_task"), "tabID": number}
_LINKS: Checks = _PROJECT | {"expand": one_of("label")}
_EARLIER: Checks = _PROJECT | {"interaction": one_of("labelstream")}
_ONE: Checks = _PROJECT | {"taskID": number}
_FILES = r"/(?:react-app|static|label-studio-frontend)(?:/[A-Za-z0-9_@~-][A-Za-z0-9_@~.-]*)+"

TABLE: tuple[Rule, ...] = (
    # the page and its files
    Rule("GET", "/projects/{project}/data", page.labelling_page, _PAGE),
    Rule("GET", page.SCRIPT, page.our_script),
    FilesRule("GET", _FILES, static_files.static_file, _VERSION),
    # answered by us
    Rule("GET", "/api/current-user/whoami", answers.whoami),
    Rule("GET", "/api/users", answers.only_oneself, _PROJECT),
    Rule("GET", "/api/ml", answers.no_models, _PROJECT),
    Rule("GET", "/api/label_links", answers.no_links, _LINKS),
    Rule("GET", "/api/tasks", answers.no_tasks, _TASKS, ("project",)),
    Rule("GET", "/api/dm/views", answers.one_view, _PROJECT, ("project",)),
    Rule("POST", "/api/dm/views", answers.made_view, _PROJECT, ("project",)),
    # Label Studio's answers, scrubbed
    Rule("GET", "/api/version", passing.version),
    Rule("GET", "/api/projects/{project}", passing.project, _PROJECT),
    Rule("GET", "/api/dm/project", passing.project_state, _STATE, ("project",)),
    Rule("GET", "/api/dm/columns", passing.columns, _PROJECT, ("project",)),
    Rule("GET", "/api/projects/{project}/label-stream-history", passing.history, _PROJECT),
    Rule("POST", "/api/dm/actions", passing.next_task, _NEXT, ("id", "project")),
    Rule("GET", "/api/tasks/{task}", passing.task, _EARLIER),
    Rule("GET", "/api/annotations/{annotation}", passing.annotation, _ONE),
    # saving
    Rule("POST", "/api/tasks/{task}/annotations", saving.create, _PROJECT, body=_ANNOTATION),
    Rule("PATCH", "/api/annotations/{annotation}", saving.update, _ONE, body=_ANNOTATION),
    Rule("DELETE", "/api/annotations/{annotation}", saving.delete, _ONE),
    Rule("POST", "/api/tasks/{task}/drafts", drafting.create, _PROJECT, body=_DRAFT),
    Rule(
        "POST",
        "/api/tasks/{task}/annotations/{annotation}/drafts",
        drafting.create,
        _PROJECT,
        body=_DRAFT,
    ),
    Rule("PATCH", "/api/drafts/{draft}", drafting.update, _PROJECT, body=_DRAFT),
    Rule("DELETE", "/api/drafts/{draft}", drafting.delete, _PROJECT),
    # the menu of Label Studio's page, which leads back to our pages
    Rule("GET", "/", answers.to_our_pages),
    Rule("GET", "/projects", answers.to_our_pages),
    Rule("GET", "/projects/{project}", answers.to_our_pages),
    Rule("GET", "/projects/{project}/settings", answers.to_our_pages),
    Rule("GET", "/user/account", answers.to_our_pages),
    Rule("GET", "/user/login", answers.to_our_pages),
    Rule("GET", "/logout", answers.to_our_pages),
)


def find_rule(method: str, path: str) -> tuple[Rule, dict[str, int]] | None:
    """The rule for this request and the ids in its path. A slash at the end makes no difference."""
    plain = path.rstrip("/") or "/"
    for rule in TABLE:
        if rule.method == method and (found := rule.pattern.fullmatch(plain)):
            return rule, {name: int(value) for name, value in found.groupdict().items()}
    return None
