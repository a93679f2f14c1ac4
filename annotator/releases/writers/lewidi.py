"""LeWiDi's JSON (Learning with Disagreements): items, everybody's labels, hard and soft labels.

A file a question, whose items are articles, and a file a label, whose items are sentences: marked
in or not. The hard label is the gold's where what was marked is settled, else the most frequent;
there is none where two are equally frequent.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.articles.sentences import sentence_spans
from annotator.models import Kind, Span, State
from annotator.releases.content import Content, Written, gold_of_articles
from annotator.releases.tally import Tally
from annotator.releases.writers.matrices import label_file_names, lose_all_but_labels
from annotator.store.adjudication import Gold, GoldSpanRecord
from annotator.store.records import StoredArticle, Work

__all__ = ["write_lewidi"]

DIGITS = 6
Given = list[tuple[str, str]]  # annotator, label


def write_lewidi(content: Content) -> Written:
    tally = Tally()
    by_article = {
        key: [one for one in works if one.annotation.state is State.SUBMITTED]
        for key, works in content.by_article.items()
    }
    golds = gold_of_articles(content.gold)
    undecided = _undecided(content.gold, by_article)
    nothing = Gold((), (), (), content.gold.decisions)
    files: dict[str, bytes] = {}
    answered: set[tuple[int, str]] = set()  # article and question that are an item
    for question in content.work.scheme.questions:
        if question.kind is Kind.TEXT:
            continue
        found = {}
        for stored in content.work.articles:
            given = _answers(by_article[stored.id], question.key)
            gold = [
                one.value
                for one in golds.get(stored.id, nothing).answers
                if one.question == question.key
            ]
            if given:
                answered.add((stored.id, question.key))
                found[str(stored.id)] = _item(
                    content, stored, stored.article.text, question.key, given, gold
                )
        files[f"question-{question.key}.json"] = _json(found)
    for label, name in label_file_names(content.work.scheme.label_keys).items():
        found = {}
        for stored in content.work.articles:
            gold_marks = [one for one in golds.get(stored.id, nothing).spans if one.label == label]
            found |= _sentences(
                content, stored, label, by_article[stored.id], gold_marks, undecided[stored.id]
            )
        files[f"label-{name}.json"] = _json(found)
    _lose_rest(content, tally, answered, {key for key, works in by_article.items() if works})
    return Written(files, tally.losses)


def _lose_rest(
    content: Content, tally: Tally, answered: set[tuple[int, str]], rated: set[int]
) -> None:
    """What neither articles nor sentences have as a label; `rated` are the articles whose sentences
    are items."""
    whole = {article for article, _ in answered} if content.plan.text == "yes" else set()
    absent = sum(1 for one in content.work.articles if one.id not in whole)
    tally.lose("texts of articles", "their sentences, in a release with texts", absent)
    lose_all_but_labels(tally, content)
    rated_by = {one.key for one in content.work.scheme.questions if one.kind is not Kind.TEXT}
    parted = sum(
        1 for one in content.work.work if one.annotation.state is State.SUBMITTED
        for answer in one.annotation.answers
        if not answer.region and answer.question in rated_by and set("|,") & set(answer.value)
    )  # fmt: skip
    tally.lose("answers with | or , in them", "not told from several choices", parted)
    gold = content.gold
    silent = sum(1 for one in gold.answers if (one.article_id, one.question) not in answered)
    tally.lose("gold answers in free text, or where nobody answered", "left out", silent)
    alone = sum(1 for one in gold.spans if one.article_id not in rated)
    tally.lose("gold marks of articles without work", "left out", alone)
    ends = len(gold.spans) - alone
    tally.lose("exact ends of gold marks", "the sentences they lie in", ends)
    said = sum(1 for one in gold.spans if one.attributes)
    tally.lose("gold marks with answers", "without the answers", said)
    tally.lose("relations of the gold", "left out", len(gold.relations))


def _answers(works: Sequence[Work], question: str) -> Given:
    return [
        (one.annotator, "|".join(sorted(values)))
        for one in works
        if (values := [a.value for a in one.annotation.answers
                       if a.question == question and not a.region])
    ]  # fmt: skip


def _sentences(
    content: Content, stored: StoredArticle, label: str, works: Sequence[Work],
    gold: Sequence[GoldSpanRecord], undecided: Sequence[Span],
) -> dict[str, Any]:  # fmt: skip
    if not works:
        return {}
    text, found = stored.article.text, {}
    disputed = [one for one in undecided if one.label == label]
    for number, (start, end) in enumerate(sentence_spans(text), start=1):
        given = [
            (one.annotator, str(int(any(span.label == label and span.start < end
                                        and span.end > start for span in one.annotation.spans))))
            for one in works
        ]  # fmt: skip
        in_gold = any(one.start < end and one.end > start for one in gold)
        is_open = any(one.start < end and one.end > start for one in disputed)
        item = _item(
            content, stored, text[start:end].strip(), label, given,
            [str(int(in_gold))] if in_gold or not is_open else [],
        )  # fmt: skip
        found[f"{stored.id}:{number}"] = item
    return found


def _undecided(gold: Gold, by_article: Mapping[int, Sequence[Work]]) -> dict[int, list[Span]]:
    """Article -> marks that no standing decision names; gold out of a file settles it whole."""
    named: dict[int | None, Counter[str]] = defaultdict(Counter)
    whole = set()
    for one in (*gold.decisions.values(), *gold.nothing):
        named[one.article_id].update(mark.key for mark in one.named if mark.what == "mark")
        if one.how == "file":
            whole.add(one.article_id)
    found = {}
    for article, works in by_article.items():
        spans = [] if article in whole else [s for one in works for s in one.annotation.spans]
        made = Counter(span.region for span in spans)
        found[article] = [s for s in spans if named[article][s.region] < made[s.region]]
    return found


def _item(
    content: Content, stored: StoredArticle, text: str, task: str, given: Given, gold: list[str]
) -> dict[str, Any]:
    counts = Counter(label for _, label in given).most_common()
    tie = len(counts) > 1 and counts[0][1] == counts[1][1]
    hard = "|".join(sorted(gold)) if gold else "" if tie else counts[0][0]
    return {
        "text": text if content.plan.text == "yes" else "",
        "task": task,
        "number of annotations": len(given),
        "number of annotators": len(given),
        "annotators": ",".join(who for who, _ in given),
        "annotations": [label for _, label in given],
        "soft_label": {label: round(count / len(given), DIGITS) for label, count in sorted(counts)},
        "hard_label": hard,
        "lang": stored.article.language or content.work.scheme.language,
        "split": content.split_of.get(stored.id, ""),
        "other_info": {"article": stored.id, "article_sha256": stored.article.sha256},
    }


def _json(found: dict[str, Any]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
