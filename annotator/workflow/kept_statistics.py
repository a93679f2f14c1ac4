"""Agreement of a study from what is kept of each article: a new annotation costs one article.

For every article the store keeps the sums that all span measures are made of, under a fingerprint
of the annotations they were computed from. Articles whose annotations changed since are computed
anew and kept; everything else is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from annotator import store
from annotator.agreement.article_parts import join, labels_of, pack
from annotator.agreement.spans import spans_from_arrays
from annotator.models import Scheme
from annotator.reports.study_sums import Answers, ArticleName, StudySums, one_answer, parts_of
from annotator.schemes import load_scheme
from annotator.store import article_statistics as kept

KIND = "spans"
FORMAT = "1"  # raise it when the same spans would give other sums

Counted = Sequence[tuple[int, str, str, int, str]]


def study_sums(db: store.Store, study_id: int) -> StudySums:
    """The sums of a study as it is now, recomputing only articles that changed."""
    study = store.load_study(db, study_id)
    record = store.load_scheme(db, study.scheme_id)
    scheme = load_scheme(record.yaml, f"{record.name}.yaml")
    with kept.reading(db):
        articles = kept.load_article_names(db, study_id)
        counted = kept.load_counted(db, study_id)
        found = kept.load_article_statistics(db, study_id, KIND)
        fingerprints = _fingerprints([article for article, _, _ in articles], counted, scheme)
        stale = [
            article
            for article, fingerprint in fingerprints.items()
            if article not in found or found[article][0] != fingerprint
        ]
        payloads = {article: payload for article, (_, payload) in found.items()}
        fresh = _computed(db, study_id, stale, articles, counted, scheme)
        answers = _answers(db, study_id, scheme, counted)
    payloads.update(fresh)
    if fresh:
        rows = {article: (fingerprints[article], payload) for article, payload in fresh.items()}
        kept.save_article_statistics(db, KIND, rows)
    ids = [article for article, _, _ in articles]
    labels = list(scheme.label_keys)
    if labels_of([payloads[article] for article in ids]) - set(labels):
        # Spans whose label the codebook no longer has; a part may name one that is gone by now.
        labels += [label for label in kept.load_labels(db, study_id) if label not in labels]
    annotators = tuple(sorted({who for _, who, state, _, _ in counted if state == "submitted"}))
    parts = join(
        [payloads[article] for article in ids], tuple(map(str, ids)), annotators, tuple(labels)
    )
    skipped: dict[str, int] = {}
    for _, who, state, _, _ in counted:
        if state == "skipped":
            skipped[who] = skipped.get(who, 0) + 1
    names = tuple(ArticleName(article, title) for article, title, _ in articles)
    return StudySums(study, scheme, names, parts.statistics, parts.passages, skipped, answers)


def _fingerprints(articles: Sequence[int], counted: Counted, scheme: Scheme) -> dict[int, str]:
    """Of each article: what it was computed from, as one hash."""
    hashes = {article: hashlib.sha256(f"{FORMAT}\n".encode()) for article in articles}
    for article, who, state, annotation, content in counted:
        hashes[article].update(f"{who}\t{state}\t{annotation}\t{content}\n".encode())
    return {article: made.hexdigest() for article, made in hashes.items()}


def _computed(
    db: store.Store,
    study_id: int,
    stale: Sequence[int],
    articles: Sequence[tuple[int, str, int]],
    counted: Counted,
    scheme: Scheme,
) -> dict[int, bytes]:
    """The parts of these articles, from their spans."""
    if not stale:
        return {}
    wanted = set(stale)
    everything = len(wanted) == len(articles)
    rows = kept.load_span_columns(db, study_id, None if everything else stale)
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    labels = list(dict.fromkeys([*scheme.label_keys, *sorted(set(columns[2]))]))
    spans = spans_from_arrays(
        columns[0], columns[1], columns[2], columns[3], columns[4],
        lengths={article: length for article, _, length in articles if article in wanted},
        seen=[(a, who) for a, who, state, _, _ in counted if state == "submitted" and a in wanted],
        labels=labels,
    )  # fmt: skip
    return dict(zip(map(int, spans.articles), pack(parts_of(spans)), strict=True))


def _answers(
    db: store.Store, study_id: int, scheme: Scheme, counted: Counted
) -> dict[str, Answers]:
    """What every annotator who submitted an article answered, question by question."""
    if not scheme.questions:
        return {}
    given: dict[tuple[str, int, str], list[tuple[str, float | None]]] = {}
    for article, who, question, value, number in kept.load_article_answers(db, study_id):
        given.setdefault((question, article, who), []).append((value, number))
    submitted = [(article, who) for article, who, state, _, _ in counted if state == "submitted"]
    return {
        question.key: {
            (article, who): one_answer(question, given.get((question.key, article, who), ()))
            for article, who in submitted
        }
        for question in scheme.questions
    }
