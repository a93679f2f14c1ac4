"""The pages about a study's agreement."""

from __future__ import annotations

from flask import Blueprint

__all__ = ["blueprint"]

blueprint = Blueprint("agreement", __name__, url_prefix="/studies/<int:study_id>/agreement")
