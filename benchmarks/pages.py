"""Every page of a large study: 1,000 articles x 5 annotators x 40 marks, overlapping and nested.

`make bench ONLY=pages`: warm pages and the first byte of downloads against 0.3 s, the memory of a
download, a cold report against reading the rows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from flask import Flask
from flask.testing import FlaskClient

from annotator import store
from annotator.keys import load_keys
from annotator.releases.downloads import FILES
from annotator.settings import Settings
from annotator.web import create_app
from annotator.web.jobs import wait_for_all
from annotator.workflow.agreeing import study_report
from annotator.workflow.inviting import create_manager
from annotator.workflow.making_results import ONE_THREAD
from benchmarks.agreement.peer import Memory
from benchmarks.agreement.spans import filled, read
from benchmarks.agreement.spans_data import nested_corpus
from benchmarks.measured import Measured

SECONDS = 0.3
MEGABYTES = 30.0
EMAIL, PASSWORD = "bench@example.org", "a long invented password"

T = TypeVar("T")

ADDRESSES = {
    "studies": "/studies/",
    "study": "/studies/1",
    "articles": "/studies/1/articles/",
    "article": "/studies/1/articles/500?annotator=A02",
    "report": "/studies/1/agreement/",
    "passages": "/studies/1/agreement/passages",
    "last passages": "/studies/1/agreement/passages?page=100000",
    "passages of label": "/studies/1/agreement/passages?label=name_calling&kind=missed&page=3",
    "annotators": "/studies/1/agreement/annotators/",
    "groups": "/studies/1/agreement/groups/",
    "enough data": "/studies/1/agreement/enough/",
    "gamma": "/studies/1/agreement/gamma",
    "downloads": "/studies/1/downloads/",
}


def pages(rounds: int) -> Iterator[Measured]:
    """One study, one run."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        db = store.open_store(settings.database)
        study_id = filled(db, nested_corpus())
        create_manager(db, EMAIL, PASSWORD, "Bench")
        yield cold_report(settings.database, study_id, rounds)
        app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
        client = signed_in(app)
        for name, address in ADDRESSES.items():
            yield warm(app, client, name, address, rounds)
        for name in FILES:
            address = f"/studies/{study_id}/downloads/{name}"
            yield Measured(
                f"first byte {name}",
                tuple(clock(lambda address=address: first_piece(client, address))[0]  # type: ignore[misc]
                      for _ in range(rounds)),
                (SECONDS,), 1, "0.3 s",
            )  # fmt: skip
            yield Memory(
                f"memory {name}", (memory(client, address),), (MEGABYTES,), 1, "30 MB"
            )  # fmt: skip
        db.close()


def cold_report(database: Path, study_id: int, rounds: int) -> Measured:
    """Processor time in a process such as results are made in: with one thread for arithmetic."""
    code = f"from {__name__} import print_times; print_times()"
    told = subprocess.run(
        [sys.executable, "-c", code, str(database), str(study_id), str(rounds)],
        env={**os.environ, **ONE_THREAD}, check=True, stdout=subprocess.PIPE,
    ).stdout  # fmt: skip
    theirs, ours = json.loads(told)
    return Measured("report, cold", tuple(ours), tuple(theirs), 3.5, "reading the rows")


def print_times() -> None:
    database, study_id, rounds = sys.argv[1:]
    db = store.open_store(Path(database))
    read(db, int(study_id))
    times = [
        (processor(lambda: read(db, int(study_id)))[0],
         processor(lambda: study_report(db, int(study_id)))[0])
        for _ in range(int(rounds))
    ]  # fmt: skip
    print(json.dumps(list(zip(*times, strict=True))))
    db.close()


def signed_in(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    if answer.status_code != 302:
        raise RuntimeError(f"signing in answered {answer.status_code}")
    return client


def warm(app: Flask, client: FlaskClient, name: str, address: str, rounds: int) -> Measured:
    """Seconds of the server for a page whose result is there."""
    client.get(address)
    wait_for_all(app)

    def look() -> None:
        answer = client.get(address)
        if answer.status_code != 200 or "data-job=" in answer.text:
            raise RuntimeError(f"{address} answered {answer.status_code}, or is not there yet")

    look()
    times = tuple(clock(look)[0] for _ in range(rounds))
    return Measured(f"page {name}", times, (SECONDS,), 1, "0.3 s")


def first_piece(client: FlaskClient, address: str) -> bytes:
    answer = client.get(address, buffered=False)
    (piece,) = islice(answer.iter_encoded(), 1)
    answer.close()
    return piece


def memory(client: FlaskClient, address: str) -> float:
    """Most megabytes that are in use while a whole file goes out."""
    tracemalloc.start()
    answer = client.get(address, buffered=False)
    for _ in answer.iter_encoded():
        pass
    answer.close()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def clock(run: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    value = run()
    return time.perf_counter() - began, value


def processor(run: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    value = run()
    return time.process_time() - began, value
