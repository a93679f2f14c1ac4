"""Spans: the unitizing family against krippendorff on characters, and a report."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from annotator import store
from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Spans, spans_from_arrays
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.reports.build import MEASURES
from annotator.schemes import load_builtin
from annotator.store.counted import counted
from annotator.workflow.studies import create_study
from benchmarks.agreement.peer import Memory, in_turn, peak_megabytes, peers, timed
from benchmarks.agreement.spans_data import ANNOTATORS, LENGTH, Corpus, corpus, unkind_corpus
from benchmarks.measured import Measured

ARTICLES = 1000
FAMILY = ("character_alpha", "u_alpha", "u_alpha_macro", "bar_u_alpha", "cu_alpha", "k_u_alpha")
MEGABYTES = 300.0
LABELS = (
    "loaded_language",
    "unattributed_claim",
    "vague_attribution",
    "name_calling",
    "exaggeration",
)
STAMP = "2026-01-01T00:00:00Z"
QUESTIONS = [one for one in load_builtin("framing").questions if one.choices]


def span_alpha(rounds: int) -> Iterator[Measured]:
    """The whole family with intervals, all labels and each, beside the peer's one number."""
    data = corpus(ARTICLES)

    def run() -> float:
        found = span_measures(spans_of(data), FAMILY, scopes=("label",))
        return overall(found, "character_alpha")

    with peers("spans_peer.py") as peer:
        yield in_turn("span alpha family", run, peer, "alpha", ARTICLES, 1 / 6, rounds)
    yield Memory("span alpha memory", (peak_megabytes(run),), (MEGABYTES,), 1.0, "300 MB")
    yield from growth(rounds)


def growth(rounds: int) -> Iterator[Measured]:
    """Four and sixteen times the articles should take four and sixteen times the time."""
    base = ARTICLES // 4
    sizes = {times: spans_of(unkind_corpus(base * times)) for times in (1, 4, 16)}
    taken: dict[int, list[float]] = {times: [] for times in sizes}
    for _ in range(rounds):
        for times, spans in sizes.items():
            taken[times].append(timed(partial(span_measures, spans, MEASURES))[0])
    for times in (4, 16):
        linear = tuple(times * one for one in taken[1])
        name = f"span report {times}x"
        yield Measured(name, tuple(taken[times]), linear, 1.25, f"{times} times the time of 1x")


def span_report(rounds: int) -> Iterator[Measured]:
    """All span measures of a report, from SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        db = store.open_store(Path(folder) / "annotator.sqlite")
        study_id = filled(db, unkind_corpus(ARTICLES))
        ours, theirs = [], []
        for _ in range(rounds):
            theirs.append(timed(lambda: read(db, study_id))[0])
            ours.append(timed(lambda: span_measures(read(db, study_id), MEASURES))[0])
        yield Measured("span report", tuple(ours), tuple(theirs), 15, "reading the rows")
        db.close()


def spans_of(data: Corpus) -> Spans:
    return spans_from_arrays(
        data.article,
        data.annotator,
        data.label,
        data.start,
        data.end,
        lengths=dict.fromkeys(range(data.articles), LENGTH),
        seen=[(a, g) for a in range(data.articles) for g in range(ANNOTATORS)],
    )


def overall(found: list[Measure], name: str) -> float:
    (one,) = [m for m in found if m.name == name and m.scope == "all" and m.label is None]
    if one.value is None:
        raise RuntimeError(one.reason)
    return one.value


def read(db: store.Store, study_id: int) -> Spans:
    """The rows of a study from SQLite into arrays, plainly: row by row, with every name."""
    sql, parameters = counted(study_id)
    columns = 'article_id, annotator, spans.label, spans.start, spans."end"'
    rows = db.execute(
        f"{sql} SELECT {columns} FROM counted "
        "JOIN spans ON spans.annotation_id = counted.id WHERE state = 'submitted'",
        parameters,
    ).fetchall()
    article, annotator, label, start, end = (np.array(column) for column in zip(*rows, strict=True))
    names = sorted(set(article.tolist()))
    return spans_from_arrays(
        article,
        annotator,
        label,
        start,
        end,
        lengths=dict.fromkeys(names, LENGTH),
        seen=[(a, f"A{g + 1:02d}") for a in names for g in range(ANNOTATORS)],
    )


def filled(db: store.Store, data: Corpus) -> int:
    """A study that holds the corpus."""
    study = create_study(db, "Corpus", "framing", seed=1)
    texts = [Article(f"Article {n}", f"{n:06d}" + "x" * (LENGTH - 6)) for n in range(data.articles)]
    articles = store.save_articles(db, study.id, texts)
    people = [
        store.add_annotator(
            db, study.id, store.create_account(db, email=f"{g}@x.example", role="annotator").id
        )
        for g in range(ANNOTATORS)
    ]
    store.save_assignments(
        db, study.id, [(a.id, p.id, n) for n, a in enumerate(articles) for p in people]
    )
    place = {
        (one.article_id, one.annotator_id): one.id for one in store.load_assignments(db, study.id)
    }
    spans: dict[tuple[int, int], list[Span]] = {}
    for a, g, k, start, end in zip(*(column.tolist() for column in data[1:]), strict=True):
        key = (articles[a].id, people[g].id)
        mark = Span(f"r{start}", LABELS[k], start, end, start, end, "")
        spans.setdefault(key, []).append(mark)
    incoming = [
        store.Incoming(place[key], study.scheme_id, made(number, tuple(marks)))
        for number, (key, marks) in enumerate(spans.items(), start=1)
    ]
    store.save_annotations(db, incoming, "benchmark")
    return study.id


def made(number: int, spans: tuple[Span, ...]) -> Annotation:
    raw = json.dumps({"result": [number]})
    answers = tuple(
        Answer(question.key, question.choices[number * 7 % len(question.choices)].key)
        for question in QUESTIONS
    )
    return Annotation(
        number, number, State.SUBMITTED, STAMP, STAMP, 1.0, spans, answers, (), raw=raw
    )
