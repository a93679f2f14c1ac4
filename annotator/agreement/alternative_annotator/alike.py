"""How alike the work of two is on the same item: what the scores of the paper are means of."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.arrays import Bools, Floats, Ints

__all__ = ["Alike"]


@dataclass(frozen=True, eq=False)
class Alike:
    """A row for each item and each two who did it; `first` and `second` are places in `names`.

    `value` is larger the more alike they are, on any scale: only its order within an item counts.
    """

    item: Ints  # shape (n_rows,), as the next three
    first: Ints
    second: Ints
    value: Floats
    seen: Bools  # (n_items, n_names): who did which item
    names: tuple[str, ...]
    score: str  # what is compared, for people
    items: str = "items"  # what an item is, for people
