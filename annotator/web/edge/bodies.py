"""How large the body of a request may be: the one place that says it, route by route."""

from __future__ import annotations

from annotator.settings import Settings

__all__ = ["MAX_FORM_BYTES", "MAX_UPLOAD_BYTES", "body_limit"]

MAX_UPLOAD_BYTES = 512 * 1024 * 1024
MAX_FORM_BYTES = 8 * 1024 * 1024  # a pasted article of 200,000 characters, and a page of edits


def body_limit(endpoint: str, settings: Settings) -> int:
    """Bytes of the body of a request to this route.

    >>> from pathlib import Path
    >>> settings = Settings(data_dir=Path("var"))
    >>> [body_limit(name, settings) >> 20 for name in ("uploads.bring", "gateway.door", "")]
    [512, 2, 8]
    """
    if endpoint in ("uploads.bring", "corpora.bring", "models.add"):
        return MAX_UPLOAD_BYTES
    if endpoint.startswith("gateway."):
        return settings.max_annotation_bytes
    return MAX_FORM_BYTES
