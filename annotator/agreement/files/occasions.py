"""Work that the same annotator did again: the column `occasion` of a file.

Asked to compare it (test-retest), an annotator takes the place of the item's or article's author:
each annotator's item is one subject, and the occasions are its annotators, so that every measure
reads as ever. Else only the first occasion counts, and the others are remarked on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.agreement.files.table_file import Table
from annotator.errors import RatingsError
from annotator.plural import counted

OCCASION = "occasion"


@dataclass(frozen=True)
class Occasions:
    """The rows that count, and remarks. `owner` is whose item (or article) each one is, where
    annotators are compared with themselves."""

    table: Table
    owner: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def by_occasion(table: Table, subject: str, *, retest: bool) -> Occasions:
    """`subject` names the column of what is annotated, `item` or `article`.

    >>> table = Table("r.csv", {"item": ["1", "1"], "annotator": ["ann", "ann"],
    ...                         "occasion": ["1", "2"]}, [2, 3])
    >>> by_occasion(table, "item", retest=True).table.columns["annotator"]
    ['1', '2']
    >>> by_occasion(table, "item", retest=False).notes
    ('1 row of a later occasion is left out; --retest compares annotators with themselves',)
    """
    if OCCASION not in table.columns:
        if retest:
            raise RatingsError(
                f"{table.name}, line 1: to compare annotators with themselves a column "
                f"{OCCASION} is needed (1, 2, ...)"
            )
        return Occasions(table)
    occasions = table.columns[OCCASION]
    if "" in occasions:
        raise table.error(occasions.index(""), f"the {OCCASION} is empty")
    keys = list(zip(table.columns["annotator"], table.columns[subject], strict=True))
    if not retest:
        return _first_occasion(table, keys, occasions)
    return _again(table, subject, keys, occasions)


def _again(
    table: Table, subject: str, keys: list[tuple[str, str]], occasions: list[str]
) -> Occasions:
    """What an annotator has on two occasions at least; `keys` are who and what of each row."""
    met: dict[tuple[str, str], set[str]] = {}
    for key, occasion in zip(keys, occasions, strict=True):
        met.setdefault(key, set()).add(occasion)
    rows = [row for row, key in enumerate(keys) if len(met[key]) > 1]
    if not rows:
        raise RatingsError(
            f"{table.name}: nobody has the same {subject} on two occasions, so there is nothing to "
            "compare"
        )
    kept = _rows(table, rows)
    kept.columns[subject] = [": ".join(keys[row]) for row in rows]
    kept.columns["annotator"] = [occasions[row] for row in rows]
    owner = {name: keys[row][0] for name, row in zip(kept.columns[subject], rows, strict=True)}
    once = sum(len(on) == 1 for on in met.values())
    notes = [
        f"the same annotator again: {counted(len(met) - once, subject)} of "
        f"{counted(len({*owner.values()}), 'annotator')}, each with themselves on "
        f"{len({occasions[row] for row in rows})} occasions"
    ]
    if once:
        notes.append(f"{counted(once, subject)} of an annotator on one occasion only: left out")
    return Occasions(kept, owner, tuple(notes))


def _first_occasion(table: Table, keys: list[tuple[str, str]], occasions: list[str]) -> Occasions:
    """Numbers by their size, words in the order in which they come."""
    names = list(dict.fromkeys(occasions))
    if all(name.isdecimal() for name in names):
        names.sort(key=int)
    place = {name: number for number, name in enumerate(names)}
    first: dict[tuple[str, str], int] = {}
    for key, occasion in zip(keys, occasions, strict=True):
        first[key] = min(place[occasion], first.get(key, len(names)))
    rows = [
        row
        for row, (key, occasion) in enumerate(zip(keys, occasions, strict=True))
        if place[occasion] == first[key]
    ]
    kept = _rows(table, rows)
    later = len(occasions) - len(rows)
    note = (
        f"{counted(later, 'row')} of a later {OCCASION} {'is' if later == 1 else 'are'} left out; "
        "--retest compares annotators with themselves"
    )
    return Occasions(kept, notes=(note,) if later else ())


def _rows(table: Table, rows: list[int]) -> Table:
    columns = {name: [values[row] for row in rows] for name, values in table.columns.items()}
    return replace(table, columns=columns, lines=[table.lines[row] for row in rows])
