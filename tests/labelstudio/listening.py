"""What listens where Label Studio would: the same gunicorn with the same processes, at once.

For what happens to processes, whatever they serve. Run by gunicorn, so it imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Command = Callable[[int, int], list[str]]


def application(_: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"well"]


def standing_in(command: Command) -> Command:
    """The server's command with this application in Label Studio's place."""

    def changed(port: int, workers: int) -> list[str]:
        words = command(port, workers)
        words[words.index("loaded_once:application")] = "listening:application"
        return [*words, "--pythonpath", str(Path(__file__).parent)]

    return changed
