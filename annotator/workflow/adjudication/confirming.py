"""Gold of another codebook version: nothing moves it to the present one but a person.

Confirming keeps the decision once more, as it was, under the present codebook; the journal says who
confirmed. What the present codebook does not know any more cannot be confirmed, only decided anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from annotator import store
from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.store import adjudication as kept
from annotator.store.adjudication import DecisionRecord, NewDecision, Settler
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.allowed import unknown_answer, unknown_in
from annotator.workflow.adjudication.deciding import attach_again, copied
from annotator.workflow.adjudication.rule_changes import gold_words

__all__ = ["ToConfirm", "confirm", "to_be_confirmed"]


@dataclass(frozen=True)
class ToConfirm:
    """A standing decision under another codebook; `refused`: why it cannot be confirmed."""

    decision: DecisionRecord
    gold: NewDecision
    refused: str

    @property
    def words(self) -> str:
        return gold_words(self.gold)


def to_be_confirmed(db: store.Store, study_id: int) -> list[ToConfirm]:
    """Oldest first."""
    scheme = scheme_of(db, store.load_study(db, study_id))
    return [
        ToConfirm(one, gold, _refused(gold, scheme))
        for one in kept.load_to_be_confirmed(db, study_id)
        for gold in [copied(one)]
    ]


def confirm(
    db: store.Store, study_id: int, decision_ids: Collection[int] | None, settler: Settler
) -> int:
    """Confirm these decisions, or (None) all that can be; how many.

    Raises StudyError, and confirms none, when one of them is not among those to be confirmed or
    holds what the present codebook does not know.
    """
    with store.writing(db):
        there = {one.decision.id: one for one in to_be_confirmed(db, study_id)}
        if decision_ids is None:
            chosen = [one for one in there.values() if not one.refused]
        else:
            unknown = sorted(set(decision_ids) - set(there))
            if unknown:
                raise StudyError(
                    f"Decision {unknown[0]} is not to be confirmed (any more): it was confirmed, "
                    "taken back or decided anew. Look at the list again."
                )
            chosen = [there[one] for one in sorted(decision_ids)]
        refused = next((one.refused for one in chosen if one.refused), "")
        if refused:
            raise StudyError(refused)
        # Relations last: those of this list end when the gold at their ends is kept once more.
        chosen.sort(key=lambda one: one.gold.kind == "relation")
        for one in chosen:
            _confirm(db, study_id, one, settler)
        if chosen:
            words = f"{len(chosen)} decisions, the first of them number {chosen[0].decision.id}"
            store.save_event(db, "gold confirmed", words, study_id, settler.account_id)
    return len(chosen)


def _confirm(db: store.Store, study_id: int, one: ToConfirm, settler: Settler) -> None:
    """With the same provenance: who or what decided it stays."""
    old = one.decision
    relations = kept.load_relations_on(db, [old.id])
    kept.save_decisions(
        db, study_id, [replace(one.gold, ends=(old.id,), scheme_id=None)],
        Settler(old.account_id, old.adjudicator), batch_id=old.batch_id,
    )  # fmt: skip
    attach_again(db, study_id, one.gold.article_id, relations)


def _refused(gold: NewDecision, scheme: Scheme) -> str:
    """What of it the codebook does not have; "" when it has everything."""
    where = f"The codebook {scheme.name} {scheme.version} has no"
    about = {one.key: one for one in scheme.questions}
    unknown = [unknown_in(span, scheme) for span in gold.spans]
    unknown += [unknown_answer(key, about.get(key), [answer]) for key, answer, _ in gold.answers]
    return next((f"{where} {one}: decide this anew." for one in unknown if one), "")
