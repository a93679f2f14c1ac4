"""How far each annotator's Label Studio project has been collected."""

from __future__ import annotations

from annotator.store.database import Store, fetch_one, writing


def load_collected_until(store: Store, annotator_id: int) -> str:
    """The moment, on Label Studio's clock, up to which everything was seen; "" when never."""
    row = fetch_one(store, "SELECT collected_until FROM annotators WHERE id = ?", [annotator_id])
    return str(row["collected_until"]) if row else ""


def set_collected_until(store: Store, annotator_id: int, moment: str) -> None:
    with writing(store):
        store.execute(
            "UPDATE annotators SET collected_until = ? WHERE id = ?", [moment, annotator_id]
        )
