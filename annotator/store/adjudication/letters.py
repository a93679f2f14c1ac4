"""Whether adjudicators of a study see the letters A, B, C."""

from __future__ import annotations

from annotator.store.database import Store, fetch_one, writing


def letters_hidden(store: Store, study_id: int) -> bool:
    row = fetch_one(store, "SELECT letters_hidden FROM studies WHERE id = ?", [study_id])
    return bool(row and row["letters_hidden"])


def hide_letters(store: Store, study_id: int, hidden: bool) -> None:
    with writing(store):
        store.execute("UPDATE studies SET letters_hidden = ? WHERE id = ?", [hidden, study_id])
