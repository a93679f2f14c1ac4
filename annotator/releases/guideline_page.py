"""The guideline as a page of its own, to be read without the tool."""

from __future__ import annotations

from annotator.models import Scheme
from annotator.schemes.guideline_html import escaped, guideline_html

__all__ = ["write_guideline"]


def write_guideline(scheme: Scheme) -> str:
    """HTML5 that loads nothing from anywhere."""
    title = f"{escaped(scheme.title)}, version {escaped(scheme.version)}"
    return (
        f'<!doctype html>\n<html lang="{escaped(scheme.language)}">\n<head><meta charset="utf-8">'
        f"<title>{title}</title>"
        "<style>body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 serif}</style>"
        f"</head>\n<body>\n<h1>{title}</h1>\n{guideline_html(scheme)}\n</body>\n</html>\n"
    )
