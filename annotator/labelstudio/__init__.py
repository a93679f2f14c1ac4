"""Label Studio, the only place that knows it: the embedded server, the client, its JSON."""

from __future__ import annotations

from annotator.labelstudio.accounts import (
    LabelStudioSession,
    post_as,
    submit_annotation,
    technical_email,
)
from annotator.labelstudio.client import LabelStudio
from annotator.labelstudio.results import ResultReader, read_annotation
from annotator.labelstudio.running import answers, running_origin, running_url
from annotator.labelstudio.server import EmbeddedServer
from annotator.labelstudio.tasks import task_data

__all__ = [
    "EmbeddedServer",
    "LabelStudio",
    "LabelStudioSession",
    "ResultReader",
    "answers",
    "post_as",
    "read_annotation",
    "running_origin",
    "running_url",
    "submit_annotation",
    "task_data",
    "technical_email",
]
