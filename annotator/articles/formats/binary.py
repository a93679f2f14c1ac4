"""What is no text at all: told by its first bytes, refused in words that a person can act on."""

from __future__ import annotations

import codecs

from annotator.errors import ArticleError

# How the files begin that are no text, and what a person calls them.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM\x00", "a bitmap image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "a media file"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"bplist", "a web archive or property list"),
)

# What a Word or Excel file with a password is: a box of the old kind, with this in it.
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# With one of these marks a file is text, whatever bytes follow.
_MARKS = (
    codecs.BOM_UTF8,
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_LE,
    codecs.BOM_UTF32_BE,
)


def refuse_binary(data: bytes) -> None:
    """Raise ArticleError for what is plainly no text, in words a person can act on."""
    if data.startswith(_OLE) and _LOCKED in data:
        raise ArticleError("The file is locked by a password: unlock it, and save it as it was.")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise ArticleError(
                f"Expected text, but the content is {what}: save the article as text or HTML first."
            )
    if data[257:262] == b"ustar":
        raise ArticleError("The content is a tar archive: unpack it, and load the files in it.")
    if b"\x00" in data and not data.startswith(_MARKS):
        raise ArticleError(
            "Expected text, but the file holds NUL bytes, as binary files do (or UTF-16 text "
            "without its mark): save it as UTF-8 text."
        )
