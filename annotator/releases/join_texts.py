"""Join a release without texts with articles you have: python join_texts.py FOLDER [RELEASE].

FOLDER holds the articles: text files, JSON, JSON Lines or CSV with a field `text`, `content` or
`body`. Names do not matter: a text is found by its SHA-256 (`hashes.csv` has them), whatever its
encoding and line ends, and also where title, byline or more lines stand above or below it. Writes
each text found to `texts/ID.txt`, and where the release has JSON Lines `articles-with-texts.jsonl`,
in which every passage is cut from the text again. Says which articles have no text, and which of
your files fit none. Needs nothing but Python.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

TEXTS = ("text", "content", "body")
HASHES = "hashes.csv"
PLAIN = ("", ".txt", ".text", ".md", ".markdown", ".asc")
LINES = (".jsonl", ".ndjson")
WRITTEN = ("texts", "articles-with-texts.jsonl")
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# Tried where a file is no UTF-8; the SHA-256 says which one is right.
ENCODINGS = (
    "cp1252", "mac_roman", "iso8859_15", "cp1250", "iso8859_2", "cp1254", "cp1257", "cp1253",
    "iso8859_7", "cp1251", "koi8_r", "iso8859_5", "cp1255", "cp1256", "gb18030", "big5", "cp932",
    "euc_jp", "cp949", "cp874", "cp1258",
)  # fmt: skip
MOST_ABOVE, MOST_BELOW = 25, 15  # lines that may be no part of an article
SHOWN = 20
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff]")


def normalised(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Wanted:
    """The articles of the release, and the texts found for them so far."""

    def __init__(self, release: Path) -> None:
        with (release / HASHES).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.titles = {row["article_id"]: row["title"] for row in rows}
        self.sha256 = {row["article_id"]: row["sha256"] for row in rows}
        self.lengths = {int(row["length"]) for row in rows} - {0}
        self._hashes = set(self.sha256.values())
        # SHA-256 -> text; an article without a word needs no file.
        self.texts = dict.fromkeys(self._hashes & {sha256_of("")}, "")

    def take(self, readings: Iterable[str]) -> bool:
        """Whether a text of the release is among these readings of one text, or within one."""
        every = (form for reading in dict.fromkeys(readings) for form in forms(reading))
        return any(map(self._take, dict.fromkeys(every)))

    def _take(self, text: str) -> bool:
        if self._is_wanted(text) or self._is_wanted(text.strip()):
            return True
        return any(map(self._is_wanted, self._within(text.strip("\n").split("\n"))))

    def _within(self, lines: list[str]) -> Iterator[str]:
        """Runs of whole lines that are as long as an article."""
        ends = [0]
        for line in lines:
            ends.append(ends[-1] + len(line) + 1)
        for first in range(min(len(lines), MOST_ABOVE + 1)):
            for last in range(len(lines), max(first, len(lines) - MOST_BELOW - 1), -1):
                if ends[last] - 1 - ends[first] in self.lengths:
                    yield "\n".join(lines[first:last])

    def _is_wanted(self, text: str) -> bool:
        if len(text) not in self.lengths:
            return False
        sha256 = sha256_of(text)
        if sha256 in self._hashes:
            self.texts[sha256] = text
            return True
        return False


def forms(text: str) -> Iterator[str]:
    """A text in the ways that copies of it differ: blanks at line ends, lines between paragraphs,
    what cannot be seen."""
    plain = normalised(text)
    yield plain
    lines = [line.rstrip() for line in _UNSEEN.sub("", _BREAKS.sub("\n", plain)).split("\n")]
    yield "\n".join(lines)
    filled = [line for line in lines if line]
    yield "\n\n".join(filled)
    yield "\n".join(filled)
    yield "\n\n".join(line.lstrip() for line in filled)


def decoded(data: bytes) -> Iterator[str]:
    """The bytes as text, the likely encodings first."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            yield data.decode(encoding, "replace")
            return
    if b"\x00" in data[:1000]:
        yield from (data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
        return
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield from (data.decode(encoding, "replace") for encoding in ENCODINGS)


def texts_in(path: Path) -> Iterator[list[str]]:
    """The texts of a file, each with its possible readings; none of a file of another kind."""
    ending = path.suffix.lower()
    if ending in PLAIN:
        yield list(decoded(path.read_bytes()))
        return
    if ending not in (*LINES, ".json", ".csv", ".tsv"):
        return
    readings = list(decoded(path.read_bytes()))
    for reading in readings if len(readings) > 1 else readings[:1]:
        yield from ([text] for record in records(reading, ending) for text in fields(record))


def records(text: str, ending: str) -> Iterator[Any]:
    if ending in (".csv", ".tsv"):
        csv.field_size_limit(2**31 - 1)
        comma = "\t" if ending == ".tsv" else max(",;\t", key=text.partition("\n")[0].count)
        yield from csv.DictReader(io.StringIO(text, newline=""), delimiter=comma)
        return
    for piece in text.split("\n") if ending in LINES else [text]:
        try:
            yield json.loads(piece)
        except ValueError:
            continue


def fields(value: Any) -> Iterator[str]:
    """Every field of a record that may be an article, wherever it stands."""
    if isinstance(value, list):
        for one in value:
            yield from fields(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, str) and str(key).strip().lower() in TEXTS:
                yield one
            elif isinstance(one, (dict, list)):
                yield from fields(one)


def files_in(folder: Path) -> Iterator[Path]:
    """Files in order; folders may be links, a circle of which is gone through once."""
    if folder.is_file():
        yield folder
        return
    seen = {folder.resolve()}
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = sorted(one for one in folders if (Path(place) / one).resolve() not in seen)
        seen |= {(Path(place) / one).resolve() for one in folders}
        yield from (Path(place) / name for name in sorted(names))


def find_texts(wanted: Wanted, release: Path, folder: Path) -> list[str]:
    """Looks through the files; which of them fit no article, or cannot be read, and why."""
    own = {(release / name).resolve() for name in WRITTEN}
    odd: list[str] = []
    for path in files_in(folder):
        whole = path.resolve()
        if own & {whole, whole.parent}:
            continue
        try:
            fits = list(map(wanted.take, texts_in(path)))
        except (OSError, ValueError, RecursionError, csv.Error) as error:
            odd.append(f"{path}: cannot be read: {error}")
            continue
        if not any(fits) and release.resolve() not in whole.parents:
            why = "no article of the release" if fits else "no text; save what is in it as text"
            odd.append(f"{path}: {why}")
    return odd


def join(release: Path, folder: Path) -> tuple[Wanted, list[str]]:
    """Writes the texts; what was looked for and found, and what was odd."""
    wanted = Wanted(release)
    odd = find_texts(wanted, release, folder)
    (release / "texts").mkdir(exist_ok=True)
    for one, sha256 in wanted.sha256.items():
        if sha256 in wanted.texts:
            data = wanted.texts[sha256].encode("utf-8", "surrogatepass")
            (release / "texts" / f"{one}.txt").write_bytes(data)
    source = release / "jsonl" / "articles.jsonl"
    if source.exists():
        join_lines(source, release / "articles-with-texts.jsonl", wanted.texts)
    return wanted, odd


def join_lines(source: Path, target: Path, known: Mapping[str, str]) -> None:
    with source.open("rb") as lines, target.open("wb") as out:
        for data in lines:
            line = data.decode("utf-8", "surrogatepass")
            article: dict[str, Any] = json.loads(line)
            if article["sha256"] in known:
                text = known[article["sha256"]]
                article["text"] = text
                works = [*article["annotations"], article.get("gold") or {}]
                for span in (span for work in works for span in work.get("spans", ())):
                    span["text"] = text[span["start"] : span["end"]]
            written = json.dumps(article, ensure_ascii=False) + "\n"
            out.write(written.encode("utf-8", "surrogatepass"))


def told(wanted: Wanted, odd: list[str]) -> Iterator[str]:
    missing = [one for one, sha256 in wanted.sha256.items() if sha256 not in wanted.texts]
    found = len(wanted.sha256) - len(missing)
    yield f"{found} of {len(wanted.sha256)} articles have their text."
    if not missing:
        return
    for heading, lines in (
        ("Without text", [f"{one}: {wanted.titles[one]}" for one in missing]),
        ("Files that fit none", odd),
    ):
        if lines:
            yield f"{heading}:"
            yield from (f"  {line}" for line in lines[:SHOWN])
            yield from [f"  and {len(lines) - SHOWN} more"] * (len(lines) > SHOWN)
    yield (
        "A text must have the very words of the article, in its order; where a copy differs "
        "(a correction, a caption between paragraphs), offsets would point at other words."
    )


def main() -> int:
    if len(sys.argv) not in (2, 3):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    release = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).resolve().parent
    folder = Path(sys.argv[1])
    for path, what in ((folder, "the articles"), (release / HASHES, "the release's hashes")):
        if not path.exists():
            sys.stderr.write(f"{path} is not there: expected {what}.\n")
            return 2
    wanted, odd = join(release, folder)
    for line in told(wanted, odd):
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
    return 0 if wanted.texts.keys() >= set(wanted.sha256.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
