"""What nobody uses: vulture over the package, with the words of the templates counted as uses.

    python scripts/dead_code.py        names each, exit code 1 if there is any

What a test alone uses is used by nobody, unless it is part of what `annotator.agreement` offers.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
# Called by a library, by a table of names, or by whoever imports the package; not by our code.
CALLED_BY_OTHERS = [
    "@*.command",
    "@*.group",
    "@*.get",
    "@*.post",
    "@*.route",
    "@*.errorhandler",
    "@*.before_request",
    "@*.before_app_request",
    "@*.after_request",
    "@*.app_template_filter",
    "@*.app_context_processor",
    "@*.context_processor",
    "@*.user_loader",
    "@migrations",
]
NAMES = [
    "get_command", "format_commands",  # click calls them
    "setDocumentLocator", "startElement", "endElement",  # the XML parser calls them
    # expat calls or reads them
    "buffer_text", "StartElementHandler", "EndElementHandler", "CharacterDataHandler",
    "StartDoctypeDeclHandler", "EntityDeclHandler", "ExternalEntityRefHandler",
    "compress_type", "row_factory",  # zipfile and sqlite3 read them
    "enableCallbacks",  # the solver reads it
    "sync_auth_flow",  # httpx calls it
    "session_protection", "max_content_length",  # Flask and its login read them
    "traceback", "parameter",  # what a protocol hands over
    # the start of a process, by its name
    "serve", "serve_corpus", "serve_release", "serve_settling", "print_times",
    # waitress calls or reads them
    "add_task", "to_response", "channel_class", "parser_class", "ident", "completed",
    "expect_continue",
    "regex",  # werkzeug reads it
    "PASSWORD_HASHERS", "QuickHasher", "iterations",  # Django reads them
    "RATIO",  # a level that a codebook names
    "entropy_", "strategy_",  # fitted values, offered like the others
    "__getattr__",  # Python calls it
    # Fields that are kept or printed as JSON whole.
    "share_of_spans", "context_start", "context_end", "made_at", "undone_at", "unchanged",
    "open_by_reason", "waiting_articles", "finished_articles",
]  # fmt: skip


def named_in_text() -> set[str]:
    """Words of the templates, and functions that a table names as "annotator.module:function"."""
    found: set[str] = set()
    for path in (ROOT / "annotator").rglob("*.py"):
        found |= set(re.findall(r'"annotator[\w.]+:(\w+)"', path.read_text(encoding="utf-8")))
    for path in (ROOT / "annotator" / "web" / "templates").rglob("*.html"):
        found |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return found


def unused() -> list[str]:
    """`file:line: what`, one each."""
    vulture = Vulture(ignore_decorators=CALLED_BY_OTHERS, ignore_names=NAMES)
    vulture.scavenge([str(ROOT / "annotator"), str(ROOT / "benchmarks"), str(ROOT / "docs")])
    named = named_in_text()
    return [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.typ} {item.name} is not used"
        for item in vulture.get_unused_code(min_confidence=60)
        if item.name not in named
    ]


if __name__ == "__main__":
    found = unused()
    print("\n".join(found))
    sys.exit(bool(found))
