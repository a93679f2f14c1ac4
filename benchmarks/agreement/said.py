"""Attributes of marks and relations: what they add to a report, and a plain loop beside them.

5 annotators, 1,000 articles, 40 places each, on unkind data: marks that overlap and lie in each
other, one label with most of the marks, empty work. The loop matches marks by scipy's assignment,
pair by pair and label by label, and counts answers with numpy; it gives no interval. What it finds
must be ours: as many matches at the same distance, and from the same matches the same values. Time
is the processor's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.attributes.answers_of_marks import AnswersOfMarks
from annotator.agreement.attributes.matched_marks import MatchedMarks, match_marks
from annotator.agreement.attributes.relations import Relations
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.spans import Spans
from annotator.models import Choice, Kind, Level, Question, RelationType, SpanAttribute
from annotator.reports.attributes import SaidReport, said_report
from annotator.reports.build import build_report
from annotator.reports.said_of_marks import SaidOfMarks
from annotator.reports.study_marks import StudyMarks, study_marks
from annotator.schemes import load_builtin
from annotator.store.counted import Counted, MarkAnswered, Marked, Related
from annotator.store.records import Study
from annotator.store.study_rows import StudyRows
from benchmarks.agreement.peer import SAME
from benchmarks.agreement.spans_data import ANNOTATORS, LENGTH, unkind_corpus
from benchmarks.measured import Measured

ARTICLES = 1000
RELATED = 0.3  # of the marks, each to the one before
TYPES = ("cause", "answer", "contrast")
DEVICES = ("irony", "quotation", "number")
SETS = ("", "irony", "irony|quotation", "quotation", "number")
WORDS = tuple(f"the {one} of the harbour board" for one in range(200))
LEVELS = {"nominal", "ordinal"}
Loop = dict[str, float]


def said(rounds: int) -> Iterator[Measured]:
    """What the report takes longer with them, beside the report without; and the loop."""
    marks = study()
    bare = replace(
        marks, scheme=replace(marks.scheme, attributes=(), relations=()), said=SaidOfMarks()
    )
    with_, without, ours, plain = [], [], [], []
    for _ in range(rounds):
        without.append(by_processor(lambda: build_report(bare))[0])
        with_.append(by_processor(lambda: build_report(marks))[0])
    for _ in range(min(rounds, 2)):
        seconds, found = by_processor(lambda: everything(marks))
        ours.append(seconds)
        seconds, looped = by_processor(lambda: loop(marks))
        plain.append(seconds)
        check(marks, found, looped)
    added = tuple(more - less for more, less in zip(with_, without, strict=True))
    yield Measured("attributes, relations", added, tuple(without), 1, "the report without them")
    yield Measured("answers of marks", tuple(ours), tuple(plain), 1, "a loop without intervals")


def by_processor(run: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    found = run()
    return time.process_time() - started, found


def study() -> StudyMarks:
    """As the store hands it over: the framing codebook's questions, one with several choices in
    the place of its note, and relations."""
    data = unkind_corpus(ARTICLES)
    framing = load_builtin("framing")
    devices = Question("devices", "Devices", Kind.CHOICES, Level.NOMINAL,
                       choices=tuple(Choice(one, one) for one in DEVICES))  # fmt: skip
    asked = [one for one in framing.attributes if one.question.key != "note"]
    scheme = replace(
        framing, questions=(), attributes=(*asked, SpanAttribute(devices)),
        relations=tuple(RelationType(one, one) for one in TYPES),
    )  # fmt: skip
    whose = data.article * ANNOTATORS + data.annotator
    labels = np.array(framing.label_keys)[data.label]
    names = [f"A{g + 1}" for g in range(ANNOTATORS)]
    counted = [
        Counted(a + 1, who, "submitted", a * ANNOTATORS + g, "", "2026-01-01")
        for a in range(ARTICLES)
        for g, who in enumerate(names)
    ]
    marked = Marked(*map(np.ndarray.tolist, (whose, labels, data.start, data.end)))
    rows = StudyRows(
        Study(1, "Marks", 1, "framing", None, 1, False, "", "", ""), scheme,
        [(a + 1, f"Article {a + 1}", LENGTH) for a in range(ARTICLES)], counted, {}, "",
        marked, (), mark_answers(scheme.attributes, marked), related(marked),
    )  # fmt: skip
    return study_marks(rows)


def mark_answers(attributes: Sequence[SpanAttribute], marked: Marked) -> MarkAnswered:
    """Answers that depend on the place, so that annotators often agree; some marks have none."""
    rng = np.random.default_rng(3)
    start = np.array(marked.start)
    found: list[tuple[int, str, int, int, str, str]] = []
    for one in attributes:
        question = one.question
        choices = [choice.key for choice in question.choices]
        answers = {Kind.CHOICES: SETS, Kind.TEXT: WORDS}.get(question.kind, choices)
        K = len(answers)
        usual = start // 90 * 7 % K // 2  # the first half is frequent
        code = np.where(rng.random(len(start)) < 0.7, usual, rng.integers(0, K, len(start)))
        answered = rng.random(len(start)) < 0.9
        for mark, which, some in zip(zip(*marked, strict=True), code, answered, strict=True):
            if some and (not one.labels or mark[1] in one.labels):
                found += [(*mark, question.key, value) for value in answers[which].split("|")
                          if value]  # fmt: skip
    return MarkAnswered(*zip(*found, strict=True))


def related(marked: Marked) -> Related:
    """From a mark to the one before it, either way round, sometimes twice with two types."""
    rng = np.random.default_rng(4)
    whose, start, end = (np.array(one) for one in (marked.annotation, marked.start, marked.end))
    place = np.lexsort((end, start, whose))
    before, mark = place[:-1], place[1:]
    usual = start[mark] // 60 % 10 < 10 * RELATED
    both = (whose[before] == whose[mark]) & (usual ^ (rng.random(len(mark)) < 0.1))
    turned = (start[mark] // 60 % 2 == 0) ^ (rng.random(len(mark)) < 0.1)
    begin, stop = np.where(turned, before, mark)[both], np.where(turned, mark, before)[both]
    kind = rng.choice(len(TYPES), len(begin), p=(0.8, 0.15, 0.05))
    drawn = [(b, e, TYPES[k]) for b, e, k in zip(begin, stop, kind, strict=True)]
    drawn += [(b, e, TYPES[2]) for b, e, name in drawn[::20] if name != TYPES[2]]
    rows = list(zip(*marked, strict=True))
    return Related(*zip(*((*rows[b], *rows[e][1:], name) for b, e, name in drawn), strict=True))


def everything(marks: StudyMarks) -> SaidReport:
    """All measures by label and by pair, with intervals, and disputed relations."""
    drawn = ArticleResamples(marks.spans.annotators_per_article >= 2, seed=1)
    return said_report(marks, match_marks(marks.spans), drawn)


# -------------------------------------------------------------------------- the loop


def loop(marks: StudyMarks) -> tuple[MatchedMarks, int, Loop]:
    matched, distance = assigned(marks.spans)
    return matched, distance, values_of(marks, matched)


def assigned(spans: Spans) -> tuple[MatchedMarks, int]:
    """One to one in each article, label and pair: the most matches, then the least distance."""
    G, K = len(spans.annotators), len(spans.labels)
    first, second, total = [], [], 0
    cell = (spans.article * G + spans.annotator) * K + spans.label
    order = np.argsort(cell, kind="stable")
    ends = np.searchsorted(cell[order], np.arange(len(spans.articles) * G * K + 1))
    for article in range(len(spans.articles)):
        for g, h in combinations(range(G), 2):
            for label in range(K):
                a, b = ((article * G + who) * K + label for who in (g, h))
                mine, theirs = order[ends[a] : ends[a + 1]], order[ends[b] : ends[b + 1]]
                if len(mine) and len(theirs):
                    chosen, far = assigned_in(spans, mine, theirs)
                    first.append(chosen[0])
                    second.append(chosen[1])
                    total += far
    return MatchedMarks(np.concatenate(first), np.concatenate(second)), total


def assigned_in(spans: Spans, mine: Ints, theirs: Ints) -> tuple[tuple[Ints, Ints], int]:
    start, end = spans.start, spans.end
    shared = np.minimum(end[mine][:, None], end[theirs]) - np.maximum(
        start[mine][:, None], start[theirs]
    )
    far = np.abs(start[mine][:, None] - start[theirs]) + np.abs(end[mine][:, None] - end[theirs])
    cost = np.where(shared > 0, far, 10**7)  # worse than any number of matches
    row, column = linear_sum_assignment(cost)
    real = shared[row, column] > 0
    row, column = row[real], column[real]
    return (mine[row], theirs[column]), int(far[row, column].sum())


def values_of(marks: StudyMarks, matched: MatchedMarks) -> Loop:
    """Of all labels together and of each."""
    spans = marks.spans
    weight = 1 / (spans.seen.sum(axis=1) - 1)[spans.article[matched.first]]
    questions = [one.question for one in marks.scheme.attributes]
    found: Loop = {}
    for question, answers in zip(questions, marks.said.about(questions, spans), strict=True):
        for label in (None, *range(len(spans.labels))):
            about = f"{question.key} {'' if label is None else spans.labels[label]}"
            code = answers.code
            if label is not None:
                code = np.where(spans.label == label, code, -1)
            if not (code >= 0).any():
                continue
            found[f"{about} joint_f1"] = f1(spans, matched, code)
            if answers.level in LEVELS:
                some = replace(answers, code=code)
                found[f"{about} pair_pooled_alpha"] = alpha(some, matched, weight)
    relations = marks.said.relations(spans, TYPES)
    found["relations  relation_f1"] = f1_of_relations(relations, matched)
    return found


def f1(spans: Spans, matched: MatchedMarks, code: Ints) -> float:
    """The mean over pairs of 2 right / (n₁ + n₂), of marks with an answer."""
    who, values = spans.annotator, []
    a, b = code[matched.first], code[matched.second]
    right = (a >= 0) & (a == b)
    for g, h in combinations(range(len(spans.annotators)), 2):
        both = (who[matched.first] == g) & (who[matched.second] == h)
        made = np.isin(who, (g, h)) & (code >= 0)
        values.append(2 * (right & both).sum() / made.sum())
    return float(np.mean(values))


def alpha(answers: AnswersOfMarks, matched: MatchedMarks, weight: Any) -> float:
    a, b, K = answers.code[matched.first], answers.code[matched.second], len(answers.categories)
    both = (a >= 0) & (b >= 0)
    o: Floats = np.zeros((K, K))
    np.add.at(o, (a[both], b[both]), weight[both])
    o = o + o.T
    n = o.sum(axis=0)
    delta: Floats = 1.0 - np.eye(K)
    if answers.level == "ordinal":
        low, high = np.minimum.outer(range(K), range(K)), np.maximum.outer(range(K), range(K))
        upto = np.concatenate([[0.0], np.cumsum(n)])
        delta = (upto[high + 1] - upto[low] - (n[low] + n[high]) / 2) ** 2 * delta
    return float(1 - (n.sum() - 1) * (o * delta).sum() / (np.outer(n, n) * delta).sum())


def f1_of_relations(relations: Relations, matched: MatchedMarks) -> float:
    """Both ends matched, in the same direction, of the same type."""
    who, values = relations.spans.annotator, []
    made = np.bincount(relations.annotator, minlength=len(relations.annotators))
    drawn = set(zip(*map(np.ndarray.tolist, (relations.begin, relations.end, relations.label)),
                    strict=True))  # fmt: skip
    for g, h in combinations(range(len(relations.annotators)), 2):
        both = (who[matched.first] == g) & (who[matched.second] == h)
        other = dict(zip(matched.first[both].tolist(), matched.second[both].tolist(), strict=True))
        right = sum((other.get(begin), other.get(end), kind) in drawn for begin, end, kind in drawn)
        values.append(2 * right / (made[g] + made[h]))
    return float(np.mean(values))


def check(marks: StudyMarks, found: SaidReport, looped: tuple[MatchedMarks, int, Loop]) -> None:
    """Of several best matchings either may take another: matches are compared by their number and
    distance, values over the same matches."""
    spans = marks.spans
    ours, (theirs, distance, _) = match_marks(spans), looped
    start, end = (one[ours.first] - one[ours.second] for one in (spans.start, spans.end))
    far = int(np.abs(start).sum() + np.abs(end).sum())
    if (len(ours), far) != (len(theirs), distance):
        raise RuntimeError(
            f"ours {len(ours)} matches at {far}, the loop {len(theirs)} at {distance}"
        )
    reports = {one.key: (one.overall, one.by_label) for one in found.attributes}
    if found.relations is not None:
        reports["relations"] = found.relations.overall, found.relations.by_type
    for about, wanted in values_of(marks, ours).items():
        key, label, name = about.split(" ")
        overall, by_label = reports[key]
        value = next(one.value for one in (by_label[label] if label else overall)
                     if one.name == name)  # fmt: skip
        if value is None or abs(value - wanted) > SAME:
            raise RuntimeError(f"{about}: ours {value}, the loop {wanted}")
