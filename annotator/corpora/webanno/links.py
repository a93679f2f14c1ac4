"""Slots and chains of WebAnno TSV 3: relations between marks.

pr2;pr1    1-3[1];1-2[2]     roles of the mark on this token, and who has them
him[3]     coref->3-2        the second link of chain 3, and what it is to the next one
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from annotator.corpora.building import OpenWork
from annotator.corpora.cas import short
from annotator.corpora.webanno.cells import Layer, TokenRow, unescaped, values_of

__all__ = ["take_chains", "take_slots"]

_ONE_OF_SEVERAL = re.compile(r"((?:[^\\;]|\\.|\\$)*)(;|$)", re.DOTALL)
_LINK = re.compile(r"(.*)->(\d{1,15})-(\d{1,15})", re.DOTALL)
_WHO = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def take_slots(
    work: OpenWork, layers: Sequence[Layer], rows: Sequence[TokenRow],
    region_of: Mapping[tuple[str, str], str],
) -> None:  # fmt: skip
    """A relation from a mark to each that has a role in it; `region_of` is by layer and number, or
    token."""
    anywhere: dict[str, str] = {}
    for (_, number), region in region_of.items():
        anywhere.setdefault(number, region)
    seen: set[tuple[str, str, str]] = set()
    for line, token, _, _, cells in rows:
        for layer in layers:
            for place, other in layer.roles.items():
                for host, role, who, number in _slots(cells[layer.column + place :][:2]):
                    start = region_of.get((layer.name, host or token), "")
                    key = who if number in ("", host) else number
                    end = region_of.get((other, key)) or anywhere.get(key, "")
                    if (start, role, end) not in seen:
                        seen.add((start, role, end))
                        work.relate(start, end, role, line)


def _slots(cells: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Number of the mark that has the roles, role, token and number of the mark in it."""
    if len(cells) < 2:
        return
    targets = [_parts(value) for value in cells[1].split("|")]
    roles = values_of(cells[0] or "*", plain=True)  # an empty cell is a role without a name
    for (value, host), others in zip(roles, targets, strict=False):
        for role, other in zip_longest(_parts(value)[: len(others)], others, fillvalue=""):
            found = _WHO.match(other)
            if found is not None and other not in ("_", "*"):
                yield host, "" if role == "*" else unescaped(role), found[1], found[2] or ""


def _parts(value: str) -> list[str]:
    """
    >>> _parts("pr2;pr1"), _parts("pr2;"), _parts("")
    (['pr2', 'pr1'], ['pr2', ''], [''])
    """
    found = list(_ONE_OF_SEVERAL.finditer(value))
    last = next(n for n, one in enumerate(found) if not one[2])
    return [one[1] for one in found[: last + 1]]


def take_chains(work: OpenWork, layers: Sequence[Layer], rows: Sequence[TokenRow]) -> None:
    """The links of each chain as marks, in order, and a relation from one to the next."""
    for layer in layers:
        if layer.kind != "CH":
            continue
        regions: dict[tuple[int, int], str] = {}
        links = _links(layer, rows)
        for (chain, number), (line, start, end, kind, _) in sorted(links.items()):
            region = f"{layer.name}:{chain}-{number}"
            label = kind or short(layer.name)
            regions[chain, number] = work.mark(label, (start, end), region=region, line=line)
        for (chain, number), region in regions.items():
            following = regions.get((chain, number + 1))
            if region and following:
                work.relate(region, following, links[chain, number][4], links[chain, number][0])


def _links(
    layer: Layer, rows: Sequence[TokenRow]
) -> dict[tuple[int, int], tuple[int, int, int, str, str]]:
    """Chain and place in it -> line, start, end, what it is, what it is to the next."""
    found: dict[tuple[int, int], tuple[int, int, int, str, str]] = {}
    columns = {name: layer.column + n for n, name in enumerate(layer.features)}
    for line, _, start, end, cells in rows:
        ways = cells[columns.get("referenceRelation", layer.column + 1) :][:1]
        kinds = cells[columns.get("referenceType", layer.column) :][:1]
        names = [value for cell in kinds for value, _ in values_of(cell)]
        for place, (way, _) in enumerate(value for cell in ways for value in values_of(cell)):
            link = _LINK.fullmatch(way)
            if link is None:
                continue
            key = int(link[2]), int(link[3])
            relation = "" if link[1] == "*" else link[1]
            kind = names[place] if place < len(names) else ""
            first, begin, last, *_ = found.get(key, (line, start, end))
            found[key] = first, min(begin, start), max(last, end), kind, relation
    return found
