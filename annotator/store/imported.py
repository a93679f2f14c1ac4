"""What an imported corpus brings: people nobody can sign in as, and what could not be taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.names import cut_name
from annotator.store.database import Store, insert_all, now
from annotator.store.problems import MAX_MESSAGE

NOBODY = "@corpus.invalid"  # how the addresses end that belong to no person
MOST_LOSSES = 5000  # kept one by one
LOSS = "import"  # the kind of problem


def save_corpus_annotators(store: Store, study_id: int, names: Sequence[str]) -> dict[str, int]:
    """Make an annotator of each name, in this order; name -> id. Call it within `writing`.

    An account without a password, whose address goes nowhere, holds the name: only managers see it.
    """
    (account,) = store.execute("SELECT coalesce(max(id), 0) FROM accounts").fetchone()
    (person,) = store.execute("SELECT coalesce(max(id), 0) FROM annotators").fetchone()
    moment = now()
    accounts, annotators = [], []
    for number, name in enumerate(names, start=1):
        slug = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "annotator"
        accounts.append(
            {
                "id": account + number,
                "email": f"{slug}.{number}.study{study_id}{NOBODY}",
                "name": cut_name(name, 100),
                "role": "annotator",
                "created_at": moment,
            }
        )
        annotators.append(
            {
                "id": person + number,
                "study_id": study_id,
                "account_id": account + number,
                "pseudonym": f"A{number:02d}",
                "invited_at": moment,
            }
        )
    insert_all(store, "accounts", accounts)
    insert_all(store, "annotators", annotators)
    return {name: person + number for number, name in enumerate(names, start=1)}


def next_annotation_number(store: Store) -> int:
    """Annotations that Label Studio never saw count downward from -1 where its own ids stand."""
    (lowest,) = store.execute("SELECT min(0, min(labelstudio_id)) FROM annotations").fetchone()
    return int(lowest or 0) - 1


def save_losses(store: Store, study_id: int, sentences: Sequence[str]) -> None:
    """What could not be taken, as the study's problems. Call it within `writing`."""
    shown = list(sentences[:MOST_LOSSES])
    if len(sentences) > MOST_LOSSES:
        shown.append(f"and {len(sentences) - MOST_LOSSES:,} more; import from the command line "
                     "lists them all")  # fmt: skip
    moment = now()
    insert_all(
        store,
        "problems",
        (
            {"study_id": study_id, "kind": LOSS, "message": one[:MAX_MESSAGE], "raw": "",
             "created_at": moment}
            for one in reversed(shown)
        ),
    )  # fmt: skip
