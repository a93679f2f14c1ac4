"""Prodigy's JSON Lines: one answer of one annotator a line.

`spans` with code points, `accept` (the choices taken), `relations` between marks, and `answer`:
accept, reject or ignore. The annotator is `_annotator_id`, else `_session_id`; a session that
Prodigy called by its time is nobody's, unless two of a file have one text. What one annotator did
with a text in several tasks is one work. Where one label a task was asked for (`label`, as
`textcat` does), each is a question: accept is yes, reject is no. Where no line says whose it is and
two files have answers about one text, a file (a data set of Prodigy's) is an annotator.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from annotator.corpora.building import SHOWN, Builder, OpenWork, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import Item, first_item, items, json_names, objects, say_beside
from annotator.corpora.whose import ONLY_ANNOTATOR, shared_level, whose_files
from annotator.models import State

CHOICE = "choice"  # the question that `accept` answers
TYPED = "user_input"  # what was typed under a text
_ANSWERED = ("spans", "relations", "accept", "label", TYPED)
_ANSWERS = ("accept", "reject", "ignore")
_YES_OR_NO = {"accept": "yes", "reject": "no"}
_BESIDE = ("text", "tokens", "answer", "meta", "options", "html", "config", "priority", "score",
           *_ANSWERED)  # fmt: skip
_TIME = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
_OWN = ("_input_hash", "_task_hash", "_session_id", "_annotator_id")


def is_prodigy(files: CorpusFiles) -> bool:
    firsts = (first_item(files, name) for name in json_names(files)[:3])
    return any(
        isinstance(one, dict) and "text" in one and ("answer" in one or any(k in one for k in _OWN))
        for one in firsts
    )


def read_prodigy(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    tasks: dict[tuple[str, str], _Tasks] = {}
    first: dict[str, str] = {}  # a text without a number -> the line where it stood first
    by_file = {name: list(items(files, name)) for name in json_names(files)}
    who_of = _named_by(by_file)
    owners = _owners(by_file, who_of)
    for name, some in by_file.items():
        say_beside(files, name, some, _BESIDE)
    found = [(name, one) for name, some in by_file.items() for one in some]
    by_label = _asks_label_by_label(
        [one.value for _, one in found if isinstance(one.value, dict)], who_of
    )
    for name, item in found:
        value = item.value
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            files.refuse(name, "expected an object with a text; left out", item.line)
            continue
        meta = value.get("meta")
        source = said(meta.get("id")) if isinstance(meta, dict) else ""
        key = (
            source
            or said(value.get("_input_hash"))
            or first.setdefault(value["text"], f"{item.line}")
        )
        key = builder.document(key, value["text"], name)
        who = who_of(value) or owners[name]
        new = tasks.setdefault((key, who), _Tasks(by_label)).new(value)
        if builder.has_work(key, who) and not new:
            files.refuse(name, f"{who!r} answered this text in an earlier line, which stays",
                         item.line)  # fmt: skip
            continue
        work = builder.work(key, who, name, item.line)
        work.file, work.line = name, item.line
        tasks[key, who].take(work, value, new)
    return builder.corpus()


def _who(value: dict[str, Any]) -> str:
    return said(value.get("_annotator_id") or value.get("_session_id"))


def _named_by(by_file: dict[str, list[Item]]) -> Callable[[dict[str, Any]], str]:
    """How a line names its annotator, "" where it does not."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, some in by_file.items():
        for value in (one.value for one in some if isinstance(one.value, dict)):
            seen[name, said(value.get("text"))].add(_who(value))
    if any(len(found) > 1 and any(map(_TIME.fullmatch, found)) for found in seen.values()):
        return _who
    return lambda value: "" if _TIME.fullmatch(_who(value)) else _who(value)


def _owners(
    by_file: dict[str, list[Item]], who_of: Callable[[dict[str, Any]], str]
) -> dict[str, str]:
    """File -> whose it is, where its lines name nobody."""
    values = {name: [one.value for one in some if isinstance(one.value, dict)]
              for name, some in by_file.items()}  # fmt: skip
    texts = {name: [said(one.get("text")) for one in some] for name, some in values.items()}
    if any(who_of(one) for some in values.values() for one in some) or shared_level(texts) is None:
        return dict.fromkeys(by_file, ONLY_ANNOTATOR)
    return whose_files(texts)


def _label_asked(value: dict[str, Any]) -> str:
    """The one label that a task asked for; "" where it asked for something else."""
    label = value.get("label")
    asks = isinstance(label, str) and not value.get("spans") and not value.get("options")
    return said(label) if asks else ""


def _asks_label_by_label(
    values: Sequence[dict[str, Any]], who_of: Callable[[dict[str, Any]], str]
) -> bool:
    """Somebody rejected a label, or gave several to one text: each was asked for by itself."""
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for value in values:
        label = _label_asked(value)
        if label:
            asked[said(value.get("text")), who_of(value)].add(label)
            if value.get("answer") == "reject":
                return True
    return any(len(labels) > 1 for labels in asked.values())


class _Tasks:
    """The tasks of one annotator about one text: marks in one, choices in another."""

    def __init__(self, by_label: bool) -> None:
        self.by_label = by_label
        self.done: set[str] = set()
        self.regions: dict[str, str] = {}
        self.is_accepted = False

    def new(self, value: dict[str, Any]) -> set[str]:
        """What this task has that those before had not."""
        found = {one for one in _ANSWERED if value.get(one) not in (None, "")}
        if self.by_label and (label := _label_asked(value)):
            found = found - {"label"} | {f"label {label}"}
        return found - self.done

    def take(self, work: OpenWork, value: dict[str, Any], new: set[str]) -> None:
        self.done |= new
        answer = said(value.get("answer")) or "accept"
        label = _label_asked(value)
        if self.by_label and label and answer in _YES_OR_NO:
            self.is_accepted = True
            work.state = State.SUBMITTED
            work.answer(label, _YES_OR_NO[answer])
            return
        self.is_accepted |= answer == "accept"
        work.state = State.SUBMITTED if self.is_accepted else State.SKIPPED
        if answer == "reject":
            work.lose("what was rejected is held as skipped")
        if answer not in _ANSWERS:
            work.lose(f"the answer {answer[:SHOWN]!r} is none of {', '.join(_ANSWERS)}; held as "
                      "skipped")  # fmt: skip
        for span in work.objects(value["spans"], "spans") if "spans" in new else ():
            region = work.mark(span.get("label"), _offsets(span, value.get("tokens")),
                               words=said(span.get("text")))  # fmt: skip
            if region:
                self.regions.setdefault(_place(span), region)
        for one in work.objects(value["relations"], "relations") if "relations" in new else ():
            ends = [self.regions.get(_place(one.get(side)), "")
                    for side in ("head_span", "child_span")]  # fmt: skip
            work.relate(ends[0], ends[1], one.get("label"))
        if TYPED in new:
            work.answer(TYPED, value[TYPED])
        if "accept" in new and isinstance(value["accept"], list):
            work.answer(CHOICE, value["accept"])
        elif "accept" in new:
            work.lose("'accept' is no list; it was left out")
        if "label" in new and "accept" in new:
            work.lose("'label' beside 'accept' was left out")
        elif "label" in new:
            work.answer("label", value["label"])


def _offsets(span: dict[str, Any], tokens: Any) -> tuple[Any, Any]:
    """Of characters; where a mark names its first and last token only, of these."""
    start, end = span.get("start"), span.get("end")
    first, last = span.get("token_start"), span.get("token_end")
    if start is None and end is None and isinstance(first, int) and isinstance(last, int):
        by_number = {said(one.get("id")): one for one in objects(tokens)}
        start = by_number.get(said(first), {}).get("start")
        end = by_number.get(said(last), {}).get("end")
    return start, end


def _place(span: Any) -> str:
    return f"{span.get('start')}-{span.get('end')}" if isinstance(span, dict) else ""
