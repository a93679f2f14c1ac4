"""The texts of the articles that this product's tables are about.

In the column `text` of `articles.csv`; or in a text file beside, named by the article's number or
told by its SHA-256; or made of dots, where nobody has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from annotator.corpora.building import Builder
from annotator.corpora.own.absent_texts import AbsentTexts
from annotator.models import normalise, text_sha256

__all__ = ["find_texts"]

ABOUT = ("title", "author", "published", "outlet", "url", "language")
Rows = Sequence[Mapping[str, str]]


def find_texts(builder: Builder, tables: Mapping[str, Rows]) -> None:
    """A document for each article of the tables `articles`, `annotations` and `spans`, and for each
    text that none of them has."""
    files = builder.files
    known = {row.get("article_id", ""): row for row in tables["articles"]}
    by_number: dict[str, tuple[str, str]] = {}
    by_hash: dict[str, tuple[str, str]] = {}
    for name in files.ending(".txt"):
        text = files.text(name)
        if text is not None:
            # Offsets of our tables count in what is stored, whatever a copy did to its line ends.
            by_number[PurePosixPath(name).stem] = name, normalise(text)
            for form in (normalise(text), normalise(text).strip("\n"), normalise(text).strip()):
                by_hash.setdefault(text_sha256(form), (name, form))
    lengths: dict[str, str] = {}
    passages: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in (*tables["annotations"], *tables["articles"]):
        lengths[row.get("article_id", "")] = row.get("length", "")
    for row in tables["spans"]:
        key = row.get("article_id", "")
        passages[key].append((row.get("start", ""), row.get("end", ""), row.get("text", "")))
    absent = AbsentTexts(files)
    used = set()
    for key in dict.fromkeys((*known, *lengths, *passages)):
        row = known.get(key, {})
        name, found = by_hash.get(row.get("sha256", "")) or by_number.get(key) or ("", None)
        used.add(name)
        text = row.get("text") or found
        if text is None:
            text = absent.text(key, lengths.get(key), passages.get(key, ()))
        if key and text is not None:
            about = {one: row.get(one, "") for one in ABOUT}
            builder.document(key, text, name or key, **about)
    for key, (name, text) in by_number.items():
        if name not in used and key not in builder.texts:
            builder.document(key, text, name)
    absent.say()
