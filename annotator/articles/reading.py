"""What a reader gives back, and the clean-up that every text passes exactly once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from annotator.models import Article, Doubt, Refusal, normalise

# Control characters that carry no text: everything of C0, DEL and C1 but tab and newline.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
_INNER_BREAKS = re.compile(r"(?<=\S)[\x0b\x0c](?=\S)")
_WINDOWS = re.compile("[\x80\x82\x84\x91-\x97]")
_C1 = re.compile("[\x80-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # all of these
MOST_DOUBTS = 5  # about one file


@dataclass(frozen=True)
class Note:
    """A sentence for a person about a whole file: what was guessed, changed or left out."""

    source_name: str
    sentence: str


@dataclass(frozen=True)
class ReadBy:
    """Which reader read a file, in which version: "webpage", "annotator 0.2, trafilatura 2.0"."""

    reader: str = ""
    version: str = ""


@dataclass(frozen=True)
class Signed:
    """A text's signature, by which nearly the same texts are found, and the text's hash."""

    sha256: str
    signature: bytes


Piece = Article | Refusal | Note | Doubt | ReadBy | Signed
"""What a reader finds, one after the other; an article carries its own remarks."""

Reader = Callable[[str, bytes], Iterable[Piece]]
"""Reads the bytes of one file; the name is for people. Raises ArticleError for the rest of it."""


@dataclass(frozen=True)
class Reading:
    """What came of one file, or of many: the good articles, what was refused, what to check.

    `notes` holds what was noted about files and what was remarked about articles, as sentences.
    """

    articles: tuple[Article, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # each once
    read_by: ReadBy = ReadBy()
    signed: tuple[Signed, ...] = ()


def gather(pieces: Iterable[Piece]) -> Reading:
    """A reading of everything that a reader found, in order; linear in what it found."""
    articles: list[Article] = []
    refusals: list[Refusal] = []
    notes: list[str] = []
    doubts: dict[Doubt, None] = {}
    read_by = ReadBy()
    signed: list[Signed] = []
    for piece in pieces:
        if isinstance(piece, Article):
            articles.append(piece)
            notes += [f"{piece.source_name}: {remark}." for remark in piece.remarks]
        elif isinstance(piece, Refusal):
            refusals.append(piece)
            if piece.doubt is not None:
                doubts.setdefault(piece.doubt)
        elif isinstance(piece, Doubt):
            doubts.setdefault(piece)
        elif isinstance(piece, ReadBy):
            read_by = piece
        elif isinstance(piece, Signed):
            signed.append(piece)
        else:
            notes.append(f"{piece.source_name}: {piece.sentence}.")
    return Reading(
        tuple(articles),
        tuple(refusals),
        tuple(notes),
        tuple(doubts)[:MOST_DOUBTS],
        read_by,
        tuple(signed),
    )


def remarked(article: Article, *remarks: str) -> Article:
    """The article with these remarks behind those it has; "" and what was said already is none."""
    new = [remark for remark in remarks if remark and remark not in article.remarks]
    return replace(article, remarks=(*article.remarks, *new)) if new else article


def clean(text: str) -> str:
    """The text as it is stored: normalised, without what no person can see or mark.

    Halves of surrogate pairs, which SQLite and JSON cannot carry, become U+FFFD.

    >>> clean("\\ufeffOne\\x00\\r\\nTwo\\u2028Three  \\n\\n")
    'One\\nTwo\\nThree'
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):  # most short ones are
        return text.rstrip()
    text = normalise(text)
    if _ODD.search(text):
        text = _without_odd(text)
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]
    return "\n".join(lines).strip("\n")


def _without_odd(text: str) -> str:
    if _WINDOWS.search(text):  # windows-1252 read as Latin-1: "It\x92s"
        text = _C1.sub(lambda char: char[0].encode("latin-1").decode("cp1252", "ignore"), text)
    text = _INNER_BREAKS.sub("\n", _LINE_BREAKS.sub("\n", text))
    return _CONTROLS.sub("", _SURROGATES.sub("\ufffd", text))


def one_line(text: str, limit: int = 500) -> str:
    """A title or a name: cleaned, on one line, cut at `limit` characters.

    >>> one_line(" Bridge\\n  closes ")
    'Bridge closes'
    """
    plain = text.isascii() and not _CONTROLS.search(text)  # `clean` changes its spaces alone
    line = " ".join((text if plain else clean(text)).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def source_name(name: str) -> str:
    """A file's name as people see it: no drive, no `..`, no control characters. Never opened.

    >>> source_name("C:\\\\news\\\\..\\\\a.txt"), source_name("/etc/x.txt"), source_name("")
    ('news/a.txt', 'etc/x.txt', 'unnamed file')
    """
    parts = re.split(r"[/\\]", re.sub(r"^[A-Za-z]:", "", name))
    kept = [one_line(part) for part in parts]
    joined = "/".join(part for part in kept if part not in ("", ".", ".."))
    return joined[-300:] or "unnamed file"


def stem(name: str) -> str:
    """The last part of a name without its ending: a title of last resort.

    >>> stem("2021/bridge closes.html")
    'bridge closes'
    """
    last = name.rsplit("/", 1)[-1]
    return re.sub(r"\.[A-Za-z0-9]{1,8}$", "", last) or last


def check(article: Article, max_characters: int) -> Article | Refusal:
    """Keep the article, or refuse it as empty or too long. The last step of every reader.

    Cleans every field, so that no reader can forget to.
    """
    kept = replace(
        article,
        title=one_line(article.title),
        text=clean(article.text),
        author=one_line(article.author),
        outlet=one_line(article.outlet),
        url=one_line(article.url, 2000),
        language=one_line(article.language, 35),
        removed=tuple(passage for passage in map(clean, article.removed) if passage.strip()),
        standfirst=clean(article.standfirst),
        remarks=tuple(one_line(remark).rstrip(".") for remark in article.remarks),
        date_found=one_line(article.date_found, 200) if article.published else "",
    )
    if not kept.text.strip():
        return Refusal(article.source_name, "The text is empty.")
    if len(kept.text) > max_characters:
        return Refusal(
            article.source_name,
            f"The article has {len(kept.text):,} characters, and at most {max_characters:,} can be "
            "annotated in one piece: split it into parts.",
        )
    return kept
