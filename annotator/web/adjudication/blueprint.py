"""What the pages of adjudication share."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from flask import Blueprint, abort

from annotator.adjudication import Ballot
from annotator.store import adjudication as kept
from annotator.store import load_articles
from annotator.store.adjudication import Settler
from annotator.store.members import find_member
from annotator.store.records import StoredArticle, Study
from annotator.store.studies import scheme_of
from annotator.web.access import account
from annotator.web.context import get_db, get_keys
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication.desk import Desk, load_desk
from annotator.workflow.adjudication.passages import Passage, passages_of

blueprint = Blueprint("adjudication", __name__, url_prefix="/studies/<int:study_id>/adjudication")
KINDS = {
    "missed": "missed by some",
    "label": "another label",
    "split or merged": "split or merged",
    "boundary": "another boundary",
    "settled": "all marked the same",
    "attribute": "an attribute",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(article_id: int, ballots: Sequence[Ballot], *, hidden: bool = False) -> dict[int, str]:
    """Revision -> letter, in an order that is drawn anew for each article and stays for it.

    It follows from the installation's secret, so nobody can work out who is who. Where the manager
    hides them there are none, and nothing tells which marks are one person's.
    """
    if hidden:
        return {ballot.revision: "" for ballot in ballots}
    secret = get_keys().secret_key.encode()

    def drawn(ballot: Ballot) -> str:
        words = f"adjudication:{article_id}:{ballot.annotation}".encode()
        return hmac.new(secret, words, hashlib.sha256).hexdigest()

    order = sorted(ballots, key=drawn)
    return {
        ballot.revision: LETTERS[place] if place < len(LETTERS) else f"Z{place}"
        for place, ballot in enumerate(order)
    }


def settler(study_id: int) -> Settler:
    """Who is signed in, as decisions name them."""
    person = account()
    member = find_member(get_db(), study_id, person.id)
    return Settler(person.id, member.pseudonym if member else f"M{person.id:02d}")


def desk_or_404(study_id: int, article_id: int) -> tuple[Study, StoredArticle, Desk]:
    study = study_or_404(study_id)
    found = load_articles(get_db(), study_id, [article_id])
    if not found:
        abort(404)
    return study, found[0], load_desk(get_db(), study_id, article_id)


def passages_here(desk: Desk) -> list[Passage]:
    half_settled = kept.load_half_settled(get_db(), [desk.article_id])
    return passages_of([desk], half_settled).get(desk.article_id, [])


def letters_here(study_id: int, desk: Desk) -> dict[int, str]:
    hidden = kept.letters_hidden(get_db(), study_id)
    return letters(desk.article_id, desk.ballots, hidden=hidden)


def label_numbers(study: Study) -> dict[str, int]:
    labels = scheme_of(get_db(), study).labels
    return {one.key: number for number, one in enumerate(labels, start=1)}
