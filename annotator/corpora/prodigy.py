"""Prodigy's JSON Lines: one answer of one annotator a line.

`spans` with code points, `accept` (the choices taken), `relations` between marks, and `answer`:
accept, reject or ignore. The annotator is `_annotator_id`, else `_session_id`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotator.corpora.building import Builder, OpenWork, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, items, json_names
from annotator.models import State

CHOICE = "choice"  # the question that `accept` answers
TYPED = "user_input"  # what was typed under a text
_OWN = ("_input_hash", "_task_hash", "_session_id", "_annotator_id")


def is_prodigy(files: CorpusFiles) -> bool:
    firsts = (first_item(files, name) for name in json_names(files)[:3])
    return any(
        isinstance(one, dict) and "text" in one and ("answer" in one or any(k in one for k in _OWN))
        for one in firsts
    )


def read_prodigy(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    for name in json_names(files):
        for item in items(files, name):
            value = item.value
            if not isinstance(value, dict) or not isinstance(value.get("text"), str):
                files.refuse(name, "expected an object with a text; left out", item.line)
                continue
            meta = value.get("meta")
            source = said(meta.get("id")) if isinstance(meta, dict) else ""
            key = source or said(value.get("_input_hash")) or str(item.line)
            key = builder.document(key, value["text"], name)
            who = said(value.get("_annotator_id") or value.get("_session_id")) or "annotator"
            if builder.has_work(key, who):
                files.refuse(name, f"{who!r} answered this text in an earlier line, which stays",
                             item.line)  # fmt: skip
                continue
            _take(builder.work(key, who, name, item.line), value)
    return builder.corpus()


def _take(work: OpenWork, value: dict[str, Any]) -> None:
    answer = said(value.get("answer")) or "accept"
    if answer != "accept":
        work.state = State.SKIPPED
        if answer == "reject":
            work.lose("what was rejected is held as skipped")
    regions: dict[str, str] = {}
    for span in _dicts(value.get("spans")):
        region = work.mark(span.get("label"), (span.get("start"), span.get("end")),
                           words=said(span.get("text")))  # fmt: skip
        if region:
            regions.setdefault(f"{span.get('start')}-{span.get('end')}", region)
    for one in _dicts(value.get("relations")):
        ends = [regions.get(_place(one.get(side)), "") for side in ("head_span", "child_span")]
        work.relate(ends[0], ends[1], one.get("label"))
    work.answer(TYPED, value.get(TYPED))
    accepted = value.get("accept")
    if isinstance(accepted, list):
        work.answer(CHOICE, accepted)
    elif isinstance(value.get("label"), str):
        work.answer("label", value["label"])


def _place(span: Any) -> str:
    return f"{span.get('start')}-{span.get('end')}" if isinstance(span, dict) else ""


def _dicts(value: Any) -> Iterable[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
