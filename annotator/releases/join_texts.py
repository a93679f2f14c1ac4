"""Join a release without texts with articles you have: python join_texts.py FOLDER [RELEASE].

FOLDER holds the articles: text files, or JSON Lines with `text` in each line. A text is found by
its SHA-256 after Unicode NFC and with line ends made \\n (`hashes.csv` has them). Writes each text
found to `texts/ID.txt`, and where the release has JSON Lines `articles-with-texts.jsonl`, in which
every passage is cut from the text again. Needs nothing but Python.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TEXTS = ("text", "content", "body")
HASHES = "hashes.csv"


def normalised(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def texts_in(folder: Path) -> Iterator[str]:
    """Every text of the files that hold some; what is no text is passed over."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".jsonl", ".ndjson"):
            for line in path.read_text(encoding="utf-8-sig", errors="replace").split("\n"):
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                if isinstance(record, dict):
                    yield from (str(record[key]) for key in TEXTS if record.get(key))
        elif path.suffix in (".txt", ".md", "") and path.is_file():
            yield path.read_text(encoding="utf-8-sig", errors="replace")


def known_texts(folder: Path) -> dict[str, str]:
    """SHA-256 -> text: as it is, and without white space at its ends."""
    known: dict[str, str] = {}
    for text in texts_in(folder):
        for form in (normalised(text), normalised(text).strip("\n"), normalised(text).strip()):
            known[hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()] = form
    return known


def join(release: Path, folder: Path) -> tuple[int, int]:
    """How many articles have a text now, and of how many."""
    known = known_texts(folder)
    with (release / HASHES).open(encoding="utf-8", newline="") as file:
        articles = {row["article_id"]: row["sha256"] for row in csv.DictReader(file)}
    found = {one: known[sha256] for one, sha256 in articles.items() if sha256 in known}
    (release / "texts").mkdir(exist_ok=True)
    for one, text in found.items():
        data = text.encode("utf-8", "surrogatepass")
        (release / "texts" / f"{one}.txt").write_bytes(data)
    source = release / "jsonl" / "articles.jsonl"
    if source.exists():
        join_lines(source, release / "articles-with-texts.jsonl", known)
    return len(found), len(articles)


def join_lines(source: Path, target: Path, known: Mapping[str, str]) -> None:
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            article: dict[str, Any] = json.loads(line)
            if article["sha256"] in known:
                text = known[article["sha256"]]
                article["text"] = text
                works = [*article["annotations"], article.get("gold") or {}]
                for span in (span for work in works for span in work.get("spans", ())):
                    span["text"] = text[span["start"] : span["end"]]
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def main() -> int:
    if len(sys.argv) not in (2, 3):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    release = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parent
    found, articles = join(release, Path(sys.argv[1]))
    sys.stdout.write(f"{found} of {articles} articles have their text.\n")
    return 0 if found == articles else 1


if __name__ == "__main__":
    raise SystemExit(main())
