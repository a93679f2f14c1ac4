"""Predictions of models from one file.

JSON Lines or JSON: a line an article (`spans`, `answers`; or one model's in `annotations`, as
`annotator export` writes them); or a line a mark (`label`) or an answer (`question`). CSV: a row a
mark or an answer, with the columns of `spans.csv` and `answers.csv`; other columns of a mark are
what was said of it. Label Studio: tasks with `predictions`.

What cannot be taken is a loss with its line, and the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from annotator.corpora.building import OpenWork, objects_of, said, whole
from annotator.corpora.corpus import Loss, Work
from annotator.corpora.files import CorpusFiles
from annotator.corpora.fitting import answer_reader
from annotator.corpora.json_files import items, json_names, objects
from annotator.corpora.label_studio.reading import take_result
from annotator.corpora.label_studio.texts import TaskText, text_of_task
from annotator.corpora.offsets import ReadText
from annotator.corpora.own.csv_tables import MARK_COLUMNS_OF_CSV, choices_of, table_rows
from annotator.corpora.own.jsonl import take_work
from annotator.corpora.predictions.known import KnownArticle, KnownArticles, Named
from annotator.errors import CorpusError
from annotator.models import Answer, Scheme, normalise

__all__ = ["Predictions", "read_predictions"]

VERSION = ("version", "model_version", "annotator", "model")  # the first that is there
ABOUT = ("prompt", "date")  # of a model, where a line says it
NOT_OF_A_MARK = {
    *MARK_COLUMNS_OF_CSV, *ABOUT, "article_id", "id", "title", "text_sha256", "sha256", "model",
    "version", "model_version", "question", "value", "region",
}  # fmt: skip


@dataclass
class Predictions:
    """`work` is named by the article's number in the study and by the model's version; `about`
    says what the file itself tells of a version; `raw` what it said of an article, as JSON."""

    work: tuple[Work, ...] = ()
    about: dict[str, dict[str, str]] = field(default_factory=dict)
    raw: dict[tuple[str, str], str] = field(default_factory=dict)
    losses: tuple[Loss, ...] = ()
    unchecked: int = 0  # marks that came without the text, its hash or their words


def read_predictions(
    files: CorpusFiles, known: KnownArticles, scheme: Scheme, version: str = ""
) -> Predictions:
    """Everything in the files; of `version` alone where one is asked for. Raises CorpusError when
    no file can hold predictions."""
    reading = _Reading(files, known, answer_reader(scheme), version)
    tables = list(files.ending(".csv"))
    for name in tables:
        for line, row in table_rows(files, name):
            reading.row(name, line, row)
    lines = json_names(files)
    for name in lines:
        for item in items(files, name):
            if isinstance(item.value, dict):
                reading.record(name, item.line, item.value)
            else:
                files.refuse(name, "expected an object with predictions; left out", item.line)
    if not tables and not lines:
        raise CorpusError(
            "Predictions are read from .jsonl, .json or .csv; there is "
            f"{', '.join(list(files.names)[:3])}."
        )
    return reading.done()


class _Reading:
    def __init__(
        self, files: CorpusFiles, known: KnownArticles,
        read_answer: Callable[[Answer], Answer | str], version: str,
    ) -> None:  # fmt: skip
        self.files = files
        self.known = known
        self.read_answer = read_answer
        self.version = version
        self.work: dict[tuple[str, str], OpenWork] = {}
        self.whole: set[tuple[str, str]] = set()  # said in one line, so that a second is another
        self.raw: dict[tuple[str, str], list[Any]] = {}
        self.about: dict[str, dict[str, str]] = {}
        self.unchecked = 0

    def done(self) -> Predictions:
        raw = {key: json.dumps(said_of, ensure_ascii=False) for key, said_of in self.raw.items()}
        work = tuple(one.done() for one in self.work.values())
        return Predictions(work, self.about, raw, tuple(self.files.losses), self.unchecked)

    # ------------------------------------------------------------------ the forms

    def record(self, name: str, line: int, record: dict[str, Any]) -> None:
        if isinstance(record.get("data"), dict) and "predictions" in record:
            self._task(name, line, record)
        elif "label" in record or "question" in record:
            self.row(name, line, record)
        else:
            self._article(name, line, record)

    def _task(self, name: str, line: int, task: dict[str, Any]) -> None:
        """Of Label Studio."""
        data = task["data"]
        text = text_of_task(data)
        words = text.text if text else None
        article = self._found(name, line, Named(said(data.get("article_id")), text=words))
        if article is None:
            return
        lose = partial(self.files.refuse, name, line=line)
        for one in objects_of(task["predictions"], "predictions", lose):
            read = text or TaskText(article.text)
            work = self._opened(name, line, article, one, one, ReadText(read.text))
            if work is not None:
                take_result(work, one.get("result"), read)

    def _article(self, name: str, line: int, record: dict[str, Any]) -> None:
        """A line an article."""
        article = self._found(name, line, _named(record))
        if article is None:
            return
        content, about = record, record
        if "spans" not in record and "answers" not in record:
            nested = [*objects(record.get("annotations")), *objects(record.get("predictions"))]
            if len(nested) != 1:
                self.files.refuse(
                    name, f"expected spans and answers of one model, found {len(nested)}; left out",
                    line,
                )  # fmt: skip
                return
            content = nested[0]
            about = {**record, **content}
        raw = {key: value for key, value in record.items() if key != "text"}
        work = self._opened(name, line, article, about, raw)
        if work is None:
            return
        checked = _is_checked(record)
        spans = [one for one in work.objects(content.get("spans"), "spans")
                 if self._fits(work, article, one, line, checked=checked)]  # fmt: skip
        take_work(work, {**content, "spans": spans})

    def row(self, name: str, line: int, row: Mapping[str, Any]) -> None:
        """A row a mark or an answer; one with neither says that nothing is marked there."""
        named = _named(row, of_a_mark="label" in row)
        article = self._found(name, line, named)
        if article is None:
            return
        work = self._opened(name, line, article, row, dict(row), rows=True)
        if work is None:
            return
        if said(row.get("label")):
            if not self._fits(work, article, row, line, checked=bool(named.sha256)):
                return
            region = work.mark(row.get("label"), (row.get("start"), row.get("end")), line=line,
                               region=said(row.get("span") or row.get("region")))  # fmt: skip
            for question, value in row.items():
                if region and question not in NOT_OF_A_MARK and said(value):
                    given = choices_of(value) if isinstance(value, str) else value
                    work.answer(question, given, region, line)
        elif said(row.get("question")):
            answer = Answer(said(row["question"]), said(row.get("value")))
            found = self.read_answer(answer)  # here, where the line is known
            if isinstance(found, str):
                work.lose(found, line)
            else:
                work.answer(answer.question, answer.value, line=line)

    # ------------------------------------------------------------------ what they share

    def _found(self, name: str, line: int, named: Named) -> KnownArticle | None:
        article = self.known.find(named)
        if isinstance(article, str):
            self.files.refuse(name, article, line)
            return None
        return article

    def _opened(
        self, name: str, line: int, article: KnownArticle, about: Mapping[str, Any], raw: Any,
        text: ReadText | None = None, *, rows: bool = False,
    ) -> OpenWork | None:  # fmt: skip
        """The model's work on an article, begun or, row by row, gone on with."""
        version = said(next(filter(None, map(about.get, VERSION)), ""))
        if self.version and version not in ("", self.version):
            other = f"of version {version[:60]!r}, not {self.version!r}; left out"
            self.files.refuse(name, other, line)
            return None
        version = self.version or version
        key = (str(article.id), version)
        if key in self.whole or (key in self.work and not rows):
            second = f"a second prediction of article {article.id}; the first stays"
            self.files.refuse(name, second, line)
            return None
        if key not in self.work:
            text = text or ReadText(article.text)
            self.work[key] = OpenWork(key[0], version, text, self.files.losses, name, line)
            if not rows:
                self.whole.add(key)
        told = self.about.setdefault(version, {})
        for what in ABOUT:
            if word := said(about.get(what)):
                told.setdefault(what, word)
        self.raw.setdefault(key, []).append(raw)
        return self.work[key]

    def _fits(
        self, work: OpenWork, article: KnownArticle, mark: Mapping[str, Any], line: int, *,
        checked: bool,
    ) -> bool:  # fmt: skip
        """Whether the words that a mark names stand where it says."""
        words = mark.get("text")
        try:
            start, end = whole(mark.get("start")), whole(mark.get("end"))
        except (TypeError, ValueError):
            return True  # refused with its offsets
        there = article.text[start:end]
        if not isinstance(words, str) or not words:
            self.unchecked += not checked and 0 < end - start == len(there)
            return True
        if there == normalise(words):
            return True
        work.lose(
            f"the words {words[:60]!r} are not those of article {article.id} from "
            f"{mark.get('start')} to {mark.get('end')}, {there[:60]!r}; the mark was left out",
            line,
        )
        return False


def _named(record: Mapping[str, Any], *, of_a_mark: bool = False) -> Named:
    """In a row of a mark `text` is the passage, and `id` the mark's."""
    number = record.get("article_id") or ("" if of_a_mark else record.get("id"))
    text = record.get("text")
    return Named(
        said(number), said(record.get("text_sha256") or record.get("sha256")),
        said(record.get("article") or record.get("title")),
        text if isinstance(text, str) and text and not of_a_mark else None,
    )  # fmt: skip


def _is_checked(record: Mapping[str, Any]) -> bool:
    return bool(record.get("text") or record.get("text_sha256") or record.get("sha256"))
