"""The gold of a study into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from annotator import store
from annotator.errors import StudyError
from annotator.releases.gold import (
    write_gold_answers,
    write_gold_jsonl,
    write_gold_relations,
    write_gold_spans,
)
from annotator.store import adjudication as kept
from annotator.workflow import releasing

__all__ = ["FORMATS", "export_gold"]

FORMATS = ("jsonl", "csv")


def export_gold(db: store.Store, study_id: int, file_format: str, folder: Path) -> list[Path]:
    """Write the study's gold into a folder; the paths written. A file appears whole or not."""
    gold = kept.load_gold(db, study_id)
    if file_format == "jsonl":
        work = store.load_study_work(db, study_id)
        parts: dict[str, Iterable[str]] = {"gold.jsonl": write_gold_jsonl(work, gold)}
    elif file_format == "csv":
        parts = {
            "gold-spans.csv": write_gold_spans(gold),
            "gold-answers.csv": write_gold_answers(gold),
            "gold-relations.csv": write_gold_relations(gold),
        }
    else:
        raise StudyError(f"Unknown format {file_format!r}. Formats: {', '.join(FORMATS)}.")
    return releasing.write_files(parts, folder)
