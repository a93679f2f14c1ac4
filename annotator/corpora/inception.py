"""INCEpTION's exported project: a zip archive with `annotation/DOCUMENT/ANNOTATOR.zip` (or the file
itself), each with a CAS as XMI, JSON or WebAnno TSV; `curation/` has what was settled.

Java's serialised files (`.ser`) are never loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.cas import Cas, take_cas
from annotator.corpora.cas_json import cas_of_json
from annotator.corpora.cas_xmi import cas_of_xmi
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.webanno.tsv import TsvFile, read_tsv

_INITIAL = ("INITIAL_CAS", "initial_cas")
_GOLD = "CURATION_USER"
_FOLDERS = ("annotation", "curation")


def is_inception(files: CorpusFiles) -> bool:
    if not any(name.rpartition("/")[2].startswith("exportedproject") for name in files.names):
        return False
    return any(part in _FOLDERS for name in files.names for part in PurePosixPath(name).parts[:-2])


def read_inception(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    serialised = 0
    for name in files.names:
        path = PurePosixPath(name)
        serialised += path.suffix == ".ser"
        folder = next((n for n, part in enumerate(path.parts[:-2]) if part in _FOLDERS), None)
        if folder is None or path.suffix == ".ser":
            continue
        document, who = path.parts[folder + 1], path.stem
        for shown, found in _works(files, name):
            text = found.text
            key = builder.document(document, text, shown)
            if path.stem in _INITIAL:  # as nobody has marked it: a document all the same
                continue
            gold = path.parts[folder] == "curation" or who == _GOLD
            if not gold and builder.has_work(key, who):
                files.refuse(name, f"a second work of {who!r} on {document!r} was left out")
                continue
            work = builder.gold(key, shown) if gold else builder.work(key, who, shown)
            _take(work, found)
    if serialised:
        files.refuse(files.name, f"{serialised} files of Java's own format (.ser) are never loaded")
    return builder.corpus()


def _take(work: OpenWork, found: Cas | TsvFile) -> None:
    if isinstance(found, Cas):
        take_cas(work, found)
    else:
        found.take(work)


def _works(files: CorpusFiles, name: str) -> Iterator[tuple[str, Cas | TsvFile]]:
    """The work in a file, or in the archive that it is."""
    if name.lower().endswith(".zip"):
        inner = files.inside(name)
        if inner is None:
            return
        found = [one for one in inner.names if _reader(one)]
        if not found:
            files.refuse(name, "it holds no CAS as XMI, JSON or TSV; left out")
        for one in found[:1]:
            yield from _read(inner, one, f"{name}/{one}")
    elif _reader(name):
        yield from _read(files, name, name)


def _reader(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending in (".xmi", ".json", ".tsv") else ""


def _read(files: CorpusFiles, name: str, shown: str) -> Iterator[tuple[str, Cas | TsvFile]]:
    read = {".xmi": cas_of_xmi, ".json": cas_of_json, ".tsv": read_tsv}[_reader(name)]
    found: Cas | TsvFile | None = read(files, name)
    if found is not None:
        yield shown, found
