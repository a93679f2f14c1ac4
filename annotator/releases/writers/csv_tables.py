"""CSV in long form: a row a span, an answer, an annotation, a relation; and the gold likewise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.releases.content import Content, Lost, Written
from annotator.releases.gold import write_gold_answers, write_gold_relations, write_gold_spans
from annotator.releases.spreadsheets import csv_line
from annotator.releases.tables import write_annotations, write_answers, write_spans

__all__ = ["write_csv_tables"]


def write_csv_tables(content: Content) -> Written:
    work, gold = content.work, content.gold
    tables: dict[str, Iterable[str]] = {
        "articles.csv": _articles(content),
        "spans.csv": write_spans(work),
        "answers.csv": write_answers(work),
        "annotations.csv": write_annotations(work),
        "relations.csv": _relations(content),
        "gold-spans.csv": write_gold_spans(gold),
        "gold-answers.csv": write_gold_answers(gold),
        "gold-relations.csv": write_gold_relations(gold),
    }
    if content.people:
        tables["annotators.csv"] = _people(content)
    files = {name: "".join(lines).encode() for name, lines in tables.items()}
    texts = Lost("texts of articles", len(work.articles), "left out: JSON Lines has them")
    return Written(files, (texts,) if texts.count else ())


def _articles(content: Content) -> Iterator[str]:
    yield csv_line(
        ["article_id", "sha256", "length", "title", "author", "published", "outlet", "url",
         "language", "split"]
    )  # fmt: skip
    for stored in content.work.articles:
        one = stored.article
        yield csv_line(
            [stored.id, one.sha256, len(one.text), one.title, one.author, one.published,
             one.outlet, one.url, one.language, content.split_of.get(stored.id, "")]
        )  # fmt: skip


def _relations(content: Content) -> Iterator[str]:
    yield csv_line(["article_id", "annotator", "state", "codebook", "label", "from", "to"])
    for one in content.work.work:
        for relation in one.annotation.relations:
            yield csv_line(
                [one.article_id, one.annotator, one.annotation.state.value, one.codebook,
                 relation.label, relation.from_region, relation.to_region]
            )  # fmt: skip


def _people(content: Content) -> Iterator[str]:
    yield csv_line(["annotator", "name", "email"])
    for person in content.people:
        yield csv_line([person.pseudonym, person.name, person.email])
