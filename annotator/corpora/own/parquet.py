"""This product's own Parquet: `articles` (an article a row, with everybody's work) or
`annotations` (a row an annotator and article)."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Any

from annotator.corpora.building import Builder, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.own.absent_texts import AbsentTexts, words_of
from annotator.corpora.own.beside import say_unread
from annotator.corpora.own.jsonl import answers_of, named_by_place, take_record
from annotator.corpora.own.left_behind import LeftBehind
from annotator.errors import SetupError

MOST_TIMES = 60  # how much larger a file may say to become
ROWS_AT_ONCE = 500
MOST_UNPACKED = 500 * 1024 * 1024  # bytes of its rows, in any file
SMALL = 50 * 1024 * 1024  # bytes unpacked that any file may have


def is_own_parquet(files: CorpusFiles) -> bool:
    return any(files.ending(".parquet"))


def read_own_parquet(files: CorpusFiles) -> Corpus:
    """Raises SetupError when pyarrow is missing."""
    builder = Builder(files)
    absent = AbsentTexts(files)
    behind = LeftBehind(files)
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
            works = row.get("annotations", [row])
            if not isinstance(works, list):
                if works:
                    files.refuse(name, "its column annotations holds no lists; left out", number)
                works = []
            record = {**row, "annotations": works}
            take_record(builder, absent, record, name, number)
            behind.record(record)
    absent.say()
    for name in names:
        if "gold" in PurePosixPath(name).name:
            _take_gold(builder, behind, name, _rows(files, name))
    behind.say()
    in_articles = [name for name in names if whole and "annotations" in PurePosixPath(name).name]
    say_unread(files, "the corpus is read from its Parquet files called articles, or annotations, "
               "and gold", *in_articles)  # fmt: skip
    return builder.corpus()


def _take_gold(builder: Builder, behind: LeftBehind, name: str, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows, 1):
        key = said(row.get("article_id"))
        if key not in builder.texts:
            builder.files.refuse(name, f"there is no article {key!r}; left out", number)
            continue
        behind.gold(row)
        work = builder.gold(key, name)
        region = work.mark(row.get("label"), (row.get("start"), row.get("end")), line=number,
                           words=words_of([row.get("text")]),
                           region=named_by_place(row),
                           alternative_of=said(row.get("alternative_of")))  # fmt: skip
        if region:
            answers_of(work, row.get("attributes"), region)


def _rows(files: CorpusFiles, name: str) -> list[dict[str, Any]]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SetupError("Parquet needs pyarrow: pip install pyarrow.") from error
    data = files.read(name)
    if data is None:
        return []
    unpacked = 0
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
        groups = (file.metadata.row_group(n) for n in range(file.metadata.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
        if size > max(SMALL, MOST_TIMES * len(data)):
            files.refuse(name, f"it would unpack from {len(data):,} to {size:,} bytes; left out")
            return []
        rows: list[dict[str, Any]] = []
        for batch in file.iter_batches(ROWS_AT_ONCE):  # type: ignore[no-untyped-call]
            found = batch.to_pylist()
            # What stands in the file's dictionary once may stand in every row.
            unpacked += batch.nbytes + sum(
                len(value) for row in found for value in row.values() if isinstance(value, str)
            )
            if unpacked > max(MOST_UNPACKED, MOST_TIMES * len(data)):
                files.refuse(name, f"it unpacks from {len(data):,} to more than {unpacked:,} "
                             "bytes; left out")  # fmt: skip
                return []
            rows += found
    except (pyarrow.ArrowException, OSError, ValueError, KeyError) as error:
        files.refuse(name, f"it is no Parquet that can be read: {str(error)[:200]}")
        return []
    return rows
