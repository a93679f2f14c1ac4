"""The guideline as HTML for Label Studio: in full inside the labelling page, and in short as the
instruction a project shows.

The HTML has no blank lines and no `$`: Label Studio puts it through Markdown, where a blank line
ends an HTML block, and replaces `$word` by the task's data.
"""

from __future__ import annotations

import html

from annotator.models import Index, Kind, Label, Question, RelationType, Scheme
from annotator.schemes.conditions import conditions, ends
from annotator.schemes.indices import INDEX_SENTENCE

KEYS_HELP = (
    "Press a label's key, then mark the passage with the mouse.",
    "A new mark is selected, so the keys of its attributes answer them at once; "
    "a click on a mark selects it again.",
    "Esc (or u) unselects, Backspace deletes the selected mark, Ctrl+Z takes the last step back, "
    "Ctrl+Enter submits.",
)
RELATIONS_HELP = (
    "To join two marks, click on the first, press Alt+R and click on the second: the relation "
    "stands on the right, under Relations. Where several could be meant, press … beside it to say "
    "which."
)


def escaped(text: str) -> str:
    """
    >>> escaped("a < b,\\n\\n $5")
    'a &lt; b, &#36;5'
    """
    return html.escape(" ".join(text.split()), quote=False).replace("$", "&#36;")


def paragraphs(text: str) -> str:
    """Plain paragraphs (blank line between) as `<p>` elements."""
    return "".join(f"<p>{escaped(part)}</p>" for part in text.split("\n\n") if part.strip())


def key_cap(hotkey: str) -> str:
    return f"<b>[{escaped(hotkey)}]</b> " if hotkey else ""


def label_line(label: Label) -> str:
    return f"{key_cap(label.hotkey)}<b>{escaped(label.title)}</b>: {escaped(label.definition)}"


def label_entry(label: Label) -> str:
    """One label with everything the codebook says about it."""
    lines = [
        f"<p>{key_cap(label.hotkey)}<b>{escaped(label.title)}</b>: {escaped(label.definition)}"
    ]
    if label.when:
        lines.append(f"<br><i>When:</i> {escaped(label.when)}")
    if label.when_not:
        lines.append(f"<br><i>When not:</i> {escaped(label.when_not)}")
    lines.extend(f"<br><i>Example:</i> {escaped(example)}" for example in label.examples)
    if label.counter_example:
        lines.append(f"<br><i>Not this:</i> {escaped(label.counter_example)}")
    return "".join(lines) + "</p>"


def question_entry(question: Question, scheme: Scheme) -> str:
    """One question with what limits it, and its choices."""
    limits = "".join(f" ({escaped(one)})" for one in conditions(scheme, question))
    lines = [f"<p><b>{escaped(question.title)}</b>{limits}"]
    if question.help:
        lines.append(f": {escaped(question.help)}")
    if question.choices_from:
        return "".join(lines) + "<br>Every label; several answers are possible.</p>"
    for choice in question.choices:
        definition = f": {escaped(choice.definition)}" if choice.definition else ""
        lines.append(f"<br>{key_cap(choice.hotkey)}{escaped(choice.title)}{definition}")
    if question.kind is Kind.CHOICES:
        lines.append("<br>Several answers are possible.")
    if question.required:
        lines.append("<br>An answer is required.")
    return "".join(lines) + "</p>"


def index_entry(index: Index, scheme: Scheme) -> str:
    """One index with the questions it is made of."""
    titles = {question.key: question.title for question in scheme.questions}
    items = "".join(f"<br>{escaped(titles[item])}" for item in index.items)
    said = f": {escaped(index.help)}" if index.help else ""
    return f"<p><b>{escaped(index.title)}</b>{said}{items}</p>"


def relation_entry(relation: RelationType, scheme: Scheme) -> str:
    """One relation with the marks that it joins."""
    said = f": {escaped(relation.definition)}" if relation.definition else ""
    return f"<p><b>{escaped(relation.title)}</b> ({escaped(ends(scheme, relation))}){said}</p>"


def keys_help(scheme: Scheme) -> tuple[str, ...]:
    return (*KEYS_HELP, RELATIONS_HELP) if scheme.relations else KEYS_HELP


def guideline_html(scheme: Scheme) -> str:
    """The whole guideline: text, labels, attributes, questions, indices, keys."""
    parts = [paragraphs(scheme.description), paragraphs(scheme.guideline)]
    if scheme.labels:
        parts += ["<h4>Labels</h4>", *map(label_entry, scheme.labels)]
    if scheme.attributes:
        parts.append("<h4>Asked of a marked passage</h4>")
        parts += [question_entry(attribute.question, scheme) for attribute in scheme.attributes]
    if scheme.relations:
        parts.append("<h4>Relations</h4>")
        parts += [relation_entry(relation, scheme) for relation in scheme.relations]
    if scheme.questions:
        parts.append("<h4>Asked of the whole article</h4>")
        parts += [question_entry(question, scheme) for question in scheme.questions]
    if scheme.indices:
        parts += [f"<h4>Indices</h4><p>{escaped(INDEX_SENTENCE)}</p>",
                  *(index_entry(one, scheme) for one in scheme.indices)]  # fmt: skip
    parts += ["<h4>Keys</h4>", *(f"<p>{escaped(line)}</p>" for line in keys_help(scheme))]
    return "".join(parts)


def instruction_html(scheme: Scheme) -> str:
    """The instruction a Label Studio project shows: each label in one line, and the keys."""
    entries = "".join(f"<li>{label_line(label)}</li>" for label in scheme.labels)
    questions = ", ".join(escaped(question.title) for question in scheme.questions)
    return "".join(
        (
            f"<h3>{escaped(scheme.title)}</h3>",
            paragraphs(scheme.description),
            f"<ul>{entries}</ul>" if entries else "",
            f"<p>At the end, for the whole article: {questions}.</p>" if questions else "",
            *(f"<p>{escaped(line)}</p>" for line in keys_help(scheme)),
            "<p>The full guideline stands above the article, under <i>Guideline</i>.</p>",
        )
    )
