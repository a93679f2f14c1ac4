"""A codebook's YAML becomes a `Scheme`, or a list of what is wrong with it and where.

The tables below are the whole grammar: what may be written, what must be, and how it is read.
What has to fit together across the codebook is checked in `consistency`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import Node, ScalarNode

from annotator.errors import SchemeError
from annotator.models import (
    Choice,
    Index,
    Kind,
    Label,
    Level,
    Question,
    RelationType,
    Scheme,
    When,
)
from annotator.models import SpanAttribute as Attribute
from annotator.schemes import nodes
from annotator.schemes.consistency import consistency_problems
from annotator.schemes.hotkeys import normalised
from annotator.schemes.nodes import Key, Notes, flag, list_of, mapping, number, one_of, text
from annotator.schemes.palette import colour_at

LARGEST = 1_000_000  # bytes of a codebook; the largest known one has 60,000
GRANULARITIES = ("symbol", "word", "sentence")

WORD = text(single_line=True, limit=200)
PROSE = text()
WORDS = list_of(WORD)


def build_choice(*, hotkey: str = "", title: str = "", **values: Any) -> Choice:
    return Choice(hotkey=normalised(hotkey), title=title or values["key"], **values)


CHOICE_MAPPING = mapping(
    {
        "key": Key(WORD, required=True),
        "title": Key(WORD),
        "value": Key(number),
        "hotkey": Key(WORD),
        "definition": Key(PROSE),
    },
    build_choice,
)


def choice(node: Node, notes: Notes, path: nodes.Path) -> Any:
    """A choice: a mapping, or just its key."""
    if not isinstance(node, ScalarNode):
        return CHOICE_MAPPING(node, notes, path)
    key = WORD(node, notes, path)
    return key if key is nodes.UNREADABLE else Choice(key=key, title=key)


def build_question(
    *,
    kind: str = "choice",
    level: str = "nominal",
    title: str = "",
    choices: tuple[Choice, ...] = (),
    **values: Any,
) -> Question:
    if level == "ordinal":
        # An order without numbers counts 1, 2, 3, ... in the order written.
        choices = tuple(
            replace(choice, value=float(rank)) if choice.value is None else choice
            for rank, choice in enumerate(choices, start=1)
        )
    return Question(
        kind=Kind(kind),
        level=Level(level),
        title=title or values["key"],
        choices=choices,
        **values,
    )


def build_attribute(*, labels: tuple[str, ...] = (), **values: Any) -> Attribute:
    return Attribute(question=build_question(**values), labels=labels)


def build_label(*, hotkey: str = "", colour: str = "", title: str = "", **values: Any) -> Label:
    return Label(
        hotkey=normalised(hotkey),
        colour=colour,
        title=title or values["key"],
        **values,
    )


def build_relation(**values: Any) -> RelationType:
    values["from_labels"] = values.pop("from", ())
    values["to_labels"] = values.pop("to", ())
    return RelationType(title=values.pop("title", "") or values["key"], **values)


def build_index(**values: Any) -> Index:
    return Index(title=values.pop("title", "") or values["key"], **values)


def filled(question: Question, labels: tuple[Label, ...]) -> Question:
    """A question whose choices are the labels, with them."""
    if not question.choices_from:
        return question
    return replace(question, choices=tuple(Choice(one.key, one.title) for one in labels))


def build_scheme(*, labels: tuple[Label, ...] = (), **values: Any) -> Scheme:
    coloured = tuple(
        label if label.colour else replace(label, colour=colour_at(index))
        for index, label in enumerate(labels)
    )
    values["attributes"] = tuple(
        replace(one, question=filled(one.question, coloured))
        for one in values.get("attributes", ())
    )
    values["questions"] = tuple(filled(one, coloured) for one in values.get("questions", ()))
    return Scheme(labels=coloured, **values)


QUESTION = {
    "key": Key(WORD, required=True),
    "title": Key(WORD),
    "kind": Key(one_of([kind.value for kind in Kind])),
    "level": Key(one_of([level.value for level in Level])),
    "choices": Key(list_of(choice)),
    "required": Key(flag),
    "help": Key(PROSE),
    "minimum": Key(number),
    "maximum": Key(number),
    "when": Key(
        mapping({"question": Key(WORD, required=True), "choices": Key(WORDS, required=True)}, When)
    ),
    "choices_from": Key(one_of(("labels",))),
}
INDEX = {
    "key": Key(WORD, required=True),
    "title": Key(WORD),
    "items": Key(WORDS, required=True),
    "help": Key(PROSE),
}
LABEL = {
    "key": Key(WORD, required=True),
    "title": Key(WORD),
    "group": Key(WORD),
    "hotkey": Key(WORD),
    "colour": Key(WORD),
    "granularity": Key(one_of(GRANULARITIES)),
    "definition": Key(PROSE, required=True),
    "when": Key(PROSE),
    "when_not": Key(PROSE),
    "examples": Key(list_of(PROSE)),
    "counter_example": Key(PROSE),
}
RELATION = {
    "key": Key(WORD, required=True),
    "title": Key(WORD),
    "from": Key(WORDS),
    "to": Key(WORDS),
    "definition": Key(PROSE),
}
SCHEME = mapping(
    {
        "name": Key(WORD, required=True),
        "version": Key(WORD, required=True),
        "title": Key(WORD, required=True),
        "language": Key(WORD, required=True),
        "description": Key(PROSE, required=True),
        "source": Key(PROSE, required=True),
        "unit": Key(one_of(("span", "sentence"))),
        "granularity": Key(one_of(GRANULARITIES)),
        "alternatives": Key(flag),
        "guideline": Key(PROSE),
        "published": Key(list_of(PROSE)),
        "labels": Key(list_of(mapping(LABEL, build_label))),
        "attributes": Key(list_of(mapping({**QUESTION, "labels": Key(WORDS)}, build_attribute))),
        "relations": Key(list_of(mapping(RELATION, build_relation))),
        "questions": Key(list_of(mapping(QUESTION, build_question))),
        "indices": Key(list_of(mapping(INDEX, build_index))),
    },
    build_scheme,
)


def decoded(source: bytes | str, filename: str) -> str:
    """The codebook's text; `SchemeError` when it is not UTF-8 or far too large."""
    size = len(source)
    if size > LARGEST:
        raise SchemeError(
            f"{filename}:1: the codebook has {size:,} bytes; at most {LARGEST:,} are possible"
        )
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise SchemeError(
            f"{filename}:{line}: the codebook is not UTF-8 text "
            f"(byte 0x{source[error.start]:02x}); save it as UTF-8"
        ) from error


def syntax_problem(error: yaml.YAMLError, source: str) -> tuple[int, str]:
    """The line and the reason of a YAML error, in one sentence."""
    if isinstance(error, yaml.reader.ReaderError):
        line = source[: error.position].count("\n") + 1
        return line, f"the character U+{error.character:04X} is not allowed in YAML"
    if isinstance(error, yaml.MarkedYAMLError):
        # What runs on to the end of the file went wrong where it began.
        unclosed = "end of stream" in (error.problem or "") and error.context_mark
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        return (mark.line + 1 if mark else 1), f"this is not YAML: {reason}"
    return 1, f"this is not YAML: {error}"


def read(source: bytes | str, filename: str) -> tuple[Scheme | None, list[str]]:
    """The scheme, or None, and every problem as `file:line: what is wrong`."""
    notes = Notes(filename)
    try:
        content = decoded(source, filename)
    except SchemeError as error:
        return None, [str(error)]
    try:
        root = nodes.compose(content)
    except yaml.YAMLError as error:
        notes.note(*syntax_problem(error, content))
        return None, notes.messages()
    except RecursionError:
        notes.note(1, "lists or mappings are nested too deeply")
        return None, notes.messages()
    if root is None:
        notes.note(1, "the codebook is empty")
        return None, notes.messages()
    scheme = SCHEME(root, notes, ())
    if isinstance(scheme, Scheme) and not notes.problems:
        for path, message in consistency_problems(scheme):
            notes.note(notes.line(*path), message)
        scheme = replace(scheme, yaml=content)
    return (None if notes.problems else scheme), notes.messages()


def check_scheme(source: bytes | str, filename: str) -> list[str]:
    """Everything that is wrong with a codebook, each as `file:line: what is wrong`."""
    return read(source, filename)[1]


def load_scheme(source: bytes | str, filename: str) -> Scheme:
    """Read a codebook. `SchemeError` names the file, the line and the first problem."""
    scheme, problems = read(source, filename)
    if scheme is None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SchemeError(problems[0] + more)
    return scheme


def load_scheme_file(path: Path) -> Scheme:
    """Read a codebook from a file."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise SchemeError(f"{path}: the codebook cannot be read: {error.strerror}") from error
    return load_scheme(source, path.name)
