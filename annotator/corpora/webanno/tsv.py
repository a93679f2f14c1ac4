"""WebAnno TSV 3: a token a line, a column a feature of a layer.

    #FORMAT=WebAnno TSV 3.3
    #T_SP=webanno.custom.Mark|label|voice      a layer of marks and its features
    #T_RL=webanno.custom.Link|label|BT_...     a layer of relations, written at their end
    #T_SP=...Frame|ROLE_...Frame:args_...|Who  slots: roles and, in a second column, who has them
    #T_CH=...CoreferenceLink|referenceType|..  a chain: `him[3]` and `coref->3-2`, its second link

    #Text=The mayor resigned.
    1-1  0-3  The  _  _
    1-2  4-9  mayor  Source[1]  quoted[1]

Offsets are UTF-16 code units. `[n]` joins the tokens of one mark and tells marks apart, `|` parts
marks over one another, `*` is a mark without that feature, a backslash takes what follows as it is.
Slots and chains are relations: from a mark to who has the role, from a link to the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.cas import LABELS, is_linguistic, is_quiet, short
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import code_points_of_utf16
from annotator.corpora.webanno.cells import Layer, TokenRow, unescaped, values_of
from annotator.corpora.webanno.links import take_chains, take_slots
from annotator.corpora.whose import named_annotators, whose_work

_FORMAT = "#FORMAT=WebAnno TSV 3"
MOST_GAP = 100_000  # code units of white space between two sentences
_PLACE = re.compile(r"(\d{1,15})-(\d{1,15})")


def is_webanno_tsv(files: CorpusFiles) -> bool:
    for name in list(files.ending(".tsv"))[:5]:
        if (
            (files.read(name) or b"")[:40]
            .lstrip(b"\xef\xbb\xbf")
            .startswith(b"#FORMAT=WebAnno TSV")
        ):
            return True
    return False


def read_webanno_tsv(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    found: dict[str, TsvFile] = {}
    for name in files.ending(".tsv"):
        one = read_tsv(files, name)
        if one is not None:
            beside = str(PurePosixPath(name).parent / "source.txt")
            if beside in files:
                one.whole = files.text(beside) or ""
            found[name] = one
    texts = {name: one.text for name, one in found.items()}
    for name, (key, who) in whose_work(texts, named_annotators(files)).items():
        key = builder.document(key, found[name].text, name)
        if builder.has_work(key, who):
            files.refuse(name, f"a second work of {who!r} on {key!r} was left out")
        else:
            found[name].take(builder.work(key, who, name))
    return builder.corpus()


def _units(text: str) -> int:
    return len(text) + sum(one > "\uffff" for one in text)


@dataclass
class _Mark:
    """A mark whose tokens are being gathered."""

    layer: Layer
    line: int
    token: str  # its first
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class TsvFile:
    """One annotator's file, parsed."""

    layers: list[Layer]
    rows: list[TokenRow] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0  # of the text so far, in UTF-16 code units
    whole: str = ""  # the text, where it lies beside
    units: Callable[[str], int] = _units  # how long a text is in what its offsets count
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.whole or "".join(self.pieces)

    def add_sentence(self, lines: list[str], start: int) -> None:
        """A sentence whose first token begins at `start`."""
        sentence = unescaped("\n".join(lines))
        start -= self.units(sentence[: len(sentence) - len(sentence.lstrip())])
        gap = max(0, start - self.size)
        self.pieces.append(("\n" * min(gap, 1) + " " * (gap - 1)) + sentence)
        self.size += gap + self.units(sentence)

    def take(self, work: OpenWork) -> None:
        """Put the marks and relations into somebody's work."""
        if self.units is len:
            work.lose("its words tell that offsets count code points, not UTF-16 code units; they "
                      "were taken so")  # fmt: skip
        else:
            work.place = code_points_of_utf16(self.text)
        for line, sentence in self.problems:
            work.lose(sentence, line)
        region_of: dict[tuple[str, str], str] = {}  # layer, number or token -> region
        found = self._marks()
        for (layer, number), mark in found.items():
            region = f"{layer}:{number}"
            label = next((name for name in LABELS if mark.values.get(name)), "")
            if not label and len(mark.layer.features) == 1 and mark.values:
                (label,) = mark.values
            values = dict(mark.values)
            name = values.pop(label) if label else short(layer)
            if work.mark(name, (mark.start, mark.end), region=region, line=mark.line):
                region_of[layer, number] = region
                for question, value in values.items():
                    work.answer(question, value, region, mark.line)
        begin = Counter((layer, mark.token) for (layer, _), mark in found.items())
        for (layer, number), mark in found.items():  # a number is left out where one begins there
            if begin[layer, mark.token] == 1 and (layer, number) in region_of:
                region_of.setdefault((layer, mark.token), region_of[layer, number])
        for layer, names in self._unheld():
            work.lose(f"of relations only the label is held; {names} of {layer} were left out")
        for line, label, layer, start, end in self._relations():
            ends = [region_of.get((layer, one), "") for one in (start, end)]
            work.relate(ends[0], ends[1], label, line)
        take_slots(work, self.layers, self.rows, region_of)
        take_chains(work, self.layers, self.rows)

    def _marks(self) -> dict[tuple[str, str], _Mark]:
        found: dict[tuple[str, str], _Mark] = {}
        for line, token, start, end, cells in self.rows:
            for layer in self.layers:
                if layer.kind != "SP":
                    continue
                for place in range(layer.width):
                    if place - 1 in layer.roles:  # who has them
                        continue
                    column = layer.column + place
                    cell = cells[column] if column < len(cells) else "_"
                    if place in layer.roles and _has_host(cell, cells[column + 1 :][:1]):
                        cell = "*"
                    for value, number in values_of(cell):
                        mark = found.setdefault(
                            (layer.name, number or token), _Mark(layer, line, token, start, end)
                        )
                        mark.start, mark.end = min(mark.start, start), max(mark.end, end)
                        if value and place < len(layer.features) and place not in layer.roles:
                            mark.values.setdefault(layer.features[place], value)
        return found

    def _unheld(self) -> Iterator[tuple[str, str]]:
        """Layers of relations, and their features beside the label that have values somewhere."""
        for layer in self.layers:
            features = layer.features[:-1] if layer.kind == "RL" else []
            label = _label_of(features)
            names = [one for place, one in enumerate(features)
                     if place != label and self._has_values(layer.column + place)]  # fmt: skip
            if names:
                yield short(layer.name), ", ".join(names)

    def _has_values(self, column: int) -> bool:
        cells = (cells[column] for *_, cells in self.rows if column < len(cells))
        return any(value for cell in cells for value, _ in values_of(cell))

    def _relations(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Line, label, the layer of the marks, and the two marks' numbers or tokens."""
        for layer in self.layers:
            if layer.kind != "RL" or not layer.features:
                continue
            *features, base = layer.features
            between = base.removeprefix("BT_")
            for line, token, _, _, cells in self.rows:
                last = layer.column + len(features)
                if last >= len(cells):
                    continue
                label_cell = cells[layer.column + _label_of(features)]
                labels = list(values_of(label_cell)) if features else []
                for place, (where, numbers) in enumerate(values_of(cells[last])):
                    start, _, end = (numbers or "0_0").partition("_")
                    label = labels[place][0] if place < len(labels) else ""
                    first = where if start in ("", "0") else start
                    second = token if end in ("", "0") else end
                    yield line, label, between, first, second


def _has_host(roles: str, who: list[str]) -> bool:
    """Whether a cell that names no role is a mark's: of a role without a name, or of none."""
    return not roles or (roles == "_" and who == ["*"])


def _label_of(features: list[str]) -> int:
    """Which feature of a relation names it."""
    return next((features.index(one) for one in LABELS if one in features), 0)


def read_tsv(files: CorpusFiles, name: str) -> TsvFile | None:
    """One file; None, and a loss, when it is no WebAnno TSV."""
    source = files.text(name)
    if source is None or not source.startswith(_FORMAT):
        said = (source or "").partition("\n")[0][:60].strip()
        files.refuse(name, f"expected {_FORMAT} in its first line; found {said!r}; left out")
        return None
    found = TsvFile([], units=len if _counts_code_points(source) else _units)
    sentence: list[str] = []
    for number, line in enumerate(source.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.startswith("#T_"):
            _add_layer(found, line, number)
        elif line.startswith("#Text="):
            sentence.append(line.removeprefix("#Text="))
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            place = _PLACE.fullmatch(cells[1]) if len(cells) > 2 else None
            if place is None:
                found.problems.append((number, f"no token stands in {line[:60]!r}; left out"))
                continue
            if sentence and int(place[1]) - found.size > MOST_GAP:
                found.problems.append((number, f"the offset {place[1]} is far behind the text "
                                       "before; its sentence was left out"))  # fmt: skip
                sentence = []
                continue
            if sentence:
                found.add_sentence(sentence, int(place[1]))
                sentence = []
            found.rows.append((number, cells[0], int(place[1]), int(place[2]), cells[3:]))
    widest = max((len(row[-1]) for row in found.rows), default=0)
    found.layers = [one for one in found.layers if one.column < widest]  # others have no cells
    needed = max((one.column + one.width for one in found.layers), default=0)
    for number, *_, cells in found.rows:
        if len(cells) < needed:
            found.problems.append((number, f"{len(cells)} cells under {needed} columns; those that "
                                   "are not there were taken as empty"))  # fmt: skip
    return found


def _counts_code_points(source: str) -> bool:
    """Whether words with an emoji are as long as in code points: programs other than WebAnno have
    written such files."""
    votes = 0
    for line in source.split("\n") if max(source) > "\uffff" else ():
        cells = line.split("\t")
        place = _PLACE.fullmatch(cells[1]) if len(cells) > 2 else None
        if place is not None and max(cells[2], default="") > "\uffff":
            length, word = int(place[2]) - int(place[1]), unescaped(cells[2])
            votes += (length == len(word)) - (length == _units(word))
    return votes > 0


def _add_layer(found: TsvFile, line: str, number: int) -> None:
    kind, _, about = line.removeprefix("#T_").partition("=")
    name, *features = about.split("|")
    layer = Layer(kind, name, [unescaped(one) for one in features if one])
    last = found.layers[-1] if found.layers else None
    layer.column = last.column + last.width if last else 0
    for place, one in enumerate(layer.features[:-1]):
        if one.startswith("ROLE_"):  # a role's column, and behind it the column of who has it
            layer.roles[place] = layer.features[place + 1]
    found.layers.append(layer)
    if is_linguistic(name):
        layer.kind = ""
        if not is_quiet(name):
            said = f"the layer {short(name)} has no marks; left out"
            found.problems.append((number, said))
    elif kind not in ("SP", "RL", "CH"):
        found.problems.append((number, f"the layer {short(name)} is of a kind that is not known; "
                               "left out"))  # fmt: skip
