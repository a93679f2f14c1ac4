"""brat's standoff format: a text (`doc.txt`) and marks beside it (`doc.ann`), one line each.

    T1  Label 10 20;25 30   the words marked      a passage, in pieces with `;`
    R1  Type Arg1:T1 Arg2:T2                      a relation
    E1  Type:T2 Role:T1 Role2:T3                  an event: a relation from its trigger per role
    A1  Name T1 Value                             an attribute (M1 alike; no value: yes)
    N1  Reference T1 Wikipedia:1  words           a normalisation
    #1  AnnotatorNotes T1   free text             a note
    *   Equiv T1 T2 T3                            passages that mean the same

Offsets count Unicode code points of the file, line ends included. Several annotators: in the
file's name (`doc_ann.ann`) or one folder each; `layout` finds out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.corpora.brat.layout import configured_labels, find_layout
from annotator.corpora.brat.pieces import pieces_of, same_words, whole_over_lines, why_not
from annotator.corpora.corpus import AnnotatedSpan, Answer, Corpus, Document, Loss, Relation, Work
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import ReadText, counted_otherwise, is_offset, words_at
from annotator.corpora.titles import article_of_text

_PLAIN = re.compile(r"^(T\d\S*)\t(\S+) (\d{1,15}) (\d{1,15})\t(.*)$", re.MULTILINE)
SHOWN = 60  # characters of a line in a loss


def is_brat(files: CorpusFiles) -> bool:
    return any(files.ending(".ann"))


def read_brat(files: CorpusFiles) -> Corpus:
    """Every document with every annotator's work; a text without marks is a document too."""
    known = configured_labels(files)
    layout = find_layout(files)
    documents = {key: Document(key, article_of_text(text.text, name))
                 for key, (name, text) in layout.texts.items()}  # fmt: skip
    work = []
    for name, (key, annotator) in layout.annotations.items():
        source = files.text(name)
        if source is not None:
            ann = _AnnFile(name, layout.texts[key][1], files.losses, known)
            ann.read(source)
            work.append(
                Work(key, annotator, tuple(ann.spans), tuple(ann.answers), tuple(ann.relations),
                     place=name)
            )  # fmt: skip
    return Corpus(tuple(documents.values()), tuple(work), losses=tuple(files.losses))


@dataclass
class _AnnFile:
    """One `.ann` file on its way in."""

    name: str
    text: ReadText
    losses: list[Loss]
    known: frozenset[str]
    spans: list[AnnotatedSpan] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def lose(self, line: int, sentence: str) -> None:
        self.losses.append(Loss(self.name, line, sentence))

    def read(self, source: str) -> None:
        if not self._read_plain(source):
            self._read_lines(source)

    def _read_plain(self, source: str) -> bool:
        """Take a file of nothing but whole passages whose words are those of the text, which most
        files of a large corpus are. False, and nothing taken, when it is another."""
        found = _PLAIN.findall(source)
        if not found or len(found) < source.count("\n") + (source[-1] != "\n"):
            return False
        raw, size, name = self.text.raw, len(self.text.raw), self.name
        known = not self.known or self.known.issuperset(one[1] for one in found)
        if not known or len({one[0] for one in found}) < len(found) or self.text.text != raw:
            return False
        spans = [
            AnnotatedSpan(region, label, ((start, end),), name, number)
            for number, (region, label, first, last, words) in enumerate(found, 1)
            if raw[(start := int(first)) : (end := int(last))] == words and start < end <= size
        ]
        if len(spans) == len(found):
            self.spans = spans
        return bool(self.spans)

    def _read_lines(self, source: str) -> None:
        marks: list[tuple[int, str]] = []
        others: list[tuple[int, str]] = []
        last: list[tuple[int, str]] | None = None
        for number, line in enumerate(source.split("\n"), 1):
            line = line.removesuffix("\r")
            if _is_mark(line):
                last = marks
            elif line[:1] in _READ and "\t" in line:
                last = others
            elif not line.strip():
                continue
            elif last is None or last[-1][1][0] not in _WORDY:
                self.lose(number, f"a line without an id was left out: {line[:SHOWN]!r}")
                continue
            else:
                first, begun = last[-1]
                last[-1] = (first, f"{begun} {line}")
                self.lose(number, f"a line without an id; taken as the rest of line {first}")
                continue
            last.append((number, line))
        self._read_marks(marks)
        self._read_others(others)

    # ------------------------------------------------------------------ passages

    def _read_marks(self, marks: list[tuple[int, str]]) -> None:
        quoted = _said(marks)
        place = self._place_of(quoted) if "\r" in self.text.raw else self.text.stored
        otherwise = counted_otherwise(self.text.raw, quoted if place == self.text.stored else [])
        if otherwise is not None:
            self.lose(0, f"its offsets count {otherwise[0]}; they were turned into code points")
        raw, name = self.text.raw, self.name
        length, moves = len(raw), place != self.text.stored or self.text.is_changed
        if place != self.text.stored:
            raw, length = self.text.text, len(self.text.text)
        seen: set[str] = set()
        append = self.spans.append
        for number, line in marks:
            try:
                region, what, *rest = line.split("\t", 2)
                label, offsets = what.split(" ", 1)
                fragments = pieces_of(offsets)
            except ValueError:
                self.lose(number, "expected an id, a label with offsets and the words, parted by "
                          f"tabs; found {line[:SHOWN]!r}; it was left out")  # fmt: skip
                continue
            if otherwise is not None:
                turn = otherwise[1]
                fragments = tuple((turn(start), turn(end)) for start, end in fragments)
            wrong = why_not(fragments, length) if label else "it has no label"
            if wrong or region in seen:
                said = wrong or f"the id {region} is used twice; the first one stays"
                self.lose(number, f"{said}; the mark {label!r} was left out")
                continue
            seen.add(region)
            if self.known and label not in self.known:
                self.lose(number, f"the label {label!r} is not in annotation.conf; it was taken")
            covered = words_at(raw, fragments, rest[0] if rest else "")
            if rest and rest[0] != covered and rest[0] and not same_words(rest[0], covered):
                self.lose(number, f"the words {rest[0][:SHOWN]!r} are not those of the text "
                          f"there, {covered[:SHOWN]!r}; the offsets were taken")  # fmt: skip
            if len(fragments) > 1:
                fragments = whole_over_lines(raw, fragments)
            if moves:
                fragments = tuple((place(start), place(end)) for start, end in fragments)
            append(AnnotatedSpan(region, label, fragments, name, number))

    def _place_of(self, said: Sequence[tuple[int, int, str]]) -> Callable[[int], int]:
        """Whether offsets count `\\r\\n` as two, as brat does, or as one, as some editors do."""
        counts = [
            sum(same_words(text[start:end], words) for start, end, words in said)
            for text in (self.text.raw, self.text.text)
        ]
        return self.text.stored if counts[0] >= counts[1] else lambda offset: offset

    # ------------------------------------------------------------------ what is said of them

    def _read_others(self, lines: list[tuple[int, str]]) -> None:
        marks = {span.region for span in self.spans}
        target = {mark: mark for mark in marks}
        for _, line in lines:
            if line[0] == "E":
                identity, what = line.split("\t", 1)
                trigger = what.split(" ", 1)[0].partition(":")[2]
                if trigger in marks:
                    target[identity] = trigger
        for number, line in lines:
            read = _READ[line[0]]
            found = read(line.split("\t"), target)
            if isinstance(found, str):
                self.lose(number, f"{found}; it was left out: {line[:SHOWN]!r}")
                continue
            for one in found:
                if isinstance(one, Answer):
                    self.answers.append(one)
                else:
                    self.relations.append(one)


Found = list[Answer | Relation] | str
Targets = dict[str, str]  # an id of a mark or an event -> the mark


def _relation(parts: list[str], target: Targets) -> Found:
    label, *ends = parts[1].split() or [""]
    marks = [target.get(end.partition(":")[2], "") for end in ends]
    if len(marks) != 2 or not all(marks):
        return "a relation needs two marks that are there"
    return [Relation(marks[0], marks[1], label)]


def _event(parts: list[str], target: Targets) -> Found:
    trigger = target.get(parts[0])
    if trigger is None:
        return "the event has no trigger that is there"
    found: list[Answer | Relation] = []
    roles = [role.partition(":") for role in parts[1].split()[1:]]
    names = {name for name, _, _ in roles}
    for name, _, end in roles:
        if end not in target:
            return f"the event's {name} {end!r} is not there"
        plain = name.rstrip("0123456789")  # a second Theme is written Theme2
        found.append(Relation(trigger, target[end], plain if plain in names else name))
    return found


def _same(parts: list[str], target: Targets) -> Found:
    label, *ends = parts[1].split() or [""]
    if len(ends) < 2 or any(end not in target for end in ends):
        return "it names marks that are not there"
    marks = [target[end] for end in ends]
    return [Relation(one, other, label) for one, other in pairwise(marks)]


def _attribute(parts: list[str], target: Targets) -> Found:
    words = parts[1].split(" ", 2)
    if len(words) < 2 or words[1] not in target:
        return "an attribute is held for marks that are there (and events) only"
    if not words[0]:
        return "an attribute needs a name"
    value = "\t".join([*words[2:], *parts[2:]]).strip()
    return [Answer(words[0], value or "yes", region=target[words[1]])]


def _normalisation(parts: list[str], target: Targets) -> Found:
    words = parts[1].split(" ", 2)
    if len(words) < 3 or not words[0] or words[1] not in target:
        return "a normalisation needs a mark that is there and what it stands for"
    return [Answer(words[0], words[2], region=target[words[1]])]


def _note(parts: list[str], target: Targets) -> Found:
    words = parts[1].split()
    said = "\t".join(parts[2:]).strip()
    if not words or not said:
        return "a note needs its text"
    if len(words) == 1:
        return [Answer("note", said)]
    if words[1] not in target:
        return "a note is held for marks that are there (and events) only"
    return [Answer("note", said, region=target[words[1]])]


_WORDY = "T#"  # the lines that end in words, which some editors wrap
_READ: dict[str, Callable[[list[str], Targets], Found]] = {
    "R": _relation,
    "E": _event,
    "*": _same,
    "A": _attribute,
    "M": _attribute,
    "N": _normalisation,
    "#": _note,
}


def _is_mark(line: str) -> bool:
    return line[:1] == "T" and line[1:2].isdigit()


def _said(marks: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Start, end and words of the marks that are in one piece."""
    found = []
    for _, line in marks:
        parts = line.split("\t")
        numbers = parts[1].split()[1:] if len(parts) > 2 else []
        if len(numbers) == 2 and all(map(is_offset, numbers)):
            found.append((int(numbers[0]), int(numbers[1]), parts[2]))
    return found
