"""PTC and LeWiDi by second implementations, written from the formats' descriptions alone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from conftest import submitted


def test_ptc_has_every_mark_in_code_points(release: Path, articles: dict) -> None:
    found: dict[tuple[int, str], list[tuple[int, int, str]]] = {}
    for path in (release / "ptc").rglob("*.task2-TC.labels"):
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line]
        number = int(path.name.removeprefix("article").partition(".")[0])
        assert all(len(row) == 4 and int(row[0]) == number for row in rows)
        found[number, path.parent.name] = sorted((int(r[2]), int(r[3]), r[1]) for r in rows)
    marked = {key: value for key, value in submitted(articles).items() if value}
    assert {key: value for key, value in found.items() if value} == marked


def test_lewidi_counts_its_labels(release: Path, articles: dict) -> None:
    items = 0
    for path in (release / "lewidi").glob("*.json"):
        for item in json.loads(path.read_text("utf-8")).values():
            items += 1
            counts = Counter(item["annotations"])
            total = sum(counts.values())
            assert len(item["annotators"].split(",")) == total == item["number of annotations"]
            shares = {label: round(count / total, 6) for label, count in counts.items()}
            assert item["soft_label"] == shares
            assert int(item["other_info"]["article"]) in articles
    assert items > len(articles)
