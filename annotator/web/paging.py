"""Long lists come in pages."""

from __future__ import annotations

from flask import request

__all__ = ["page_number"]


def page_number(count: int, size: int) -> tuple[int, int]:
    """The page that was asked for (`?page=`), kept within bounds, and how many there are."""
    pages = max(1, -(-count // size))
    return min(max(1, request.args.get("page", 1, type=int)), pages), pages
