"""A folder of spans, block after block of its articles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.bootstrap import group_numbers
from annotator.agreement.engines.block_tables import NOT_MARKED, BlockTables, tables_of_block
from annotator.agreement.engines.counted_items import BLOCKS, MOST_APART, how_many
from annotator.agreement.engines.engine import STUDY, Engine
from annotator.agreement.engines.listed_marks import MOST_PEOPLE, ListedMarks, MarkPacking
from annotator.agreement.engines.listed_tables import LISTED_MEASURES, tables_of_lists
from annotator.agreement.engines.span_measures_of_blocks import JoinedStatistics
from annotator.agreement.spans.span_statistics import IOU, WINDOW, SpanSettings
from annotator.errors import RatingsError

ARTICLES_OF_A_BLOCK = 50  # at least so many together: each block is a call


@dataclass(frozen=True)
class StudyOfBlocks:
    """The tables of every block, and what the files held."""

    blocks: list[BlockTables]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    rows: int

    @property
    def articles(self) -> int:
        return int(sum(one.articles.sum() for one in self.blocks))

    @property
    def opened_empty(self) -> int:
        return sum(one.opened_empty for one in self.blocks)

    @property
    def spans(self) -> int:
        return self.rows - self.opened_empty - sum(one.repeated for one in self.blocks)

    def statistics(self, unit: str) -> JoinedStatistics:
        """For the measures."""
        settings = SpanSettings(IOU, WINDOW)
        return JoinedStatistics(self.blocks, self.annotators, self.labels, settings, unit)


def read_blocks(engine: Engine, measures: Collection[str], seed: int) -> StudyOfBlocks:
    """Who and which labels there are, and then the sums of each block of articles.

    The engine makes them where its SQL has all that the measures need, else memory's functions,
    which are also those that say what is wrong with a study.
    """
    found = engine.rows(
        "SELECT CAST(annotator AS STRING) AS annotator, coalesce(CAST(label AS STRING), '') AS "
        "label, count(*) AS n, count(article) AS articles, "
        f"coalesce(max(CAST(length AS BIGINT)), 0) AS longest FROM {STUDY} GROUP BY 1, 2"
    )
    rows = int(found["n"].sum())
    people, labels = {*found["annotator"].tolist()}, {*found["label"].tolist()} - {""}
    if int(found["articles"].sum()) < rows or people & {None, ""}:
        raise RatingsError("a row has no article or no annotator")
    annotators, names = tuple(sorted(people)), tuple(sorted(labels))
    apart = how_many(engine, "article") <= MOST_APART
    drawn = _number_articles(engine, seed) if apart else None
    engine.add_table("people", {
        "who": annotators, "person": range(len(annotators)),
        "bit": [1 << place if place < MOST_PEOPLE else 0 for place in range(len(annotators))],
    })  # fmt: skip
    engine.add_table("labels", {"name": names or ("",), "code": range(max(1, len(names)))})
    packing = MarkPacking(len(annotators), len(names), int(found["longest"].max(initial=0)))
    if {*measures} <= {*LISTED_MEASURES} and packing.fits:
        block = "drawn" if apart else engine.block_of("article", BLOCKS)
        listed = ListedMarks(engine, packing, block, "JOIN articles USING (title)" if apart else "")
        by = "CAST(article AS STRING)" if apart else block
        if (tables := tables_of_lists(engine, listed, by, rows=rows)) is not None:
            return StudyOfBlocks([tables], annotators, names, rows)
    work = partial(
        tables_of_block, n_annotators=len(annotators), n_labels=len(names), threshold=IOU,
        apart=apart,
    )  # fmt: skip
    blocks = list(engine.each_block(marks_query(engine, apart=apart), work))
    blocks.sort(key=lambda one: int(one.cluster.min(initial=0)))
    if drawn is not None:
        ends = np.cumsum([len(one.cluster) for one in blocks])[:-1]
        blocks = [
            replace(one, cluster=of_one)
            for one, of_one in zip(blocks, np.split(drawn, ends), strict=True)
        ]
    return StudyOfBlocks(blocks, annotators, names, rows)


def _number_articles(engine: Engine, seed: int) -> Ints:
    """In order of their names; and the number of what memory draws each with."""
    found = engine.rows(f"SELECT DISTINCT CAST(article AS STRING) AS article FROM {STUDY}")
    titles = sorted(found["article"].tolist())
    places, drawn = np.arange(len(titles)), group_numbers(len(titles), seed)
    engine.add_table("articles", {
        "title": titles, "place": places.tolist(), "drawn": drawn.tolist(),
        "of_block": (places // ARTICLES_OF_A_BLOCK).tolist(),
    })  # fmt: skip
    return drawn


def marks_query(engine: Engine, *, apart: bool) -> str:
    block = "of_block" if apart else engine.block_of("article", BLOCKS)
    article = "place" if apart else "article"
    begin, end = engine.quoted("start"), engine.quoted("end")
    joined = "JOIN articles ON CAST(article AS STRING) = title " if apart else ""
    offsets = ", ".join(
        f"coalesce(CAST({column} AS BIGINT), {NOT_MARKED}) AS {alias}"
        for column, alias in ((begin, begin), (end, end), ("code", "label"))
    )
    return (
        f"SELECT {block} AS block, {article} AS article, CAST(length AS BIGINT) AS length, "
        f"person AS annotator, {offsets} FROM {STUDY} {joined}"
        "JOIN people ON CAST(annotator AS STRING) = who "
        "LEFT JOIN labels ON CAST(label AS STRING) = name"
    )
