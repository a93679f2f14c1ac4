"""What must fit together across a codebook: keys, colours, references, levels, hotkeys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from annotator.models import Choice, Kind, Label, Level, Question, RelationType, Scheme
from annotator.names import visible
from annotator.schemes.dependence import dependence_problems
from annotator.schemes.hotkeys import hotkey_problems
from annotator.schemes.nodes import Path
from annotator.schemes.palette import COLOUR

Problem = tuple[Path, str]

SCHEME_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
CONTROL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
TAKEN_NAMES = ("text", "label")  # the controls every labelling page has
UNSAFE = re.compile(r"[\x00-\x1f\x7f<>\"$\u2028\u2029]")  # in a key: breaks XML, CSV or a template


def consistency_problems(scheme: Scheme) -> Iterator[Problem]:
    """Everything that does not fit together, and where it stands."""
    if not SCHEME_NAME.fullmatch(scheme.name):
        yield (
            ("name",),
            f"name '{scheme.name}' must be lower-case letters, digits, '_' or '-', "
            "at most 40, starting with a letter",
        )
    if not scheme.labels and not scheme.questions:
        yield (), "a codebook needs at least one label or one question; this one has neither"
    yield from label_problems(scheme.labels)
    for index, attribute in enumerate(scheme.attributes):
        yield from question_problems(("attributes", index), attribute.question)
        yield from attribute_problems(("attributes", index), attribute.labels, scheme)
    for index, question in enumerate(scheme.questions):
        yield from question_problems(("questions", index), question)
    yield from name_problems(scheme)
    yield from title_problems(scheme)
    yield from relation_problems(scheme)
    yield from dependence_problems(scheme)
    yield from hotkey_problems(scheme)


def repeated(words: Iterable[str]) -> set[str]:
    return {word for word, count in Counter(words).items() if count > 1}


def key_problem(path: Path, key: str) -> Iterator[Problem]:
    if UNSAFE.search(key):
        yield path, f"key '{key}' must not contain <, >, $, quotation marks or control characters"


def title_problem(path: Path, title: str) -> Iterator[Problem]:
    if "$" in title:
        # Label Studio puts the task's data in the place of `$word`.
        yield path, f"title '{title}' must not contain $"


def twins(path: Path, owner: str, field: str, words: list[str]) -> Iterator[Problem]:
    """A problem for every later entry whose `field` an earlier one already has."""
    seen: set[str] = set()
    for index, word in enumerate(words):
        if word in seen:
            yield (*path, index, field), f"{owner} {field} '{word}' is used twice"
        seen.add(word)


def naming_problems(path: Path, owner: str, entries: Sequence[Label | Choice]) -> Iterator[Problem]:
    """Keys must differ, and so must titles: a title left out is the key."""
    same_keys = list(twins(path, owner, "key", [entry.key for entry in entries]))
    yield from same_keys
    if not same_keys:
        yield from twins(path, owner, "title", [entry.title for entry in entries])
    for index, entry in enumerate(entries):
        yield from key_problem((*path, index, "key"), entry.key)
        yield from title_problem((*path, index, "title"), entry.title)


def label_problems(labels: tuple[Label, ...]) -> Iterator[Problem]:
    yield from naming_problems(("labels",), "label", labels)
    for index, label in enumerate(labels):
        yield from title_problem(("labels", index, "group"), label.group)
        if not COLOUR.fullmatch(label.colour):
            yield (
                ("labels", index, "colour"),
                f"colour '{label.colour}' of label '{label.key}' must be written like #0066bb",
            )


def question_problems(path: Path, question: Question) -> Iterator[Problem]:
    owner = f"question '{question.key}'"
    choosing = question.kind in (Kind.CHOICE, Kind.CHOICES)
    if choosing and len(question.choices) < 2:
        yield path, f"{owner} of kind {question.kind.value} needs at least two choices"
    if not choosing and question.choices:
        yield (
            (*path, "choices"),
            f"{owner} of kind {question.kind.value} takes no choices; use kind choice or choices",
        )
    yield from naming_problems((*path, "choices"), f"{owner}: choice", question.choices)
    yield from title_problem((*path, "title"), question.title)
    yield from level_problems(path, owner, question)


def level_problems(path: Path, owner: str, question: Question) -> Iterator[Problem]:
    level = question.level
    where = (*path, "level")
    if question.kind is Kind.TEXT and level is not Level.NOMINAL:
        yield where, f"{owner} of kind text can only have the level nominal, not {level.value}"
    if question.kind is Kind.CHOICES and level is not Level.NOMINAL:
        yield where, f"{owner} allows several answers, so its level is nominal, not {level.value}"
    if level is not Level.NOMINAL and question.kind is Kind.CHOICE:
        for index, choice in enumerate(question.choices):
            if choice.value is None:
                yield (
                    (*path, "choices", index),
                    f"{owner} has the level {level.value}, so choice '{choice.key}' needs a value",
                )
        if repeated(str(choice.value) for choice in question.choices if choice.value is not None):
            yield (*path, "choices"), f"{owner}: two choices have the same value"
    bounds = question.minimum, question.maximum
    if question.kind is not Kind.NUMBER and bounds != (None, None):
        yield path, f"{owner}: minimum and maximum are for kind number only"
    elif bounds[0] is not None and bounds[1] is not None and bounds[0] >= bounds[1]:
        yield (*path, "minimum"), f"{owner}: the minimum must be below the maximum"


def attribute_problems(path: Path, labels: tuple[str, ...], scheme: Scheme) -> Iterator[Problem]:
    if not scheme.labels:
        yield (
            path,
            "an attribute belongs to a marked span, but there are no labels; make it a question",
        )
    for index, label in enumerate(labels):
        yield from unknown_label((*path, "labels", index), label, scheme)
        if "," in label:
            # Label Studio separates the labels of one attribute by commas.
            yield (
                (*path, "labels", index),
                f"an attribute cannot be limited to label '{label}', because its key has a comma",
            )


def unknown_label(path: Path, label: str, scheme: Scheme) -> Iterator[Problem]:
    if label not in scheme.label_keys:
        known = ", ".join(scheme.label_keys)
        yield path, f"label '{label}' is not known; known are {known}"


def name_problems(scheme: Scheme) -> Iterator[Problem]:
    """Attributes and questions share one space of names, Label Studio's controls; with indices, the
    names of what is reported."""
    owners: dict[str, str] = dict.fromkeys(TAKEN_NAMES, "the page itself")
    named: list[tuple[Path, str, str]] = [
        *(
            (("attributes", i, "key"), "an attribute", a.question.key)
            for i, a in enumerate(scheme.attributes)
        ),
        *((("questions", i, "key"), "a question", q.key) for i, q in enumerate(scheme.questions)),
        *((("indices", i, "key"), "an index", one.key) for i, one in enumerate(scheme.indices)),
    ]
    for path, owner, key in named:
        if not CONTROL_NAME.fullmatch(key):
            yield (
                path,
                f"key '{key}' must be letters, digits or '_', at most 40, starting with a letter",
            )
        if key in owners:
            yield path, f"key '{key}' is already used by {owners[key]}"
        owners.setdefault(key, owner)


def relation_problems(scheme: Scheme) -> Iterator[Problem]:
    relations: tuple[RelationType, ...] = scheme.relations
    yield from twins(("relations",), "relation", "key", [relation.key for relation in relations])
    for index, relation in enumerate(relations):
        yield from key_problem(("relations", index, "key"), relation.key)
        for side, labels in (("from", relation.from_labels), ("to", relation.to_labels)):
            for position, label in enumerate(labels):
                yield from unknown_label(("relations", index, side, position), label, scheme)


def title_problems(scheme: Scheme) -> Iterator[Problem]:
    """Titles are made of characters that can be seen."""
    questions: list[tuple[Path, Question]] = [
        *((("attributes", place), one.question) for place, one in enumerate(scheme.attributes)),
        *((("questions", place), one) for place, one in enumerate(scheme.questions)),
    ]
    titles: list[Problem] = [((), scheme.title)]
    titles += [(("labels", place), one.title) for place, one in enumerate(scheme.labels)]
    titles += [(("relations", place), one.title) for place, one in enumerate(scheme.relations)]
    titles += [(("indices", place), one.title) for place, one in enumerate(scheme.indices)]
    for where, question in questions:
        titles.append((where, question.title))
        titles += [(where, choice.title) for choice in question.choices]
    for path, title in titles:
        if visible(title) != " ".join(title.split()):
            yield path, f"the title {visible(title)!r} has characters that cannot be seen"
