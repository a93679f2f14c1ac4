"""A corpus under construction: what every reader needs beside its format."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from annotator.corpora.corpus import AnnotatedSpan, Answer, Corpus, Document, Loss, Relation, Work
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import ReadText, told_by_words, words_at
from annotator.corpora.titles import article_of_text
from annotator.corpora.whose import ONLY_ANNOTATOR
from annotator.models import Scheme, State

_SURROGATE = re.compile("[\ud800-\udfff]")  # a half of a character, which no file may hold
_CELL = r'(?:"(?:[^"]|"")*"|(?!")[^\t]*)'
_QUOTED = re.compile(rf"{_CELL}(?:\t{_CELL})*")
_ZEROS = re.compile(r"(?<=\d)[.,]0+\s*$")
SHOWN = 60  # characters of what stands in a file, in a loss


class OpenWork:
    """One annotator's work on one document, mark by mark. Offsets are those of the text read,
    in code points unless `place` turns them into such."""

    def __init__(
        self, key: str, annotator: str, text: ReadText, losses: list[Loss], file: str, line: int = 0
    ) -> None:
        self.key = key
        self.annotator = annotator
        self.text = text
        self.losses = losses
        self.file = file
        self.line = line
        self.place: Callable[[int], int] = lambda offset: offset
        self.state = State.SUBMITTED
        self.nothing = False  # of gold: that nothing is marked is settled
        self.spans: list[AnnotatedSpan] = []
        self.answers: list[Answer] = []
        self.relations: list[Relation] = []
        self._regions: set[str] = set()
        self._counted: set[str] = set()  # what offsets were found to count, in place of code points

    def has_mark(self, region: str) -> bool:
        return region in self._regions

    def lose(self, sentence: str, line: int = 0) -> None:
        self.losses.append(Loss(self.file, line or self.line, sentence))

    def mark(
        self, label: Any, *fragments: tuple[Any, Any], region: str = "", line: int = 0,
        words: str = "", alternative_of: str = "",
    ) -> str:  # fmt: skip
        """Take a mark; its region, or "" with a loss when it cannot be one."""
        line = line or self.line
        if isinstance(label, (dict, list)):
            self.lose(f"the label {str(label)[:SHOWN]!r} is no word; its mark was left out", line)
            return ""
        name = said(label)
        if not name:
            self.lose("a mark without a label was left out", line)
            return ""
        try:
            pairs = sorted((self.place(whole(start)), self.place(whole(end)))
                           for start, end in fragments)  # fmt: skip
        except (TypeError, ValueError):
            self.lose(f"the offsets of the mark {name!r} are no whole numbers; left out", line)
            return ""
        if words:
            pairs = self._by_words(name, pairs, words, line)
        size = len(self.text.raw)
        found = "; ".join(f"{start} to {end}" for start, end in fragments)
        if all(0 <= start == end <= size for start, end in pairs):
            self.lose(f"the mark {name!r} at {found} has no length; it was left out", line)
            return ""
        if not all(0 <= start < end <= size for start, end in pairs):
            self.lose(f"the offsets {found} are not inside the text of {size} characters; "
                      f"the mark {name!r} was left out", line)  # fmt: skip
            return ""
        region = region or f"m{len(self.spans) + 1}"
        self._regions.add(region)
        stored = self.text.stored
        self.spans.append(
            AnnotatedSpan(region, name, tuple((stored(start), stored(end)) for start, end in pairs),
                          self.file, line, alternative_of)
        )  # fmt: skip
        return region

    def _by_words(
        self, name: str, pairs: list[tuple[int, int]], words: str, line: int
    ) -> list[tuple[int, int]]:
        """Where the mark is, as its words tell; what is remarked is what its offsets count."""
        there = all(0 <= start < end <= len(self.text.raw) for start, end in pairs)
        covered = words_at(self.text.raw, pairs, words) if there else ""
        if covered.split() == words.split() or any(start < 0 for start, _ in pairs):
            return pairs
        told = told_by_words(self.text, pairs, words)
        if told is None:
            if there:
                self.lose(f"the words {words[:SHOWN]!r} are not those of the text there, "
                          f"{covered[:SHOWN]!r}; the offsets were taken", line)  # fmt: skip
            return pairs
        if told[0] not in self._counted:
            self._counted.add(told[0])
            self.lose(f"the words tell that offsets count {told[0]}, first of the mark {name!r}; "
                      "they were turned into code points", line)  # fmt: skip
        return told[1]

    def answer(self, question: str, value: Any, region: str = "", line: int = 0) -> None:
        """Take an answer, or each of several; what is empty says nothing."""
        if region and region not in self._regions:
            self.lose(f"the answer to {question!r} is about a mark that is not there", line)
            return
        values = value if isinstance(value, (list, tuple)) else [value]
        if not said(question) and any(map(said, values)):
            self.lose("an answer without its question was left out", line)
            return
        for one in values:
            if isinstance(one, (dict, list)):
                self.lose(f"the answer to {question!r} is no single value; it was left out", line)
            elif (word := said(one)) != "":
                self.answers.append(Answer(said(question), word, region=region))

    def relate(self, start: str, end: str, label: Any, line: int = 0) -> None:
        if start not in self._regions or end not in self._regions:
            self.lose(f"the relation {said(label)!r} is between marks that are not there; "
                      "it was left out", line)  # fmt: skip
        else:
            self.relations.append(Relation(start, end, said(label)))

    def objects(self, value: Any, what: str, line: int = 0) -> list[dict[str, Any]]:
        return objects_of(value, what, lambda sentence: self.lose(sentence, line))

    @property
    def is_empty(self) -> bool:
        return not self.spans and not self.answers and self.state is State.SUBMITTED

    def done(self) -> Work:
        return Work(self.key, self.annotator, tuple(self.spans), tuple(self.answers),
                    tuple(self.relations), self.state,
                    f"{self.file}:{self.line}" if self.line else self.file,
                    self.nothing)  # fmt: skip


class Builder:
    """Documents and work as they are found."""

    def __init__(self, files: CorpusFiles) -> None:
        self.files = files
        self.texts: dict[str, ReadText] = {}
        self._key_of: dict[tuple[str, str], str] = {}  # asked for, for a text -> its own
        self._taken: Counter[str] = Counter()  # key -> how many documents asked for it
        self._documents: dict[str, Document] = {}
        self._work: dict[tuple[str, str], OpenWork] = {}
        self._unnamed: set[tuple[str, str]] = set()  # work that no file says is anybody's
        self._gold: dict[str, OpenWork] = {}
        self._predictions: dict[tuple[str, str], OpenWork] = {}

    def document(
        self, key: str, raw: str | ReadText, name: str, *, title: str = "", **about: Any
    ) -> str:
        """A document; one of that key and another text gets a key of its own. Its key."""
        text = raw if isinstance(raw, ReadText) else ReadText(raw)
        free = self._key_of.get((key, text.raw), "")
        if not free:
            free = self._free_key(key)
            self._key_of[key, text.raw] = free
            self.texts[free] = text
            article = replace(article_of_text(text.text, name, title=title), **about)
            self._documents[free] = Document(free, article)
        return free

    def _free_key(self, key: str) -> str:
        while self._taken[key]:
            self._taken[key] += 1
            other = f"{key} ({self._taken[key]})"
            if not self._taken[other]:
                key = other
        self._taken[key] = 1
        return key

    def work(self, key: str, annotator: str, file: str, line: int = 0) -> OpenWork:
        """Somebody's work on a document, begun or gone on with; that of nobody named ("") is there
        when there is something in it."""
        if annotator:
            self._unnamed.discard((key, annotator))
        elif (key, ONLY_ANNOTATOR) not in self._work:
            self._unnamed.add((key, ONLY_ANNOTATOR))
        annotator = annotator or ONLY_ANNOTATOR
        found = self._work.get((key, annotator))
        if found is None:
            found = OpenWork(key, annotator, self.texts[key], self.files.losses, file, line)
            self._work[key, annotator] = found
        return found

    def has_work(self, key: str, annotator: str) -> bool:
        return (key, annotator or ONLY_ANNOTATOR) in self._work

    def has_gold(self, key: str) -> bool:
        return key in self._gold

    def gold(self, key: str, file: str, line: int = 0) -> OpenWork:
        found = self._gold.get(key)
        if found is None:
            found = OpenWork(key, "gold", self.texts[key], self.files.losses, file, line)
            self._gold[key] = found
        return found

    def prediction(self, key: str, model: str, file: str, line: int = 0) -> OpenWork | None:
        """What a model says of a document; None when it has said something before."""
        if (key, model) in self._predictions:
            return None
        found = OpenWork(key, model, self.texts[key], self.files.losses, file, line)
        self._predictions[key, model] = found
        return found

    def corpus(self, scheme: Scheme | None = None) -> Corpus:
        return Corpus(
            tuple(self._documents.values()),
            tuple(one.done() for key, one in self._work.items()
                  if not (key in self._unnamed and one.is_empty)),
            tuple(one.done() for one in self._gold.values()),
            scheme,
            tuple(self.files.losses),
            tuple(one.done() for one in self._predictions.values()),
        )  # fmt: skip


def said(value: Any) -> str:
    """A value of a file as text that can be stored; what is no number (NaN), as tables write what
    is not there, says nothing.

    >>> said(True), said(2.0), said(" a\\ud800 "), said(None), said(float("nan"))
    ('yes', '2', 'a\\ufffd', '', '')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return _SURROGATE.sub("\ufffd", str(value).strip())


def objects_of(value: Any, what: str, lose: Callable[[str], None]) -> list[dict[str, Any]]:
    """The objects of a list. What else stands in it or in its place is told as lost; null, and
    what is empty, holds nothing.

    >>> objects_of([{"start": 4}, "x", None], "spans", print)
    'x' among 'spans' is no object; it was left out
    [{'start': 4}]
    """
    if not isinstance(value, list):
        if value:
            lose(f"{what!r} is no list; it was left out: {str(value)[:SHOWN]!r}")
        return []
    for one in value:
        if one is not None and not isinstance(one, dict):
            lose(f"{str(one)[:SHOWN]!r} among {what!r} is no object; it was left out")
    return [one for one in value if isinstance(one, dict)]


def whole(value: Any) -> int:
    """A whole number, also one written as text, and as tables with gaps write it. Raises ValueError
    or TypeError.

    >>> whole("4"), whole("4.0"), whole("4,0")
    (4, 4, 4)
    """
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise ValueError(value)
    return int(_ZEROS.sub("", value) if isinstance(value, str) else value)


def columns(line: str, least: int) -> list[str] | None:
    """The cells of a line parted by tabs; None when there are fewer. Where a cell begins with a
    quotation mark and all of those end with one, they are quoted as spreadsheets do it.

    >>> columns('7\\t"a\\tb ""c"" d"\\t9', 2), columns('7\\t"so', 2), columns("7", 2)
    (['7', 'a\\tb "c" d', '9'], ['7', '"so'], None)
    """
    line = line.rstrip("\r\n")
    cells = line.split("\t")
    if '"' in line and _QUOTED.fullmatch(line):
        cells = next(csv.reader([line], delimiter="\t"))
    return cells if len(cells) >= least else None
