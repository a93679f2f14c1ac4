"""PTC, the Propaganda Techniques Corpus's format (SemEval-2020 task 11), a folder an annotator.

`articles/article7.txt` is the text, `A01/article7.task2-TC.labels` the marks with their technique,
`A01/article7.task1-SI.labels` the same without, overlaps merged. Code points, tabs, no header.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.corpora.corpus import Corpus
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    annotators_file,
    file_name,
    lose_unmarked,
    submitted_only,
)

__all__ = ["merged", "write_ptc"]


def write_ptc(corpus: Corpus, *, texts: bool = True) -> Written:
    tally = Tally()
    files = annotators_file(corpus)
    if not texts:
        lose_unmarked(corpus, tally)
    if texts:
        for one in corpus.documents:
            name = f"articles/article{file_name(one.key)}.txt"
            files[name] = one.article.text.encode("utf-8", "surrogatepass")
    for document, work in submitted_only(corpus, tally):
        key = file_name(document.key)
        folder = file_name(work.annotator)
        rows = []
        for span in work.spans:
            label = " ".join(span.label.split())
            rows += [(start, end, label) for start, end in span.fragments]
            tally.lose("discontinuous marks", "a mark each piece", int(len(span.fragments) > 1))
        rows.sort()
        files[f"{folder}/article{key}.task2-TC.labels"] = _lines(
            (key, label, start, end) for start, end, label in rows
        )
        files[f"{folder}/article{key}.task1-SI.labels"] = _lines(
            (key, start, end) for start, end in merged((row[0], row[1]) for row in rows)
        )
        about_marks = sum(1 for one in work.answers if one.region)
        tally.lose("answers about marks", "left out", about_marks)
        tally.lose("answers about articles", "left out", len(work.answers) - about_marks)
        tally.lose("relations", "left out", len(work.relations))
    return Written(files, tally.losses)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one; spans that only touch stay two.

    >>> merged([(0, 4), (2, 6), (6, 8)])
    [(0, 6), (6, 8)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _lines(rows: Iterable[tuple[object, ...]]) -> bytes:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows).encode()
