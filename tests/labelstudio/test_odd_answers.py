"""JSON that is not what Label Studio says: something else may listen at its address."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from annotator.errors import LabelStudioRefused
from annotator.labelstudio import LabelStudio, fetching

ASKED: dict[str, Callable[[LabelStudio], object]] = {
    "projects": lambda client: list(client.projects()),
    "counts": lambda client: client.counts([1]),
    "tasks of ours": lambda client: client.tasks_of_ours(1),
    "contents": lambda client: client.task_contents(1),
    "states": lambda client: fetching.task_states(client.connection, 1),
    "drafts": lambda client: fetching.tasks_with_drafts(client.connection, 1),
}


@pytest.fixture(params=[b"{}", b'{"results": 3, "tasks": null}', b'{"results": [1], "tasks": [1]}'])
def stranger(request: pytest.FixtureRequest) -> Iterator[LabelStudio]:
    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(request.param)

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        client = LabelStudio(f"http://127.0.0.1:{server.server_port}", "0" * 40)
        yield client
        client.close()
        server.shutdown()


@pytest.mark.parametrize("asked", ASKED)
def test_a_stranger_at_its_address_is_named(stranger: LabelStudio, asked: str) -> None:
    with pytest.raises(LabelStudioRefused, match=r"without a list of \w+: .*address\?"):
        ASKED[asked](stranger)


def test_what_is_no_list_of_annotations_or_drafts_is_unreadable_and_not_empty(
    stranger: LabelStudio,
) -> None:
    of_tasks = fetching.annotations_of_tasks(stranger.connection, 1, [1])
    assert (of_tasks.annotations, of_tasks.unreadable) == ({}, {1})
    assert fetching.drafts_of_tasks(stranger.connection, [1]) == ([], {1})
