"""Whose work a file is, where its path says so: a folder an annotator, or a file an annotator in a
folder a document. What has the same text is the same document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

ONLY_ANNOTATOR = "annotator"  # where nothing names one


def whose_work(texts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """File -> its document's key and its annotator, from the text in each file.

    >>> whose_work({"a/1.xmi": "Rain.", "b/1.xmi": "Rain.", "b/2.xmi": "Sun."})
    {'a/1.xmi': ('1', 'a'), 'b/1.xmi': ('1', 'b'), 'b/2.xmi': ('2', 'b')}
    >>> whose_work({"1/ann.tsv": "Rain.", "1/bob.tsv": "Rain.", "2/ann.tsv": "Sun."})
    {'1/ann.tsv': ('1', 'ann'), '1/bob.tsv': ('1', 'bob'), '2/ann.tsv': ('2', 'ann')}
    """
    same: dict[str, list[str]] = defaultdict(list)
    for name, text in texts.items():
        same[text].append(name)
    votes: Counter[int | None] = Counter()
    for names in same.values():
        if len(names) > 1:
            votes[_level(*(PurePosixPath(name).with_suffix("").parts for name in names[:2]))] += 1
    level = votes.most_common(1)[0][0] if votes else _silent_level(list(texts))
    return _read_off(texts, level)


def _level(one: tuple[str, ...], two: tuple[str, ...]) -> int | None:
    """Which part of two paths differs, counted from the end: -1 is the file."""
    for place in range(1, min(len(one), len(two)) + 1):
        if one[-place] != two[-place]:
            return -place
    return None


def _silent_level(names: list[str]) -> int | None:
    """With one annotator a document: a folder each with a file of the same few names (INCEpTION's
    way) has the annotators in the names of files."""
    paths = [PurePosixPath(name) for name in names]
    stems = {path.stem for path in paths}
    folders = {path.parent for path in paths}
    if len(folders) == len(paths) > 1 and len(stems) < len(paths):
        return -1
    return None


def _read_off(texts: Mapping[str, str], level: int | None) -> dict[str, tuple[str, str]]:
    found = {}
    for name in texts:
        parts = PurePosixPath(name).with_suffix("").parts
        if level is None or -level > len(parts):
            found[name] = ("/".join(parts), ONLY_ANNOTATOR)
        else:
            rest = [part for place, part in enumerate(parts) if place != len(parts) + level]
            found[name] = ("/".join(rest) or "document", parts[level])
    return _shortened(found)


def _shortened(found: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Keys without folders where that tells them apart."""
    keys = {key for key, _ in found.values()}
    last = Counter(key.rpartition("/")[2] for key in keys)
    return {
        name: (key.rpartition("/")[2] if last[key.rpartition("/")[2]] == 1 else key, annotator)
        for name, (key, annotator) in found.items()
    }
