"""A `Scheme` becomes a codebook's YAML again, such that reading it gives the same scheme."""

from __future__ import annotations

from typing import Any

import yaml

from annotator.models import Choice, Kind, Label, Level, Question, RelationType, Scheme


def given(**values: Any) -> dict[str, Any]:
    """The values that say something; tuples become lists, numbers lose a needless `.0`."""
    return {key: plain(value) for key, value in values.items() if says_something(value)}


def says_something(value: Any) -> bool:
    return value is not None and value is not False and value not in ("", ())


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def choice_mapping(choice: Choice) -> dict[str, Any]:
    return given(
        key=choice.key,
        title=choice.title,
        value=choice.value,
        hotkey=choice.hotkey,
        definition=choice.definition,
    )


def question_mapping(question: Question, labels: tuple[str, ...] = ()) -> dict[str, Any]:
    return given(
        key=question.key,
        title=question.title,
        kind="" if question.kind is Kind.CHOICE else question.kind.value,
        level="" if question.level is Level.NOMINAL else question.level.value,
        required=question.required,
        labels=labels,
        help=question.help,
        minimum=question.minimum,
        maximum=question.maximum,
        choices_from=question.choices_from,
        choices=() if question.choices_from else tuple(map(choice_mapping, question.choices)),
        when=given(question=question.when.question, choices=question.when.choices)
        if question.when
        else "",
    )


def label_mapping(label: Label) -> dict[str, Any]:
    return given(
        key=label.key,
        title=label.title,
        group=label.group,
        hotkey=label.hotkey,
        colour=label.colour,
        granularity=label.granularity,
        definition=label.definition,
        when=label.when,
        when_not=label.when_not,
        examples=label.examples,
        counter_example=label.counter_example,
    )


def relation_mapping(relation: RelationType) -> dict[str, Any]:
    sides = {"from": relation.from_labels, "to": relation.to_labels}
    return given(key=relation.key, title=relation.title, **sides, definition=relation.definition)


def to_yaml(scheme: Scheme) -> str:
    """The codebook as YAML."""
    document = given(
        name=scheme.name,
        version=scheme.version,
        title=scheme.title,
        language=scheme.language,
        unit=scheme.unit,
        granularity=scheme.granularity,
        alternatives=scheme.alternatives,
        description=scheme.description,
        source=scheme.source,
        guideline=scheme.guideline,
        published=scheme.published,
        labels=tuple(map(label_mapping, scheme.labels)),
        attributes=tuple(
            question_mapping(attribute.question, attribute.labels)
            for attribute in scheme.attributes
        ),
        relations=tuple(map(relation_mapping, scheme.relations)),
        questions=tuple(map(question_mapping, scheme.questions)),
        indices=tuple(
            given(key=one.key, title=one.title, items=one.items, help=one.help)
            for one in scheme.indices
        ),
    )
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=98)
    return text
