"""From bytes, files and folders to articles: nothing but articles and refusals comes out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.articles.dates import unclear_dates
from annotator.articles.formats.packed import companion_of, companions, refuse_saved_part
from annotator.articles.reading import (
    Piece,
    ReadBy,
    Reading,
    check,
    gather,
    one_line,
    source_name,
)
from annotator.articles.recognise import read_by, reader_of, together
from annotator.articles.told import NOTHING, Told, refused, telling
from annotator.errors import ArticleError
from annotator.models import Article, Doubt, Refusal
from annotator.settings import MAX_ARTICLE_CHARACTERS, MAX_FILE_BYTES

DATES_SHOWN = 5  # of those that a person is asked about


def read_file(
    name: str,
    data: bytes,
    *,
    max_characters: int = MAX_ARTICLE_CHARACTERS,
    progress: Callable[[int], None] = lambda done: None,
    told: Told = NOTHING,
) -> Reading:
    """Read the articles in one file's bytes; whatever the bytes are, no exception comes out.

    `name` is shown to people, and helps where the content does not tell the format; it is never
    opened. `progress` is called with the number of pages or rows after each of them.

    >>> read_file("empty.txt", b"").refusals[0].reason
    'The file is empty.'
    """
    return gather(read_checked(name, data, max_characters, progress, told))


def read_pieces(name: str, data: bytes, *, most_bytes: int = MAX_FILE_BYTES) -> Iterator[Piece]:
    """What the right reader finds in the bytes, unchecked. Raises ArticleError for the rest."""
    if len(data) > most_bytes:
        raise ArticleError(too_large(len(data)))
    if not data.strip():
        raise ArticleError("The file is empty.")
    refuse_saved_part(name)
    try:
        yield from reader_of(name, data)(name, data)
    except ArticleError:
        raise
    # Libraries raise whatever comes to them of a file that is damaged inside; in an archive the
    # other files must not be lost with it.
    except Exception as error:
        raise ArticleError(
            "It is damaged, or of a form that its reader does not know "
            f"({type(error).__name__}: {one_line(str(error), 120)}). Open it in the program that "
            "it comes from, and save it again."
        ) from error


def read_checked(
    name: str,
    data: bytes,
    max_characters: int,
    progress: Callable[[int], None] = lambda done: None,
    told: Told = NOTHING,
) -> Iterator[Piece]:
    """The pieces of a file as `read_file` gathers them, one after the other."""
    shown = source_name(name)
    done = 0
    unclear: list[str] = []  # dates that can be read in two ways
    inside: list[ReadBy] = []  # who read what an archive holds
    with telling(told):
        try:
            for piece in read_pieces(shown, data):
                if isinstance(piece, Article):
                    if len(unclear) < DATES_SHOWN:
                        unclear += unclear_dates(piece.remarks)
                    yield check(piece, max_characters)
                elif isinstance(piece, ReadBy):
                    inside.append(piece)
                    continue
                else:
                    yield piece
                done += 1
                progress(done)
        except ArticleError as error:
            yield refused(shown, error)
        if unclear:
            yield Doubt("dates", examples=tuple(unclear))
        yield together(read_by(shown, data), inside)


@dataclass(frozen=True)
class Source:
    """A file that was named, or lies in a folder that was; or why there is none."""

    name: str
    path: Path
    problem: str = ""

    def read_bytes(self) -> bytes:
        """Raises ArticleError with the reason when it cannot be read."""
        if self.problem:
            raise ArticleError(self.problem)
        try:
            about = self.path.stat()
            if not stat.S_ISREG(about.st_mode):
                raise ArticleError("This is neither a file nor a folder.")
            if about.st_size > MAX_FILE_BYTES:
                raise ArticleError(too_large(about.st_size))
            return self.path.read_bytes()
        except FileNotFoundError as error:
            raise ArticleError("There is no such file or folder.") from error
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise ArticleError(f"The file cannot be opened: {said}.") from error


def find_sources(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Source]:
    """Files and folders named on the command line; folders with everything below them.

    Names inside a folder are relative to it. Hidden files are left out; links to folders are not
    followed.
    """
    for given in map(Path, paths):
        if not given.is_dir():
            yield Source(given.name if given.exists() else str(given), given)
            continue
        found = sorted(_below(given))
        if not found:
            yield Source(str(given), given, "The folder holds no file.")
        names = [path.relative_to(given).as_posix() for path in found]
        folders = companions(names)
        for name, path in zip(names, found, strict=True):
            page = companion_of(name, folders)
            said = (
                f"It belongs to the saved page {page!r} beside it, which is read." if page else ""
            )
            yield Source(name, path, said)


def read_paths(
    paths: Iterable[str | os.PathLike[str]], *, max_characters: int = MAX_ARTICLE_CHARACTERS
) -> Reading:
    """Read files and folders in this process. What cannot be read is refused; the rest goes on."""
    return join(read_source(source, max_characters) for source in find_sources(paths))


def read_source(source: Source, max_characters: int) -> Reading:
    """Read one file that was found, in this process."""
    try:
        data = source.read_bytes()
    except ArticleError as error:
        return gather([Refusal(source.name, str(error))])
    return read_file(source.name, data, max_characters=max_characters)


def join(readings: Iterable[Reading]) -> Reading:
    """The readings of many files as one, in order."""
    all_of = list(readings)
    return Reading(
        tuple(article for reading in all_of for article in reading.articles),
        tuple(refusal for reading in all_of for refusal in reading.refusals),
        tuple(note for reading in all_of for note in reading.notes),
        tuple(doubt for reading in all_of for doubt in reading.doubts),
    )


def too_large(size: int) -> str:
    """The reason a file of `size` bytes is refused."""
    megabytes = size / 1024 / 1024
    return f"The file has {megabytes:,.1f} MB, and files of 20 MB or more are refused: split it."


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in names if not name.startswith("."))
