"""Agreement of a study from what is kept of each article: a new annotation costs one article.

For every article the store keeps the sums that all span measures are made of, under a fingerprint
of the annotations they were computed from. Articles whose annotations changed since are computed
anew and kept; everything else is read. A `StudyState` kept in memory is brought up to date instead
of read again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from annotator import store
from annotator.agreement.spans.article_parts import Parts, join, labels_of, pack
from annotator.agreement.spans.changed_parts import put, taken
from annotator.agreement.spans.kept_sums import Change
from annotator.agreement.spans.spans import spans_from_arrays
from annotator.models import Scheme
from annotator.reports.study_sums import Answers, ArticleName, StudySums, one_answer, parts_of
from annotator.schemes import load_scheme
from annotator.store import article_statistics as kept
from annotator.store.records import Study

KIND = "spans"
FORMAT = "1"  # raise it when the same spans would give other sums
MOST_CHANGED = 50  # articles; when more have changed, everything is read again

Articles = Sequence[tuple[int, str, int, int]]  # id, title, length, mark of change
Row = tuple[int, str, str, int, str]  # article, who, state, annotation, content
Counted = Sequence[Row]
Fresh = Mapping[int, bytes]  # the part of each article that was computed anew


@dataclass(frozen=True, eq=False)
class StudyState:
    """The sums of a study, and the rows of the store they follow from, by article."""

    sums: StudySums
    articles: Articles
    counted: Mapping[int, Counted]


def study_state(
    db: store.Store, study_id: int, earlier: StudyState | None = None
) -> tuple[StudyState, Change | None]:
    """The study as it is now, and what has changed since `earlier`.

    Without `earlier`, or when more than some articles changed, the change is None and everything
    may differ.
    """
    study = store.load_study(db, study_id)
    record = store.load_scheme(db, study.scheme_id)
    scheme = _scheme(record.yaml, f"{record.name}.yaml")
    with kept.reading(db):
        articles = kept.load_marked_articles(db, study_id)
        followed = None
        if earlier is not None and earlier.sums.scheme == scheme:
            followed = _follow(db, replace(earlier.sums, study=study), earlier, articles)
        state, change, fresh = followed or _read(db, study, scheme, articles)
    if fresh:
        counted = [row for article in fresh for row in state.counted.get(article, ())]
        fingerprints = _fingerprints(fresh, counted, scheme)
        kept.save_article_statistics(
            db, KIND, {article: (fingerprints[article], part) for article, part in fresh.items()}
        )
    return state, change


def _read(
    db: store.Store, study: Study, scheme: Scheme, articles: Articles
) -> tuple[StudyState, None, Fresh]:
    """The state from what is kept of each article, and the parts computed anew."""
    counted = kept.load_counted(db, study.id)
    ids = [row[0] for row in articles]
    known = kept.load_article_statistics(db, study.id, KIND)
    fingerprints = _fingerprints(ids, counted, scheme)
    stale = [one for one in ids if one not in known or known[one][0] != fingerprints[one]]
    fresh = _computed(db, study.id, stale, articles, counted, scheme)
    payloads = [fresh[one] if one in fresh else known[one][1] for one in ids]
    labels = list(scheme.label_keys)
    if labels_of(payloads) - set(labels):
        # Spans whose label the codebook no longer has; a part may name one that is gone by now.
        labels += [label for label in kept.load_labels(db, study.id) if label not in labels]
    parts = join(payloads, tuple(map(str, ids)), _submitters(counted), tuple(labels))
    sums = StudySums(
        study, scheme, _names(articles), parts.statistics, parts.passages, _skipped(counted),
        _answers(db, study.id, scheme, counted),
    )  # fmt: skip
    return StudyState(sums, articles, _by_article(counted)), None, fresh


def _follow(
    db: store.Store, sums: StudySums, earlier: StudyState, articles: Articles
) -> tuple[StudyState, Change, Fresh] | None:
    """The state, the change and the parts computed anew; None when that would not be less work."""
    ids = [row[0] for row in articles]
    if ids != [row[0] for row in earlier.articles]:
        return None
    marks = zip(articles, earlier.articles, strict=True)
    marked = [row[0] for row, before in marks if row[3] != before[3]]
    if len(marked) > MOST_CHANGED:
        return None
    now = _by_article(kept.load_counted(db, sums.study.id, marked))
    differ = {one: set(earlier.counted.get(one, ())) ^ set(now.get(one, ())) for one in marked}
    stale = [article for article in marked if differ[article]]
    who = {row[1] for article in stale for row in differ[article]}
    counted = [row for article in stale for row in now.get(article, ())]
    labels = sums.statistics.labels
    fresh = _computed(db, sums.study.id, stale, articles, counted, sums.scheme)
    known = set(_submitters(counted)) <= set(sums.annotators)
    if not known or labels_of(list(fresh.values())) - set(labels):
        return None
    places = np.searchsorted(ids, stale)
    after = join(
        [fresh[article] for article in stale], tuple(map(str, stale)), sums.annotators, labels,
        sets=sums.statistics.overlap.sets,
    )  # fmt: skip
    # The same sets before as after, so that their sums have the same columns.
    overlap = replace(sums.statistics.overlap, sets=after.statistics.overlap.sets)
    parts = Parts(replace(sums.statistics, overlap=overlap), sums.passages)
    whole = put(parts, places, after) if stale else parts
    if not whole.statistics.overlap.seen.any(axis=0).all():
        return None  # somebody's only work is gone
    annotators = np.array([one in who for one in sums.annotators], dtype=bool)
    change = Change(places, annotators, taken(parts, places).statistics, after.statistics)
    retitled = any(
        row[1] != before[1] for row, before in zip(articles, earlier.articles, strict=True)
    )
    gone = [row for article in stale for row in earlier.counted.get(article, ())]
    sums = replace(
        sums,
        articles=_names(articles) if retitled else sums.articles,
        statistics=whole.statistics,
        passages=whole.passages,
        skipped=_more(sums.skipped, _skipped(counted), _skipped(gone)),
        answers=_changed_answers(db, sums, counted, stale),
    )
    by_article = dict(earlier.counted) | {one: now.get(one, ()) for one in stale}
    return StudyState(sums, articles, by_article), change, fresh


def _fingerprints(articles: Collection[int], counted: Counted, scheme: Scheme) -> dict[int, str]:
    """Of each article: what it was computed from, as one hash."""
    hashes = {article: hashlib.sha256(f"{FORMAT}\n".encode()) for article in articles}
    for article, who, state, annotation, content in counted:
        if article in hashes:
            hashes[article].update(f"{who}\t{state}\t{annotation}\t{content}\n".encode())
    return {article: made.hexdigest() for article, made in hashes.items()}


def _computed(
    db: store.Store,
    study_id: int,
    stale: Sequence[int],
    articles: Articles,
    counted: Counted,
    scheme: Scheme,
) -> dict[int, bytes]:
    """The parts of these articles, from their spans."""
    if not stale:
        return {}
    wanted = set(stale)
    everything = len(wanted) == len(articles)
    counted = [row for row in counted if row[0] in wanted]
    rows = kept.load_span_columns(db, study_id, None if everything else stale)
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    labels = list(dict.fromkeys([*scheme.label_keys, *sorted(set(columns[2]))]))
    spans = spans_from_arrays(
        columns[0], columns[1], columns[2], columns[3], columns[4],
        lengths={row[0]: row[2] for row in articles if row[0] in wanted},
        seen=[(a, who) for a, who, state, _, _ in counted if state == "submitted"],
        labels=labels,
    )  # fmt: skip
    return dict(zip(map(int, spans.articles), pack(parts_of(spans)), strict=True))


def _answers(
    db: store.Store, study_id: int, scheme: Scheme, counted: Counted,
    articles: Collection[int] | None = None,
) -> dict[str, Answers]:  # fmt: skip
    """What every annotator who submitted an article (one of these) answered, by question."""
    if not scheme.questions:
        return {}
    wanted = None if articles is None else set(articles)
    given: dict[tuple[str, int, str], list[tuple[str, float | None]]] = {}
    for article, who, key, value, number in kept.load_article_answers(db, study_id, articles):
        given.setdefault((key, article, who), []).append((value, number))
    submitted = [
        (article, who)
        for article, who, state, _, _ in counted
        if state == "submitted" and (wanted is None or article in wanted)
    ]
    found: dict[str, Answers] = {}
    for question in scheme.questions:
        answers = (
            (pair, one_answer(question, given.get((question.key, *pair), ()))) for pair in submitted
        )
        found[question.key] = {pair: answer for pair, answer in answers if answer is not None}
    return found


def _changed_answers(
    db: store.Store, sums: StudySums, counted: Counted, stale: Sequence[int]
) -> Mapping[str, Answers]:
    """The answers to each question; the very same ones where nothing changed."""
    if not stale or not sums.answers:
        return sums.answers
    pairs = [(article, who) for article in stale for who in sums.annotators]
    found: dict[str, Answers] = {}
    for question, fresh in _answers(db, sums.study.id, sums.scheme, counted, stale).items():
        before = found[question] = sums.answers[question]
        if {pair: before[pair] for pair in pairs if pair in before} != fresh:
            after = dict(before)
            for pair in pairs:
                after.pop(pair, None)
            after.update(fresh)
            found[question] = after
    return found


def _submitters(counted: Counted) -> tuple[str, ...]:
    return tuple(sorted({who for _, who, state, _, _ in counted if state == "submitted"}))


def _skipped(counted: Counted) -> Counter[str]:
    return Counter(who for _, who, state, _, _ in counted if state == "skipped")


def _more(skipped: Mapping[str, int], added: Counter[str], gone: Counter[str]) -> Counter[str]:
    found = Counter(skipped)
    found.update(added)
    found.subtract(gone)
    return +found


def _by_article(counted: Counted) -> dict[int, Counted]:
    found: dict[int, list[Row]] = {}
    for row in counted:
        found.setdefault(row[0], []).append(row)
    return dict(found)


def _names(articles: Articles) -> tuple[ArticleName, ...]:
    return tuple(ArticleName(article, title) for article, title, _, _ in articles)


@lru_cache(maxsize=32)
def _scheme(text: str, filename: str) -> Scheme:
    return load_scheme(text, filename)
