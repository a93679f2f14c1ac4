"""Gold that a corpus brings beside its annotators' work: decisions "from a file", as one batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from annotator import store
from annotator.corpora.corpus import Loss, Work
from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.store import adjudication as kept
from annotator.store.adjudication import NewDecision, NewGoldSpan, Settler
from annotator.workflow.adjudication.gold_from_file import ArticleGold, gold_decisions

__all__ = ["keep_gold"]


def keep_gold(
    db: store.Store, study_id: int, gold: Iterable[Work], article: Mapping[str, int],
    scheme: Scheme, origin: str,
) -> tuple[int, list[Loss]]:  # fmt: skip
    """Keep it as one batch that can be taken back; of how many articles, and what was left out.

    `article` is the number of each document's article. Call it within `writing`.
    """
    stored = {one.id: one for one in store.load_articles(db, study_id)}
    decisions: list[NewDecision] = []
    losses: list[Loss] = []
    done: set[int] = set()
    for work in gold:
        place = work.place or work.document
        number = article[work.document]
        if number in done:
            losses.append(Loss(place, 0, "a second gold of the same text was left out"))
            continue
        said = _said(work, stored[number].article.text, scheme)
        try:
            found = list(
                gold_decisions(db, study_id, stored[number], said, scheme, f"{origin}: {place}")
            )
        except StudyError as error:
            losses.append(Loss(place, 0, f"its gold was left out: {error}"))
            continue
        if found:
            done.add(number)
            decisions += found
    if decisions:
        batch = kept.start_batch(db, study_id, "file", json.dumps({"file": origin}), Settler())
        kept.save_decisions(db, study_id, decisions, Settler(), batch_id=batch)
    return len(done), losses


def _said(work: Work, text: str, scheme: Scheme) -> ArticleGold:
    """The pieces of a discontinuous mark are marks; the same mark twice is one. No mark and no
    answer says that nothing is marked."""
    gold = ArticleGold(work.place or work.document)
    attributes: dict[str, dict[str, list[str]]] = {}
    for answer in work.answers:
        if answer.region:
            of_mark = attributes.setdefault(answer.region, {})
            of_mark.setdefault(answer.question, []).append(answer.value)
        else:
            gold.answers[answer.question].append(answer.value)
    first: dict[str, tuple[str, int, int]] = {}
    for span in work.spans:
        first.setdefault(span.region, (span.label, span.start, span.fragments[0][1]))
    seen: set[tuple[str, int, int]] = set()
    for span in work.spans:
        given = {key: values[0] if len(values) == 1 else values
                 for key, values in attributes.get(span.region, {}).items()}  # fmt: skip
        for start, end in span.fragments:
            place = (span.label, start, end)
            if place not in seen:
                seen.add(place)
                other = first.get(span.alternative_of)
                gold.spans.append(NewGoldSpan(*place, text[start:end], given, (), other))
    gold.relations += [(first[one.from_region], first[one.to_region], one.label)
                       for one in work.relations]  # fmt: skip
    gold.whole = bool(gold.spans) or work.nothing or (bool(scheme.labels) and not gold.answers)
    return gold
