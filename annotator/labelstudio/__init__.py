"""Label Studio, the only place that knows it: the embedded server, the client, its JSON."""

from __future__ import annotations

from annotator.labelstudio.accounts import LabelStudioSession, technical_email
from annotator.labelstudio.client import LabelStudio
from annotator.labelstudio.running import running_origin, running_url
from annotator.labelstudio.server import EmbeddedServer

__all__ = [
    "EmbeddedServer",
    "LabelStudio",
    "LabelStudioSession",
    "running_origin",
    "running_url",
    "technical_email",
]
