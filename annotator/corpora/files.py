"""The files of a corpus: a folder, an archive or one file, opened with care whoever made it.

What is refused (a bomb, a way out of the folder, a link) becomes a loss, and the rest goes on.
Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from annotator.articles.decoding import decode
from annotator.corpora.corpus import Loss
from annotator.damaged_zip import DAMAGED, why_unread
from annotator.errors import ArticleError, CorpusError
from annotator.time_left import Steps, unheard

MOST_FILES = 200_000
MOST_BYTES = 200 * 1024 * 1024  # of one file
MOST_OF_ALL = 2 * 1024 * 1024 * 1024  # of an archive, unpacked
MOST_TIMES = 200  # how much larger a file may become by unpacking, above a megabyte
MOST_TIMES_OF_ALL = 50  # how much larger an archive may become, above MOST_BYTES
MEGABYTE = 1024 * 1024
_ZIPS = (".zip", ".qdpx")
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_READ_FIRST = re.compile(r"readme|licen[cs]e|thumbs\.db|desktop\.ini", re.IGNORECASE)
_ABOUT = re.compile(r"(?:.*[_ .-])?readme|licen[cs]e|requirements|changelog|copying", re.IGNORECASE)
MOST_WRAPPINGS = 3
DEEPEST = 100  # folders inside one another


@dataclass
class _Unpacked:
    """What an archive and those in it unpack to together, each file once."""

    most: int = 0
    total: int = 0
    counted: set[tuple[str, str]] = field(default_factory=set)

    def count(self, archive: str, member: str, size: int) -> None:
        """Raises CorpusError when it becomes too much."""
        if (archive, member) in self.counted:
            return
        if self.total + size > self.most:
            raise CorpusError(
                f"The archive unpacks to more than {self.most // MEGABYTE:,} MB; the rest was "
                "left out."
            )
        self.counted.add((archive, member))
        self.total += size


class CorpusFiles:
    """Names of files (relative, with `/`) in order, and their bytes when asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.losses: list[Loss] = []
        self.tell: Steps = unheard  # how many files have been read, of how many
        self._begun: set[str] = set()
        self._paths: dict[str, str] = {}
        self._members: dict[str, tuple[zipfile.ZipFile, zipfile.ZipInfo]] = {}
        self._unpacked = _Unpacked()

    @property
    def names(self) -> Sequence[str]:
        return list(self._paths or self._members)

    def ending(self, *endings: str) -> Iterator[str]:
        """The names with one of these endings, whatever the case of their letters."""
        return (name for name in self.names if name.lower().endswith(endings))

    def begin(self) -> None:
        """From now on what is asked for counts as read: before, somebody only looked."""
        self._begun.clear()

    def unread(self, *endings: str) -> list[str]:
        """The names with one of these endings whose bytes nobody has asked for."""
        return [name for name in self.ending(*endings) if name not in self._begun]

    def __contains__(self, name: str) -> bool:
        return name in self._paths or name in self._members

    def only(self, names: Iterable[str]) -> CorpusFiles:
        """Some of the files, as if nothing else were there; losses are written down here."""
        kept = set(names)
        fewer = CorpusFiles(self.name)
        fewer.losses, fewer.tell, fewer._unpacked = self.losses, self.tell, self._unpacked
        fewer._paths = {name: path for name, path in self._paths.items() if name in kept}
        fewer._members = {name: one for name, one in self._members.items() if name in kept}
        return fewer

    def refuse(self, name: str, sentence: str, line: int = 0) -> None:
        self.losses.append(Loss(name, line, sentence))

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None, and a loss, when they cannot be had."""
        if name not in self._begun:
            self.tell(len(self._begun), len(self._paths) or len(self._members))
            self._begun.add(name)
        try:
            if name in self._paths:
                return _read_path(self._paths[name])
            return self._read_member(name)
        except OSError as error:
            self.refuse(name, f"It cannot be read: {error.strerror or error}.")
        except CorpusError as error:
            self.refuse(name, str(error))
        return None

    def text(self, name: str) -> str | None:
        """A file's text, its line ends as they are; None, and a loss, when it is none."""
        data = self.read(name)
        if data is None:
            return None
        try:
            return data.removeprefix(codecs.BOM_UTF8).decode()
        except UnicodeDecodeError:
            pass
        try:
            decoded = decode(data)
        except ArticleError as error:
            self.refuse(name, str(error))
            return None
        self.refuse(name, f"It is not UTF-8 and was read as {decoded.encoding}.")
        return decoded.text

    def inside(self, name: str) -> CorpusFiles | None:
        """An archive among the files, as files of their own; losses are written down here."""
        data = self.read(name)
        if data is None:
            return None
        inner = CorpusFiles(name)
        inner.losses = self.losses
        inner._unpacked = self._unpacked  # counted together
        try:
            inner.add_archive(data)
        except CorpusError as error:
            self.refuse(name, str(error))
            return None
        return inner

    # ------------------------------------------------------------------ where they come from

    def add_folder(self, folder: str) -> None:
        """Everything below, hidden files left out. Links are refused: they may lead anywhere."""
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
        for entry in entries:
            if entry.name.startswith("."):
                continue
            shown = entry.path[len(self._root) :].lstrip(os.sep).replace(os.sep, "/")
            if entry.is_symlink():
                self.refuse(shown, "It is a link, and links are not followed.")
            elif entry.is_dir():
                if shown.count("/") >= DEEPEST:
                    self.refuse(shown, f"Its folders are nested more than {DEEPEST} deep.")
                else:
                    self.add_folder(entry.path)
            elif not entry.is_file():
                self.refuse(shown, "This is no file.")
            elif len(self._paths) >= MOST_FILES:
                raise CorpusError(f"{self.name} holds more than {MOST_FILES:,} files.")
            else:
                self._paths[shown] = entry.path

    def add_root(self, path: Path) -> None:
        self._root = str(path if path.is_dir() else path.parent)
        if path.is_dir():
            self.add_folder(self._root)
        else:
            self._paths[path.name] = str(path)

    def add_archive(self, data: bytes) -> None:
        """Raises CorpusError when it is none, or holds too many files."""
        try:
            opened = zipfile.ZipFile(io.BytesIO(data))
            members = opened.infolist()
        except DAMAGED as error:
            raise CorpusError(f"The archive {self.name} is damaged: {error}.") from error
        if len(members) > MOST_FILES:
            raise CorpusError(f"The archive {self.name} holds more than {MOST_FILES:,} files.")
        if not self._unpacked.most:
            most = max(MOST_BYTES, MOST_TIMES_OF_ALL * len(data))
            self._unpacked.most = min(MOST_OF_ALL, most)
        for member in sorted(members, key=lambda one: one.filename):
            name = member.filename.replace("\\", "/")
            parts = PurePosixPath(name).parts
            if member.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts
                                      if part != ".."):  # fmt: skip
                continue
            if not parts or name.startswith("/") or ".." in parts or ":" in parts[0]:
                self.refuse(name, "Its name leads out of the archive; it was left out.")
            elif stat.S_ISLNK(member.external_attr >> 16):
                self.refuse(name, "It is a link, and links are not followed.")
            else:
                self._members[name] = (opened, member)

    def _read_member(self, name: str) -> bytes:
        opened, member = self._members[name]
        size, packed = member.file_size, max(1, member.compress_size)
        if size > MOST_BYTES or (size > MEGABYTE and size / packed > MOST_TIMES):
            raise CorpusError(
                f"It would unpack from {packed:,} to {size:,} bytes; such files are left out."
            )
        self._unpacked.count(self.name, name, size)
        try:
            with opened.open(member) as file:
                data = file.read(size + 1)
        except DAMAGED as error:
            raise CorpusError(why_unread(error)) from error
        if len(data) != size:
            raise CorpusError("Its size is not the one the archive declares; it was left out.")
        return data


def _read_path(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # in one go: half the time of a small file
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise CorpusError("This is no file.")
        if about.st_size > MOST_BYTES:
            raise CorpusError(
                f"It has {about.st_size / MEGABYTE:,.0f} MB; at most "
                f"{MOST_BYTES // MEGABYTE} MB are read."
            )
        data = file.read(about.st_size)
    if len(data) < about.st_size:
        raise CorpusError("It became shorter while it was read; it was left out.")
    return data


def open_corpus(path: Path) -> CorpusFiles:
    """The files of a corpus. Raises CorpusError when there is nothing at `path`."""
    files = CorpusFiles(path.name)
    try:
        if path.is_file() and zipfile.is_zipfile(path):
            files.add_archive(_read_path(str(path)))
        elif path.exists():
            _refuse_packed(path)
            files.add_root(path)
        else:
            raise CorpusError(f"There is no file or folder {str(path)!r}.")
    except OSError as error:
        raise CorpusError(f"{path.name} cannot be read: {error.strerror}.") from error
    if not files.names:
        why = "; ".join(map(str, files.losses[:3]))
        raise CorpusError(f"{path.name} holds no file{f' that can be read: {why}' if why else '.'}")
    return _unwrapped(files)


def _unwrapped(files: CorpusFiles) -> CorpusFiles:
    """An archive in which nothing is but another one, and what is to be read first, is that one."""
    for _ in range(MOST_WRAPPINGS):
        wanted = [name for name in files.names if not _READ_FIRST.match(name.rpartition("/")[2])]
        inner = files.inside(wanted[0]) if _is_one_archive(wanted) else None
        if inner is None or not inner.names:
            break
        files = inner
    return files


def is_about(name: str) -> bool:
    """Whether a file is about the corpus, and no text of it, as its name says.

    >>> is_about("a/README.txt"), is_about("en_readme.txt"), is_about("readmes/7.txt")
    (True, True, False)
    """
    return bool(_ABOUT.fullmatch(PurePosixPath(name).stem))


def _is_one_archive(names: list[str]) -> bool:
    return len(names) == 1 and names[0].lower().endswith(".zip")


def _refuse_packed(path: Path) -> None:
    """A file that is no zip archive and says that it is one, or one of another kind."""
    ending = path.suffix.lower()
    if not path.is_file() or ending not in (*_ZIPS, *_OTHER_ARCHIVES):
        return
    if ending in _ZIPS:
        raise CorpusError(f"The archive {path.name} is damaged or not whole: download or pack it "
                          "again.")  # fmt: skip
    raise CorpusError(f"{path.name} is packed in a way that is not read: unpack it, and pack its "
                      "folder as .zip.")  # fmt: skip
