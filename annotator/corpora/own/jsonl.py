"""This product's own JSON Lines: an article a line, with everybody's annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.corpora.building import SHOWN, Builder, OpenWork, objects_of, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, items, json_names, objects
from annotator.corpora.own.absent_texts import AbsentTexts, words_of
from annotator.corpora.own.beside import say_unread
from annotator.corpora.own.left_behind import LeftBehind
from annotator.corpora.whose import ONLY_ANNOTATOR
from annotator.models import State

_WORK = ("spans", "answers", "relations")
ABOUT = ("author", "published", "outlet", "url", "language")


def is_own_jsonl(files: CorpusFiles) -> bool:
    return any(is_own(first_item(files, name)) for name in json_names(files)[:5])


def is_own(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and "text" in record
        and isinstance(record.get("annotations"), list)
        and "annotators" not in record
        and all(isinstance(one, dict) and "annotator" in one for one in record["annotations"])
        and ("scheme" in record or bool(record["annotations"]))
    )


def is_article(value: Any) -> bool:
    """Whether it can be read as an article; an odd annotation of it is named by itself."""
    return (
        isinstance(value, dict) and "text" in value and isinstance(value.get("annotations"), list)
    )


def read_own_jsonl(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    absent = AbsentTexts(files)
    behind = LeftBehind(files)
    for name in json_names(files):
        for item in items(files, name):
            if is_article(item.value):
                take_record(builder, absent, item.value, name, item.line)
                behind.record(item.value)
            else:
                files.refuse(name, "expected an article with text and annotations; left out",
                             item.line)  # fmt: skip
    absent.say()
    behind.say()
    say_unread(files, "the corpus is read from its JSON Lines")
    return builder.corpus()


def take_record(
    builder: Builder, absent: AbsentTexts, record: dict[str, Any], name: str, line: int
) -> None:
    """One article with everybody's work, and its gold."""
    text = record["text"]
    key = said(record.get("id") or record.get("article_id")) or str(line)
    if text is None:
        text = absent.text(key, record.get("length"), _passages(record))
    if not isinstance(text, str):
        builder.files.refuse(name, "the article's text is not in the file; it was left out", line)
        return
    key = builder.document(key, text, name, title=said(record.get("title")),
                           **{one: said(record.get(one)) for one in ABOUT})  # fmt: skip

    def lose(sentence: str) -> None:
        builder.files.refuse(name, sentence, line)

    for one in objects_of(record["annotations"], "annotations", lose):
        who = said(one.get("annotator"))
        if not who and not any(one.get(key) for key in _WORK):
            continue  # a row of a table in which nobody has worked on the article
        if builder.has_work(key, who):
            lose(f"a second annotation of {who or ONLY_ANNOTATOR!r} was left out")
        else:
            take_work(builder.work(key, who, name, line), one)
    gold = record.get("gold")
    if isinstance(gold, dict) and any(gold.get(key) for key in (*_WORK, "nothing")):
        take_gold(builder.gold(key, name, line), gold)
    elif gold and not isinstance(gold, dict):
        lose(f"its gold is no object; it was left out: {str(gold)[:SHOWN]!r}")


def _passages(record: dict[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for one in objects([*record["annotations"], record.get("gold")]):
        for span in objects(one.get("spans")):
            yield span.get("start"), span.get("end"), span.get("text")


def take_work(work: OpenWork, one: dict[str, Any]) -> None:
    if one.get("state") == State.SKIPPED.value:
        work.state = State.SKIPPED
    merged: dict[tuple[str, str], list[tuple[Any, Any]]] = {}
    answers: dict[str, Any] = {}
    others: dict[str, str] = {}
    words: dict[tuple[str, str], list[str]] = {}
    for number, span in enumerate(work.objects(one.get("spans"), "spans")):
        if isinstance(span.get("label"), (dict, list)):
            work.mark(span["label"])  # told as lost
            continue
        region = said(span.get("id")) or f"s{number}"
        merged.setdefault((region, said(span.get("label"))), []).append(
            (span.get("start"), span.get("end"))
        )
        words.setdefault((region, said(span.get("label"))), []).append(said(span.get("text")))
        answers.setdefault(region, span.get("attributes") or span.get("answers"))
        others.setdefault(region, said(span.get("alternative_of")))
    taken: set[str] = set()
    for (region, label), fragments in merged.items():
        other = others.get(region, "")
        told = words_of(words[region, label])
        marked = work.mark(label, *fragments, region=region, words=told, alternative_of=other)
        if marked and region not in taken:
            taken.add(region)
            answers_of(work, answers[region], region)
    answers_of(work, one.get("answers"), "")
    for relation in work.objects(one.get("relations"), "relations"):
        work.relate(said(relation.get("from")), said(relation.get("to")), relation.get("label"))


def take_gold(work: OpenWork, gold: dict[str, Any]) -> None:
    """Gold marks are named by their places, in relations and as alternatives of others."""
    work.nothing = bool(gold.get("nothing"))
    spans: Any = gold.get("spans")
    if isinstance(spans, list):
        spans = [_named_gold(one) if isinstance(one, dict) else one for one in spans]
    relations: Any = gold.get("relations")
    if isinstance(relations, list):
        relations = [
            {**one, "from": named_by_place(one.get("from")), "to": named_by_place(one.get("to"))}
            if isinstance(one, dict) else one for one in relations
        ]  # fmt: skip
    take_work(work, {**gold, "spans": spans, "relations": relations})


def _named_gold(span: dict[str, Any]) -> dict[str, Any]:
    return {
        **span,
        "id": span.get("id") or named_by_place(span),
        "alternative_of": named_by_place(span.get("alternative_of")),
    }


def named_by_place(mark: Any) -> Any:
    """
    >>> named_by_place({"label": "loaded", "start": 4, "end": 10}), named_by_place("g7")
    ('loaded 4 10', 'g7')
    """
    if not isinstance(mark, dict):
        return mark
    return " ".join(said(mark.get(one)) for one in ("label", "start", "end"))


def answers_of(work: OpenWork, given: Any, region: str) -> None:
    """By question, as JSON Lines has them, or a list of question and value, as Parquet."""
    if isinstance(given, dict):
        for question, value in given.items():
            work.answer(question, value, region)
        return
    for one in work.objects(given, "attributes" if region else "answers"):
        work.answer(said(one.get("question")), one.get("value"), region)
