"""What programs that watch the tool are told, and who is told numbers."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest
from pages_world import ANNA, MANAGER, World

from annotator.cli.logging_files import log_to_file
from annotator.keys import load_keys


def test_the_process_says_that_it_answers_and_nothing_else(world: World) -> None:
    answer = world.app.test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_without_label_studio_it_is_not_ready_and_says_which_part_is_missing(world: World) -> None:
    answer = world.app.test_client().get("/ready")
    assert answer.status_code == 503
    assert answer.json == {"ready": False, "store": "ok", "label_studio": "does not answer"}


def test_a_store_that_does_not_open_is_said_without_its_path(world: World) -> None:
    world.settings.database.write_bytes(b"no database, but long enough to be looked at" * 40)
    answer = world.app.test_client().get("/ready")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["store"] == "does not answer"
    assert str(world.settings.data_dir) not in answer.text


def test_a_store_without_room_is_not_ready(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["annotator.web.health.blueprint"], "LEAST_FREE", 2**80)
    answer = world.app.test_client().get("/ready")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["store"] == "has no room"


def test_numbers_are_for_managers_and_for_who_has_the_token(world: World) -> None:
    assert world.app.test_client().get("/metrics").status_code == 403
    assert world.client(ANNA).get("/metrics").status_code == 403
    wrong = {"Authorization": "Bearer guessed"}
    assert world.app.test_client().get("/metrics", headers=wrong).status_code == 403
    assert world.client(MANAGER).get("/metrics").status_code == 200
    right = {"Authorization": f"Bearer {load_keys(world.settings).metrics_token}"}
    text = world.app.test_client().get("/metrics", headers=right).text
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    with world.app.app_context():
        assert float(lines['annotator_rows{of="studies",state="there"}']) >= 1
    assert lines["annotator_label_studio_up"] == "0.0"
    assert float(lines["annotator_disk_free_bytes"]) > 0
    assert float(lines['annotator_requests_total{part="health",status="4xx"}']) == 3
    assert 'annotator_request_seconds_bucket{le="0.1",part="health"}' in lines
    for person in (ANNA, MANAGER, "A01"):
        assert person not in text


def test_the_log_is_json_lines_without_addresses_links_or_keys(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        root.handlers[:] = []
        log_to_file(tmp_path / "logs")
        log = logging.getLogger("annotator.test")
        log.warning("%s opened /invitation/%s", "ann.lee@example.org", "k3y-of_Ann")
        try:
            raise ValueError("refused Token 0123456789abcdef0123 of bo@example.org")
        except ValueError:
            log.exception("It failed.")
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:], root.level = before, level
    text = (tmp_path / "logs" / "annotator.log").read_text()
    first, second = (json.loads(line) for line in text.splitlines())
    assert first["message"] == "[address] opened /invitation/[link]"
    assert (first["level"], first["logger"]) == ("WARNING", "annotator.test")
    assert "refused [key] of [address]" in second["error"]
    for secret in ("ann.lee", "k3y", "0123456789abcdef", "bo@"):
        assert secret not in text
