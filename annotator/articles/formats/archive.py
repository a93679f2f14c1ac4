"""Zip and gzip: every file inside is read by its own reader, or refused by its own name."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from annotator.articles.reading import Note, Piece, source_name
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.settings import MAX_FILE_BYTES

MOST_MEMBERS = 20_000
MOST_BYTES = 500 * 1024 * 1024  # of all members together
_ARCHIVES = ("zip", "gzip")


def open_zip(data: bytes, what: str = "a zip archive") -> zipfile.ZipFile:
    """The archive. Raises ArticleError for a damaged one, a locked one, and a bomb."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArticleError(f"The content is {what} that is damaged: {error}.") from error
    if len(members) > MOST_MEMBERS:
        raise ArticleError(f"The archive holds {len(members):,} files; at most {MOST_MEMBERS:,}.")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise ArticleError(
            f"The archive would unpack to {total / 1024**2:,.0f} MB, and at most "
            f"{MOST_BYTES / 1024**2:,.0f} MB are unpacked: split it."
        )
    return opened


def read_member(opened: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes, never more than its share. Raises ArticleError."""
    try:
        with opened.open(name) as member:
            data = member.read(MAX_FILE_BYTES + 1)
    except KeyError as error:
        raise ArticleError(f"The archive lacks its part {name!r}.") from error
    except RuntimeError as error:  # locked by a password
        raise ArticleError("It is locked by a password: unlock it first.") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise ArticleError(f"It is damaged or packed in an unknown way: {error}.") from error
    if len(data) > MAX_FILE_BYTES:
        raise ArticleError("It unpacks to more than 20 MB: split it.")
    return data


def read_zip(name: str, data: bytes) -> Iterator[Piece]:
    """Read all files of an archive in the order of their names."""
    opened = open_zip(data)
    members = sorted(
        member.filename
        for member in opened.infolist()
        if not member.is_dir() and not is_hidden(member.filename)
    )
    if not members:
        raise ArticleError("The archive holds no file.")
    pages = companions(members)
    for member in members:
        shown = f"{name}/{source_name(member)}"
        page = companion_of(member, pages)
        if page:
            yield Note(shown, f"left out, since it belongs to the saved page {page}")
            continue
        try:
            inside = read_member(opened, member)
        except ArticleError as error:
            yield Refusal(shown, str(error))
            continue
        yield from _read_inside(shown, inside)


def read_gzip(name: str, data: bytes) -> Iterator[Piece]:
    """Read the one file in a gzip archive, which may consist of several parts."""
    pieces: list[bytes] = []
    size, rest = 0, data
    try:
        while rest and size <= MAX_FILE_BYTES * 5:
            unpacker = zlib.decompressobj(wbits=31)
            piece = unpacker.decompress(rest, MAX_FILE_BYTES * 5 + 1)
            size += len(piece)
            pieces.append(piece)
            rest = unpacker.unused_data if unpacker.eof else b""
    except zlib.error as error:
        raise ArticleError(f"The gzip archive is damaged: {error}.") from error
    if size > MAX_FILE_BYTES * 5:
        raise ArticleError("The gzip archive unpacks to more than 100 MB: split it.")
    inner = name.removesuffix(".gz") if name.lower().endswith(".gz") else name
    yield from _read_inside(inner, b"".join(pieces))


def companions(names: Sequence[str]) -> frozenset[str]:
    """The folders that a browser made beside a page that it saved as complete: "page_files"."""
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
    return frozenset(
        f"{page}{end}" for page in pages for end in ("_files", "-Dateien", "_fichiers")
    )


def companion_of(name: str, folders: frozenset[str]) -> str:
    """The saved page that a file belongs to, "" for none."""
    at = name.find("/")
    while at >= 0:
        if name[:at] in folders:
            return name[:at].rsplit("/", 1)[-1].rpartition("_")[0] or name[:at]
        at = name.find("/", at + 1)
    return ""


def is_hidden(name: str) -> bool:
    """Whether a member is a system's own: ".DS_Store", "__MACOSX/..."."""
    return any(
        part.startswith((".", "__MACOSX")) for part in name.split("/") if part not in (".", "..")
    )


def _read_inside(name: str, data: bytes) -> Iterator[Piece]:
    from annotator.articles.files import read_pieces
    from annotator.articles.recognise import format_of

    try:
        if data.strip() and format_of(name, data) in _ARCHIVES:
            raise ArticleError("This is an archive inside an archive: unpack it first.")
        yield from read_pieces(name, data, most_bytes=MAX_FILE_BYTES * 5)
    except ArticleError as error:
        yield Refusal(name, str(error))
