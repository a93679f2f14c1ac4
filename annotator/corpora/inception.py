"""INCEpTION's exported project: a zip archive with `annotation/DOCUMENT/ANNOTATOR.zip` (or the file
itself), each with a CAS as XMI, JSON or WebAnno TSV; `curation/` has what was settled. The
project's own file says how far each annotator was with a document: ignored ones are skipped, those
that were opened only are no work. Many publish the two folders alone, unpacked: they are told by
what lies in them under INCEpTION's own names.

Java's serialised files (`.ser`) are never loaded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork, objects_of, said
from annotator.corpora.cas import Cas, take_cas
from annotator.corpora.cas_json import cas_of_json
from annotator.corpora.cas_xmi import cas_of_xmi
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import whole_json
from annotator.corpora.type_systems import TYPE_SYSTEM
from annotator.corpora.webanno.tsv import TsvFile, read_tsv
from annotator.models import State

_INITIAL = ("INITIAL_CAS", "initial_cas")
_GOLD = "CURATION_USER"
_PROJECT = "exportedproject"
_SKIPPED = ("IGNORE", "LOCKED")
_SAID = {  # states of the project's file, whose works are told by their number
    "INPROGRESS": "not finished; taken as they are",
    "NEW": "opened and not begun; left out",
}
_FOLDERS = ("annotation", "curation")
_READ = (".zip", ".xmi", ".json", ".tsv")
_CHANCE = re.compile(r"(?<=.)_?\d{15,}$")  # of a file that was written for a while: `ann_1587…442`


def is_inception(files: CorpusFiles) -> bool:
    inside = [path for path in map(PurePosixPath, files.names)
              if any(part in _FOLDERS for part in path.parts[:-2])]  # fmt: skip
    if any(_who(path) in (_GOLD, *_INITIAL) and path.suffix in _READ for path in inside):
        return True
    is_project = any(name.rpartition("/")[2].startswith(_PROJECT) for name in files.names)
    return is_project and bool(inside)


def read_inception(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    states = _states(files)
    serialised, told = 0, Counter[str]()
    for name in files.names:
        path = PurePosixPath(name)
        serialised += path.suffix == ".ser"
        folder = next((n for n, part in enumerate(path.parts[:-2]) if part in _FOLDERS), None)
        if folder is None or path.suffix == ".ser":
            continue
        if path.suffix != ".zip" and not _reader(name) and path.name != TYPE_SYSTEM:
            files.refuse(
                name,
                "it is no CAS as XMI, JSON or TSV, nor an archive; left out; export the "
                "project as UIMA CAS XMI or JSON",
            )
        document, who = path.parts[folder + 1], _who(path)
        for shown, found in _works(files, name):
            text = found.text
            key = builder.document(document, text, shown)
            if who in _INITIAL:  # as nobody has marked it: a document all the same
                continue
            gold = path.parts[folder] == "curation" or who == _GOLD
            if not gold and builder.has_work(key, who):
                files.refuse(name, f"a second work of {who!r} on {document!r} was left out")
                continue
            state = "" if gold else states.get((document, who), "")
            told[state] += 1
            if state == "NEW":  # opened, and no more
                continue
            work = builder.gold(key, shown) if gold else builder.work(key, who, shown)
            work.state = State.SKIPPED if state in _SKIPPED else State.SUBMITTED
            _take(work, found)
    for state, sentence in _SAID.items():
        if told[state]:
            files.refuse(files.name, f"work of annotators {sentence}: {told[state]}")
    if serialised:
        files.refuse(files.name, f"files of Java's own format (.ser), never loaded: {serialised}")
    return builder.corpus()


def _who(path: PurePosixPath) -> str:
    """Whose work a file is. WebAnno wrote some exports with the names of its temporary files.

    >>> _who(PurePosixPath("annotation/row.txt/ann_15870881616851637442.tsv"))
    'ann'
    """
    return _CHANCE.sub("", path.stem)


def _states(files: CorpusFiles) -> dict[tuple[str, str], str]:
    """Document and annotator -> how far they are, as the project says, in capital letters."""
    found = {}
    for name in files.ending(".json"):
        if PurePosixPath(name).name.startswith(_PROJECT):
            project = whole_json(files, name)
            listed = project.get("annotation_documents") if isinstance(project, dict) else ()
            for one in objects_of(listed, "annotation_documents", partial(files.refuse, name)):
                state = "".join(filter(str.isalpha, said(one.get("state")))).upper()
                found[said(one.get("name")), said(one.get("user"))] = state
    return found


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
        for one in found[1:]:
            files.refuse(f"{name}/{one}", f"a second work beside {found[0]!r} was left out")
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
