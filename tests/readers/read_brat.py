"""brat's rules by a second implementation, written from its description alone."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import submitted

NAME = r"[A-Za-z0-9_-]+"
TEXT_BOUND = re.compile(rf"^(T\d+)\t({NAME}) (\d+ \d+(?:;\d+ \d+)*)\t([^\n]*)$")
RELATION = re.compile(rf"^(R\d+)\t({NAME}) Arg1:(T\d+) Arg2:(T\d+)$")
ATTRIBUTE = re.compile(rf"^(A\d+)\t({NAME}) (T\d+)(?: (\S+))?$")
NOTE = re.compile(r"^(#\d+)\tAnnotatorNotes (T\d+)\t([^\n\t]+)$")


def sections(conf: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in conf.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line:
            found[name].append(line)
    return found


def test_every_line_keeps_the_rules(release: Path) -> None:
    conf = sections((release / "brat/annotation.conf").read_text("utf-8"))
    assert list(conf) == ["entities", "relations", "events", "attributes"]
    attributes = {
        line.split("\t")[0]: set(re.search(r"Value:(\S+)", line)[1].split("|"))
        for line in conf["attributes"]
    }
    paths = sorted((release / "brat").glob("*/*.ann"))
    assert len(paths) > 30
    for path in paths:
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        ids: set[str] = set()
        for line in path.read_bytes().decode("utf-8").removesuffix("\n").split("\n"):
            if not line:
                continue
            match = next(
                (m for rule in (TEXT_BOUND, RELATION, ATTRIBUTE, NOTE) if (m := rule.match(line))),
                None,
            )
            assert match, f"{path.name}: {line!r}"
            assert match[1] not in ids
            ids.add(match[1])
            if line[0] == "T":
                assert match[2] in conf["entities"]
                pairs = [tuple(map(int, one.split())) for one in match[3].split(";")]
                pieces = [text[start:end] for start, end in pairs]
                assert all(0 <= start < end <= len(text) for start, end in pairs)
                assert all("\n" not in piece for piece in pieces)
                assert " ".join(pieces) == match[4]
            elif line[0] == "A":
                assert match[3] in ids
                assert match[4] in attributes[match[2]]
            elif line[0] == "#":
                assert match[2] in ids


def test_every_mark_is_there(release: Path, articles: dict) -> None:
    found = {}
    for path in (release / "brat").glob("*/*.ann"):
        marks = []
        for line in path.read_bytes().decode("utf-8").splitlines():
            if match := TEXT_BOUND.match(line):
                numbers = [int(one) for one in re.findall(r"\d+", match[3])]
                marks.append((numbers[0], numbers[-1], match[2]))
        found[int(path.stem), path.parent.name] = sorted(marks)
    assert found == submitted(articles)
