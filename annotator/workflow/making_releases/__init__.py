"""A release of a study: its content of one moment, a look at it, and the folder that never changes.

`apart.py` makes a large study's release in a process of its own.
"""

from annotator.workflow.making_releases.content import load_content, personal_data, seen_content
from annotator.workflow.making_releases.folder import (
    MadeRelease,
    export_format,
    release_study,
    zip_release,
)

__all__ = [
    "MadeRelease",
    "export_format",
    "load_content",
    "personal_data",
    "release_study",
    "seen_content",
    "zip_release",
]
