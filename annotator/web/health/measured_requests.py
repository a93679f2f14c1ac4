"""How many requests there were and how long they took, by part of the application."""

from __future__ import annotations

import time
from typing import NamedTuple, cast

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

EXTENSION = "annotator.metrics"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Instruments(NamedTuple):
    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram


def init_app(app: Flask) -> None:
    registry = CollectorRegistry()
    app.extensions[EXTENSION] = Instruments(
        registry,
        Counter(
            "annotator_requests",
            "Requests by part of the application and first digit of the status.",
            ["part", "status"],
            registry=registry,
        ),
        Histogram(
            "annotator_request_seconds",
            "Seconds until an answer was ready.",
            ["part"],
            buckets=SECONDS,
            registry=registry,
        ),
    )
    app.before_request(_begin)
    app.after_request(_count)


def instruments() -> Instruments:
    return cast(Instruments, current_app.extensions[EXTENSION])


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    part = _part()
    counted = instruments()
    counted.requests.labels(part, f"{response.status_code // 100}xx").inc()
    if "began" in g:
        counted.seconds.labels(part).observe(time.perf_counter() - g.began)
    return response


def _part() -> str:
    """A blueprint's name; what the labelling page saves is a part of its own."""
    part = request.blueprint or "other"
    saves = part == "gateway" and request.method in ("POST", "PATCH")
    return "saving" if saves and "/annotations" in request.path else part
