"""CoNLL/BIO: a token a line, its offsets, and a column a label.

The text lies beside: a table of tokens does not say what stands between them. Marks of one label
over one another get a second column of that label, so that no inner mark is
lost. Words are split where a mark begins or ends inside them.
"""

from __future__ import annotations

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    annotators_file,
    file_name,
    lines_of_sentences,
    lose_unmarked,
    split_tokens,
    submitted_only,
    tokens_inside,
)

__all__ = ["write_conll"]


def write_conll(corpus: Corpus) -> Written:
    tally = Tally()
    files = annotators_file(corpus)
    lose_unmarked(corpus, tally)
    for document, work in submitted_only(corpus, tally):
        path = f"{file_name(work.annotator)}/{file_name(document.key)}"
        files[f"{path}.conll"] = _file(document, work, tally).encode("utf-8", "surrogatepass")
        files[f"{path}.txt"] = document.article.text.encode("utf-8", "surrogatepass")
        about_marks = sum(1 for one in work.answers if one.region)
        tally.lose("answers about marks", "left out", about_marks)
        tally.lose("answers about articles", "left out", len(work.answers) - about_marks)
        tally.lose("relations", "left out", len(work.relations))
    return Written(files, tally.losses)


def _file(document: Document, work: Work, tally: Tally) -> str:
    text = document.article.text
    edges = {place for span in work.spans for pair in span.fragments for place in pair}
    sentences = [split_tokens(text, start, end, edges) for start, end in lines_of_sentences(text)]
    tokens = [token for sentence in sentences for token in sentence]
    columns = _columns(work, tokens, tally)
    lines = ["\t".join(["# token", "start", "end", *(name for name, _ in columns)])]
    place = 0
    for sentence in sentences:
        for start, end in sentence:
            tags = [tagged.get(place, "O") for _, tagged in columns]
            lines.append("\t".join([text[start:end], str(start), str(end), *tags]))
            place += 1
        lines.append("")
    return "\n".join(lines) + "\n"


def _columns(
    work: Work, tokens: list[tuple[int, int]], tally: Tally
) -> list[tuple[str, dict[int, str]]]:
    """Columns with the tags of their tokens, by place of the token; several a label if need be."""
    found: dict[str, list[dict[int, str]]] = {}
    for span in sorted(work.spans, key=lambda one: (one.start, -one.end, one.label)):
        tally.lose("discontinuous marks", "a mark each piece", int(len(span.fragments) > 1))
        for first, last in span.fragments:
            inside = tokens_inside(tokens, first, last)
            if not inside:
                tally.lose("marks on nothing but white space", "left out")
                continue
            exact = (tokens[inside[0]][0], tokens[inside[-1]][1]) == (first, last)
            tally.lose("white space at the edges of marks", "left out", int(not exact))
            levels = found.setdefault(span.label, [])
            level = next((one for one in levels if not any(n in one for n in inside)), None)
            if level is None:
                level = {}
                levels.append(level)
            label = " ".join(span.label.split())
            level |= {n: f"{'I' if n > inside[0] else 'B'}-{label}" for n in inside}
    return [(" ".join(label.split()), level) for label in sorted(found) for level in found[label]]
