"""Parquet with a declared schema: the same columns and types whatever the first rows hold.

`articles` has an article a row with everybody's work, `annotations` a row an annotator and article,
`gold` a row a gold mark; each in one file a part of the split, where it has rows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from annotator.errors import SetupError
from annotator.many_values import many_values
from annotator.models import Scheme
from annotator.releases.content import Content, Written
from annotator.releases.soft_labels import soft_labels
from annotator.releases.tally import Tally
from annotator.schemes.indices import index_values
from annotator.store.adjudication import GoldSpanRecord
from annotator.store.records import StoredArticle, Work

__all__ = ["schemas", "write_parquet"]

ROWS_A_GROUP = 5000


def write_parquet(content: Content) -> Written:
    """Raises SetupError when pyarrow is missing."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SetupError("Parquet needs pyarrow: pip install pyarrow.") from error
    tally = Tally()
    parts = sorted(set(content.split_of.values())) or [""]
    files = {}
    for part in parts:
        with many_values():
            tables = _tables(content, part)
        for name, table in tables.items():
            if not table.num_rows:  # `datasets` cannot load a file without rows
                continue
            buffer = io.BytesIO()
            pyarrow.parquet.write_table(  # type: ignore[no-untyped-call]
                table, buffer, compression="zstd", row_group_size=ROWS_A_GROUP
            )
            files[f"{name}-{part}.parquet" if part else f"{name}.parquet"] = buffer.getvalue()
    kept = len(content.gold.relations)
    tally.lose("relations of the gold", "left out: JSON Lines has them", kept)
    answers = len(content.gold.answers)
    tally.lose("answers of the gold about articles", "left out: JSON Lines has them", answers)
    return Written(files, tally.losses)


def schemas() -> dict[str, Any]:
    """Table -> its schema."""
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    answers = pa.list_(pa.struct([("question", text), ("value", text), ("number", pa.float64())]))
    span = pa.struct(
        [("id", text), ("label", text), ("start", number), ("end", number), ("text", text),
         ("raw_start", number), ("raw_end", number), ("answers", answers)]
    )  # fmt: skip
    relations = pa.list_(pa.struct([("from", text), ("to", text), ("label", text)]))
    indices = pa.list_(pa.struct([("index", text), ("value", pa.float64())]))
    work = [
        ("annotator", text), ("state", text), ("codebook", text), ("updated_at", text),
        ("lead_time", pa.float64()), ("spans", pa.list_(span)), ("answers", answers),
        ("relations", relations), ("indices", indices),
    ]  # fmt: skip
    soft = pa.list_(
        pa.struct([("label", text), ("start", number), ("end", number), ("votes", number),
                   ("share", pa.float64())])
    )  # fmt: skip
    about = [
        ("article_id", number), ("sha256", text), ("title", text), ("author", text),
        ("published", text), ("outlet", text), ("url", text), ("language", text), ("text", text),
        ("split", text),
    ]  # fmt: skip
    return {
        "articles": pa.schema(
            [*about, ("annotations", pa.list_(pa.struct(work))), ("soft_spans", soft)]
        ),
        "annotations": pa.schema([*about, *work]),
        "gold": pa.schema(
            [("article_id", number), ("sha256", text), ("split", text), ("label", text),
             ("start", number), ("end", number), ("text", text), ("attributes", answers),
             ("alternative_of", text), ("how", text), ("adjudicator", text), ("reason", text),
             ("decided_at", text), ("codebook", text)]
        ),
    }  # fmt: skip


def _about(content: Content, stored: StoredArticle) -> dict[str, Any]:
    one = stored.article
    return {
        "article_id": stored.id, "sha256": one.sha256, "title": one.title, "author": one.author,
        "published": one.published, "outlet": one.outlet, "url": one.url,
        "language": one.language, "text": one.text if content.plan.text == "yes" else None,
        "split": content.split_of.get(stored.id),
    }  # fmt: skip


def _tables(content: Content, part: str) -> dict[str, Any]:
    """The tables of one part of the split. What annotators did is turned into columns once, and
    the articles' table takes it from there."""
    import pyarrow as pa

    schema = schemas()
    articles = [one for one in content.work.articles if content.split_of.get(one.id, "") == part]
    about = {one.id: _about(content, one) for one in articles}
    by_article = content.by_article
    works = {one.id: by_article[one.id] for one in articles}
    scheme = content.work.scheme
    rows = [
        {**about[number], **_work(scheme, one)} for number, some in works.items() for one in some
    ]
    annotations = pa.Table.from_pylist(rows, schema=schema["annotations"])
    soft = [soft_labels(some)["spans"] for some in works.values()]
    fields = {one.name: one.type for one in schema["articles"]}
    columns = [
        pa.array([one[name] for one in about.values()], type=fields[name])
        for name in schema["articles"].names[:-2]
    ]
    nested = fields["annotations"]
    work = annotations.select([one.name for one in nested.value_type]).to_struct_array()
    ends = list(accumulate((len(some) for some in works.values()), initial=0))
    columns.append(
        pa.ListArray.from_arrays(pa.array(ends, pa.int32()), pa.concat_arrays(work.chunks)
                                 if work.num_chunks else pa.array([], nested.value_type),
                                 type=nested)
    )  # fmt: skip
    columns.append(pa.array(soft, type=fields["soft_spans"]))
    gold = [row for row in _gold(content) if (row["split"] or "") == part]
    return {
        "articles": pa.Table.from_arrays(columns, schema=schema["articles"]),
        "annotations": annotations,
        "gold": pa.Table.from_pylist(gold, schema=schema["gold"]),
    }


def _work(scheme: Scheme, one: Work) -> dict[str, Any]:
    annotation = one.annotation
    given: dict[str, list[dict[str, Any]]] = {}
    for answer in annotation.answers:
        given.setdefault(answer.region, []).append(
            {"question": answer.question, "value": answer.value, "number": answer.number}
        )
    return {
        "annotator": one.annotator,
        "state": annotation.state.value,
        "codebook": one.codebook,
        "updated_at": annotation.updated_at,
        "lead_time": annotation.lead_time,
        "spans": [
            {"id": span.region, "label": span.label, "start": span.start, "end": span.end,
             "text": span.text, "raw_start": span.raw_start, "raw_end": span.raw_end,
             "answers": given.get(span.region, [])}
            for span in annotation.spans
        ],
        "answers": given.get("", []),
        "relations": [
            {"from": r.from_region, "to": r.to_region, "label": r.label}
            for r in annotation.relations
        ],
        "indices": [
            {"index": key, "value": value}
            for key, value in index_values(scheme, annotation.answers).items()
        ],
    }  # fmt: skip


def _gold(content: Content) -> Iterator[dict[str, Any]]:
    hashes = {one.id: one.article.sha256 for one in content.work.articles}
    spans = {one.id: one for one in content.gold.spans}
    for span in content.gold.spans:
        other = spans.get(span.alternative_of or 0)
        decision = content.gold.decisions[span.decision_id]
        yield {
            "article_id": span.article_id, "sha256": hashes[span.article_id],
            "split": content.split_of.get(span.article_id), "label": span.label,
            "start": span.start, "end": span.end, "text": span.text,
            "attributes": _attributes(span),
            "alternative_of": " ".join(map(str, other.place)) if other else "",
            "how": decision.provenance,
            "adjudicator": decision.adjudicator, "reason": decision.reason,
            "decided_at": decision.decided_at, "codebook": decision.codebook,
        }  # fmt: skip


def _attributes(span: GoldSpanRecord) -> Sequence[dict[str, Any]]:
    return [
        {"question": question, "value": value, "number": None}
        for question, given in span.attributes.items()
        for value in (given if isinstance(given, list) else [given])
    ]
