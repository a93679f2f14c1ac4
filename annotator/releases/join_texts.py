"""Join a release without texts with articles you have: python join_texts.py FOLDER [RELEASE].

FOLDER holds the articles: text files, or JSON Lines with `text` in each line. A text is found by
its SHA-256 after Unicode NFC and with line ends made \\n. Writes `articles-with-texts.jsonl`, in
which every passage is cut from the text again. Needs nothing but Python.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TEXTS = ("text", "content", "body")


def normalised(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def texts_in(folder: Path) -> Iterator[str]:
    """Every text, as it is and without white space at its ends."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".jsonl", ".ndjson"):
            for line in path.read_text(encoding="utf-8-sig").splitlines():
                record = json.loads(line)
                yield from (str(record[key]) for key in TEXTS if record.get(key))
        elif path.suffix in (".txt", ".md", "") and path.is_file():
            yield path.read_text(encoding="utf-8-sig")


def join(release: Path, folder: Path) -> tuple[int, int]:
    """How many articles have a text now, and of how many."""
    known: dict[str, str] = {}
    for text in texts_in(folder):
        for form in (normalised(text), normalised(text).strip("\n"), normalised(text).strip()):
            known[hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()] = form
    found, articles = 0, 0
    source = release / "jsonl" / "articles.jsonl"
    target = release / "articles-with-texts.jsonl"
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            article: dict[str, Any] = json.loads(line)
            articles += 1
            if article["sha256"] in known:
                found += 1
                text = known[article["sha256"]]
                article["text"] = text
                works = [*article["annotations"], article.get("gold") or {}]
                for span in (span for work in works for span in work.get("spans", ())):
                    span["text"] = text[span["start"] : span["end"]]
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    return found, articles


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
