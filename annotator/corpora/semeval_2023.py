"""SemEval-2023 task 3: genre, framing and persuasion techniques of news articles.

    train-labels-subtask-1.txt                111 <tab> opinion
    train-labels-subtask-2.txt                111 <tab> Economic,Morality
    train-labels-subtask-3.txt                111 <tab> 5 <tab> Doubt,Loaded_Language   paragraph 5
    ...subtask-3-spans/article111-labels-subtask-3.txt   111 <tab> Doubt <tab> 17 <tab> 23

Where the spans of an article are there, its paragraphs' labels follow from them and are not read.
A paragraph is a line of the text, counted from 1, blank ones too.
"""

from __future__ import annotations

from annotator.corpora.building import Builder, columns
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import is_offset
from annotator.corpora.ptc import Articles

GENRE, FRAMES = "genre", "frames"
MOST_CELLS = {1: 2, 2: 2, 3: 4}  # of a line, by subtask
Line = tuple[str, int, int, list[str]]  # file, line, subtask, cells


def is_semeval_2023(files: CorpusFiles) -> bool:
    return any("labels-subtask-" in name for name in files.ending(".txt"))


def read_semeval_2023(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    articles = Articles(builder)
    lines = sorted(_lines(files), key=lambda one: len(one[3]) == 3)  # spans before paragraphs
    spans: set[str] = set()
    for name, number, task, cells in lines:
        if any(cells[MOST_CELLS[task] :]):
            files.refuse(
                name, f"of {len(cells)} cells the first {MOST_CELLS[task]} were taken", number
            )
        article = articles.key(cells[0], name)
        if not article:
            files.refuse(name, f"there is no text of article {cells[0]}; left out", number)
            continue
        work = builder.gold(article, name)
        work.file = name
        if task == 1:
            work.answer(GENRE, cells[1], line=number)
        elif task == 2:
            work.answer(FRAMES, [one.strip() for one in cells[1].split(",") if one.strip()])
        elif len(cells) >= 4:
            spans.add(article)
            work.mark(cells[1], (cells[2], cells[3]), line=number)
        elif article not in spans:
            place = _paragraph(builder.texts[article].raw, cells[1])
            for label in filter(None, cells[2].split(",")):
                work.mark(label, place or ("", ""), line=number)
    return builder.corpus()


def _lines(files: CorpusFiles) -> list[Line]:
    found: list[Line] = []
    for name in files.ending(".txt"):
        task = next((n for n in (1, 2, 3) if f"labels-subtask-{n}" in name), 0)
        if not task or "template" in name:
            continue
        lines = (files.text(name) or "").split("\n")
        rows = [[cell.strip() for cell in columns(line, 1) or ()] for line in lines]
        spans = task == 3 and (any(len(row) > 3 for row in rows) or "-spans/" in f"/{name}")
        least = 4 if spans else 3 if task == 3 else 2
        for number, (line, row) in enumerate(zip(lines, rows, strict=True), 1):
            unlabelled = task == 3 and not spans and len(row) == 2 and is_offset(row[1])
            if len(row) >= least:
                found.append((name, number, task, row))
            elif line.strip() and not unlabelled:  # a paragraph in which nothing was found
                wanted = "article, technique, start and end" if spans else "cells"
                files.refuse(name, f"expected {wanted} parted by tabs; found {line[:60]!r}; left "
                             "out", number)  # fmt: skip
    return found


def _paragraph(text: str, number: str) -> tuple[int, int] | None:
    """Start and end of a line without the spaces around it; None when it is not there."""
    lines = text.split("\n")
    if not is_offset(number) or not 1 <= int(number) <= len(lines):
        return None
    place = int(number) - 1
    start = sum(len(line) + 1 for line in lines[:place])
    line = lines[place]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())
