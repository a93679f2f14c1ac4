"""Long lists come in pages."""

from __future__ import annotations

from flask import request

from annotator.web.numbers import whole_number

__all__ = ["page_number"]


def page_number(count: int, size: int) -> tuple[int, int]:
    """The page that was asked for (`?page=`), kept within bounds, and how many there are."""
    pages = max(1, -(-count // size))
    asked = whole_number(request.args.get("page", ""))
    return min(max(1, 1 if asked is None else asked), pages), pages
