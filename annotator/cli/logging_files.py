"""The application's log: a JSON object a line, rotated, without anybody's address."""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
from datetime import datetime, timezone
from pathlib import Path

MOST_BYTES, FILES_BEFORE = 5_000_000, 3
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(/(?:invitation|reset)/)[\w.~-]+")
_KEY = re.compile(r"\b(?:Token|Bearer|sessionid=)\s*[\w.:-]{12,}")


class JsonLines(logging.Formatter):
    """What happened, where, how bad; a traceback under `error`."""

    def format(self, record: logging.LogRecord) -> str:
        content = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "thread": record.threadName,
            "message": without_persons(record.getMessage()),
        }
        if record.exc_info:
            content["error"] = without_persons(self.formatException(record.exc_info))
        return json.dumps(content, ensure_ascii=False)


def without_persons(text: str) -> str:
    """The text without addresses, links that let somebody in, and keys.

    >>> without_persons("ann.lee@example.org opened /invitation/abc-DEF_123")
    '[address] opened /invitation/[link]'
    """
    return _KEY.sub("[key]", _LINK.sub(r"\1[link]", _ADDRESS.sub("[address]", text)))


def log_to_file(folder: Path) -> None:
    """Everything from INFO on, in `annotator.log`; three older files of 5 MB are kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "annotator.log"
    path.touch(mode=0o600)
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=MOST_BYTES, backupCount=FILES_BEFORE, encoding="utf-8"
    )
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # They log every request's address, and an address can carry an invitation.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
