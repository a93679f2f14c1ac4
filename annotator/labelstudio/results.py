"""Label Studio's annotation JSON becomes a `models.Annotation`. Here its JSON ends.

Label Studio checks nothing: offsets may lie beyond the text, labels may be unknown, values may be
anything. Whatever cannot be taken becomes a `Problem` with a sentence, and nothing here raises;
the JSON as it came is kept beside.

A result is a flat list of items. A marked passage is an item of type `labels`; an answer about it
is another item with the same `id`; an answer about the article has an id of its own; a relation
names two ids. `value.text` of a mark is not the passage (line ends differ): we cut it ourselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from annotator.labelstudio.answers import AnswerReader
from annotator.labelstudio.doubles import counted_once
from annotator.labelstudio.json_values import (
    NEVER,
    moment,
    real_number,
    shown,
    storable,
    whole_number,
)
from annotator.models import Annotation, Problem, Relation, Scheme, Span, State

SPAN_CONTROL, TEXT_TAG = "label", "text"  # names in our labelling config
MAX_PROBLEMS = 30  # of one annotation; of more only their number is kept
TRIMMED = ".,:;"  # besides white space; marking by words often takes them along


def read_annotation(raw: Any, article_text: str, scheme: Scheme) -> Annotation:
    """One annotation as Label Studio answers it. `labelstudio_id` is 0 when it has no usable id."""
    return _reader(_Same(scheme)).read(raw, article_text)


class ResultReader:
    """Reads many annotations made under one scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._labels = frozenset(scheme.label_keys)
        self._relations = frozenset(relation.key for relation in scheme.relations)
        self._answers = AnswerReader(scheme)

    def read(self, raw: Any, article_text: str) -> Annotation:
        problems: list[Problem] = []
        fields = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            problems.append(_format("The annotation is not a JSON object.", raw))
        updated_at = moment(fields.get("updated_at"))
        if updated_at is None:
            problems.append(_format("The annotation's time is not one.", fields.get("updated_at")))
        items = self._items(fields.get("result"), problems)
        spans = tuple(self._spans(items, article_text, problems))
        labels_of: dict[str, set[str]] = {}
        for span in spans:
            labels_of.setdefault(span.region, set()).add(span.label)
        answers = tuple(self._answers.read(items, labels_of, problems))
        relations = tuple(self._read_relations(items, labels_of, problems))
        spans, answers, relations = counted_once(spans, answers, relations, problems)
        return Annotation(
            labelstudio_id=whole_number(fields.get("id")) or 0,
            task_id=whole_number(fields.get("task")) or 0,
            state=State.SKIPPED if fields.get("was_cancelled") is True else State.SUBMITTED,
            updated_at=updated_at or NEVER,
            created_at=moment(fields.get("created_at")) or updated_at or NEVER,
            lead_time=real_number(fields.get("lead_time")),
            spans=spans,
            answers=answers,
            relations=relations,
            problems=tuple(_first(problems)),
            unique_id=storable(fields.get("unique_id")),
            raw=json.dumps(raw),
        )

    def _items(self, result: Any, problems: list[Problem]) -> list[dict[str, Any]]:
        if not isinstance(result, list):
            problems.append(_format("The annotation's result is not a list.", result))
            return []
        items = []
        for item in result:
            if isinstance(item, dict):
                items.append(item)
            else:
                problems.append(_format("An item of the result is not a JSON object.", item))
        return items

    # ------------------------------------------------------------------ marks

    def _spans(
        self, items: list[dict[str, Any]], text: str, problems: list[Problem]
    ) -> Iterator[Span]:
        seen: set[str] = set()
        for item in items:
            if item.get("type") != "labels":
                continue
            region, value = item.get("id"), item.get("value")
            if not isinstance(region, str) or not region or not isinstance(value, dict):
                problems.append(_format("A mark has no id or no value.", item))
            elif item.get("from_name") != SPAN_CONTROL or item.get("to_name") != TEXT_TAG:
                problems.append(
                    _format(
                        f"A mark was made with {item.get('from_name')!r} on "
                        f"{item.get('to_name')!r}, not with {SPAN_CONTROL!r} on {TEXT_TAG!r}.",
                        item,
                    )
                )
            elif region in seen:
                problems.append(_format(f"Two marks have the id {region!r}; the second is", item))
            else:
                seen.add(region)
                yield from self._marked(storable(region), value, text, problems)

    def _marked(
        self, region: str, value: dict[str, Any], text: str, problems: list[Problem]
    ) -> Iterator[Span]:
        offsets = _offsets(value, len(text))
        if isinstance(offsets, str):
            problems.append(Problem("offset", f"A mark was left out: {offsets}."))
            return
        raw_start, raw_end = offsets
        start, end = trim(text, raw_start, raw_end)
        if start == end:
            start, end = raw_start, raw_end
            passage = text[start:end]
            problems.append(
                Problem("offset", f"A mark holds only space or punctuation: {passage!r}.")
            )
        labels = value.get("labels")
        if not isinstance(labels, list) or not labels:
            problems.append(
                Problem("label", f"A mark without a label was left out: {text[start:end][:80]!r}.")
            )
            return
        for label in dict.fromkeys(label for label in labels if isinstance(label, str)):
            if label in self._labels:
                yield Span(region, label, start, end, raw_start, raw_end, text[start:end])
        for label in _distinct(labels):
            if not isinstance(label, str) or label not in self._labels:
                problems.append(
                    Problem(
                        "label",
                        f"The label {shown(label)} is not in the codebook; "
                        f"the mark {text[start:end][:80]!r} was left out.",
                    )
                )

    # ------------------------------------------------------------------ relations

    def _read_relations(
        self, items: list[dict[str, Any]], marks: dict[str, set[str]], problems: list[Problem]
    ) -> Iterator[Relation]:
        for item in items:
            if item.get("type") != "relation":
                continue
            ends = [storable(item.get("from_id")), storable(item.get("to_id"))]
            if item.get("direction") == "left":  # the arrow was turned round
                ends.reverse()
            missing = [end for end in ends if end not in marks]
            if missing:
                problems.append(
                    Problem(
                        "relation",
                        f"A relation was left out: its mark {missing[0]!r} is not there.",
                    )
                )
                continue
            labels = item.get("labels")
            names = labels if isinstance(labels, list) and labels else [""]
            for name in _distinct(names):
                if name == "" or (isinstance(name, str) and name in self._relations):
                    yield Relation(ends[0], ends[1], name)
                else:
                    problems.append(
                        Problem("relation", f"The relation {shown(name)} is not in the codebook.")
                    )


def _first(problems: list[Problem]) -> list[Problem]:
    """A list that a person reads to the end."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    more = len(problems) - MAX_PROBLEMS
    return [*problems[:MAX_PROBLEMS], Problem("more", f"{more} more could not be taken of it.")]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and `. , : ;` at the edges; an empty range when nothing else is there.

    >>> trim("He said, loudly.", 2, 8)
    (3, 7)
    """
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return start, end


def _distinct(values: list[Any]) -> Iterator[Any]:
    """Each text once, and everything that is none as it comes."""
    yield from dict.fromkeys(value for value in values if isinstance(value, str))
    yield from (value for value in values if not isinstance(value, str))


def _is_edge(character: str) -> bool:
    return character.isspace() or character in TRIMMED


def _offsets(value: dict[str, Any], length: int) -> tuple[int, int] | str:
    """Start and end, or what is wrong with them."""
    start, end = value.get("start"), value.get("end")
    for offset in (start, end):
        if not isinstance(offset, int) or isinstance(offset, bool):
            return f"its offsets {shown(start)} to {shown(end)} are not whole numbers"
    if not 0 <= start < end <= length:  # type: ignore[operator]
        return (
            f"its offsets {shown(start)} to {shown(end)} are not inside the text of "
            f"{length} characters"
        )
    return start, end  # type: ignore[return-value]


def _format(message: str, item: Any) -> Problem:
    return Problem("format", f"{message.rstrip('.')}: {shown(item)}.")


class _Same:
    """A scheme compared by identity: comparing whole codebooks would cost more than reading."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scheme is self.scheme

    def __hash__(self) -> int:
        return id(self.scheme)


@lru_cache(maxsize=8)
def _reader(same: _Same) -> ResultReader:
    return ResultReader(same.scheme)
