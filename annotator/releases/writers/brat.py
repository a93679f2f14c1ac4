"""brat's standoff format: a folder an annotator with `7.txt` and `7.ann`, and `annotation.conf`.

A passage over a line's end is written in pieces, as brat wants; labels and questions become names
that brat takes (letters, digits, `-` and `_`); what was typed becomes a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Work
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    SECOND,
    annotators_file,
    answers_by_region,
    file_name,
    lose_unmarked,
    submitted_only,
)

__all__ = ["brat_name", "pieces_by_line", "write_brat"]

_NO_NAME = re.compile(r"[^A-Za-z0-9_-]")
_LINE_PIECE = re.compile(r"[^\n]+")


def write_brat(corpus: Corpus) -> Written:
    tally = Tally()
    seen = _Names()
    files = annotators_file(corpus)
    lose_unmarked(corpus, tally)
    for document, work in submitted_only(corpus, tally):
        path = f"{file_name(work.annotator)}/{file_name(document.key)}"
        files[f"{path}.txt"] = document.article.text.encode("utf-8", "surrogatepass")
        lines = _Annotations(document, work, seen, tally).lines()
        files[f"{path}.ann"] = "".join(f"{line}\n" for line in lines).encode(
            "utf-8", "surrogatepass"
        )
    files["annotation.conf"] = seen.configuration().encode()
    return Written(files, tally.losses)


def brat_name(name: str) -> str:
    """
    >>> brat_name("Name_Calling,Labeling"), brat_name("straw man")
    ('Name_Calling_Labeling', 'straw_man')
    """
    return _NO_NAME.sub("_", name) or "_"


def pieces_by_line(text: str, fragments: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fragments without line ends.

    >>> pieces_by_line("one\\ntwo", [(1, 6)])
    [(1, 3), (4, 6)]
    """
    return [
        (match.start(), match.end())
        for start, end in fragments
        for match in _LINE_PIECE.finditer(text, start, end)
    ]


class _Names:
    """Every name in use, for `annotation.conf`."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.relations: set[str] = set()
        self.attributes: dict[str, set[str]] = {}

    def configuration(self) -> str:
        attributes = [
            f"{name}\tArg:<ENTITY>, Value:{'|'.join(sorted(values))}"
            for name, values in sorted(self.attributes.items())
        ]
        relations = [f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in sorted(self.relations)]
        sections = {"entities": sorted(self.labels), "relations": relations, "events": [],
                    "attributes": attributes}  # fmt: skip
        return "".join(
            f"[{name}]\n" + "".join(f"{line}\n" for line in lines) + "\n"
            for name, lines in sections.items()
        )


class _Annotations:
    """One annotator's marks on one article, on their way into an `.ann` file."""

    def __init__(self, document: Document, work: Work, names: _Names, tally: Tally) -> None:
        self.text = document.article.text
        self.work, self.names, self.tally = work, names, tally
        self.answers = answers_by_region(work)
        self.ids: dict[str, str] = {}  # region -> its first T
        self.attributes = self.notes = 0

    def lines(self) -> Iterator[str]:
        number = 0
        for span in self.work.spans:
            pieces = pieces_by_line(self.text, span.fragments)
            if not pieces:
                self.tally.lose("marks on nothing but line ends", "left out")
                continue
            number += 1
            yield from self._mark(f"T{number}", span, pieces)
        for place, relation in enumerate(self.work.relations, start=1):
            ends = self.ids.get(relation.from_region), self.ids.get(relation.to_region)
            if None in ends:
                self.tally.lose("relations of marks that are not there", "left out")
                continue
            self.tally.lose("relations without a name", "called related", not relation.label)
            name = self._named(relation.label or "related", "relations without brat's letters")
            self.names.relations.add(name)
            yield f"R{place}\t{name} Arg1:{ends[0]} Arg2:{ends[1]}"
        about = sum(1 for one in self.work.answers if not one.region)
        self.tally.lose("answers about articles", "left out", about)

    def _mark(self, mark: str, span: AnnotatedSpan, pieces: list[tuple[int, int]]) -> Iterator[str]:
        if pieces != list(span.fragments):
            self.tally.lose("marks over a line's end", "in pieces, one a line")
        label = self._named(span.label, "labels with other than brat's letters")
        self.names.labels.add(label)
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        covered = " ".join(self.text[start:end] for start, end in pieces)
        yield f"{mark}\t{label} {offsets}\t{covered}"
        if span.region in self.ids:
            self.tally.lose(*SECOND)
            return
        self.ids[span.region] = mark
        for question, values in self.answers[span.region].items():
            for value in values:
                yield self._answer(mark, question, value)

    def _answer(self, mark: str, question: str, value: str) -> str:
        name = self._named(question, "questions with other than brat's letters")
        if value == brat_name(value):
            self.attributes += 1
            self.names.attributes.setdefault(name, set()).add(value)
            return f"A{self.attributes}\t{name} {mark} {value}"
        self.notes += 1
        if question != "note" or value != " ".join(value.split()):
            self.tally.lose("answers that are no single word", "a note: `question: answer`")
        said = " ".join(value.split())
        text = said if question == "note" else f"{question}: {said}"
        return f"#{self.notes}\tAnnotatorNotes {mark}\t{text}"

    def _named(self, name: str, what: str) -> str:
        found = brat_name(name)
        self.tally.lose(what, "other characters became _", int(found != name))
        return found
