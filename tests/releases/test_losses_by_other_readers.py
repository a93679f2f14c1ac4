"""Matrices, LeWiDi and Web Annotation by readers of their own, written from what the formats are
for: what these do not find is what the format said it could not hold, to the number."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from made_studies import LABELS, contents

from annotator.articles.sentences import sentence_spans
from annotator.models import State
from annotator.releases.content import Content
from annotator.releases.formats import write_format
from annotator.store.records import Work

Facts = Counter[tuple[object, ...]]
EVERYTHING = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def losses_of(name: str, content: Content) -> tuple[Mapping[str, bytes], Counter[str]]:
    written = write_format(name, content)
    return written.files, Counter({one.what: one.count for one in written.losses})


def submitted(content: Content) -> list[Work]:
    return [one for one in content.work.work if one.annotation.state is State.SUBMITTED]


def answers_about_articles(content: Content) -> Facts:
    return Counter((str(one.article_id), one.annotator, answer.question, answer.value)
                   for one in submitted(content) for answer in one.annotation.answers
                   if not answer.region)  # fmt: skip


def rated_sentences(content: Content) -> Facts:
    """Everybody's rating of every sentence for every label."""
    sentences = {one.id: sentence_spans(one.article.text) for one in content.work.articles}
    return Counter(
        (f"{one.article_id}:{number}", one.annotator, label, str(int(any(
            span.label == label and span.start < end and span.end > start
            for span in one.annotation.spans
        ))))
        for one in submitted(content) for label in LABELS
        for number, (start, end) in enumerate(sentences[one.article_id], start=1)
    )  # fmt: skip


def test_matrices_hold_answers_and_rated_sentences_and_count_the_rest() -> None:
    @EVERYTHING
    @given(contents())
    def check(content: Content) -> None:
        files, lost = losses_of("matrices", content)
        found: dict[str, Facts] = defaultdict(Counter)
        for path, data in files.items():
            if path == "ratings.csv" or path.endswith("-numbers.csv"):
                continue
            about = path.removesuffix(".csv")
            for row in csv.DictReader(io.StringIO(data.decode())):
                item = row.pop("item")
                found[about.partition("-")[0]].update(
                    (item, who, about.partition("-")[2], one)
                    for who, cell in row.items() if cell for one in cell.split("|")
                )  # fmt: skip
        missing = answers_about_articles(content) - found["question"]
        assert not found["question"] - answers_about_articles(content)
        assert missing.total() == lost["answers in free text"]
        named = dict(zip(sorted(LABELS), sorted({one for _, _, one, _ in found["label"]}),
                         strict=False))  # fmt: skip
        rated = Counter((i, w, named[label], r) for i, w, label, r in rated_sentences(content))
        assert found["label"] == rated
        check_left_out(content, lost)

    check()


def test_lewidi_holds_the_same_and_the_gold_as_hard_labels() -> None:
    @EVERYTHING
    @given(contents())
    def check(content: Content) -> None:
        files, lost = losses_of("lewidi", content)
        answers, rated, hard, texts = lewidi(files)
        assert not answers - answers_about_articles(content)
        missing = answers_about_articles(content) - answers
        assert missing.total() == lost["answers in free text"]
        assert rated == rated_sentences(content)
        gold = content.gold
        settled = {(str(one.article_id), one.question, one.value) for one in gold.answers}
        without = sum(1 for one in settled if one not in hard)
        assert without == lost["gold answers in free text, or where nobody answered"]
        marked = {(one.article_id, one.label) for one in gold.spans}
        seen = {(int(item.partition(":")[0]), label) for item, label, value in hard if value == "1"}
        unseen = sum(1 for one in gold.spans if (one.article_id, one.label) not in seen)
        assert unseen == lost["gold marks of articles without work"]
        worked_on = {one.article_id for one in submitted(content)}
        assert seen >= {one for one in marked if one[0] in worked_on}
        for one in content.work.articles:
            assert texts.get(str(one.id), one.article.text) == one.article.text
        assert len(content.work.articles) - len(texts) == lost["texts of articles"]
        check_left_out(content, lost)

    check()


def lewidi(
    files: Mapping[str, bytes],
) -> tuple[Facts, Facts, set[tuple[str, ...]], dict[str, str]]:
    answers: Facts = Counter()
    rated: Facts = Counter()
    hard: set[tuple[str, ...]] = set()
    texts: dict[str, str] = {}
    for path, data in files.items():
        for item, said in json.loads(data).items():
            whose = said["annotators"].split(",")
            assert sum(said["soft_label"].values()) - 1 < 1e-5
            if path.startswith("question-"):
                texts[item] = said["text"]
            for who, label in zip(whose, said["annotations"], strict=True):
                for one in label.split("|"):
                    kind = answers if path.startswith("question-") else rated
                    kind[item, who, said["task"], one] += 1
            hard.add((item, said["task"], said["hard_label"]))
    return answers, rated, hard, texts


def check_left_out(content: Content, lost: Counter[str]) -> None:
    """What neither matrices nor LeWiDi hold: marks' exact ends and what is said about marks."""
    made = [one.annotation for one in content.work.work]
    assert lost["exact ends of marks"] == sum(len(one.spans) for one in made)
    about = sum(1 for one in made for answer in one.answers if answer.region)
    assert lost["answers about marks"] == about
    assert lost["relations"] == sum(len(one.relations) for one in made)
    assert lost["skipped annotations"] == len(made) - len(submitted(content))


def test_web_annotations_hold_everything_but_states_and_counted_things() -> None:
    @EVERYTHING
    @given(contents())
    def check(content: Content) -> None:
        files, lost = losses_of("web-annotation", content)
        found: dict[str, Facts] = defaultdict(Counter)
        for path, data in files.items():
            page = json.loads(data)
            assert page["type"] == "AnnotationPage"
            for kind, fact in of_page(path.removesuffix(".jsonld"), page["items"]):
                found[kind][fact] += 1
        corpus = content.corpus
        made = (*corpus.work, *corpus.gold)
        wanted: dict[str, Facts] = defaultdict(Counter)
        for one in made:
            first = {"": ""} | {s.region: s.fragments[0] for s in reversed(one.spans)}
            where = (one.document, one.annotator)
            wanted["marks"].update((*where, s.fragments, s.label) for s in one.spans)
            # A passage with two labels is two annotations, each with all that is said of it.
            labels = Counter(s.region for s in one.spans) | Counter({"": 1})
            for a in one.answers:
                wanted["answers"][(*where, first[a.region], a.question, a.value)] += labels[
                    a.region
                ]
            wanted["relations"].update((*where, first[r.from_region], first[r.to_region], r.label)
                                       for r in one.relations)  # fmt: skip
        assert found == {kind: facts for kind, facts in wanted.items() if facts}
        silent = [one for one in made if not (one.spans or one.answers)]
        assert lost["annotations without marks and answers"] == len(silent)
        skipped = [one for one in made if one.state is State.SKIPPED]
        assert lost["states of skipped annotations"] == len(skipped)
        assert lost["texts of articles"] == len(corpus.documents)

    check()


def of_page(article: str, items: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[object, ...]]]:
    places: dict[str, object] = {}
    for one in items:
        who = (article, one["creator"]["nickname"])
        if one["motivation"] == "linking":
            label, end = one["body"]
            yield "relations", (*who, places[one["target"]], places[end["id"]], label["value"])
            continue
        place: object = ""
        if one["motivation"] == "tagging":
            fragments = tuple((each["start"], each["end"]) for each in one["target"]["selector"]
                              if each["type"] == "TextPositionSelector")  # fmt: skip
            place = places[one["id"]] = fragments[0]
        for body in one["body"]:
            if body["purpose"] == "tagging":
                yield "marks", (*who, fragments, body["value"])
            else:
                question, _, value = body["value"].partition("=")
                yield "answers", (*who, place, question, value)
