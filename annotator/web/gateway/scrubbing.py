"""What of Label Studio's answers may be seen: only keys named here, and only the reader's own name.

A key that a later version of Label Studio adds stays hidden until somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.labelstudio.json_values import whole_number
from annotator.store.records import Account
from annotator.web.gateway.adopting import made_by
from annotator.web.gateway.own_numbers import OwnNumbers


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ANNOTATION = _words(
    "id result created_ago was_cancelled ground_truth created_at updated_at draft_created_at "
    "lead_time last_action bulk_created task project"
)
_DRAFT = _words(
    "id result created_ago lead_time was_postponed created_at updated_at task annotation"
)
_PREDICTION = _words("id result created_ago model_version score created_at updated_at task project")
_PERSON_SHORT = _words("id first_name last_name avatar email initials")
_TASK = _words(
    "id unique_lock_id data created_at updated_at is_labeled overlap inner_id total_annotations "
    "cancelled_annotations total_predictions completed_at avg_lead_time draft_exists project queue "
    "allow_skip"
)
_PROJECT = _words(
    "id label_config expert_instruction show_instruction show_skip_button enable_empty_annotation "
    "show_annotation_history color maximum_annotations is_published model_version is_draft "
    "created_at show_collab_predictions num_tasks_with_annotations task_number "
    "useful_annotation_number ground_truth_number skipped_annotations_number "
    "total_annotations_number total_predictions_number sampling show_ground_truth_first "
    "show_overlap_first overlap_cohort_percentage control_weights parsed_label_config "
    "evaluate_predictions_automatically config_has_control_tags skip_queue "
    "reveal_preannotations_interactively finished_task_number queue_total queue_done "
    "config_suitable_for_bulk_annotation state task_count annotation_count source_syncing "
    "target_syncing"
)
# Whether the page offers what we refuse anyway.
_PROJECT_POWERS = {
    "can_delete_tasks": False,
    "can_manage_annotations": False,
    "can_manage_tasks": False,
}


def project(raw: dict[str, Any], title: str, asked: Iterable[str] | None = None) -> dict[str, Any]:
    """A project as its annotator sees it: by the study's title, with nobody's name."""
    seen = _only(raw, _PROJECT)
    seen.update(_PROJECT_POWERS, title=title, description="", created_by=None)
    seen.update(show_instruction=False)  # our own part of the page shows the guideline, once
    return seen if asked is None else _only(seen, [*asked, "id"])


def person(account: Account) -> dict[str, Any]:
    """The account as Label Studio describes a user: its technical name, and nothing else."""
    return {
        "id": account.labelstudio_user_id,
        "first_name": "",
        "last_name": "",
        "username": account.technical_email.partition("@")[0],
        "email": account.technical_email,
        "last_activity": None,
        "custom_hotkeys": {},
        "avatar": None,
        "initials": "ME",
        "phone": "",
        "active_organization": 1,
        "active_organization_meta": {"title": "", "email": ""},
        "allow_newsletters": False,
        "date_joined": None,
    }


def annotation(raw: dict[str, Any], account: Account, numbers: OwnNumbers) -> dict[str, Any]:
    seen = _only(raw, _ANNOTATION)
    seen["id"] = numbers.shown("annotation", raw["id"])
    expanded = isinstance(raw.get("completed_by"), dict)
    me = account.labelstudio_user_id
    seen["completed_by"] = _short_person(account) if expanded else me
    seen.update(
        created_username=f" {account.technical_email}, {me}",
        updated_by=me,
        last_created_by=None,
        import_id=None,
        parent_prediction=None,
        parent_annotation=None,
    )
    return seen


def draft(raw: dict[str, Any], account: Account, numbers: OwnNumbers) -> dict[str, Any]:
    seen = _only(raw, _DRAFT)
    seen["id"] = numbers.shown("draft", raw["id"])
    if (annotation := whole_number(raw.get("annotation"))) is not None:
        seen["annotation"] = numbers.shown("annotation", annotation)
    name = account.technical_email
    seen.update(
        user=name, created_username=f"{name}, {account.labelstudio_user_id}", import_id=None
    )
    return seen


def task(raw: dict[str, Any], account: Account, numbers: OwnNumbers) -> dict[str, Any]:
    """A task with the reader's own annotations and drafts."""
    me = account.labelstudio_user_id
    own = [one for one in raw.get("annotations") or () if made_by(account, one.get("completed_by"))]
    drafts = [one for one in raw.get("drafts") or () if one.get("user") == account.technical_email]
    seen = _only(raw, _TASK)
    seen.update(
        annotations=[annotation(one, account, numbers) for one in own],
        drafts=[draft(one, account, numbers) for one in drafts],
        predictions=[_only(one, _PREDICTION) for one in raw.get("predictions") or ()],
        annotations_ids=",".join(str(numbers.shown("annotation", one["id"])) for one in own),
        annotators=[me] if own else [],
        updated_by=[{"user_id": me}] if own else [],
        meta={},
        annotations_results="",
        predictions_results="",
        predictions_model_versions="",
        file_upload=None,
        storage_filename=None,
        comment_count=0,
        unresolved_comment_count=0,
        last_comment_updated_at=None,
        comment_authors=[],
    )
    return seen


def history(raw: list[dict[str, Any]], numbers: OwnNumbers) -> list[dict[str, Any]]:
    """The articles this annotator has had: task and annotation."""
    return [
        {
            "taskId": one.get("taskId"),
            "annotationId": (number := whole_number(one.get("annotationId")))
            and numbers.shown("annotation", number),
        }
        for one in raw
    ]


def columns(columns: list[dict[str, Any]], account: Account) -> dict[str, Any]:
    """The page's columns; those about people list only the reader."""
    found = []
    for column in columns:
        if isinstance(column.get("schema"), dict) and "items" in column["schema"]:
            people = column.get("id") in ("annotators", "updated_by")
            items = [account.labelstudio_user_id] if people else []
            column = column | {"schema": column["schema"] | {"items": items}}
        found.append(column)
    return {"columns": found}


def _short_person(account: Account) -> dict[str, Any]:
    return _only(person(account), _PERSON_SHORT)


def _only(raw: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: raw[key] for key in keys if key in raw}
