"""LeWiDi's JSON (Learning with Disagreements): an object of items, each with everybody's label.

The second edition writes labels as a list or a string with commas, in the order of `annotators`;
the third as an object by annotator. An item's text may be an object (context, response): its
values are the paragraphs. `hard_label` is the gold where it is there. Every data set numbers its
annotators from Ann0 or Ann1: of several at once, each is named with the task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.corpora.building import Builder, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import Item, first_item, items, json_names
from annotator.plural import counted

_NUMBERED = re.compile(r"Ann\d+")


def is_lewidi(files: CorpusFiles) -> bool:
    for name in json_names(files)[:5]:
        first = first_item(files, name)
        entries = [first, *first.values()] if isinstance(first, dict) else []
        if any(_is_item(one) for one in entries):
            return True
    return False


def _is_item(value: Any) -> bool:
    return isinstance(value, dict) and "annotators" in value and "annotations" in value


def read_lewidi(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    found: dict[str, list[Item]] = {}
    for name in json_names(files):
        if "annotators_meta" in name:
            files.refuse(name, "what it says of annotators is not held; it was left out")
        else:
            found[name] = list(items(files, name))
    tasks = {_question(one.value) for some in found.values() for one in some if _is_item(one.value)}
    for name, some in found.items():
        for number, item in enumerate(some, 1):
            value = item.value
            if not _is_item(value):
                files.refuse(name, f"item {item.key or number} has no annotators; left out",
                             item.line)  # fmt: skip
                continue
            text = value.get("text")
            raw = "\n\n".join(map(said, text.values())) if isinstance(text, dict) else said(text)
            if not raw:
                files.refuse(name, f"item {item.key or number} has no text; left out", item.line)
                continue
            key = builder.document(item.key or str(number), raw, name,
                                   language=said(value.get("lang")))  # fmt: skip
            question = _question(value)
            if problem := _uneven(value):
                files.refuse(name, f"item {item.key or number} {problem}", item.line)
            for who, label in _given(value):
                if not who:
                    files.refuse(name, f"item {item.key or number} has a label {said(label)!r} of "
                                 "nobody; left out", item.line)  # fmt: skip
                    continue
                if len(tasks) > 1 and _NUMBERED.fullmatch(who):
                    who = f"{who} ({question})"
                builder.work(key, who, name, item.line).answer(question, label, line=item.line)
            if said(value.get("hard_label")):
                builder.gold(key, name, item.line).answer(question, value["hard_label"])
    return builder.corpus()


def _question(value: dict[str, Any]) -> str:
    return said(value.get("annotation task") or value.get("task")) or "label"


def _given(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Annotator and label; several labels of one (`"a,b"` or `"a|b"`) are several answers."""
    annotations = value["annotations"]
    if isinstance(annotations, dict):
        pairs = [(said(who), label) for who, label in annotations.items()]
    else:
        pairs = list(zip(*_lists(value), strict=False))
    for who, label in pairs:
        if isinstance(label, str) and ("|" in label or "," in label):
            label = [one.strip() for one in label.replace("|", ",").split(",") if one.strip()]
        yield who, label


def _lists(value: dict[str, Any]) -> tuple[list[str], list[Any]]:
    """The annotators, and their labels in the same order."""
    people = [one.strip() for one in said(value["annotators"]).split(",") if one.strip()]
    if isinstance(value["annotators"], list):
        people = [said(one) for one in value["annotators"]]
    labels = value["annotations"]
    return people, labels if isinstance(labels, list) else said(labels).split(",")


def _uneven(value: dict[str, Any]) -> str:
    """Why not every label has its annotator; "" where each has."""
    if isinstance(value["annotations"], dict):
        return ""
    people, labels = map(len, _lists(value))
    return "" if people == labels else (
        f"names {counted(people, 'annotator')} and has {counted(labels, 'label')}; those in front "
        "were taken as pairs"
    )  # fmt: skip
