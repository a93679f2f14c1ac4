"""What files are that no reader reads, as far as a look at the first of them tells, and what to
bring instead: somebody whose corpus is refused should know how to go on.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, json_names

__all__ = ["what_else"]

SHOWN_NAMES = 12  # columns of a table, keys of an object
MOST_LOOKED_AT = 4096  # bytes of a file
LINES = '{"text": ..., "label": [[start, end, "label"]]}'
_TABLES = (".csv", ".tsv", ".tab")
_SPREADSHEETS = (".xlsx", ".xls", ".ods")
_INSTEAD = (
    "Whose marks or labels a column holds no program can tell: write a file for each annotator, "
    f"annotator.jsonl, with a line {LINES} for each text ('label': ['word', ...] for labels of the "
    "whole text), and bring these as one (doccano)."
)


def what_else(files: CorpusFiles) -> str:
    """A sentence or two about the first file that is told; "" when none is."""
    if name := next(files.ending(".a1", ".a2"), ""):
        return (
            f"{name} is of BioNLP's shared tasks: write each text's .a1 and .a2, one behind the "
            "other, to a file of its name that ends in .ann, and bring these (brat)."
        )
    for name in files.ending(*_TABLES):
        if told := _table(name, _beginning(files, name)):
            return told
    if name := next(files.ending(*_SPREADSHEETS), ""):
        return f"{name} is a spreadsheet. {_INSTEAD}"
    for name in json_names(files)[:3]:
        item = first_item(files, name)
        first = item[0] if isinstance(item, list) and item else item
        if isinstance(first, dict) and first:
            return f"The first entry of {name} has {_some(_keys(first))}. {_INSTEAD}"
    return next(filter(None, (_xml(name, _beginning(files, name))
                              for name in files.ending(".xml"))), "")  # fmt: skip


def _beginning(files: CorpusFiles, name: str) -> str:
    before = len(files.losses)
    found = (files.read(name) or b"")[:MOST_LOOKED_AT].decode("utf-8-sig", "replace")
    del files.losses[before:]
    return found


def _table(name: str, text: str) -> str:
    first = text.lstrip().partition("\n")[0].strip()
    if first.startswith(("# webanno", "#id=", "# de.tudarmstadt")):
        return (f"{name} is WebAnno's TSV before version 3: open it with WebAnno or INCEpTION, and "
                "export WebAnno TSV 3 or UIMA CAS XMI.")  # fmt: skip
    sign = max(",;\t|", key=first.count)
    columns = next(csv.reader(io.StringIO(first), delimiter=sign), [])
    if len(columns) < 2:
        return ""
    return f"{name} is a table with the columns {_some(columns)}. {_INSTEAD}"


def _xml(name: str, text: str) -> str:
    if "<GateDocument" in text:
        return f"{name} is of GATE: export UIMA CAS XMI, or brat's files, from it."
    return ""


def _keys(entry: dict[str, Any]) -> list[str]:
    """Of an entry; of the first one where entries stand under numbers or names of their own."""
    inner = [one for one in entry.values() if isinstance(one, dict)]
    same = len(inner) == len(entry) > 1 and set.intersection(*map(set, inner))
    return list(inner[0] if same else entry)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(str(one)[:40] for one in names[:SHOWN_NAMES]) + more
