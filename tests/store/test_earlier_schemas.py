"""A small store of each earlier schema is kept for the tests that migrate it."""

from __future__ import annotations

from pathlib import Path

from annotator.store.migrations import MIGRATION_NAMES

KEPT = Path(__file__).parents[1] / "data" / "earlier_schemas"
FIRST = "m010"  # some of the first schemas stood for a day only, and no store has them
NOT_OUT = 3  # the newest ones may still be on their way


def test_each_earlier_schema_is_kept() -> None:
    wanted = {name[:4] for name in MIGRATION_NAMES[:-NOT_OUT] if name >= FIRST}
    missing = wanted - {path.name[:4] for path in KEPT.glob("*.sqlite.xz")}
    assert not missing, "run python scripts/earlier_schemas.py"
