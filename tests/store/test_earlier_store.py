"""A store that an earlier version made: every migration runs, and the same work is found in it."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import store
from annotator.reports import as_json
from annotator.store.migrations import migrations
from annotator.workflow.agreeing import study_report

EARLIER = Path(__file__).parents[1] / "data" / "earlier_store"
CONTENT = {
    "annotations": "SELECT id, assignment_id, state, labelstudio_id, unique_id, created_at, "
    "updated_at, content_sha256 FROM annotations ORDER BY id",
    "spans": 'SELECT annotation_id, region, label, start, "end", raw_start, raw_end, text '
    "FROM spans ORDER BY id",
    "answers": "SELECT annotation_id, region, question, value, number FROM answers ORDER BY id",
    "revisions": "SELECT id, annotation_id, kind, source, content_sha256, length(raw) "
    "FROM revisions ORDER BY id",
}


@pytest.fixture(scope="module")
def found_then() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lzma.decompress((EARLIER / "found.json.xz").read_bytes()))
    return found


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[store.Store]:
    """A copy, opened with today's code."""
    path = tmp_path / "annotator.sqlite"
    path.write_bytes(lzma.decompress((EARLIER / "annotator.sqlite.xz").read_bytes()))
    db = store.open_store(path)
    yield db
    db.close()


def test_every_migration_has_run(earlier: store.Store) -> None:
    assert not migrations.pending(earlier)
    assert not earlier.execute("PRAGMA foreign_key_check").fetchall()
    assert earlier.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("table", CONTENT)
def test_the_same_work_is_there(
    earlier: store.Store, found_then: dict[str, Any], table: str
) -> None:
    assert [list(row) for row in earlier.execute(CONTENT[table])] == found_then[table]


@pytest.mark.parametrize("study_id", [1, 2])
@pytest.mark.parametrize("marks", ["report", "raw"])
def test_the_report_is_the_same(
    earlier: store.Store, found_then: dict[str, Any], study_id: int, marks: str
) -> None:
    report = as_json(study_report(earlier, study_id, raw=marks == "raw"))
    report["measures"] = [one for one in report["measures"] if not _of_later_versions(one)]
    del report["findings"]
    for one in report["measures"]:
        one["parameters"].pop("question", None)
    assert _leaves(_but_intervals(json.loads(json.dumps(report)))) == [
        pytest.approx(leaf, rel=1e-9, abs=1e-12) if isinstance(leaf, float) else leaf
        for leaf in _leaves(_but_intervals(found_then[str(study_id)][marks]))
    ]


def _but_intervals(tree: Any) -> Any:
    """They were percentiles then and are BCa now, and the remark about few articles says so."""
    if isinstance(tree, dict):
        return {
            key: _but_intervals(value)
            for key, value in tree.items()
            if key not in ("interval", "interval_details", "interval_reason")
        }
    if isinstance(tree, list):
        return [_but_intervals(one) for one in tree if " compared: below 20" not in str(one)]
    return _worded_now(tree) if isinstance(tree, str) else tree


def _worded_now(text: str) -> str:
    """ "2 article(s)" then, "2 articles" now."""
    text = text.replace("so far are not compared", "so far: not compared")
    text = text.replace("undefined without", "no value without")
    text = text.replace("share no item", "without an item in common")
    text = re.sub(r"marked anything as \w+", "marked anything with this label", text)
    compared = "in the articles compared"
    text = re.sub(r"(marked anything(?: with this label)?)(?! with| in)", rf"\1 {compared}", text)
    text = re.sub(r"\b1 ([a-z ]+)\(s\) have", r"1 \1 has", text)
    text = re.sub(r"\b1 ([a-z ]+)\(s\) (count|overlap)\b", r"1 \1 \2s", text)
    text = re.sub(r"\b1 ([a-z ]+)\(s\)", r"1 \1", text)
    return re.sub(r"([a-z])\(s\)", r"\1s", text)


def _of_later_versions(measure: dict[str, Any]) -> bool:
    """What the version that made the store did not have: attributes, relations, F1 many to many,
    and the coefficients beside alpha of questions."""
    new = measure["name"].startswith(("relation_", "icc_")) or measure["level"] == "jaccard"
    return "attribute" in measure["parameters"] or new or measure["name"] == "f1_overlap_many"


def _leaves(tree: Any) -> list[Any]:
    if isinstance(tree, dict):
        return [leaf for key in sorted(tree) for leaf in (key, *_leaves(tree[key]))]
    if isinstance(tree, list):
        return [leaf for value in tree for leaf in _leaves(value)]
    return [tree]
