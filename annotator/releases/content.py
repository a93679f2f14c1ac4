"""What a release is made from: a study's work, gold and report of one moment, and what was asked.

Writers of single formats take a `Content`; those of foreign formats take its `corpus`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from annotator.corpora.corpus import AnnotatedSpan, Corpus, corpus_of_study
from annotator.corpora.corpus import Work as CorpusWork
from annotator.errors import StudyError
from annotator.models import Answer, Relation
from annotator.releases.facts import Facts
from annotator.reports import Report
from annotator.reports.beside.beside_report import BesideReport
from annotator.store.adjudication import (
    Gold,
    GoldAnswerRecord,
    GoldRelationRecord,
    GoldSpanRecord,
)
from annotator.store.records import StudyWork, Work

__all__ = [
    "TEXT_CHOICES",
    "Content",
    "Keep",
    "Lost",
    "Person",
    "Plan",
    "Written",
    "gold_of_articles",
    "without_text",
]

TEXT_CHOICES = ("yes", "no", "hash")
Keep = Callable[[str, bytes], object]  # what is done with a file of a release: its path, its bytes
GOLD = "gold"  # who made the gold, in formats that know annotators only
Row = TypeVar("Row", GoldSpanRecord, GoldAnswerRecord, GoldRelationRecord)
_VERSION = re.compile(r"(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)")


@dataclass(frozen=True)
class Plan:
    """What was asked for. `text`: the articles' text as it is, not at all, or as hashes."""

    version: str
    formats: tuple[str, ...] = ("jsonl", "csv", "matrices", "parquet")
    split: tuple[int, ...] = ()  # shares of train, validation and test; () for none
    text: str = "yes"
    seed: int = 0
    outlets_together: bool = False
    names: bool = False  # e-mail addresses and names of annotators
    notes: bool = False  # what annotators and adjudicators wrote for themselves
    facts: Facts = field(default_factory=Facts)

    def __post_init__(self) -> None:
        if not _VERSION.fullmatch(self.version):
            raise StudyError(
                f"{self.version!r} is no version. Expected three numbers with points: 1.0.0"
            )
        if self.text not in TEXT_CHOICES:
            raise StudyError(f"Expected text yes, no or hash, but found {self.text!r}.")
        if self.split and (len(self.split) not in (2, 3) or sum(self.split) != 100):
            shares = "/".join(map(str, self.split))
            raise StudyError(f"Expected two or three shares that make 100, as 80/10/10; {shares}.")
        if any(share <= 0 for share in self.split):
            raise StudyError("Every share of a split must be above 0.")

    @property
    def in_words(self) -> str:
        """
        >>> Plan("1.0.0", ("jsonl", "csv"), (80, 20), "no", names=True).in_words
        '1.0.0 as jsonl, csv, split 80/20, texts: no, with names'
        """
        told = [f"{self.version} as {', '.join(self.formats)}"]
        if self.split:
            told.append(f"split {'/'.join(map(str, self.split))}")
        told += ["outlets together"] * self.outlets_together
        told += [f"texts: {self.text}"] * (self.text != "yes")
        told += ["with names"] * self.names + ["with notes"] * self.notes
        return ", ".join(told)


@dataclass(frozen=True)
class Person:
    """Who is behind a pseudonym; only where somebody asked for it."""

    pseudonym: str
    name: str
    email: str


@dataclass(frozen=True)
class Lost:
    """Something a format could not hold: what, how often, and what was written instead."""

    what: str
    count: int
    instead: str


@dataclass(frozen=True)
class Written:
    """The files of one format, by path below its folder, and what it could not hold."""

    files: Mapping[str, bytes]
    losses: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything a release holds. `split_of` is article -> "train", ...; empty without a split."""

    plan: Plan
    work: StudyWork
    gold: Gold
    report: Report
    groups: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    state: Mapping[str, str | int] = field(default_factory=dict)  # of the store, for the manifest
    split_of: Mapping[int, str] = field(default_factory=dict)
    models: BesideReport | None = None  # None where the study has no model

    @property
    def by_article(self) -> dict[int, list[Work]]:
        found: dict[int, list[Work]] = {one.id: [] for one in self.work.articles}
        for one in self.work.work:
            found[one.article_id].append(one)
        return found

    @property
    def corpus(self) -> Corpus:
        """As a corpus, the gold beside the annotators' work."""
        return replace(corpus_of_study(self.work), gold=tuple(_gold_work(self.gold)))


def gold_of_articles(gold: Gold) -> dict[int, Gold]:
    """Article -> its gold; articles without any are not there."""
    spans, answers = _by_article(gold.spans), _by_article(gold.answers)
    relations = _by_article(gold.relations)
    return {
        article: Gold(
            tuple(spans.get(article, ())), tuple(answers.get(article, ())),
            tuple(relations.get(article, ())), gold.decisions,
        )
        for article in sorted({*spans, *answers})
    }  # fmt: skip


def _by_article(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for one in rows:
        found.setdefault(one.article_id, []).append(one)
    return found


def _gold_work(gold: Gold) -> Iterator[CorpusWork]:
    for article, mine in gold_of_articles(gold).items():
        answers = [
            Answer(question, value, None, f"g{span.id}")
            for span in mine.spans
            for question, given in span.attributes.items()
            for value in (given if isinstance(given, list) else [given])
        ]
        answers += [Answer(one.question, one.value, one.number) for one in mine.answers]
        yield CorpusWork(
            str(article),
            GOLD,
            tuple(
                AnnotatedSpan(
                    f"g{one.id}", one.label, ((one.start, one.end),),
                    alternative_of=f"g{one.alternative_of}" if one.alternative_of else "",
                )
                for one in mine.spans
            ),
            tuple(answers),
            tuple(
                Relation(f"g{one.from_gold}", f"g{one.to_gold}", one.label)
                for one in mine.relations
            ),
        )  # fmt: skip


def without_text(content: Content) -> Content:
    """The same where nothing quotes an article: passages are gone, or their SHA-256 stands there.

    Titles stay: with outlet, date and address they name the article.
    """
    if content.plan.text == "yes":
        return content

    def hidden(text: str) -> str:
        if content.plan.text == "no":
            return ""
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    work = tuple(
        replace(
            one,
            annotation=replace(
                one.annotation,
                spans=tuple(replace(s, text=hidden(s.text)) for s in one.annotation.spans),
            ),
        )
        for one in content.work.work
    )
    gold = tuple(replace(one, text=hidden(one.text)) for one in content.gold.spans)
    return replace(
        content,
        work=replace(content.work, work=work),
        gold=replace(content.gold, spans=gold),
    )
