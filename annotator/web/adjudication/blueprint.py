"""What the pages of adjudication share."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from flask import Blueprint

from annotator.adjudication import Ballot
from annotator.store.adjudication import Settler
from annotator.store.members import find_member
from annotator.web.access import account
from annotator.web.context import get_db, get_keys

blueprint = Blueprint("adjudication", __name__, url_prefix="/studies/<int:study_id>/adjudication")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(article_id: int, ballots: Sequence[Ballot]) -> dict[int, str]:
    """Revision -> letter, in an order that is drawn anew for each article and stays for it.

    It follows from the installation's secret, so nobody can work out who is who.
    """
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
