"""Labelled data out: 170,000 marks as JSON Lines and as Parquet, against reading the rows and
`json.dumps` alone."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator import schemes, store
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.releases.content import Content, Plan
from annotator.releases.downloads import FILES
from annotator.releases.writers.parquet import write_parquet
from annotator.store.adjudication import Gold
from annotator.store.annotation_rows import Incoming
from annotator.workflow import releasing
from benchmarks.measured import Measured

ARTICLES, ANNOTATORS, MARKS = 1000, 5, 34  # 170,000 marks
WORDS = 600


def exporting(rounds: int) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        path = Path(folder) / "annotator.sqlite"
        db = store.open_store(path)
        study = made_study(db)
        times: dict[str, list[float]] = {"jsonl": [], "parquet": [], "alone": []}
        for _ in range(rounds):
            times["jsonl"].append(_timed(lambda: _jsonl(db, study, Path(folder))))
            times["alone"].append(_timed(lambda: _alone(path, study, Path(folder))))
            times["parquet"].append(_timed(lambda: _parquet(db, study)))
        spans = len((Path(folder) / "ours.jsonl").read_text("utf-8").split('"raw_start"')) - 1
        if spans != ARTICLES * ANNOTATORS * MARKS:
            raise SystemExit(f"{spans} marks came out, not {ARTICLES * ANNOTATORS * MARKS}")
        db.close()
    yardstick = "reading the rows and json.dumps"
    alone = tuple(times["alone"])
    yield Measured("export jsonl", tuple(times["jsonl"]), alone, 2.0, yardstick)
    yield Measured("export parquet", tuple(times["parquet"]), alone, 2.0, yardstick)


def made_study(db: store.Store) -> int:
    dice = random.Random(5)
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    study = store.create_study(db, title="Large", scheme_id=scheme_id, seed=1)
    words = [f"word{n}" for n in range(3000)]
    texts = [" ".join(dice.choices(words, k=WORDS)) for _ in range(ARTICLES)]
    saved = store.save_articles(db, study, [Article(f"A{n}", text) for n, text in enumerate(texts)])
    people = []
    for number in range(ANNOTATORS):
        account = store.create_account(db, email=f"p{number}@example.org", role="annotator")
        people.append(store.add_annotator(db, study, account.id))
    text_of = dict(zip([one.id for one in saved], texts, strict=True))
    for person in people:
        places = [(one.id, person.id, place) for place, one in enumerate(saved)]
        store.save_assignments(db, study, places)
    incoming = [
        Incoming(one.id, scheme_id, _annotation(dice, one.id, text_of[one.article_id], scheme))
        for one in store.load_assignments(db, study)
    ]
    store.save_annotations(db, incoming, "collect")
    return study


def _annotation(dice: random.Random, number: int, text: str, scheme: Any) -> Annotation:
    spans, answers = [], [Answer("primary_frame", "political")]
    for place in range(MARKS):
        start = dice.randrange(len(text) - 60)
        end = start + dice.randrange(5, 60)
        label = dice.choice(scheme.label_keys)
        spans.append(Span(f"r{place}", label, start, end, start, end, text[start:end]))
        answers.append(Answer("voice", "journalist", region=f"r{place}"))
        answers.append(Answer("intensity", "clear", 2.0, region=f"r{place}"))
    moment = "2026-03-01T09:00:00.000000Z"
    return Annotation(number, number, State.SUBMITTED, moment, moment, 60.0, tuple(spans),
                      tuple(answers), (), raw="{}")  # fmt: skip


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _jsonl(db: store.Store, study: int, folder: Path) -> None:
    with (folder / "ours.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(releasing.pieces(db, study, FILES["annotations.jsonl"]))


def _parquet(db: store.Store, study: int) -> None:
    nobody: Any = None  # the report is in no format
    content = Content(Plan("1.0.0"), store.load_study_work(db, study), Gold((), (), (), {}), nobody)
    write_parquet(content)


def _alone(path: Path, study: int, folder: Path) -> None:
    """Rows as dictionaries, put together by article, each through json.dumps."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row

    def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(sql, [study])]

    of_study = (
        "JOIN annotations ON annotations.id = annotation_id "
        "JOIN assignments ON assignments.id = assignment_id WHERE study_id = ?"
    )
    parts: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for table in ("spans", "answers", "relations"):
        grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows(f"SELECT {table}.* FROM {table} {of_study}"):
            grouped[row["annotation_id"]].append(row)
        parts[table] = grouped
    works: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(
        "SELECT annotations.*, article_id, pseudonym FROM annotations "
        "JOIN assignments ON assignments.id = assignment_id "
        "JOIN annotators ON annotators.id = annotator_id WHERE assignments.study_id = ?"
    ):
        row |= {table: grouped[row["id"]] for table, grouped in parts.items()}
        works[row["article_id"]].append(row)
    with (folder / "theirs.jsonl").open("w", encoding="utf-8") as file:
        for article in rows("SELECT * FROM articles WHERE study_id = ? ORDER BY id"):
            article["annotations"] = works[article["id"]]
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
    connection.close()
