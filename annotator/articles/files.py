"""Which reader reads which file, and the way from bytes, files and folders to articles."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from annotator.articles.decoding import refuse_binary
from annotator.articles.json_lines import read_json
from annotator.articles.plain import read_plain
from annotator.articles.reading import Reader, Reading, check, refused, source_name
from annotator.articles.table import read_table
from annotator.articles.webpage import read_webpage
from annotator.errors import ArticleError
from annotator.settings import MAX_ARTICLE_CHARACTERS, MAX_FILE_BYTES

# Ending -> reader. A new format: one file with a `Reader`, one line here.
READERS: dict[str, Reader] = {
    "": read_plain,
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_plain,
    ".markdown": read_plain,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".xhtml": read_webpage,
    ".csv": read_table,
    ".tsv": read_table,
    ".tab": read_table,
    ".json": read_json,
    ".jsonl": read_json,
    ".ndjson": read_json,
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_ENDING = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,8}$")


def read_file(name: str, data: bytes, *, max_characters: int = MAX_ARTICLE_CHARACTERS) -> Reading:
    """Read the articles in one file's bytes; whatever the bytes are, no exception comes out.

    `name` chooses the reader by its ending and is shown to people; it is never opened.

    >>> read_file("empty.txt", b"").refusals[0].reason
    'The file is empty.'
    """
    shown = source_name(name)
    try:
        if len(data) > MAX_FILE_BYTES:
            raise ArticleError(too_large(len(data)))
        if not data.strip():
            raise ArticleError("The file is empty.")
        refuse_binary(data)
        reading = choose_reader(shown, data)(shown, data)
    except ArticleError as error:
        return refused(shown, str(error))
    kept = Reading(refusals=reading.refusals, notes=reading.notes)
    for article in reading.articles:
        kept += check(article, max_characters)
    return kept


def choose_reader(name: str, data: bytes) -> Reader:
    """The reader by ending, unless the content is plainly HTML, or JSON without an ending.

    Raises ArticleError for an ending no reader knows.
    """
    last = name.rsplit("/", 1)[-1]
    found = _ENDING.search(last)
    ending = found[0].lower() if found and not last.startswith(found[0]) else ""
    if ending not in READERS:
        known = ", ".join(known for known in READERS if known)
        raise ArticleError(f"Files ending in {ending} cannot be read; expected one of {known}.")
    start = data[:8192].removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode("utf-8", "ignore")
    reader = READERS[ending]
    if reader in (read_plain, read_webpage):
        if _HTML.match(start):
            return read_webpage
        if reader is read_webpage and not re.search(rb"<[a-zA-Z!/]", start):
            return read_plain
    if not ending and re.match(rb"\s*(?:\[\s*)?\{\s*\"", start):
        return read_json
    return reader


def read_paths(
    paths: Iterable[str | os.PathLike[str]], *, max_characters: int = MAX_ARTICLE_CHARACTERS
) -> Reading:
    """Read files and folders named on the command line; folders with everything below them.

    Names inside a folder are relative to it. What is missing or unreadable is refused, and the rest
    goes on. Hidden files are left out; links to folders are not followed.
    """
    reading = Reading()
    for given in map(Path, paths):
        if not given.is_dir():
            reading += _read_path(given, given.name, max_characters)
            continue
        found = sorted(_below(given))
        if not found:
            reading += refused(str(given), "The folder holds no file.")
        for path in found:
            reading += _read_path(path, path.relative_to(given).as_posix(), max_characters)
    return reading


def too_large(size: int) -> str:
    """The reason a file of `size` bytes is refused."""
    megabytes = size / 1024 / 1024
    return f"The file has {megabytes:,.1f} MB, and files of 20 MB or more are refused: split it."


def _below(folder: Path) -> Iterable[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in names if not name.startswith("."))


def _read_path(path: Path, name: str, max_characters: int) -> Reading:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return refused(name, "This is neither a file nor a folder.")
        if about.st_size > MAX_FILE_BYTES:
            return refused(name, too_large(about.st_size))
        data = path.read_bytes()
    except FileNotFoundError:
        return refused(str(path), "There is no such file or folder.")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return refused(name, f"The file cannot be opened: {reason}.")
    return read_file(name, data, max_characters=max_characters)
