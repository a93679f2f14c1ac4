"""The pages about a study's gold."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("gold", __name__, url_prefix="/studies/<int:study_id>/gold")
