"""Zip and gzip: every file inside is read by its own reader, or refused by its own name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from annotator.articles.files import read_pieces
from annotator.articles.formats.packed import companion_of, companions, open_zip, read_member
from annotator.articles.reading import Note, Piece, source_name
from annotator.articles.recognise import format_of, read_by
from annotator.articles.told import refused
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.settings import MAX_FILE_BYTES

_ARCHIVES = ("zip", "gzip")


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
    has_end = False
    try:
        while rest and size <= MAX_FILE_BYTES * 5:
            unpacker = zlib.decompressobj(wbits=31)
            piece = unpacker.decompress(rest, MAX_FILE_BYTES * 5 + 1)
            size += len(piece)
            pieces.append(piece)
            has_end = unpacker.eof
            rest = unpacker.unused_data if has_end else b""
    except zlib.error as error:
        raise ArticleError(f"The gzip archive is damaged: {error}.") from error
    if size > MAX_FILE_BYTES * 5:
        raise ArticleError("The gzip archive unpacks to more than 100 MB: split it.")
    inner = name.removesuffix(".gz") if name.lower().endswith(".gz") else name
    if not has_end:
        yield Note(inner, "the gzip archive has no end: what it held may be cut off")
    yield from _read_inside(inner, b"".join(pieces))


def is_hidden(name: str) -> bool:
    """Whether a member is a system's own: ".DS_Store", "__MACOSX/..."."""
    return any(
        part.startswith((".", "__MACOSX")) for part in name.split("/") if part not in (".", "..")
    )


def _read_inside(name: str, data: bytes) -> Iterator[Piece]:
    try:
        if data.strip() and format_of(name, data) in _ARCHIVES:
            raise ArticleError("This is an archive inside an archive: unpack it first.")
        yield from read_pieces(name, data, most_bytes=MAX_FILE_BYTES * 5)
        yield read_by(name, data)
    except ArticleError as error:
        yield refused(name, error)
