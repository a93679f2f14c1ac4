"""Which `.ann` file is whose work on which text.

The text is the file of the same name beside it; or the same name without the annotator
(`doc_ann.ann`, `doc.ann.ann`, `doc.txt_ann.ann`, `ann-doc.ann`), beside it or in another folder
(`text/doc.txt`); or the only text of the folder, and the name is the annotator's (`doc/ann.ann`).
Where several folders hold marks on a text of one name and content, a folder is an annotator; so is
one that a file `ANNOTATORS` names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.corpora.files import CorpusFiles, is_about
from annotator.corpora.nearest import Nearest
from annotator.corpora.offsets import ReadText
from annotator.corpora.whose import ONLY_ANNOTATOR, named_annotators

_SEPARATOR = re.compile(r"[_.\-@]")
_OF_TEXT = re.compile(r"^txt(?:[_.\-@]|$)")  # of `doc.txt_ann.ann`


@dataclass
class Layout:
    texts: dict[str, tuple[str, ReadText]] = field(default_factory=dict)  # key -> file, text
    annotations: dict[str, tuple[str, str]] = field(default_factory=dict)  # file -> key, annotator


def find_layout(files: CorpusFiles) -> Layout:
    """Losses are written down with the files: marks without a text, a second work of one person."""
    texts = _Texts(files)
    found: list[tuple[str, str, str]] = []  # .ann, its text, the annotator in its name
    for name in files.ending(".ann"):
        text, annotator = texts.of(name[:-4])
        if text:
            found.append((name, text, annotator))
        else:
            files.refuse(name, "its text is not there; the marks were left out")
    return _Assembly(files, found).layout([*texts.by_path.values()])


class _Texts:
    """The texts, by what is asked of them."""

    def __init__(self, files: CorpusFiles) -> None:
        self.by_path: dict[str, str] = {}  # path without its ending -> file
        self._by_stem = Nearest[str]()
        self._in_folder: dict[str, list[str]] = defaultdict(list)
        marked = {name[:-4] for name in files.ending(".ann")}
        for name in files.ending(".txt"):
            if is_about(name) and name[:-4] not in marked:
                continue
            folder, _, stem = name[:-4].rpartition("/")
            self.by_path[name[:-4]] = name
            self._by_stem.add(stem, name, name)
            self._in_folder[folder].append(name)

    def of(self, stem: str) -> tuple[str, str]:
        """The text of an `.ann` file and the annotator in its name, or ("", "")."""
        folder, _, last = stem.rpartition("/")
        for name, annotator in _parted(last):
            annotator = _OF_TEXT.sub("", annotator)
            beside = f"{folder}/{name}" if folder else name
            if beside in self.by_path:
                return self.by_path[beside], annotator
            elsewhere = self._by_stem.find(name, f"{stem}.ann")
            if elsewhere:
                return elsewhere, annotator
        alone = self._in_folder.get(folder, [])
        return (alone[0], last) if len(alone) == 1 and folder else ("", "")


def _parted(name: str) -> Iterator[tuple[str, str]]:
    """A file's name as a text's and an annotator's, the most likely first.

    >>> list(_parted("a_b"))
    [('a_b', ''), ('a', 'b'), ('b', 'a')]
    """
    yield name, ""
    cuts = [match.start() for match in _SEPARATOR.finditer(name)]
    for cut in reversed(cuts):
        yield name[:cut], name[cut + 1 :]
    for cut in cuts:
        yield name[cut + 1 :], name[:cut]


class _Assembly:
    """Texts that are one document brought together, annotators named."""

    def __init__(self, files: CorpusFiles, found: list[tuple[str, str, str]]) -> None:
        self.files = files
        self.found = found
        self.read: dict[str, ReadText] = {}
        self.named = named_annotators(files)

    def layout(self, texts: list[str]) -> Layout:
        for name in texts:
            source = self.files.text(name)
            if source is not None:
                self.read[name] = ReadText(source)
        document, level = self._folders_of_annotators()
        made = Layout()
        short = {file: file[:-4].rpartition("/")[2] for file in self.read}
        unique = defaultdict(set)
        for file, stem in short.items():
            unique[stem].add(document.get(file, file))
        keys: dict[str, str] = {}
        for file, text in self.read.items():
            first = document.get(file, file)
            keys[file] = short[first] if len(unique[short[first]]) == 1 else first[:-4]
            if first == file:
                made.texts[keys[file]] = (file, text)
        taken: dict[tuple[str, str], str] = {}
        for name, text_name, said in self.found:
            if text_name not in self.read:
                continue
            annotator = said or self._folder(name, level) or ONLY_ANNOTATOR
            before = taken.setdefault((keys[text_name], annotator), name)
            if before != name:
                self.files.refuse(
                    name, f"{annotator!r} has marked this text in {before} already; left out"
                )
            else:
                made.annotations[name] = (keys[text_name], annotator)
        return made

    def _folders_of_annotators(self) -> tuple[dict[str, str], int | None]:
        """Text file -> the first one that is the same document; which level of folders names the
        annotators (None: none does)."""
        same: dict[tuple[str, str], list[str]] = defaultdict(list)
        for file, text in self.read.items():
            same[file.rpartition("/")[2], text.text].append(file)
        document = {file: group[0] for group in same.values() for file in group}
        marked: dict[str, list[str]] = defaultdict(list)
        for name, text_name, said in self.found:
            if not said and text_name in document:
                marked[document[text_name]].append(name)
        for names in marked.values():
            if len(names) > 1:
                first, second = (PurePosixPath(name).parts for name in names[:2])
                levels = zip(first, second, strict=False)
                level = next((n for n, (one, two) in enumerate(levels) if one != two), None)
                return document, level
        return {}, None

    def _folder(self, name: str, level: int | None) -> str:
        parts = PurePosixPath(name).parts[:-1]
        named = next((self.named[one] for one in reversed(parts) if one in self.named), "")
        if named:
            return named
        return parts[level] if level is not None and level < len(parts) else ""


def configured_labels(files: CorpusFiles) -> frozenset[str]:
    """The labels of the `annotation.conf` files; none when there is no such file."""
    labels: set[str] = set()
    for name in files.ending("annotation.conf"):
        section = ""
        for line in (files.text(name) or "").splitlines():
            word = line.split("#")[0].strip()
            if word.startswith("["):
                section = word.strip("[]").lower()
            elif word and section in ("entities", "events"):
                labels |= {part.strip(" !") for part in word.split()[0].split("|")}
    return frozenset(labels)
