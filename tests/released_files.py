"""A release as tests look at it: every file's bytes by its path."""

from __future__ import annotations

from annotator.releases.content import Content
from annotator.releases.folder import make_release


def released_files(content: Content) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    made = make_release(content, files.__setitem__)
    assert made.files.keys() == files.keys()
    return files
