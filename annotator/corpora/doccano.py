"""doccano's JSON Lines: a text a line with `label` or `entities`; a file an annotator.

Marks are `[start, end, label]`, or objects with `start_offset` and `end_offset`, which relations
name by their id. Offsets are code points. Labels of the whole text are a word or a list of words.
Whoever measures agreement gives each annotator a project, which numbers the texts anew: what has
the same words is one text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from annotator.corpora.building import Builder, OpenWork, said
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import Item, first_item, items, json_names, say_beside, told_about
from annotator.corpora.whose import ONLY_ANNOTATOR, SameTexts, whose_files

_LISTS = ("label", "labels", "entities", "cats", "annotations")
_BESIDE = ("label", "labels", "entities", "cats", "relations", "Comments", "comments")
_TEXTS = ("text", "data")
_QUIET = ("id", "annotation_approver")
_NOBODY = "unknown"  # the file, beside those of people, of texts that nobody has labelled
SURE = 0.5  # from here on a label with a number holds
LABEL = "label"  # the question whose answers are the labels of a whole text


def is_doccano(files: CorpusFiles) -> bool:
    firsts = (first_item(files, name) for name in json_names(files)[:3])
    return any(
        isinstance(one, dict)
        and isinstance(one.get("text", one.get("data")), str)
        and (
            any(isinstance(one.get(key), list) for key in _LISTS)
            or any(isinstance(one.get(key), (str, int, float)) for key in (LABEL, "labels"))
            or isinstance(one.get("entities"), dict)
        )
        for one in firsts
    )


def read_doccano(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    names = json_names(files)
    found = {name: list(items(files, name)) for name in names}
    owners = whose_files({name: list(map(_text, some)) for name, some in found.items()})
    same = SameTexts()
    for name, some in found.items():
        who = owners[name] if len(names) > 1 else ONLY_ANNOTATOR
        nobody = PurePosixPath(name).stem == _NOBODY
        say_beside(files, name, some, (*_TEXTS, *_LISTS, *_BESIDE, *_QUIET), told_about)
        for item in some:
            value, text = item.value, _text(item)
            if text is None:
                files.refuse(name, "expected an object with a text; left out", item.line)
                continue
            key = same.number(name, text, said(value.get("id")), f"{item.line}")
            key = builder.document(key, text, name, **told_about(value))
            if nobody and not any(value.get(one) for one in (*_LISTS, "relations")):
                continue  # nobody has looked at it
            by_user: dict[str, list[Any]] = {}
            for one in _list(value, "annotations", partial(files.refuse, name, line=item.line)):
                user = said(_named(one, "user")) if isinstance(one, dict) else ""
                by_user.setdefault(user or who, []).append(one)
            if by_user:  # the older export: everybody's work on a text
                beside = [key for key in _BESIDE if value.get(key)]
                if beside:
                    files.refuse(name, f"what stands beside 'annotations' was left out: "
                                 f"{', '.join(beside)}", item.line)  # fmt: skip
                for user, some in by_user.items():
                    _take(builder.work(key, user, name, item.line), Item(
                        item.line, item.key, {"entities": some}
                    ))  # fmt: skip
            else:
                _take(builder.work(key, who, name, item.line), item)
    return builder.corpus()


def _text(item: Item) -> str | None:
    value = item.value
    text = value.get("text", value.get("data")) if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _take(work: OpenWork, item: Item) -> None:
    value = item.value
    region_of: dict[str, str] = {}
    whole: list[Any] = []
    given = [_several(work, value, key, item.line) for key in (LABEL, "labels", "entities")]
    for one in (one for some in given for one in some):
        if isinstance(one, list) and len(one) == 3:
            work.mark(one[2], (one[0], one[1]), line=item.line)
        elif isinstance(one, dict) and "start_offset" not in one and "start" not in one:
            named = _named(one, "label") or one.get("text")
            whole.append(named)
            if not said(named):
                work.lose(f"{str(one)[:60]!r} names no label; it was left out", item.line)
        elif isinstance(one, dict):
            start = one.get("start_offset", one.get("start"))
            end = one.get("end_offset", one.get("end"))
            region = work.mark(_named(one, "label"), (start, end), line=item.line)
            if region and one.get("id") is not None:
                region_of[said(one["id"])] = region
        elif isinstance(one, (str, int, float)):
            whole.append(one)
        else:
            work.lose(f"{str(one)[:60]!r} is no mark; it was left out", item.line)
    work.answer(LABEL, [*whole, *_several(work, value, "cats", item.line)], line=item.line)
    lose = partial(work.lose, line=item.line)
    for one in _list(value, "relations", lose):
        if isinstance(one, dict):
            work.relate(region_of.get(said(one.get("from_id")), ""),
                        region_of.get(said(one.get("to_id")), ""),
                        one.get("type", one.get("label")), item.line)  # fmt: skip
        else:
            work.lose(f"{str(one)[:60]!r} is no relation; it was left out", item.line)
    for comment in [*_list(value, "Comments", lose), *_list(value, "comments", lose)]:
        work.answer("note", comment, line=item.line)


def _named(value: dict[str, Any], key: str) -> Any:
    """A label or a user by name where there is one; else its number, or what stands there."""
    return value.get(f"{key}_name") or value.get(key)


def _several(work: OpenWork, value: dict[str, Any], key: str, line: int) -> list[Any]:
    """What stands under a key: a list, one for itself, objects under their numbers, or labels each
    with whether (or how surely) it holds."""
    found = value.get(key)
    if not isinstance(found, dict):
        return found if isinstance(found, list) else [] if found is None else [found]
    if all(isinstance(one, dict) for one in found.values()):
        return list(found.values())
    if all(isinstance(one, (int, float)) for one in found.values()):
        return [label for label, sure in found.items() if sure >= SURE]
    work.lose(f"{key!r} holds neither marks nor labels; it was left out", line)
    return []


def _list(value: dict[str, Any], key: str, lose: Callable[[str], None]) -> list[Any]:
    found = value.get(key)
    if found and not isinstance(found, list):
        lose(f"{key!r} is no list; it was left out")
    return found if isinstance(found, list) else []
