"""Zip archives: opened with care, whoever made them; and which files belong to a saved page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from annotator.damaged_zip import DAMAGED, why_unread
from annotator.errors import ArticleError
from annotator.settings import MAX_FILE_BYTES

_SAVED_PART = re.compile(r"saved_resource(?:\(\d{1,4}\))?\.html?", re.IGNORECASE)
MOST_MEMBERS = 20_000
MOST_BYTES = 500 * 1024 * 1024  # of all members together


def open_zip(data: bytes, what: str = "a zip archive") -> zipfile.ZipFile:
    """The archive. Raises ArticleError for a damaged one, a locked one, and a bomb."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except DAMAGED as error:
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
    except DAMAGED as error:
        raise ArticleError(why_unread(error)) from error
    if len(data) > MAX_FILE_BYTES:
        raise ArticleError("It unpacks to more than 20 MB: split it.")
    return data


def companions(names: Sequence[str]) -> frozenset[str]:
    """The folders that a browser made beside a page that it saved as complete: "page_files"."""
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
    return frozenset(
        f"{page}{end}" for page in pages for end in ("_files", "-Dateien", "_fichiers")
    )


def refuse_saved_part(name: str) -> None:
    """Raise ArticleError for what a browser saved of the frames in a page, wherever it lies.

    >>> refuse_saved_part("news/saved_resource(2).html")
    Traceback (most recent call last):
    annotator.errors.ArticleError: It is a part (a frame, most often an advertisement) of a page \
that a browser saved as complete: bring the page itself, the .html file beside its folder.
    """
    if _SAVED_PART.fullmatch(name.rsplit("/", 1)[-1]):
        raise ArticleError(
            "It is a part (a frame, most often an advertisement) of a page that a browser saved as "
            "complete: bring the page itself, the .html file beside its folder."
        )


def companion_of(name: str, folders: frozenset[str]) -> str:
    """The saved page that a file belongs to, "" for none."""
    at = name.find("/")
    while at >= 0:
        if name[:at] in folders:
            return name[:at].rsplit("/", 1)[-1].rpartition("_")[0] or name[:at]
        at = name.find("/", at + 1)
    return ""
