"""This product's own Parquet: `articles` (an article a row, with everybody's work) or
`annotations` (a row an annotator and article)."""

from __future__ import annotations

import io
from typing import Any

from annotator.corpora.building import Builder
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.own.jsonl import take_record
from annotator.errors import SetupError

MOST_TIMES = 60  # how much larger a file may say to become
SMALL = 50 * 1024 * 1024  # bytes unpacked that any file may have


def is_own_parquet(files: CorpusFiles) -> bool:
    return any(files.ending(".parquet"))


def read_own_parquet(files: CorpusFiles) -> Corpus:
    """Raises SetupError when pyarrow is missing."""
    builder = Builder(files)
    names = list(files.ending(".parquet"))
    whole = [name for name in names if "articles" in name]
    for name in whole or names:
        if not whole and "gold" in name:
            continue
        for number, row in enumerate(_rows(files, name), 1):
            if "text" not in row or ("annotations" not in row and "annotator" not in row):
                files.refuse(name, "its columns are not those of articles or annotations: "
                             f"{', '.join(map(str, row))[:200]}")  # fmt: skip
                break
            record = row if isinstance(row.get("annotations"), list) else {
                **row, "annotations": [row]
            }  # fmt: skip
            take_record(builder, record, name, number)
    return builder.corpus()


def _rows(files: CorpusFiles, name: str) -> list[dict[str, Any]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SetupError("Parquet needs pyarrow: pip install pyarrow.") from error
    data = files.read(name)
    if data is None:
        return []
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
        groups = (file.metadata.row_group(n) for n in range(file.metadata.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
        if size > max(SMALL, MOST_TIMES * len(data)):
            files.refuse(name, f"it would unpack from {len(data):,} to {size:,} bytes; left out")
            return []
        rows: list[dict[str, Any]] = file.read().to_pylist()  # type: ignore[no-untyped-call]
    except (pyarrow.ArrowException, OSError, ValueError, KeyError) as error:
        files.refuse(name, f"it is no Parquet that can be read: {str(error)[:200]}")
        return []
    return rows
