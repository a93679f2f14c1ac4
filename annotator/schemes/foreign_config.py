"""A person's own Label Studio labelling config becomes a `Scheme`.

What it marks and asks is taken over; its layout is not, since the labelling page is made from the
scheme. What a scheme cannot hold is refused with its line, never dropped silently.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from annotator.errors import SchemeError
from annotator.models import Choice, Kind, Label, Level, Question, RelationType, Scheme, When
from annotator.models import SpanAttribute as Attribute
from annotator.schemes.consistency import consistency_problems
from annotator.schemes.hotkeys import UNREACHABLE, normalised
from annotator.schemes.nodes import Path
from annotator.schemes.palette import COLOUR, colour_at
from annotator.schemes.reading import LARGEST, load_scheme
from annotator.schemes.writing import to_yaml
from annotator.schemes.xml_tags import Tag, read_tags

LAYOUT = {"view", "header", "style", "collapse", "panel", "markdown", "filter", "hypertext"}
QUESTIONS = {"choices", "textarea", "number", "rating"}


@dataclass
class Reading:
    """What has been found so far, with the line of everything."""

    filename: str
    labels: list[Label] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    relations: list[RelationType] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)
    granularity: str = ""
    label_control: Tag | None = None

    def refuse(self, tag: Tag, message: str) -> SchemeError:
        return SchemeError(f"{self.filename}:{tag.line}: {message}")

    def line(self, path: Path) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def scheme_from_labelstudio_xml(xml: str, name: str, filename: str = "") -> Scheme:
    """Read a Label Studio config into a scheme called `name`.

    `SchemeError` names the file (`name`.xml unless given), the line and what is wrong.
    """
    reading = Reading(filename or f"{name}.xml")
    if len(xml) > LARGEST:
        raise SchemeError(f"{reading.filename}:1: the config has more than {LARGEST:,} characters")
    root = read_tags(xml.removeprefix("\ufeff"), reading.filename)
    read_tag(root, reading, limits=())
    if not reading.granularity:
        raise reading.refuse(root, "the config has no Text tag; an article is shown by one")
    scheme = Scheme(
        name=name,
        version="1",
        title=name,
        language="und",
        description="Brought as a Label Studio labelling config.",
        source=f"Label Studio labelling config {reading.filename}.",
        labels=tuple(reading.labels),
        attributes=tuple(reading.attributes),
        relations=tuple(reading.relations),
        questions=tuple(reading.questions),
        granularity=reading.granularity,
    )
    for path, message in consistency_problems(scheme):
        raise SchemeError(f"{reading.filename}:{reading.line(path)}: {message}")
    return load_scheme(to_yaml(scheme), f"{name}.yaml")


def read_tag(
    tag: Tag, reading: Reading, *, limits: tuple[str, ...], when: When | None = None
) -> None:
    kind = tag.name.lower()
    if tag.get("visibleWhen") == "choice-selected" and tag.get("whenTagName"):
        choices = tuple(part.strip() for part in tag.get("whenChoiceValue").split(","))
        when = When(tag.get("whenTagName"), choices)
    elif tag.get("visibleWhen") not in ("", "region-selected", "no-region-selected"):
        raise reading.refuse(
            tag, f'visibleWhen="{tag.get("visibleWhen")}" cannot be taken over; ask it always'
        )
    limits = limits_of(tag, reading) or limits
    if kind == "labels":
        read_labels(tag, reading)
    elif kind == "relations":
        read_relations(tag, reading)
    elif kind in QUESTIONS:
        read_question(tag, reading, limits, when)
    elif kind == "text":
        if reading.granularity:
            raise reading.refuse(tag, "a second Text tag; an article is one text")
        reading.granularity = tag.get("granularity") or "symbol"
        if reading.granularity not in ("symbol", "word", "sentence"):
            raise reading.refuse(tag, f"granularity '{reading.granularity}' cannot be taken over")
    elif kind in LAYOUT and not tag.get("name"):  # a named one shows or asks something
        for child in tag.children:
            read_tag(child, reading, limits=limits, when=when)
    else:
        raise reading.refuse(
            tag,
            f"<{tag.name}> cannot be taken over; known are Text, Labels, Choices, TextArea, "
            "Number, Rating and Relations, and tags for layout",
        )


def limits_of(tag: Tag, reading: Reading) -> tuple[str, ...]:
    """The labels that a tag is shown for; Label Studio separates them by commas."""
    value = tag.get("whenLabelValue")
    known = {label.key for label in reading.labels}
    if not value or value in known:
        return (value,) if value else ()
    return tuple(part.strip() for part in value.split(","))


def key_of(tag: Tag, reading: Reading) -> str:
    key = tag.get("alias") or tag.get("value")
    if not key or key.startswith("$"):
        raise reading.refuse(tag, f"<{tag.name}> needs a value of its own, not '{key}'")
    return key


def hotkey_of(tag: Tag) -> str:
    hotkey = normalised(tag.get("hotkey"))
    return "" if hotkey == UNREACHABLE else hotkey  # ours for: none


def read_labels(control: Tag, reading: Reading) -> None:
    if reading.label_control is not None:
        first = reading.label_control.line
        raise reading.refuse(control, f"a second Labels tag; the first stands in line {first}")
    reading.label_control = control
    group = ""
    for tag in control.walk():
        if tag.name.lower() == "header":
            group = tag.get("value")
        if tag.name.lower() != "label":
            continue
        index = len(reading.labels)
        reading.lines["labels", index] = tag.line
        background = tag.get("background")
        granularity = tag.get("granularity")
        title = tag.get("value")
        reading.labels.append(
            Label(
                key=key_of(tag, reading),
                title=title,
                definition=tag.get("hint") or title,
                hotkey=hotkey_of(tag),
                colour=background if COLOUR.fullmatch(background) else colour_at(index),
                group=group,
                granularity=granularity if granularity in ("word", "symbol", "sentence") else "",
            )
        )


def read_relations(control: Tag, reading: Reading) -> None:
    for tag in control.walk():
        if tag.name.lower() == "relation":
            reading.lines["relations", len(reading.relations)] = tag.line
            key = key_of(tag, reading)
            reading.relations.append(RelationType(key=key, title=tag.get("value")))


def read_question(
    control: Tag, reading: Reading, limits: tuple[str, ...], when: When | None
) -> None:
    question = replace(question_of(control, reading), when=when)
    if control.get("perRegion").lower() == "true":
        reading.lines["attributes", len(reading.attributes)] = control.line
        reading.attributes.append(Attribute(question=question, labels=limits))
    else:
        reading.lines["questions", len(reading.questions)] = control.line
        reading.questions.append(question)


def question_of(control: Tag, reading: Reading) -> Question:
    key = control.get("name")
    kind = control.name.lower()
    plain = Question(key=key, title=key, required=control.get("required").lower() == "true")
    if kind == "textarea":
        return replace(plain, kind=Kind.TEXT)
    if kind == "choices":
        several = control.get("choice") == "multiple"
        choices = tuple(
            choice_of(tag, reading) for tag in control.walk() if tag.name.lower() == "choice"
        )
        return replace(plain, kind=Kind.CHOICES if several else Kind.CHOICE, choices=choices)
    if kind == "rating":
        most = bound(control, "maxRating", reading) or 5.0
        return replace(plain, kind=Kind.NUMBER, level=Level.ORDINAL, minimum=1.0, maximum=most)
    return replace(
        plain,
        kind=Kind.NUMBER,
        level=Level.INTERVAL,
        minimum=bound(control, "min", reading),
        maximum=bound(control, "max", reading),
    )


def bound(control: Tag, name: str, reading: Reading) -> float | None:
    value = control.get(name)
    if not value:
        return None
    try:
        return float(value)
    except ValueError as error:
        raise reading.refuse(control, f"{name} must be a number, not '{value}'") from error


def choice_of(tag: Tag, reading: Reading) -> Choice:
    return Choice(
        key=key_of(tag, reading),
        title=tag.get("value"),
        hotkey=hotkey_of(tag),
        definition=tag.get("hint"),
    )
