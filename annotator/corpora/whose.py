"""Whose work a file is, where its path says so: a folder an annotator, or a file an annotator in a
folder a document. What has the same text is the same document, whatever number a file gives it:
tools number texts anew in each project, and a project is often one annotator's.

A single annotator's folder looks like any other: what this product writes has a file `ANNOTATORS`
beside the folders, a line each: the folder's (or file's) name, a tab, whose it is.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from annotator.corpora.files import CorpusFiles

ONLY_ANNOTATOR = "annotator"  # where nothing names one
ANNOTATORS = "ANNOTATORS"


def named_annotators(files: CorpusFiles) -> dict[str, str]:
    """Name of a folder, or of a file without its ending -> whose work it is, where files say so."""
    found: dict[str, str] = {}
    for name in files.names:
        if name.rpartition("/")[2] == ANNOTATORS:
            for number, line in enumerate((files.text(name) or "").splitlines(), 1):
                part, _, who = line.partition("\t")
                if part.strip() and who.strip():
                    found[part.strip()] = who.strip()
                elif line.strip():
                    files.refuse(name, "expected a folder or file, a tab and whose it is; found "
                                 f"{line[:60]!r}; left out", number)  # fmt: skip
    return found


def whose_work(
    texts: Mapping[str, str], named: Mapping[str, str] | None = None
) -> dict[str, tuple[str, str]]:
    """File -> its document's key and its annotator, from the text in each file; `named` are the
    annotators that a file names.

    >>> whose_work({"a/1.xmi": "Rain.", "b/1.xmi": "Rain.", "b/2.xmi": "Sun."})
    {'a/1.xmi': ('1', 'a'), 'b/1.xmi': ('1', 'b'), 'b/2.xmi': ('2', 'b')}
    >>> whose_work({"1/ann.tsv": "Rain.", "1/bob.tsv": "Rain.", "2/ann.tsv": "Sun."})
    {'1/ann.tsv': ('1', 'ann'), '1/bob.tsv': ('1', 'bob'), '2/ann.tsv': ('2', 'ann')}
    >>> whose_work({"A01/1.xmi": "Rain."}, {"A01": "A01"})
    {'A01/1.xmi': ('1', 'A01')}
    """
    if named and all(named_part(name, named) is not None for name in texts):
        return _shortened({name: _named(name, named) for name in texts})
    same: dict[str, list[str]] = defaultdict(list)
    for name, text in texts.items():
        same[text].append(name)
    votes: Counter[int | None] = Counter()
    for names in same.values():
        if len(names) > 1:
            votes[_level(*(PurePosixPath(name).with_suffix("").parts for name in names[:2]))] += 1
    level = votes.most_common(1)[0][0] if votes else _silent_level(list(texts))
    return _read_off(texts, level)


def whose_files(texts: Mapping[str, Collection[str | None]]) -> dict[str, str]:
    """File of many texts -> its annotator: its own name, or the folder's in which files that share
    a text differ.

    >>> whose_files({"ann/all.jsonl": ["Rain."], "bob/all.jsonl": ["Rain."]})
    {'ann/all.jsonl': 'ann', 'bob/all.jsonl': 'bob'}
    >>> whose_files({"1/ann.jsonl": ["Rain."], "2/bob.jsonl": ["Rain."]})
    {'1/ann.jsonl': 'ann', '2/bob.jsonl': 'bob'}
    """
    level = shared_level(texts) or -1
    parts = {name: PurePosixPath(name).with_suffix("").parts for name in texts}
    return {name: some[level] if -level <= len(some) else some[-1] for name, some in parts.items()}


def shared_level(texts: Mapping[str, Collection[str | None]]) -> int | None:
    """Which part of their paths differs in files that share texts; None where none do."""
    first: dict[str, str] = {}
    votes: Counter[int] = Counter()
    for name, some in texts.items():
        for text in set(filter(None, some)):
            paths = (PurePosixPath(one).with_suffix("").parts
                     for one in (first.setdefault(text, name), name))  # fmt: skip
            level = _level(*paths)
            votes.update([level] if level else ())
    return votes.most_common(1)[0][0] if votes else None


def named_part(name: str, named: Mapping[str, str]) -> int | None:
    """The last part of a path that names an annotator; None when none does."""
    parts = PurePosixPath(name).with_suffix("").parts
    return next((place for place in reversed(range(len(parts))) if parts[place] in named), None)


def _named(name: str, named: Mapping[str, str]) -> tuple[str, str]:
    parts = PurePosixPath(name).with_suffix("").parts
    level = named_part(name, named)
    rest = [part for place, part in enumerate(parts) if place != level]
    return "/".join(rest) or "document", named[parts[level or 0]]


def _level(one: tuple[str, ...], two: tuple[str, ...]) -> int | None:
    """Which part of two paths differs, counted from the end: -1 is the file."""
    for place in range(1, min(len(one), len(two)) + 1):
        if one[-place] != two[-place]:
            return -place
    return None


def _silent_level(names: list[str]) -> int | None:
    """With one annotator a document: a folder each with a file of the same few names (INCEpTION's
    way) has the annotators in the names of files."""
    paths = [PurePosixPath(name) for name in names]
    stems = {path.stem for path in paths}
    folders = {path.parent for path in paths}
    if len(folders) == len(paths) > 1 and len(stems) < len(paths):
        return -1
    return None


def _read_off(texts: Mapping[str, str], level: int | None) -> dict[str, tuple[str, str]]:
    found = {}
    for name in texts:
        parts = PurePosixPath(name).with_suffix("").parts
        if level is None or -level > len(parts):
            found[name] = ("/".join(parts), ONLY_ANNOTATOR)
        else:
            rest = [part for place, part in enumerate(parts) if place != len(parts) + level]
            found[name] = ("/".join(rest) or "document", parts[level])
    return _shortened(found)


def _shortened(found: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Keys without folders where that tells them apart."""
    keys = {key for key, _ in found.values()}
    last = Counter(key.rpartition("/")[2] for key in keys)
    return {
        name: (key.rpartition("/")[2] if last[key.rpartition("/")[2]] == 1 else key, annotator)
        for name, (key, annotator) in found.items()
    }


class SameTexts:
    """The numbers of documents. A text with two numbers in one file is two documents; one with
    another number in another file is the same, and has the number that was read first.

    >>> same = SameTexts()
    >>> same.number("ann.jsonl", "Rain.", "7"), same.number("ann.jsonl", "Rain.", "8")
    ('7', '8')
    >>> same.number("bob.jsonl", "Rain.", "27"), same.number("bob.jsonl", "Rain.", "27")
    ('7', '7')
    >>> same.number("bob.jsonl", "Rain.", "28"), same.number("bob.jsonl", "Rain.", "29")
    ('8', '29')
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], str] = {}  # file, text, number in it -> number
        self._of_text: dict[str, dict[str, None]] = defaultdict(dict)
        self._free: dict[tuple[str, str], OrderedDict[str, None]] = {}  # not yet met in a file

    def number(self, name: str, text: str, given: str, otherwise: str = "") -> str:
        """Of a text that a file gives a number; `otherwise` where it gives none ("")."""
        if (name, text, given) not in self._known:
            if (name, text) not in self._free:
                self._free[name, text] = OrderedDict(self._of_text[text])
            free = self._free[name, text]
            found = given if given in free else next(iter(free), given or otherwise)
            free.pop(found, None)
            self._of_text[text][found] = None
            self._known[name, text, given] = found
        return self._known[name, text, given]
