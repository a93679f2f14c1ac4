"""What lies beside this product's own files and is none of them: said by name."""

from __future__ import annotations

from annotator.corpora.files import CorpusFiles

__all__ = ["say_unread"]

_DATA = (
    ".csv", ".tsv", ".tab", ".xlsx", ".ods", ".json", ".jsonl", ".ndjson", ".parquet", ".xml",
    ".xmi", ".ann", ".conll", ".zip",
)  # fmt: skip


def say_unread(files: CorpusFiles, which: str, *again: str) -> None:
    """A loss for each file of data that no reader has asked for; `which` says what is read, and
    files `again` hold the same once more."""
    for name in files.unread(*_DATA):
        if name in again:
            continue
        files.refuse(name, f"nothing of it was read: {which}")
