"""CoNLL/BIO: a token a line, its label as B-, I- (E-, S-) or O in the last column; a blank line
ends a sentence, `-DOCSTART-` a document.

This product's own has a header, `# token  start  end  label ...`: offsets in code points and a
column for each label. Without offsets the text is the tokens with a space between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import is_offset
from annotator.corpora.whose import whose_work

_ENDINGS = (".conll", ".bio", ".iob", ".iob2", ".conll.txt", ".conllu.bio")
_TAG = re.compile(r"([BIESLU])[-_](.+)")


def is_conll(files: CorpusFiles) -> bool:
    return any(files.ending(*_ENDINGS))


@dataclass
class _Part:
    """One document of a file: its text and the tags of its tokens."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    whole: str = ""  # the text, where it lies beside
    tokens: list[tuple[int, int, int, list[str]]] = field(default_factory=list)  # line, start, end

    @property
    def text(self) -> str:
        return self.whole or "".join(self.pieces)


def read_conll(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    beside = {name[:-4]: name for name in files.ending(".txt")}
    parts: dict[str, _Part] = {}
    origin: dict[str, str] = {}
    for name in files.ending(*_ENDINGS):
        found = list(_parts(files, name))
        source = beside.get(name.rpartition(".")[0])
        for number, part in enumerate(found, 1):
            if source and len(found) == 1:
                part.whole = files.text(source) or ""
            stem, _, ending = name.rpartition(".")
            path = name if len(found) == 1 else f"{stem}#{number}.{ending}"
            parts[path], origin[path] = part, name
    for path, (key, who) in whose_work({name: one.text for name, one in parts.items()}).items():
        key = builder.document(key, parts[path].text, origin[path])
        if builder.has_work(key, who):
            files.refuse(origin[path], f"a second work of {who!r} on {key!r} was left out")
        else:
            _marks(builder.work(key, who, origin[path]), parts[path])
    return builder.corpus()


def _parts(files: CorpusFiles, name: str) -> Iterator[_Part]:
    part, offsets, header_read = _Part(), False, False
    ending = False  # whether the sentence has ended
    for number, line in enumerate((files.text(name) or "").split("\n"), 1):
        line = line.rstrip("\r")
        cells = line.split("\t") if "\t" in line else line.split()
        if not header_read and cells[:3] == ["# token", "start", "end"]:
            offsets = header_read = True
        elif not line.strip():
            ending = True
        elif line.startswith("-DOCSTART-"):
            if part.tokens:
                yield part
            part, ending = _Part(), False
        elif len(cells) < 2 or (line.startswith("# ") and len(cells) < 3):
            if not line.startswith("#"):
                files.refuse(name, f"expected a token and its label; found {line[:60]!r}", number)
        else:
            problem = _add(part, number, cells, offsets=offsets, new_sentence=ending)
            if problem:
                files.refuse(name, problem, number)
            ending = False
    if part.tokens:
        yield part


def _add(part: _Part, number: int, cells: list[str], *, offsets: bool, new_sentence: bool) -> str:
    size = part.size
    if offsets:
        if not (is_offset(cells[1]) and is_offset(cells[2])) or int(cells[1]) < size:
            return f"the offsets {cells[1]} to {cells[2]} do not follow those before; left out"
        start = int(cells[1])
        if start - size > 100_000:
            return f"the offset {start} is far behind the text before; left out"
        tags = cells[3:]
    else:
        start = size + (1 if size else 0)
        tags = cells[-1:]
    gap = start - size
    part.pieces.append(("\n" if new_sentence else " ") * gap + cells[0])
    part.size = start + len(cells[0])
    part.tokens.append((number, start, part.size, tags))
    return ""


def _marks(work: OpenWork, part: _Part) -> None:
    columns = max((len(tags) for *_, tags in part.tokens), default=0)
    for column in range(columns):
        begun: tuple[int, int, int, str] | None = None  # line, start, end, label
        for line, start, end, tags in part.tokens:
            tag = tags[column] if column < len(tags) else "O"
            kind, label = _read_tag(tag)
            goes_on = begun is not None and kind in "IEL" and begun[3] == label
            if begun is not None and not goes_on:
                work.mark(begun[3], (begun[1], begun[2]), line=begun[0])
                begun = None
            if kind != "O":
                begun = (begun[0], begun[1], end, label) if begun else (line, start, end, label)
            if begun is not None and kind in "ESLU" and tag != "O":
                work.mark(begun[3], (begun[1], begun[2]), line=begun[0])
                begun = None
        if begun is not None:
            work.mark(begun[3], (begun[1], begun[2]), line=begun[0])


def _read_tag(tag: str) -> tuple[str, str]:
    """
    >>> _read_tag("B-Loaded_Language"), _read_tag("O"), _read_tag("PER")
    (('B', 'Loaded_Language'), ('O', ''), ('I', 'PER'))
    """
    found = _TAG.fullmatch(tag)
    if found:
        return found[1], found[2]
    return ("O", "") if tag in ("O", "_", "-") else ("I", tag)
