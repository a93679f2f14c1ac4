"""The embedded server that runs for a data folder, as another process of ours sees it."""

from __future__ import annotations

import httpx

from annotator.labelstudio import processes
from annotator.labelstudio.connection import is_loopback
from annotator.settings import Settings

RECORD_NAME = "label-studio.running.json"


def running_url(settings: Settings) -> str:
    """Its address on loopback, or "" when none runs and answers."""
    record = processes.load_record(settings.data_dir / RECORD_NAME)
    if record is None or processes.master(record) is None:
        return ""
    url = f"http://127.0.0.1:{record.port}"
    return url if answers(url) else ""


def answers(url: str, seconds: float = 5.0) -> bool:
    """Whether a Label Studio says there that it is well."""
    try:
        answer = httpx.get(f"{url}/health", timeout=seconds, trust_env=not is_loopback(url))
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return answer.status_code == httpx.codes.OK


def running_origin(settings: Settings) -> str:
    """The address people open, of the application that runs for this data folder; "" if none."""
    record = processes.load_record(settings.data_dir / RECORD_NAME)
    return record.origin if record is not None and processes.master(record) is not None else ""
