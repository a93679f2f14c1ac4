"""Bringing articles: files and pasted text are read, shown for correction, then confirmed."""

from __future__ import annotations

from annotator.web.uploads import doubts
from annotator.web.uploads.blueprint import blueprint
from annotator.web.uploads.routes import edit_text

__all__ = ["blueprint", "doubts", "edit_text"]
