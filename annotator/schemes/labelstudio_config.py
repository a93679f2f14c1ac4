"""A `Scheme` becomes a Label Studio labelling config.

What is stored is always a key: labels and choices show their title (`value`) and answer with their
key (`alias`). The control of the spans is called "label", that of the article "text"; attributes
and questions carry their own key as name. Attributes are asked per region, only while a region
with one of their labels is selected.
"""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotator.models import Choice, Kind, Label, Question, Scheme, SpanAttribute
from annotator.schemes.guideline_html import guideline_html
from annotator.schemes.hotkeys import UNREACHABLE

# Above this many choices a question is a drop-down list.
LONGEST_LIST = 7
# Up to this many choices stand in one row.
SHORT_ROW = 3
# Up to this many choices without a hotkey get a letter from Label Studio.
MOST_LETTERS = 15
# Above this many labels they stand beside the article instead of above it.
WIDEST_BAR = 10
SMALL = "font-size: 14px; line-height: 1.3; font-weight: 600; margin: 6px 0 2px"

STYLE = """
.annotator-columns { display: flex; gap: 16px; align-items: flex-start; margin-top: 8px; }
.annotator-article { flex: 1 1 auto; min-width: 0; }
.annotator-article .lsf-richtext__line { line-height: 1.6; }
.annotator-side { flex: 0 0 280px; position: sticky; top: 0; }
.annotator-side { max-height: calc(100vh - 120px); overflow: auto; }
.annotator-labels { background: var(--color-neutral-background, #fff); }
.annotator-article .annotator-labels { position: sticky; top: 0; z-index: 5; padding: 4px 0; }
.annotator-labels .lsf-label { font-size: 14px; }
.annotator-side .annotator-labels { margin-bottom: 10px; }
.annotator-side .lsf-labels { margin: 0; }
.annotator-side .lsf-label { font-size: 13px; height: 22px; margin: 0 4px 3px 0; }
.annotator-asked { padding: 6px 10px 8px; margin-bottom: 10px; }
.annotator-asked { border: 1px solid #8886; border-radius: 6px; }
.annotator-asked .lsf-choices { margin: 0; }
.annotator-asked .lsf-choice__item { margin: 0 8px 0 0; padding: 1px 0; }
.annotator-asked .ant-checkbox-wrapper { font-size: 13px; line-height: 1.5; }
.annotator-asked .ant-form-item { margin-bottom: 0; }
.annotator-guideline { max-height: 55vh; overflow: auto; }
.annotator-guideline p { font-size: 15px; margin: 0 0 8px; }
"""


def to_xml(scheme: Scheme) -> str:
    """The labelling config. It needs the task data `text`, `title` and `byline`."""
    root = Element("View")
    SubElement(root, "Style").text = STYLE
    SubElement(root, "Header", value="$title", size="3", style="margin: 0 0 4px")
    SubElement(root, "Header", value="$byline", size="5", style="margin: 0 0 8px; opacity: 0.75")
    add_guideline(root, scheme)
    columns = SubElement(root, "View", className="annotator-columns")
    article = SubElement(columns, "View", className="annotator-article")
    beside = len(scheme.labels) > WIDEST_BAR
    if scheme.labels and not beside:
        add_labels(article, scheme)
    SubElement(article, "Text", name="text", value="$text", granularity=scheme.granularity)
    if beside or scheme.attributes or scheme.questions:
        side = SubElement(columns, "View", className="annotator-side")
        if beside:
            add_labels(side, scheme)
        add_attributes(side, scheme.attributes)
        add_questions(side, scheme.questions)
    leave_letters_free(root)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def leave_letters_free(root: Element) -> None:
    """Label Studio gives every choice without a hotkey a letter of its own. Where there are more
    such choices than letters nobody could learn them, and a stray key would answer something."""
    plain = [choice for choice in root.iter("Choice") if choice.get("hotkey") is None]
    if len(plain) > MOST_LETTERS:
        for choice in plain:
            choice.set("hotkey", UNREACHABLE)


def add_guideline(parent: Element, scheme: Scheme) -> None:
    """The guideline, closed until its heading is clicked."""
    panel = SubElement(SubElement(parent, "Collapse"), "Panel", value="Guideline")
    box = SubElement(panel, "View", className="annotator-guideline")
    SubElement(box, "Markdown", value=guideline_html(scheme))


def add_labels(parent: Element, scheme: Scheme) -> None:
    box = SubElement(parent, "View", className="annotator-labels")
    labels = SubElement(box, "Labels", name="label", toName="text", showInline="true")
    for group, members in groupby(scheme.labels, key=lambda label: label.group):
        place = SubElement(labels, "View") if group else labels
        if group:
            SubElement(place, "Header", value=group, size="5", style=SMALL)
        for label in members:
            add_label(place, label)
    if scheme.relations:
        relations = SubElement(box, "Relations")
        for relation in scheme.relations:
            SubElement(relations, "Relation", value=relation.key)


def add_label(parent: Element, label: Label) -> None:
    element = SubElement(
        parent,
        "Label",
        value=label.title,
        alias=label.key,
        background=label.colour,
        hint=label.definition,
    )
    if label.hotkey:
        element.set("hotkey", label.hotkey)
    if label.granularity:
        element.set("granularity", label.granularity)


def add_attributes(parent: Element, attributes: tuple[SpanAttribute, ...]) -> None:
    if not attributes:
        return
    box = SubElement(
        parent,
        "View",
        className="annotator-asked",
        visibleWhen="region-selected",
        whenTagName="label",
    )
    limits = [set(attribute.labels) for attribute in attributes]
    if all(limits):
        box.set("whenLabelValue", ",".join(sorted(set().union(*limits))))
    SubElement(box, "Header", value="The selected mark", size="5", style="margin: 0")
    for attribute in attributes:
        place = box
        extra = {"perRegion": "true"}
        if attribute.labels:
            limit = {"whenLabelValue": ",".join(attribute.labels)}
            place = SubElement(box, "View", {"visibleWhen": "region-selected", **limit})
            extra |= limit
        add_question(place, attribute.question, extra)


def add_questions(parent: Element, questions: tuple[Question, ...]) -> None:
    if not questions:
        return
    box = SubElement(parent, "View", className="annotator-asked")
    SubElement(box, "Header", value="The whole article", size="5", style="margin: 0")
    for question in questions:
        add_question(box, question, {})


def add_question(parent: Element, question: Question, extra: dict[str, str]) -> None:
    if question.when is not None:
        parent = SubElement(
            parent,
            "View",
            visibleWhen="choice-selected",
            whenTagName=question.when.question,
            whenChoiceValue=",".join(question.when.choices),
        )
    SubElement(parent, "Header", value=question.title, size="5", style=SMALL)
    settings = {"name": question.key, "toName": "text", **extra}
    if question.required:
        settings |= {
            "required": "true",
            "requiredMessage": f"Please answer “{question.title}” before you submit.",
        }
    if question.kind is Kind.TEXT:
        SubElement(parent, "TextArea", settings, rows="1", maxSubmissions="1", editable="true")
    elif question.kind is Kind.NUMBER:
        number = SubElement(parent, "Number", settings, hotkey=UNREACHABLE)
        for side, bound in (("min", question.minimum), ("max", question.maximum)):
            if bound is not None:
                number.set(side, f"{bound:g}")
    else:
        add_choices(parent, question, settings)


def add_choices(parent: Element, question: Question, settings: dict[str, str]) -> None:
    several = question.kind is Kind.CHOICES
    long = len(question.choices) > LONGEST_LIST
    choices = SubElement(
        parent,
        "Choices",
        settings,
        choice="multiple" if several else "single",
        layout="select" if long and not several else layout_of(question),
    )
    for choice in question.choices:
        add_choice(choices, choice, unseen=long and not several)


def layout_of(question: Question) -> str:
    """Few short choices stand in a row, a scale below one another."""
    return "inline" if len(question.choices) <= SHORT_ROW else "vertical"


def add_choice(parent: Element, choice: Choice, *, unseen: bool) -> None:
    element = SubElement(parent, "Choice", value=choice.title, alias=choice.key)
    if choice.definition:
        element.set("hint", choice.definition)
    if choice.hotkey or unseen:
        element.set("hotkey", choice.hotkey or UNREACHABLE)
