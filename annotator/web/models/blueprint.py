"""The pages about a study's models."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("models", __name__, url_prefix="/studies/<int:study_id>/models")
