"""The store opens in Datasette as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from annotator import store
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.workflow import studies


def filled(path: Path) -> None:
    db = store.open_store(path)
    study = studies.create_study(db, "Harbour", "framing", seed=1)
    (article,) = store.save_articles(db, study.id, [Article("A bridge", "A brazen 🌉 plan.")])
    account = store.create_account(db, email="ann@example.org", role="annotator")
    annotator = store.add_annotator(db, study.id, account.id)
    store.save_assignments(db, study.id, [(article.id, annotator.id, 0)])
    (assignment,) = store.load_assignments(db, study.id)
    span = Span("r1", "loaded_language", 2, 10, 2, 11, "brazen 🌉")
    moment = "2026-01-01T00:00:00Z"
    answers = (Answer("voice", "journalist", None, "r1"),)
    made = Annotation(1, 1, State.SUBMITTED, moment, moment, 1.0, (span,), answers, (), raw="{}")
    store.save_annotation(db, assignment.id, study.scheme_id, made, "test")
    db.close()


def asked(path: Path, address: str) -> Any:
    """Datasette's own command, in a process of its own: inside this one a browser of
    another test may still keep an event loop running."""
    command = [sys.executable, "-m", "datasette", str(path), "--get", address]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_the_view_of_spans_names_nobody_and_has_the_attributes(tmp_path: Path) -> None:
    path = tmp_path / "annotator.sqlite"
    filled(path)
    found = asked(path, "/annotator/span_table.json?_shape=array")
    assert [(row["annotator"], row["label"], row["text"]) for row in found] == [
        ("A01", "loaded_language", "brazen 🌉")
    ]
    assert found[0]["attributes"] == '{"voice":"journalist"}'
    assert "ann@example.org" not in str(found)


def test_rows_lead_to_the_rows_they_belong_to(tmp_path: Path) -> None:
    path = tmp_path / "annotator.sqlite"
    filled(path)
    tables = {table["name"]: table for table in asked(path, "/annotator.json")["tables"]}
    leads = {
        name: {key["column"] for key in tables[name]["foreign_keys"]["outgoing"]}
        for name in ("spans", "annotations", "assignments")
    }
    assert leads == {
        "spans": {"annotation_id"},
        "annotations": {"assignment_id", "scheme_id"},
        "assignments": {"study_id", "article_id", "annotator_id"},
    }
