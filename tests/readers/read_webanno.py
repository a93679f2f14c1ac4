"""WebAnno TSV 3.3 by a second implementation, written from the format's description alone."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import submitted

ESCAPED = re.compile(r"\\(->|[\\\[\]|_;*tnrf])")
CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
NUMBER = re.compile(r"(?<!\\)\[(\d+)\]$")


def plain(value: str) -> str:
    return ESCAPED.sub(lambda found: CONTROL.get(found[1], found[1]), value)


def stacked(cell: str) -> list[str]:
    """What lies over one another in a cell."""
    if cell in ("_", "*", ""):
        return []
    parts, begin = [], 0
    for bar in BAR.finditer(cell):
        parts.append(cell[begin : bar.end() - 1])
        begin = bar.end()
    return [*parts, cell[begin:]]


def marks_of(path: Path) -> list[tuple[int, int, str]]:
    """Start, end (UTF-16 code units) and label of every mark of a file."""
    header, _, body = path.read_bytes().decode("utf-8").partition("\n\n\n")
    lines = header.split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    layers = [one.partition("=")[2].split("|") for one in lines[1:] if one.startswith("#T_SP=")]
    assert [one[:2] for one in layers] == [["webanno.custom.Mark", "label"]]
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    last = 0
    for line in body.split("\n"):
        if not line or line.startswith("#"):
            continue
        token, offsets, words, *cells = line.rstrip("\t").split("\t")
        assert re.fullmatch(r"\d+-\d+(\.\d+)?", token)
        begin, end = map(int, offsets.split("-"))
        assert last <= begin < end or "." in token
        assert len(plain(words).encode("utf-16-le")) == 2 * (end - begin)
        last = begin
        for place, value in enumerate(stacked(cells[0] if cells else "_")):
            number = NUMBER.search(value)
            # Without a number a mark takes this token alone.
            key = (number[1], "") if number else (token, str(place))
            found.setdefault(key, []).append((begin, end, plain(NUMBER.sub("", value))))
    for pieces in found.values():
        assert len({label for _, _, label in pieces}) == 1
    return sorted((min(p[0] for p in some), max(p[1] for p in some), some[0][2])
                  for some in found.values())  # fmt: skip


def test_every_mark_is_there_in_code_units(release: Path, articles: dict) -> None:
    found = {}
    for path in (release / "webanno-tsv").glob("*/*.tsv"):
        units = articles[int(path.parent.name)]["text"].encode("utf-16-le")
        found[int(path.parent.name), path.stem] = [
            (len(units[: 2 * start].decode("utf-16-le")),
             len(units[: 2 * end].decode("utf-16-le")), label)
            for start, end, label in marks_of(path)
        ]  # fmt: skip
    expected = submitted(articles)
    assert len(found) > 30
    assert found == {key: expected[key] for key in found}
    assert all(key in found for key, marks in expected.items() if marks)
