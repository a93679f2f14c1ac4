"""How much there is, and how late it is: for those who watch an installation."""

from __future__ import annotations

from annotator.store.database import Store

_COUNTED = (
    ("studies", "CASE WHEN removed_at IS NULL THEN 'there' ELSE 'removed' END"),
    ("articles", "CASE WHEN removed_at IS NULL THEN 'there' ELSE 'removed' END"),
    ("accounts", "role"),
    ("assignments", "CASE WHEN withdrawn_at IS NULL THEN 'given' ELSE 'withdrawn' END"),
    ("annotations", "state"),
    ("revisions", "source"),
    ("drafts", "CASE WHEN removed_at IS NULL THEN 'open' ELSE 'ended' END"),
    ("problems", "CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END"),
    ("jobs", "state"),
)


def load_sizes(store: Store) -> dict[tuple[str, str], int]:
    """(table, state) -> rows."""
    return {
        (table, str(state)): int(count)
        for table, state_of in _COUNTED
        for state, count in store.execute(
            f"SELECT {state_of}, count(*) FROM {table} GROUP BY 1"  # noqa: S608  # our own literals
        )
    }


def load_newest_moment(store: Store) -> str:
    """When anything was last written, by the clock of then; "" in an empty store."""
    [(moment,)] = store.execute(
        "SELECT max(coalesce((SELECT max(received_at) FROM revisions), ''), "
        "coalesce((SELECT max(at) FROM events), ''))"
    ).fetchall()
    return str(moment)
