"""What is different in the work of two releases, from their JSON Lines: articles, annotators,
annotations and gold.

Compared is what people said: marks by label and place, answers, relations. Names of regions and
passages (which follow from places) count for nothing; that something was saved again, or decided
again to the same end, is told by itself.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from annotator.plural import counted

__all__ = ["difference_of_work"]

Record = dict[str, Any]
Works = dict[tuple[str, str], Record]  # article and annotator -> annotation
ABOUT = ("title", "author", "published", "outlet", "url", "language")
SHOWN = 5


def difference_of_work(
    before: Iterable[Record], after: Iterable[Record], passed_over: Callable[[str], bool]
) -> Iterator[str]:
    """`passed_over`: questions that one of the releases leaves out on purpose."""
    pairs, gone, new = _paired(list(before), list(after))
    for articles, what in ((new, "added"), (gone, "removed")):
        yield from _listed(f"articles {what}", [_said(one) for one in articles])
    yield from _described(pairs)
    sides = (
        _works([one for one, _ in pairs], gone, "before"),
        _works([other for _, other in pairs], new, "after"),
    )
    core = tuple({key: _core(one, passed_over) for key, one in side.items()} for side in sides)
    names = _renamed(*core)
    for old, name in names.items():
        yield f"annotator {old} is called {name}: the same work"
    renamed = {(key, names.get(who, who)): one for (key, who), one in core[0].items()}
    yield from _annotations(renamed, core[1])
    first = {(key, names.get(who, who)): one for (key, who), one in sides[0].items()}
    yield from _saved_again(first, sides[1], renamed, core[1])
    yield from _gold(pairs, gone, new, passed_over)
    moved = sum(1 for one, other in pairs if one.get("split") and other.get("split")
                and one["split"] != other["split"])  # fmt: skip
    if moved:
        yield f"articles in another part of the split: {moved}"


# ----------------------------------------------------------------------------- articles


def _paired(
    before: list[Record], after: list[Record]
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """By text; what is left over by number, which is an article whose text was corrected."""
    pairs: list[tuple[Record, Record]] = []
    for keys in (("sha256", "id"), ("sha256",), ("id", "title")):
        waiting: dict[tuple[Any, ...], deque[Record]] = {}
        for one in after:
            waiting.setdefault(tuple(one.get(key) for key in keys), deque()).append(one)
        left = []
        for one in before:
            like = waiting.get(tuple(one.get(key) for key in keys))
            if like:
                pairs.append((one, like.popleft()))
            else:
                left.append(one)
        before, after = left, [one for some in waiting.values() for one in some]
    return pairs, before, after


def _works(paired: list[Record], alone: list[Record], side: str) -> Works:
    """By the place of a pair, which both sides have, and by the article that one side has."""
    named = [*((str(place), one) for place, one in enumerate(paired)),
             *((f"{side} {place}", one) for place, one in enumerate(alone))]  # fmt: skip
    return {(key, work["annotator"]): work for key, one in named for work in one["annotations"]}


def _said(article: Record) -> str:
    return f"{article.get('id')} {str(article.get('title'))!r}"


def _described(pairs: Iterable[tuple[Record, Record]]) -> Iterator[str]:
    changed: dict[str, list[str]] = {}
    for one, other in pairs:
        if one["sha256"] != other["sha256"]:
            changed.setdefault("text", []).append(_said(other))
        for key in ABOUT:
            if one.get(key) != other.get(key):
                changed.setdefault(key, []).append(_said(other))
    for key, articles in changed.items():
        yield from _listed(f"articles with another {key}", articles)


def _listed(what: str, entries: list[str]) -> Iterator[str]:
    if entries:
        more = f", and {len(entries) - SHOWN} more" * (len(entries) > SHOWN)
        yield f"{what}: {len(entries)} ({', '.join(entries[:SHOWN])}{more})"


# ----------------------------------------------------------------------------- annotations


def _core(work: Record, passed_over: Callable[[str], bool]) -> Record:
    """What somebody said, in one order."""
    places = {span["id"]: (span["start"], span["end"]) for span in work.get("spans", ())}

    def kept(answers: Mapping[str, Any]) -> Record:
        return {key: value for key, value in answers.items() if not passed_over(key)}

    return {
        "state": work.get("state"),
        "marks": sorted(
            json.dumps([span["label"], span["start"], span["end"]])
            for span in work.get("spans", ())
        ),
        "answers about marks": sorted(
            json.dumps([span["start"], span["end"], kept(span["attributes"])], sort_keys=True)
            for span in work.get("spans", ())
            if kept(span["attributes"])
        ),
        "answers": json.dumps(kept(work.get("answers", {})), sort_keys=True),
        "relations": sorted(
            json.dumps([places.get(one["from"]), places.get(one["to"]), one["label"]])
            for one in work.get("relations", ())
        ),
    }


def _renamed(before: Mapping[tuple[str, str], Record], after: Mapping[tuple[str, str], Record]) -> (
    dict[str, str]
):  # fmt: skip
    """Who is gone -> who has come with the very same work, where that is one."""
    gone, new = _by_person(before), _by_person(after)
    works = [(who, work) for who, work in gone.items() if who not in new]
    found: dict[str, str] = {}
    for who, work in works:
        like = [one for one, other in new.items() if one not in gone and other == work]
        twins = [one for one, other in works if other == work]
        if len(like) == len(twins) == 1:
            found[who] = like[0]
    return found


def _by_person(works: Mapping[tuple[str, str], Record]) -> dict[str, dict[str, Record]]:
    found: dict[str, dict[str, Record]] = {}
    for (article, who), work in works.items():
        found.setdefault(who, {})[article] = work
    return found


def _annotations(
    before: Mapping[tuple[str, str], Record], after: Mapping[tuple[str, str], Record]
) -> Iterator[str]:
    """How many came and went, and what differs in those that are in both."""
    if before.keys() != after.keys():
        added, removed = len(after.keys() - before.keys()), len(before.keys() - after.keys())
        yield f"annotations: {added} added, {removed} removed"
    both = [(before[key], after[key]) for key in sorted(before.keys() & after.keys())]
    changed = [(one, other) for one, other in both if one != other]
    if not changed:
        return
    kinds = Counter(what for one, other in changed for what in one if one[what] != other[what])
    yield f"annotations changed: {len(changed)} ({_counts(kinds)})"
    added, removed, labels = 0, 0, Counter[tuple[str, str]]()
    for one, other in changed:
        old = Counter(map(tuple, map(json.loads, one["marks"])))
        new = Counter(map(tuple, map(json.loads, other["marks"])))
        come: dict[tuple[int, int], list[str]] = {}
        for label, *place in (new - old).elements():
            come.setdefault(tuple(place), []).append(label)
        for label, *place in (old - new).elements():
            if there := come.get(tuple(place)):
                labels[label, there.pop(0)] += 1
            else:
                removed += 1
        added += sum(map(len, come.values()))
    if added or removed:
        yield f"marks in them: {added} added, {removed} removed"
    for (was, now), count in labels.most_common():
        yield f"marks in them that were {was!r} and are {now!r}: {count}"


def _counts(kinds: Counter[str]) -> str:
    return ", ".join(f"{what} of {count}" for what, count in kinds.most_common())


def _saved_again(
    before: Works, after: Works, core: Mapping[Any, Record], other: Mapping[Any, Record]
) -> Iterator[str]:
    same = [key for key in before.keys() & after.keys() if core[key] == other[key]]
    codebooks = Counter(
        (before[key].get("codebook"), after[key].get("codebook")) for key in same
        if before[key].get("codebook") != after[key].get("codebook")
    )  # fmt: skip
    for (was, now), count in codebooks.most_common():
        yield f"annotations that say the same, made under {was} and now {now}: {count}"
    again = sum(
        1 for key in same
        if any(before[key].get(one) != after[key].get(one) for one in ("updated_at", "lead_time"))
    )  # fmt: skip
    if again:
        yield f"{counted(again, 'annotation')} saved again that say{'s' * (again == 1)} the same"


# ----------------------------------------------------------------------------- gold

_GOLD = {
    "spans": ("label", "start", "end", "attributes", "open_attributes", "alternative_of"),
    "answers": ("question", "value"),
    "relations": ("label", "from", "to"),
    "nothing": (),
}
_WORDS = {"spans": "gold marks", "answers": "gold answers", "relations": "gold relations",
          "nothing": "decisions that nothing is marked"}  # fmt: skip


def _gold(
    pairs: list[tuple[Record, Record]], gone: list[Record], new: list[Record],
    passed_over: Callable[[str], bool],
) -> Iterator[str]:  # fmt: skip
    empty: Record = {"gold": {}}
    both = [*pairs, *((one, empty) for one in gone), *((empty, one) for one in new)]
    again = 0
    for kind, words in _WORDS.items():
        added = removed = 0
        for sides in both:
            old, now = (
                Counter(
                    _entry(one, kind, passed_over) for one in side.get("gold", {}).get(kind, ())
                )
                for side in sides
            )
            added, removed = added + (now - old).total(), removed + (old - now).total()
            if old == now:
                whole = (sorted(_whole(one) for one in side.get("gold", {}).get(kind, ()))
                         for side in sides)  # fmt: skip
                again += sum(one != other for one, other in zip(*whole, strict=True))
        if added or removed:
            yield f"{words}: {added} added, {removed} removed"
    if again:
        yield f"gold decided again, or otherwise, to the same end: {again}"


def _entry(one: Record, kind: str, passed_over: Callable[[str], bool]) -> str:
    said = {key: one.get(key) for key in _GOLD[kind]}
    if kind == "spans":
        said["attributes"] = {key: value for key, value in one["attributes"].items()
                              if not passed_over(key)}  # fmt: skip
        said["open_attributes"] = [key for key in one["open_attributes"] if not passed_over(key)]
    return json.dumps(said, sort_keys=True)


def _whole(one: Record) -> str:
    how = {key: value for key, value in one.items()
           if key not in ("text", "reason", "attributes", "open_attributes")}  # fmt: skip
    return json.dumps(how, sort_keys=True)
