"""QDPX, the exchange format of programs for qualitative analysis (REFI-QDA): a zip archive with
`project.qde` and the texts under `sources/`.

A `PlainTextSelection` with a `Coding` is a mark; its label is the code's name, with those of the
codes it is under before it where a name occurs twice. `creatingUser` is the annotator. Offsets are
code points. Pictures, sound, films and PDFs without a text are named and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.offsets import ReadText, counted_otherwise, is_offset
from annotator.corpora.xml_files import Element, read_xml
from annotator.errors import CorpusError

_NO_TEXT = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")
_LEFT_OUT = {"Note": "memo", "Case": "case", "Set": "set", "Link": "link", "Graph": "graph",
             "Variable": "variable"}  # fmt: skip
_NUMBERED = re.compile(r"^\d+(?: |$)")  # in our own files a number keeps equal titles apart
_OTHER = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")


def is_qdpx(files: CorpusFiles) -> bool:
    return any(files.ending(".qde", ".qdpx"))


def read_qdpx(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    for name in files.ending(".qdpx"):
        inner = files.inside(name)
        if inner is not None:
            projects = list(inner.ending(".qde"))
            for project in projects:
                _read_project(builder, inner, project)
            if not projects:
                files.refuse(name, "it holds no project (.qde); left out")
    for name in list(files.ending(".qde")):
        _read_project(builder, files, name)
    return builder.corpus()


def _read_project(builder: Builder, files: CorpusFiles, name: str) -> None:
    data = files.read(name)
    if data is None:
        return
    try:
        root = read_xml(data)
    except CorpusError as error:
        files.refuse(name, str(error))
        return
    _Project(builder, files, name, root).read()


class _Project:
    def __init__(self, builder: Builder, files: CorpusFiles, name: str, root: Element) -> None:
        self.builder = builder
        self.files = files
        self.name = name
        self.root = root
        self.users = {_guid(one): one.attributes.get("name", "")
                      for one in root.named("User")}  # fmt: skip
        self.codes = _codes(root)
        self.own = root.attributes.get("origin") == "annotator"

    def read(self) -> None:
        for source in self.root.named("TextSource"):
            self._source(source)
        for source in self.root.named(*_OTHER):
            texts = [one for one in source.children if one.local == "Representation"]
            for one in texts:  # a PDF's text, with passages of its own
                self._source(one, source.attributes.get("name", ""))
            if texts:
                self._lose_selections(source)
                continue
            shown = source.attributes.get("name", "")
            self.files.refuse(self.name, f"{source.local} {shown!r} is no text; left out",
                              source.line)  # fmt: skip

        for element, what in _LEFT_OUT.items():
            found = list(self.root.named(element))
            if found:
                said = f"{len(found)} {what}{'s' * (len(found) != 1)} left out"
                self.files.refuse(self.name, said, found[0].line)

    def _lose_selections(self, source: Element) -> None:
        """Passages of a PDF that are drawn on its pages: they are none of its text."""
        drawn = [one for one in source.named(*_NO_TEXT) if any(one.named("CodeRef"))]
        if drawn:
            self.files.refuse(self.name, f"{len(drawn)} coded on the pages of "
                              f"{source.attributes.get('name', '')!r}, not in its text; left out",
                              drawn[0].line)  # fmt: skip

    def _source(self, source: Element, name: str = "") -> None:
        shown = name or source.attributes.get("name", "") or source.attributes.get("guid", "")
        text = self._text(source)
        if text is None:
            self.files.refuse(self.name, f"the text of {shown!r} is not there; its marks were left "
                              "out", source.line)  # fmt: skip
            return
        read = ReadText(text)
        title = _NUMBERED.sub("", shown) if self.own else shown
        key = self.builder.document(shown, read, shown, title=title)
        selections = [one for one in source.children if one.local == "PlainTextSelection"]
        place = self._counted(read, selections, source.line)
        for selection in selections:
            self._selection(key, selection, place)
        for coding in source.children:
            if coding.local == "Coding":
                self._whole(key, coding)

    def _counted(
        self, text: ReadText, selections: list[Element], line: int
    ) -> Callable[[int], int]:
        """What the program that wrote them counts, where the passages' names are their words."""
        quoted = []
        for one in selections:
            where = one.attributes.get("startPosition", ""), one.attributes.get("endPosition", "")
            if all(map(is_offset, where)) and one.attributes.get("name"):
                quoted.append((int(where[0]), int(where[1]), one.attributes["name"]))
        otherwise = counted_otherwise(text.raw, quoted)
        if otherwise is None:
            return lambda offset: offset
        said = f"its offsets count {otherwise[0]}; they were turned into code points"
        self.files.refuse(self.name, said, line)
        return otherwise[1]

    def _selection(self, key: str, selection: Element, place: Callable[[int], int]) -> None:
        codings = [one for one in selection.children if one.local == "Coding"]
        if not codings and any(selection.named("CodeRef")):  # some leave the coding out
            codings = [selection]
        where = (selection.attributes.get("startPosition"), selection.attributes.get("endPosition"))
        if not codings:
            self.files.refuse(self.name, "a passage without a code was left out", selection.line)
        for coding in codings:
            work = self._work(key, coding, selection)
            work.place = place
            guid = selection.attributes.get("guid") or f"line {selection.line}"
            words = self._words(work.text, selection, place)
            for code in self._code_refs(coding):
                work.mark(self._code(code), where, region=guid, line=coding.line, words=words)
            description = "".join(one.text for one in selection.children
                                  if one.local == "Description").strip()  # fmt: skip
            if description and coding is codings[0]:
                work.answer("note", description, guid, selection.line)

    def _words(self, text: ReadText, selection: Element, place: Callable[[int], int]) -> str:
        """The passage's name where it is its words for certain: some name the last character as
        the end. Other names are cut, or somebody's own."""
        name = selection.attributes.get("name", "")
        where = [selection.attributes.get(f"{one}Position", "") for one in ("start", "end")]
        if not name or not all(map(is_offset, where)):
            return ""
        start, end = (place(int(one)) for one in where)
        return name if text.raw[start : end + 1] == name != text.raw[start:end] else ""

    def _whole(self, key: str, coding: Element) -> None:
        """A code of a whole document is an answer: yes."""
        for code in self._code_refs(coding):
            name = self._code(code)
            if name:
                self._work(key, coding, coding).answer("code", name, line=coding.line)
            else:
                self.files.refuse(self.name, "a code of the whole text that is in no codebook was "
                                  "left out", coding.line)  # fmt: skip

    def _code_refs(self, coding: Element) -> list[Element]:
        found = list(coding.named("CodeRef"))
        if not found:
            self.files.refuse(self.name, "a coding that names no code was left out", coding.line)
        return found

    def _work(self, key: str, coding: Element, selection: Element) -> OpenWork:
        user = coding.attributes.get("creatingUser") or selection.attributes.get("creatingUser", "")
        who = self.users.get(user.lower()) or user  # "": nobody is named
        return self.builder.work(key, who, self.name)

    def _code(self, code: Element) -> str:
        return self.codes.get(_guid(code, "targetGUID"), "")

    def _text(self, source: Element) -> str | None:
        for child in source.children:
            if child.local == "PlainTextContent":
                return child.text
        path = source.attributes.get("plainTextPath", "")
        file = PurePosixPath(path.replace("\\", "/").replace("internal://", "")).name
        for name in self.files.names:  # NVivo writes the names in another case than the files
            if file and PurePosixPath(name).name.lower() == file.lower():
                return self.files.text(name)
        return None


def _guid(element: Element, name: str = "guid") -> str:
    """An id, whose letters some write now large, now small."""
    return element.attributes.get(name, "").lower()


def _codes(root: Element) -> dict[str, str]:
    """A code's id -> its name, with those above it where another code is called the same."""
    paths: dict[str, tuple[str, ...]] = {}

    def walk(element: Element, above: tuple[str, ...]) -> None:
        for child in element.children:
            if child.local == "Code":
                path = (*above, child.attributes.get("name", "").strip())
                paths[_guid(child)] = path
                walk(child, path)
            elif child.local in ("CodeBook", "Codes"):
                walk(child, above)

    walk(root, ())
    counts = Counter(path[-1] for path in paths.values())
    return {
        guid: path[-1] if counts[path[-1]] == 1 else " / ".join(path)
        for guid, path in paths.items()
    }
