"""Releases for the readers, made by the product in its own environment: make_releases.py FOLDER."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "releases"))

from sample_study import put_sample

from annotator import store
from annotator.releases.content import Content, Plan
from annotator.releases.facts import FACTS, Facts
from annotator.releases.formats import RELEASE_FORMATS
from annotator.store.records import StoredArticle, Work
from annotator.workflow.making_releases import load_content, release_study

TOLD = {fact.key: f"Told about {fact.key}." for fact in FACTS} | {
    "creators": "Bell, Anna\nThe Marl Group", "license": "CC-BY-4.0", "synthetic": "no",
    "published": "2026-11-26", "url": "https://example.org/tolvane", "doi": "10.1234/tolvane.1",
}  # fmt: skip
EMPTY_FIRST = 1100  # more than any reader looks at before it decides on types


def main() -> None:
    out = Path(sys.argv[1])
    formats = tuple(name for name in RELEASE_FORMATS if name != "spacy")
    with tempfile.TemporaryDirectory() as folder:
        db = store.open_store(Path(folder) / "annotator.sqlite")
        study = put_sample(db, settled=True)
        plan = Plan("1.0.0", formats, (80, 10, 10), facts=Facts(TOLD))
        content = load_content(db, study, plan)
        db.close()
    release_study(with_emoji(content), out)
    nothing = Plan("0.1.0", ("jsonl", "csv", "parquet"), (), "hash")
    release_study(replace(content, plan=nothing), out)
    empty = replace(content, plan=Plan("0.2.0", ("jsonl", "parquet")))
    release_study(with_empty_rows_first(empty), out)


def with_emoji(content: Content) -> Content:
    """Every text begins with a character of two UTF-16 units; marks are moved along."""
    articles = tuple(
        replace(one, article=replace(one.article, text=f"🚒 {one.article.text}"))
        for one in content.work.articles
    )
    work = tuple(_moved(one) for one in content.work.work)
    gold = tuple(replace(s, start=s.start + 2, end=s.end + 2) for s in content.gold.spans)
    return replace(
        content,
        work=replace(content.work, articles=articles, work=work),
        gold=replace(content.gold, spans=gold),
    )


def _moved(one: Work) -> Work:
    spans = tuple(
        replace(s, start=s.start + 2, end=s.end + 2, raw_start=s.raw_start + 2,
                raw_end=s.raw_end + 2)
        for s in one.annotation.spans
    )  # fmt: skip
    return replace(one, annotation=replace(one.annotation, spans=spans))


def with_empty_rows_first(content: Content) -> Content:
    """More than a thousand articles that nobody has annotated, then the others."""
    first = content.work.articles[0].article
    none = [
        StoredArticle(-EMPTY_FIRST + n, 1, replace(first, text=f"Nothing yet {n}."))
        for n in range(EMPTY_FIRST)
    ]
    return replace(content, work=replace(content.work, articles=(*none, *content.work.articles)))


if __name__ == "__main__":
    main()
