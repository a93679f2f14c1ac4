"""WebAnno TSV 3.3: a token a line; a folder an article, a file an annotator, the text beside it.

Offsets are UTF-16 code units. Words are split where somebody's mark begins or ends inside them, so
that no mark is lost; `[n]` tells marks apart that take several tokens or lie over one another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    SECOND,
    annotators_file,
    answers_by_region,
    file_name,
    lines_of_sentences,
    lose_unmarked,
    split_tokens,
    submitted_only,
    tokens_inside,
    utf16_places,
)

__all__ = ["escaped", "write_webanno_tsv"]

MARK, LINK = "webanno.custom.Mark", "webanno.custom.Link"
_ESCAPED = re.compile(r"[\\\[\]|_;*]|->")


def escaped(text: str) -> str:
    """
    >>> escaped("a_b|c"), escaped("x->y"), escaped("two\\nlines")
    ('a\\\\_b\\\\|c', 'x\\\\->y', 'two\\\\nlines')
    """
    found = _ESCAPED.sub(lambda match: f"\\{match[0]}", text)
    return found.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


@dataclass
class _Mark:
    """A mark with the tokens it takes; `number` is 0 where no other could be meant."""

    label: str
    region: str
    tokens: list[int]
    answers: dict[str, list[str]]
    number: int = 0


def write_webanno_tsv(corpus: Corpus) -> Written:
    tally = Tally()
    works: dict[str, list[Work]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for document, work in submitted_only(corpus, tally):
        works[document.key].append(work)
        documents[document.key] = document
    questions = sorted(
        {a.question for w in (*corpus.work, *corpus.gold) for a in w.answers if a.region}
    )
    files = annotators_file(corpus)
    lose_unmarked(corpus, tally)
    for key, document in documents.items():
        text = document.article.text
        edges = {
            place
            for work in works[key]
            for span in work.spans
            for pair in span.fragments
            for place in pair
        }
        sentences = [(one, split_tokens(text, *one, edges)) for one in lines_of_sentences(text)]
        files[f"{file_name(key)}/source.txt"] = text.encode("utf-8", "surrogatepass")
        for work in works[key]:
            path = f"{file_name(key)}/{file_name(work.annotator)}.tsv"
            table = _Table(text, sentences, work, questions, tally)
            files[path] = table.written().encode("utf-8", "surrogatepass")
            about = sum(1 for one in work.answers if not one.region)
            tally.lose("answers about articles", "left out", about)
    return Written(files, tally.losses)


class _Table:
    """One file on its way out."""

    def __init__(
        self, text: str, sentences: Sequence[tuple[tuple[int, int], list[tuple[int, int]]]],
        work: Work, questions: Sequence[str], tally: Tally,
    ) -> None:  # fmt: skip
        self.text, self.sentences, self.work = text, sentences, work
        self.questions, self.tally = questions, tally
        self.tokens = [token for _, tokens in sentences for token in tokens]
        self.names = [
            f"{place}-{number}"
            for place, (_, tokens) in enumerate(sentences, start=1)
            for number in range(1, len(tokens) + 1)
        ]
        self.marks = list(self._marks())

    def written(self) -> str:
        on: dict[int, list[_Mark]] = defaultdict(list)
        for mark in self.marks:
            for token in mark.tokens:
                on[token].append(mark)
        for number, mark in enumerate(self.marks, start=1):
            if len(mark.tokens) > 1 or any(len(on[token]) > 1 for token in mark.tokens):
                mark.number = number
        linked = self._links()
        features = "|".join(["label", *map(escaped, self.questions)])
        lines = ["#FORMAT=WebAnno TSV 3.3", f"#T_SP={MARK}|{features}"]
        if self.work.relations:
            lines.append(f"#T_RL={LINK}|label|BT_{MARK}")
        lines += ["", ""]
        places = utf16_places(self.text)
        token = 0
        for (start, end), tokens in self.sentences:
            lines.append(f"#Text={self.text[start:end]}")
            for first, last in tokens:
                cells = [self.names[token], f"{places[first]}-{places[last]}",
                         self.text[first:last], *self._cells(on[token])]  # fmt: skip
                if self.work.relations:
                    cells += linked.get(token, ["_", "_"])
                lines.append("\t".join(cells) + "\t")
                token += 1
            lines.append("")
        return "\n".join(lines) + "\n"

    def _marks(self) -> list[_Mark]:
        found = []
        given = answers_by_region(self.work)
        seen: set[str] = set()
        for span in self.work.spans:
            self.tally.lose("discontinuous marks", "a mark each piece",
                            int(len(span.fragments) > 1))  # fmt: skip
            self.tally.lose(*SECOND, int(span.region in seen))
            for first, last in span.fragments:
                inside = tokens_inside(self.tokens, first, last)
                if not inside:
                    self.tally.lose("marks on nothing but white space", "left out")
                    continue
                ends = self.tokens[inside[0]][0], self.tokens[inside[-1]][1]
                edge = "white space at the edges of marks"
                self.tally.lose(edge, "left out", int(ends != (first, last)))
                answers = {} if span.region in seen else given[span.region]
                several = sum(1 for values in answers.values() if len(values) > 1)
                self.tally.lose("several choices as an answer", "joined by |", several)
                found.append(_Mark(span.label, span.region, inside, answers))
                seen.add(span.region)
        return found

    def _cells(self, marks: Sequence[_Mark]) -> list[str]:
        if not marks:
            return ["_"] * (1 + len(self.questions))
        rows = [[mark.label, *("|".join(mark.answers.get(q, [])) for q in self.questions)]
                for mark in marks]  # fmt: skip
        return [
            "|".join(
                (escaped(row[column]) or "*") + (f"[{mark.number}]" if mark.number else "")
                for mark, row in zip(marks, rows, strict=True)
            )
            for column in range(1 + len(self.questions))
        ]

    def _links(self) -> dict[int, list[str]]:
        """Token of a relation's end -> its two cells."""
        first: dict[str, _Mark] = {}
        for mark in self.marks:
            first.setdefault(mark.region, mark)
        cells: dict[int, list[list[str]]] = defaultdict(list)
        for relation in self.work.relations:
            start, end = first.get(relation.from_region), first.get(relation.to_region)
            if start is None or end is None:
                self.tally.lose("relations of marks that are not there", "left out")
                continue
            numbers = f"[{start.number}_{end.number}]" if start.number or end.number else ""
            where = f"{self.names[start.tokens[0]]}{numbers}"
            cells[end.tokens[0]].append([escaped(relation.label) or "*", where])
        return {
            token: ["|".join(column) for column in zip(*pairs, strict=True)]
            for token, pairs in cells.items()
        }
