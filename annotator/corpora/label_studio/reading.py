"""Label Studio's JSON: a list of tasks, each with its text, annotations and predictions.

Offsets are code points. A prediction is its model's, and nobody's work; an annotation that is the
ground truth is the gold, too. What this product writes names annotators under `annotator`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.corpora.building import Builder, OpenWork, objects_of, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, items, json_names, objects, told_about
from annotator.corpora.label_studio.short_form import is_short, known_of_texts, whole_task
from annotator.corpora.label_studio.texts import TaskText, text_of_task
from annotator.corpora.whose import SameTexts
from annotator.models import State

_MARKS = ("labels", "hypertextlabels", "paragraphlabels")
_ANSWERS = {"choices": "choices", "textarea": "text", "number": "number", "rating": "rating",
            "taxonomy": "taxonomy", "datetime": "datetime"}  # fmt: skip


def is_label_studio(files: CorpusFiles) -> bool:
    firsts = (first_item(files, name) for name in json_names(files)[:3])
    return any(
        isinstance(one, dict)
        and (
            (isinstance(one.get("data"), dict)
             and ("annotations" in one or "completions" in one or "predictions" in one))
            or is_short(one)
        )
        for one in firsts
    )  # fmt: skip


def read_label_studio(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    same = SameTexts()
    for name in json_names(files):
        some = list(items(files, name))
        known = known_of_texts(one.value for one in some)
        for number, item in enumerate(some, 1):
            task = whole_task(item.value, known) if is_short(item.value) else item.value
            data = task.get("data") if isinstance(task, dict) else None
            text = _text(task, data) if isinstance(data, dict) else None
            if text is None or not isinstance(data, dict):
                files.refuse(name, f"task {number} has no text, or an address in place of it; "
                             "it was left out", item.line)  # fmt: skip
                continue
            key = said(data.get("article_id")) or same.number(
                name, text.text, said(task.get("id")), str(number)
            )
            key = builder.document(key, text.text, name, **told_about(data))
            for work, one in _works(builder, key, task, name, item.line):
                work.file, work.line = name, item.line
                take_result(work, one.get("result"), text)
    return builder.corpus()


def _text(task: dict[str, Any], data: dict[str, Any]) -> TaskText | None:
    """By the types of all that was said of a task (a mark that begins at an XPath is a page's), and
    by the marks' words."""
    said_of = [*objects(task.get("annotations") or task.get("completions")),
               *objects(task.get("predictions"))]  # fmt: skip
    found = [item for one in said_of for item in objects(one.get("result"))]
    values = [one["value"] for one in found if isinstance(one.get("value"), dict)]
    is_page = any(str(value.get("start")).startswith("/") for value in values)
    types = frozenset(said(one.get("type")) for one in found)
    return text_of_task(data, types | {"hypertextlabels"} if is_page else types, values)


def _works(
    builder: Builder, key: str, task: dict[str, Any], name: str, line: int
) -> Iterator[tuple[OpenWork, dict[str, Any]]]:
    def lose(sentence: str) -> None:
        builder.files.refuse(name, f"task {key}: {sentence}", line)

    given = task.get("annotations") or task.get("completions")
    for one in objects_of(given, "annotations", lose):
        annotator = _annotator(one)
        if one.get("ground_truth") is True and annotator in ("gold", ""):
            yield builder.gold(key, name, line), one
            continue
        annotator = annotator or "annotator"
        if builder.has_work(key, annotator):
            builder.files.refuse(
                name, f"{annotator!r} annotated task {key} again; the first stays", line
            )
            continue
        work = builder.work(key, annotator, name, line)
        if one.get("was_cancelled") is True or one.get("skipped") is True:
            work.state = State.SKIPPED
        yield work, one
        if one.get("ground_truth") is True and not builder.has_gold(key):
            yield builder.gold(key, name, line), one
    if drafts := len(objects(task.get("drafts"))):
        said_of = f"{drafts} draft{'s' * (drafts != 1)} of task {key} left out: not submitted"
        builder.files.refuse(name, said_of, line)
    for one in objects_of(task.get("predictions"), "predictions", lose):
        model = said(one.get("model_version")) or "unnamed"
        if prediction := builder.prediction(key, model, name, line):
            yield prediction, one
        else:
            builder.files.refuse(name, f"a second prediction of {model!r} was left out", line)


def _annotator(one: dict[str, Any]) -> str:
    who = one.get("annotator") or one.get("completed_by") or one.get("created_username")
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    return said(who)


def take_result(work: OpenWork, result: Any, text: TaskText) -> None:
    """The `result` of one annotation or prediction."""
    _Result(work, result, text).read()


class _Result:
    """The `result` of one annotation: a flat list of marks, answers and relations."""

    def __init__(self, work: OpenWork, result: Any, text: TaskText) -> None:
        self.work = work
        self.text = text
        self.items = work.objects(result, "result")
        self.marks: set[str] = set()

    def read(self) -> None:
        for item in self.items:
            if item.get("type") in _MARKS:
                self._mark(item)
        for item in self.items:
            kind = said(item.get("type"))
            if kind in _ANSWERS:
                self._answer(item, kind)
            elif kind == "relation":
                self._relation(item)
            elif kind not in _MARKS:
                self.work.lose(f"an item of type {kind!r} cannot be held; it was left out")

    def _relation(self, item: dict[str, Any]) -> None:
        """The arrow drawn backwards ("left") goes from its second mark to its first."""
        ends = said(item.get("from_id")), said(item.get("to_id"))
        if item.get("direction") == "left":
            ends = ends[1], ends[0]
        elif item.get("direction") == "bi":
            self.work.lose("a relation of both directions is held in one, as it was drawn")
        labels = item.get("labels") or [""]
        for label in labels if isinstance(labels, list) else [labels]:
            self.work.relate(*ends, label)

    def _mark(self, item: dict[str, Any]) -> None:
        value = item.get("value")
        region = said(item.get("id"))
        if not isinstance(value, dict):
            self.work.lose("a mark without a value was left out")
            return
        labels = value.get(said(item.get("type"))) or value.get("labels") or [""]
        if other := self.text.other(value):
            self.work.lose(f"a mark on {other!r}, which is not the text read, was left out")
            return
        where = self.text.place(value)
        words = said(value.get("text")).replace("\\n", "\n")
        for label in labels if isinstance(labels, list) else [labels]:
            if self.work.mark(label, where, region=region, words=words):
                self.marks.add(region)
        note = item["meta"].get("text") if isinstance(item.get("meta"), dict) else None
        if note and region in self.marks:
            self.work.answer("note", note, region)

    def _answer(self, item: dict[str, Any], kind: str) -> None:
        value = item.get("value")
        given = value.get(_ANSWERS[kind]) if isinstance(value, dict) else None
        if kind == "taxonomy" and isinstance(given, list):
            given = [" > ".join(map(said, path)) if isinstance(path, list) else path
                     for path in given]  # fmt: skip
        if given is None:
            question = said(item.get("from_name"))
            self.work.lose(f"the answer to {question!r} has no {_ANSWERS[kind]!r}; it was left out")
            return
        region = said(item.get("id"))
        about_mark = isinstance(value, dict) and "start" in value
        if about_mark and region not in self.marks:
            self.work.lose("an answer about a mark that is not there was left out")
            return
        self.work.answer(said(item.get("from_name")), given, region if region in self.marks else "")
