"""CoNLL/BIO: a token a line, its label as B-, I- (E-, S-) or O in the last column; a blank line
ends a sentence, `-DOCSTART-` a document.

This product's own has a header, `# token  start  end  label ...`: offsets in code points and a
column for each label. Without offsets the text is the tokens with a space between them, and no mark
goes on behind the end of a sentence. `columns` finds out where token and labels stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.conll.columns import ONTONOTES, Columns, Row, columns_of, is_tag, read_tag
from annotator.corpora.conll.universal import (
    is_universal,
    is_word,
    mentions_of,
    order_of,
    why_no_labels,
    words_of,
)
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import is_offset
from annotator.corpora.whose import named_annotators, whose_work

_ENDINGS = (".conll", ".bio", ".iob", ".iob2", ".bioes", ".conll.txt", ".conllu", ".conllu.bio",
            "_conll", ".conllup")  # fmt: skip
_BY_CONTENT = (".train", ".dev", ".test", ".testa", ".testb", ".valid", ".txt", ".tsv")
_FIRST = ("-DOCSTART-", ONTONOTES, "# newdoc")
_UNREAD = {  # how a file begins -> what it is; its columns would be read as others
    "TOKEN\tNE-": "It is of HIPE (CLEF: columns TOKEN, NE-COARSE-LIT to MISC), which is not read. "
    "Bring the tokens and one of its NE columns, as a .conll file of two columns",
    "# global.columns": "It is CoNLL-U Plus (columns named in its first line), which is not read. "
    "Bring the words and the labels' column, as a .conll file of two columns",
}
_COLUMN_NAMES = ("token", "tokens", "word", "words", "form")
MOST_LOOKED_INTO = 5
FEWEST_ROWS, MOST_ROWS = 3, 20  # lines that tell a file
LONGEST_LOOK = 4096  # characters of them
_SOME_TAG = re.compile(r"[ \t][BIESLU]-\w\S*")


def is_conll(files: CorpusFiles) -> bool:
    return bool(_names(files, MOST_LOOKED_INTO))


def _names(files: CorpusFiles, most: int) -> list[str]:
    """The files by their endings; without any, those (of the first `most`) that begin as one."""
    found = list(files.ending(*_ENDINGS))
    if found:
        return found
    some = list(files.ending(*_BY_CONTENT))[:most]
    texts = {name: (files.read(name) or b"").decode("utf-8-sig", "replace") for name in some}
    return [name for name, text in texts.items() if _is_tagged(text)]


def _is_tagged(text: str) -> bool:
    """Whether a text begins as these files do, or each of its first lines has a token in front, a
    tag at its end and as many cells as the others, as those of 2002 and GermEval."""
    if text.startswith((*_FIRST, *_UNREAD)):
        return True
    lines = (line.strip() for line in text[:LONGEST_LOOK].split("\n")[:-1])
    rows = [line.split() for line in lines if line and not line.startswith("#")][:MOST_ROWS]
    alike = len(rows) >= FEWEST_ROWS and len({len(row) for row in rows}) == 1 < len(rows[0])
    return alike and all(map(_ends_in_tag, rows)) and _SOME_TAG.search(text) is not None


def _ends_in_tag(row: list[str]) -> bool:
    return row[-1] == "O" or _SOME_TAG.fullmatch(f" {row[-1]}") is not None


@dataclass
class _Part:
    """One document of a file: its text and the tags of its tokens."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    whole: str = ""  # the text, where it lies beside
    # line, start, end, tags, whether it begins a sentence
    tokens: list[tuple[int, int, int, list[str], bool]] = field(default_factory=list)
    joins_sentences: bool = False  # whether a mark may go on in the next one
    # line, label, where it begins and ends: marks that no tags of tokens say
    marks: list[tuple[int, str, list[tuple[int, int]]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.whole or "".join(self.pieces)


def read_conll(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    beside = {name[:-4]: name for name in files.ending(".txt")}
    parts: dict[str, _Part] = {}
    origin: dict[str, str] = {}
    for name in _names(files, len(files.names)):
        found = list(_parts(files, name))
        source = beside.get(name.rpartition(".")[0])
        for number, part in enumerate(found, 1):
            if source and source != name and len(found) == 1:
                part.whole = files.text(source) or ""
            path = PurePosixPath(name)
            shown = name if len(found) == 1 else str(
                path.with_name(f"{path.stem}#{number}{path.suffix}")
            )  # fmt: skip
            parts[shown], origin[shown] = part, name
    texts = {name: one.text for name, one in parts.items()}
    for shown, (key, who) in whose_work(texts, named_annotators(files)).items():
        key = builder.document(key, parts[shown].text, origin[shown])
        if builder.has_work(key, who):
            files.refuse(origin[shown], f"a second work of {who!r} on {key!r} was left out")
        else:
            _marks(builder.work(key, who, origin[shown]), parts[shown])
    return builder.corpus()


def _parts(files: CorpusFiles, name: str) -> Iterator[_Part]:
    text = files.text(name) or ""
    unread = next((what for start, what in _UNREAD.items() if text.startswith(start)), "")
    if unread:
        files.refuse(name, unread, 1)
        return
    documents = _documents(files, name, text)
    rows = [row for rows in documents for row in rows]
    if rows and _names_columns(rows[0].cells):
        documents = [[row for row in some if row is not rows[0]] for some in documents]
        del rows[0]
    if is_universal(rows):
        yield from _universal_parts(files, name, text, documents)
        return
    columns = columns_of(rows)
    if columns.said:
        files.refuse(name, columns.said)
    for rows in documents:
        part = _Part(joins_sentences=columns.offsets)
        for row in rows:
            problem = _add(part, row, columns)
            if problem:
                files.refuse(name, problem, row.line)
        if part.tokens or columns.offsets:  # ours, of a text without a word
            yield part


def _universal_parts(
    files: CorpusFiles, name: str, text: str, documents: list[list[Row]]
) -> Iterator[_Part]:
    for row in (row for rows in documents for row in rows if not is_word(row)):
        files.refuse(name, "expected ten columns parted by tabs, the first a number; found "
                     f"{' '.join(row.cells)[:60]!r}; left out", row.line)  # fmt: skip
    documents = [[row for row in rows if is_word(row)] for rows in documents]
    problem = why_no_labels([row for rows in documents for row in rows])
    files.refuse(name, problem or "parts of speech, forms and dependencies, and which mentions are "
                 "of one thing, were left out")  # fmt: skip
    for rows in documents if not problem else ():
        part = _Part()
        for word in words_of(rows):
            gap = "" if not part.tokens else "\n" if word.first else "" if word.glued else " "
            part.pieces += [gap, word.text]
            start = part.size + len(gap)
            part.size = start + len(word.text)
            part.tokens.append((word.line, start, part.size, [word.tag], word.first))
        for line, label, places in mentions_of(rows, order_of(text)):
            ends = [(part.tokens[first][1], part.tokens[last][2]) for first, last in places]
            if ends and label:
                part.marks.append((line, label, ends))
            else:
                files.refuse(name, "a mention that has no end, or no word of the text; left out",
                             line)  # fmt: skip
        if part.tokens:
            yield part


def _documents(files: CorpusFiles, name: str, text: str) -> list[list[Row]]:
    """The lines with a token, of each document of a file."""
    documents: list[list[Row]] = [[]]
    ending = first = True  # whether the sentence has ended; whether the line begins one
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        cells = line.rstrip().split("\t") if "\t" in line else line.split()
        if not line.strip():
            ending = first = True
        elif line.startswith(_FIRST):
            documents.append([])
            ending, first = line.startswith(ONTONOTES), True
            if ending:
                documents[-1].append(Row(number, [ONTONOTES], first=True))
        elif line.startswith("#end document") or (
            _is_comment(line, cells, first=first) and not _is_header(cells)
        ):
            continue
        elif len(cells) < 2:
            files.refuse(name, f"expected a token and its label; found {line[:60]!r}", number)
        else:
            documents[-1].append(Row(number, cells, first=ending))
            ending = first = _is_header(cells)
    return documents


def _is_header(cells: list[str]) -> bool:
    return cells[:3] == ["# token", "start", "end"]


def _names_columns(cells: list[str]) -> bool:
    """Whether a file's first line says what stands in which column."""
    return cells[0].lower() in _COLUMN_NAMES and not is_tag(cells[-1])


def _is_comment(line: str, cells: list[str], *, first: bool) -> bool:
    """`# text = ...` before a sentence, in any of its forms; a token may be a `#`, too."""
    if not line.startswith("#"):
        return False
    alone = len(cells) < 2 or (line.startswith("# ") and len(cells) < 3)
    return alone or (first and line[1:2] in (" ", "\t") and not is_tag(cells[-1]))


def _add(part: _Part, row: Row, columns: Columns) -> str:
    size = part.size
    if row.cells[0] == ONTONOTES or _is_header(row.cells):
        return ""
    if len(row.cells) <= columns.token:
        return f"expected {columns.token + 2} columns or more; found {len(row.cells)}; left out"
    if columns.offsets:
        _, begin, end, *_ = [*row.cells, "", ""]
        if not (is_offset(begin) and is_offset(end)) or int(begin) < size:
            return f"the offsets {begin} to {end} do not follow those before; left out"
        start = int(begin)
        if start - size > 100_000:
            return f"the offset {start} is far behind the text before; left out"
    else:
        start = size + (1 if size else 0)
    token = row.cells[columns.token]
    gap = "\n" if row.first and part.pieces else " "
    part.pieces.append(gap * (start - size) + token)
    part.size = start + len(token)
    part.tokens.append((row.line, start, part.size, columns.tags(row), row.first))
    return ""


def _marks(work: OpenWork, part: _Part) -> None:
    for line, label, places in part.marks:
        work.mark(label, *places, line=line)
    columns = max((len(tags) for *_, tags, _ in part.tokens), default=0)
    for column in range(columns):
        begun: tuple[int, int, int, str] | None = None  # line, start, end, label
        for line, start, end, tags, first in part.tokens:
            if column and column == len(tags):
                work.lose(f"{column} labels where others have {columns}; those that are not there "
                          "were taken as O", line)  # fmt: skip
            kind, label = read_tag(tags[column] if column < len(tags) else "O")
            goes_on = begun is not None and kind in "IEL" and begun[3] == label
            if begun is not None and (not goes_on or (first and not part.joins_sentences)):
                work.mark(begun[3], (begun[1], begun[2]), line=begun[0])
                begun = None
            if kind != "O":
                begun = (begun[0], begun[1], end, label) if begun else (line, start, end, label)
            if begun is not None and kind in "ESLU":
                work.mark(begun[3], (begun[1], begun[2]), line=begun[0])
                begun = None
        if begun is not None:
            work.mark(begun[3], (begun[1], begun[2]), line=begun[0])
