"""Ours and the peer that runs in our own environment; the others answer from theirs."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import trafilatura

from annotator.articles.files import read_file
from annotator.articles.pasted import read_pasted
from benchmarks.agreement.peer import Peers, peers
from benchmarks.articles.scores import Found

Read = Callable[[str], Found]


def ours(page: str) -> Found:
    found = read_file("page.html", page.encode()).articles
    if not found:
        return Found()
    one = found[0]
    return Found(one.text, one.title, tuple(filter(None, one.author.split(", "))), one.published)


def ours_pasted(paste: str) -> Found:
    one = read_pasted(paste)
    return Found(one.text, one.title, tuple(filter(None, one.author.split(", "))), one.published)


def by_trafilatura(page: str, *, precision: bool = False) -> Found:
    found: Any = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, favor_precision=precision
    )
    if found is None:
        return Found()
    authors = tuple(filter(None, (found.author or "").split("; ")))
    return Found(found.text or "", found.title or "", authors, found.date or "")


def by_peer(process: subprocess.Popen[str], name: str, page: str) -> Found:
    """What a peer of another environment finds; it knows neither authors nor dates."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the peers' process has no pipes")
    process.stdin.write(json.dumps({"reader": name, "page": page}) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"the peers' process ended during {name}")
    return Found(**json.loads(answer))


@contextmanager
def other_readers() -> Iterator[dict[str, Read]]:
    """Every peer by its name."""
    with peers("../articles/reader_peers.py") as running:
        names = ("readability-lxml", "resiliparse")
        yield {
            "trafilatura": by_trafilatura,
            "trafilatura, precision": partial(by_trafilatura, precision=True),
            **{name: partial(by_peer, _process(running), name) for name in names},
        }


def _process(running: Peers) -> subprocess.Popen[str]:
    return running.process


def processor(read: Read, pages: Iterable[str]) -> float:
    """Seconds of processor time for all pages."""
    began = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - began
