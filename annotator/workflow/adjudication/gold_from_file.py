"""Gold that was made elsewhere: a gold.jsonl, gold-spans.csv, gold-answers.csv or
gold-relations.csv as `annotator gold` writes them.

An article's gold marks come whole: they settle every mark that annotators made in it. Where
something was decided already, it is refused: decisions are not overwritten by a file.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator import store
from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.releases.spreadsheets import restored
from annotator.store import adjudication as kept
from annotator.store.adjudication import NewDecision, NewGoldSpan, Settler
from annotator.store.records import StoredArticle
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.allowed import refuse_not_allowed, unknown_answer
from annotator.workflow.adjudication.desk import (
    Desk,
    load_desk,
    named_answer,
    named_link,
    named_mark,
)
from annotator.workflow.adjudication.gold_values import Values, flat, given_of

__all__ = ["ArticleGold", "ReadGold", "gold_decisions", "read_gold"]

Place = tuple[str, int, int]


@dataclass(frozen=True)
class ReadGold:
    """What was read."""

    batch: int
    articles: int
    spans: int

    @property
    def sentence(self) -> str:
        """For people.

        >>> ReadGold(3, 2, 14).sentence
        'batch 3: gold of 2 articles with 14 marks'
        """
        return f"batch {self.batch}: gold of {self.articles} articles with {self.spans} marks"


@dataclass
class ArticleGold:
    """What is said about one article, and where."""

    where: str
    whole: bool = True  # says everything about the article's marks
    spans: list[NewGoldSpan] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    relations: list[tuple[Place, Place, str]] = field(default_factory=list)


def read_gold(db: store.Store, study_id: int, path: Path, settler: Settler) -> ReadGold:
    """Keep the file's gold, all or none, as one batch that can be taken back.

    Raises StudyError with the line when an article, a label or a passage is not the study's.
    """
    study = store.load_study(db, study_id)
    scheme = scheme_of(db, study)
    with store.writing(db):
        articles = {one.id: one for one in store.load_articles(db, study_id)}
        found = _read(path, articles)
        if not found:
            raise StudyError(f"{path.name} holds no gold of this study's articles.")
        decisions = [
            decision
            for article_id, gold in found.items()
            for decision in gold_decisions(
                db, study_id, articles[article_id], gold, scheme, path.name
            )
        ]
        batch = kept.start_batch(db, study_id, "file", json.dumps({"file": path.name}), settler)
        kept.save_decisions(db, study_id, decisions, settler, batch_id=batch)
        read = ReadGold(batch, len(found), sum(len(one.spans) for one in found.values()))
        store.save_event(db, "gold read from a file", read.sentence, study_id, settler.account_id)
    return read


def _read(path: Path, articles: dict[int, StoredArticle]) -> dict[int, ArticleGold]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{path.name} is not UTF-8 text.") from error
    read = {".jsonl": _from_lines, ".csv": _from_table}.get(path.suffix.lower())
    if read is None:
        raise StudyError(f"{path.name}: expected a name ending in .jsonl or .csv.")
    try:
        return read(path.name, text, articles)
    except (
        AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError, csv.Error,
    ) as error:  # fmt: skip
        raise StudyError(
            f"{path.name} is not gold as `annotator gold` writes it "
            f"({type(error).__name__}: {error})."
        ) from error


def _from_lines(name: str, text: str, articles: dict[int, StoredArticle]) -> dict[int, ArticleGold]:
    by_hash = {one.article.sha256: one.id for one in articles.values()}
    found: dict[int, ArticleGold] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = json.loads(line)
        where = f"{name}, line {number}"
        article = by_hash.get(row["sha256"])
        if article is None:
            raise StudyError(f"{where}: the study has no article with this text.")
        gold = found.setdefault(article, ArticleGold(where))
        for span in row["gold"]["spans"]:
            other = span.get("alternative_of")
            gold.spans.append(_span(span, span["attributes"], _place(other) if other else None))
        for answer in row["gold"]["answers"]:
            gold.answers[answer["question"]].append(_text(answer["value"]))
        for one in row["gold"]["relations"]:
            gold.relations.append((_place(one["from"]), _place(one["to"]), _text(one["label"])))
        # Without marks it says of them only what it says in so many words.
        gold.whole = bool(gold.spans or row["gold"].get("nothing"))
    return {article: gold for article, gold in found.items() if gold.whole or gold.answers}


def _from_table(name: str, text: str, articles: dict[int, StoredArticle]) -> dict[int, ArticleGold]:
    """Which of the three tables it is, its columns say. A row of gold marks that names nothing but
    an article says that nothing is marked in it."""
    found: dict[int, ArticleGold] = {}
    rows = csv.DictReader(io.StringIO(text, newline=""))
    columns = set(rows.fieldnames or ())
    for cells in rows:
        row = {key: restored(value or "") for key, value in cells.items()}
        where = f"{name}, line {rows.line_num}"
        if not row["article"].isdecimal() or int(row["article"]) not in articles:
            raise StudyError(f"{where}: the study has no article number {row['article']!r}.")
        gold = found.setdefault(int(row["article"]), ArticleGold(where, "text" in columns))
        if "question" in columns:
            gold.answers[row["question"]].append(row["value"])
        elif "from_label" in columns:
            gold.relations.append((_end(row, "from"), _end(row, "to"), row["label"]))
        elif any(row[key] for key in ("label", "start", "end", "text")):
            # A label may hold spaces; the two numbers at the end do not.
            label, _, ends = row["alternative_of"].rpartition(" ")
            label, _, start = label.rpartition(" ")
            other = (label, int(start), int(ends)) if label else None
            gold.spans.append(_span(row, json.loads(row["attributes"] or "{}"), other))
    return found


def _end(row: dict[str, str], which: str) -> Place:
    return row[f"{which}_label"], int(row[f"{which}_start"]), int(row[f"{which}_end"])


def _span(row: Any, attributes: dict[str, Any], other: Place | None) -> NewGoldSpan:
    given: Values = {
        key: list(map(_text, value)) if isinstance(value, list) else _text(value)
        for key, value in attributes.items()
    }
    return NewGoldSpan(
        str(row["label"]), int(row["start"]), int(row["end"]), str(row["text"]), given, (), other
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {str(value)[:40]}")
    return value


def _place(row: dict[str, Any]) -> Place:
    return str(row["label"]), int(row["start"]), int(row["end"])


def gold_decisions(
    db: store.Store,
    study_id: int,
    stored: StoredArticle,
    gold: ArticleGold,
    scheme: Scheme,
    file_name: str,
) -> Iterator[NewDecision]:
    """One decision for all marks of the article, one for each question, one for each relation."""
    desk = load_desk(db, study_id, stored.id)
    _refuse_decided(desk, gold, kept.load_gold(db, study_id, stored.id))
    refuse_not_allowed(gold.spans, scheme, f"{gold.where}: ")
    for span in gold.spans:
        _check(span, stored, gold.where)
    marks = tuple(named_mark(mark) for ballot in desk.ballots for mark in ballot.marks)
    if gold.whole:
        yield NewDecision(
            stored.id, "mark" if gold.spans else "nothing", "file", reason=file_name,
            named=marks, spans=tuple(gold.spans),
        )  # fmt: skip
    questions = {one.key: one for one in scheme.questions}
    for key, values in gold.answers.items():
        if key not in questions:
            raise StudyError(f"{gold.where}: the codebook has no question {key!r}.")
        if unknown := unknown_answer(key, questions[key], values):
            raise StudyError(f"{gold.where}: the codebook has no {unknown}.")
        yield NewDecision(
            stored.id, "answer", "file", reason=file_name,
            named=tuple(named_answer(ballot, key) for ballot in desk.ballots),
            answers=flat(key, given_of(questions[key], values)),
        )  # fmt: skip
    links = tuple(named_link(link) for ballot in desk.ballots for link in ballot.links)
    known = {one.key for one in scheme.relations}
    for _, _, label in gold.relations:
        if label and label not in known:
            raise StudyError(f"{gold.where}: the codebook has no relation {label!r}.")
    if gold.relations:
        yield NewDecision(
            stored.id, "relation", "file", reason=file_name, named=links,
            relations=tuple(gold.relations),
        )  # fmt: skip


def _refuse_decided(desk: Desk, gold: ArticleGold, before: kept.Gold) -> None:
    """A file does not overwrite decisions."""
    decided = {(one.named.what, one.named.key) for one in desk.decided}
    questions = {("answer", key) for key in gold.answers} & decided
    questions |= {
        ("answer", one.question) for one in before.answers if one.question in gold.answers
    }
    marks = gold.whole and (
        desk.golds or before.nothing or any(what == "mark" for what, _ in decided)
    )
    relations = gold.relations and (
        before.relations or any(what == "relation" for what, _ in decided)
    )
    if marks or questions or relations:
        raise StudyError(
            f"{gold.where}: something of this in article {desk.article_id} is decided already. "
            "Take that back first; a file does not overwrite decisions."
        )


def _check(span: NewGoldSpan, stored: StoredArticle, where: str) -> None:
    there = stored.article.text[span.start : span.end]
    if not 0 <= span.start < span.end or there != span.text:
        raise StudyError(
            f"{where}: the passage {span.text!r} does not stand from {span.start} to {span.end} in "
            f"article {stored.id}; there stands {there!r}."
        )
