"""This product's own CSV: `spans.csv`, `answers.csv`, `annotations.csv`, `relations.csv`.

They hold no texts: each article's text lies beside them as `7.txt` (its number), or in the column
`text` of `articles.csv`. A cell defused for spreadsheets is read back as it was.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from annotator.corpora.building import Builder
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.models import State

_DEFUSED = re.compile(r"'+[=+\-@\t\r]")
_KINDS = ("articles", "annotations", "spans", "answers", "relations")
MARK_COLUMNS_OF_CSV = (
    "article_id", "article", "annotator", "state", "codebook", "span", "label", "start", "end",
    "text", "raw_start", "raw_end", "updated_at",
)  # fmt: skip
csv.field_size_limit(100_000_000)


def is_own_csv(files: CorpusFiles) -> bool:
    return any(_kind(name) in ("spans", "annotations", "answers") for name in files.ending(".csv"))


def read_own_csv(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    tables = {kind: [name for name in files.ending(".csv") if _kind(name) == kind]
              for kind in _KINDS}  # fmt: skip
    for name in tables["articles"]:
        for _, row in table_rows(files, name):
            if row.get("text"):
                builder.document(row["article_id"], row["text"], name, title=row.get("title", ""),
                                 outlet=row.get("outlet", ""), url=row.get("url", ""))  # fmt: skip
    for name in files.ending(".txt"):
        stem = PurePosixPath(name).stem
        source = files.text(name) if stem not in builder.texts else None
        if source is not None:
            builder.document(stem, source, name)
    for kind in _KINDS[1:]:
        for name in tables[kind]:
            for line, row in table_rows(files, name):
                _take(builder, kind, name, line, row)
    return builder.corpus()


def _take(builder: Builder, kind: str, name: str, line: int, row: dict[str, str]) -> None:
    key = row.get("article_id", "")
    if key not in builder.texts:
        builder.files.refuse(name, f"there is no text of article {key!r} ({key}.txt); left out",
                             line)  # fmt: skip
        return
    work = builder.work(key, row.get("annotator") or "annotator", name)
    work.file = name
    if row.get("state") == State.SKIPPED.value:
        work.state = State.SKIPPED
    if kind == "spans":
        known = work.has_mark(row.get("span", ""))
        region = work.mark(row.get("label"), (row.get("start"), row.get("end")), line=line,
                           region=row.get("span", ""))  # fmt: skip
        for question, value in row.items():
            if region and not known and question not in MARK_COLUMNS_OF_CSV and value:
                work.answer(question, choices_of(value), region, line)
    elif kind == "answers":
        work.answer(row.get("question", ""), row.get("value"), line=line)
    elif kind == "relations":
        work.relate(row.get("from", ""), row.get("to", ""), row.get("label"), line)


def choices_of(cell: str) -> list[str]:
    """What `|` parts, a backslash before `|` or a backslash taken away.

    >>> choices_of("town \\\\| hall|mayor"), choices_of("C:\\\\dir")
    (['town | hall', 'mayor'], ['C:\\\\dir'])
    """
    parts = re.findall(r"(?:^|\|)((?:\\.|[^|])*)", cell, re.DOTALL)
    return [re.sub(r"\\([\\|])", r"\1", part) for part in parts]


def _kind(name: str) -> str:
    """What a file holds, by its name: "harbour-spans.csv" has spans; gold is another thing."""
    stem = PurePosixPath(name).stem.lower()
    if "gold" in stem:
        return ""
    return next((one for one in _KINDS if stem == one or stem.endswith(f"-{one}")), "")


def table_rows(files: CorpusFiles, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(files.text(name) or "", newline=""))
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = [cell.strip() for cell in cells]
            elif len(cells) != len(header):
                files.refuse(name, f"{len(cells)} cells under {len(header)} columns; left out",
                             reader.line_num)  # fmt: skip
            else:
                plain = (cell[1:] if _DEFUSED.match(cell) else cell for cell in cells)
                yield reader.line_num, dict(zip(header, plain, strict=True))
    except csv.Error as error:
        files.refuse(name, f"it is no CSV: {error}", reader.line_num)
