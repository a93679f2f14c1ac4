"""The values that travel between modules: frozen, without input or output.

Offsets are Unicode code points into `Article.text`, start included, end excluded, everywhere.
Ids are the integers of the store; a value that is not stored yet has no id, so values that exist
before storing (`Article`, `Span`, `Answer`, `Relation`, `Annotation`) carry none.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from enum import Enum


def normalise(text: str) -> str:
    """Unicode NFC with `\\n` line ends: what an article's text is, once and for ever.

    >>> normalise("cafe\\u0301\\r\\nbar\\r")
    'café\\nbar\\n'
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_sha256(text: str) -> str:
    """The hash that decides whether two texts are one article."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --------------------------------------------------------------------------- articles


@dataclass(frozen=True)
class Article:
    """A news article as it is stored. `text` is normalised (see `normalise`)."""

    title: str
    text: str
    author: str = ""
    published: str = ""  # ISO 8601 date, or "" when unknown
    outlet: str = ""
    url: str = ""
    language: str = ""  # BCP 47, or ""
    source_name: str = ""  # the file or feed it came from, for people; never a path
    removed: tuple[str, ...] = ()  # passages a reader cut (share bars, captions), in order
    standfirst: str = ""  # the passage of `text` that stood between headline and body, or ""
    remarks: tuple[str, ...] = ()  # what a reader guessed, changed or left out, for people
    date_found: str = ""  # how `published` was found, for people

    @property
    def sha256(self) -> str:
        return text_sha256(self.text)


@dataclass(frozen=True)
class Doubt:
    """What only a person can say about a file.

    "columns": which of `choices` holds which field; `examples` are what each holds first.
    "dates": whether day or month comes first in dates such as `examples`.
    "encoding": which of `choices`; `examples` are the same line as each reads it.
    """

    kind: str
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A file (or a row of one) that could not become an article, and why."""

    source_name: str
    reason: str
    doubt: Doubt | None = None  # settled, it would be readable


# --------------------------------------------------------------------------- schemes


class Level(str, Enum):
    """Level of measurement of a question."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Kind(str, Enum):
    """How a question is answered."""

    CHOICE = "choice"  # exactly one of `choices`
    CHOICES = "choices"  # any number of `choices`
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Choice:
    key: str  # what is stored and exported
    title: str  # what a person reads
    value: float | None = None  # its number, for ordinal and interval questions
    hotkey: str = ""
    definition: str = ""


@dataclass(frozen=True)
class When:
    """A question is asked only while another one is answered with one of these choices."""

    question: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """An article-level question, or (as `SpanAttribute.question`) an attribute of a span."""

    key: str
    title: str
    kind: Kind = Kind.CHOICE
    level: Level = Level.NOMINAL
    choices: tuple[Choice, ...] = ()
    required: bool = False
    help: str = ""
    minimum: float | None = None  # bounds of a `Kind.NUMBER` answer, both included
    maximum: float | None = None
    when: When | None = None
    choices_from: str = ""  # "labels": its choices are the codebook's labels


@dataclass(frozen=True)
class SpanAttribute:
    """A question asked of a marked span; `labels` empty means: of every label."""

    question: Question
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Label:
    key: str  # what is stored and exported, e.g. "loaded_language" or "Loaded_Language"
    title: str
    definition: str
    when: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    counter_example: str = ""
    hotkey: str = ""
    colour: str = "#777777"
    group: str = ""
    granularity: str = ""  # "symbol", "word" or "sentence"; "" means the scheme's


@dataclass(frozen=True)
class RelationType:
    key: str
    title: str
    from_labels: tuple[str, ...] = ()
    to_labels: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Index:
    """A number made of several answers: the mean of the numbers of the questions it names."""

    key: str
    title: str
    items: tuple[str, ...]  # keys of questions whose choices have numbers
    help: str = ""


@dataclass(frozen=True)
class Scheme:
    """A codebook: what may be marked and asked, with the guideline. See `annotator.schemes`."""

    name: str
    version: str
    title: str
    language: str
    description: str
    source: str
    labels: tuple[Label, ...]
    attributes: tuple[SpanAttribute, ...] = ()
    relations: tuple[RelationType, ...] = ()
    questions: tuple[Question, ...] = ()
    indices: tuple[Index, ...] = ()
    guideline: str = ""  # Markdown-free plain paragraphs, blank line between
    published: tuple[str, ...] = ()  # published agreement values, each a sentence with its source
    unit: str = "span"  # "span" or "sentence"
    granularity: str = "word"  # what a mark snaps to: "symbol", "word" or "sentence"
    alternatives: bool = False  # whether adjudicators may keep two marks as equally acceptable
    yaml: str = ""  # the source text it was read from

    @property
    def label_keys(self) -> tuple[str, ...]:
        return tuple(label.key for label in self.labels)


# --------------------------------------------------------------------------- annotations


class State(str, Enum):
    """What an annotator has made of an assignment."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"  # a draft exists, nothing submitted
    POSTPONED = "postponed"  # a draft put off for later
    SUBMITTED = "submitted"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Span:
    """A marked passage: trimmed offsets for comparing, raw ones as the annotator left them."""

    region: str  # Label Studio's region id; unique within one annotation only
    label: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    text: str  # cut by us from the article: article.text[start:end]


@dataclass(frozen=True)
class Answer:
    """One answer to a question; several rows when several choices are allowed.

    `region` names the span it belongs to, or is "" for an article question.
    """

    question: str
    value: str
    number: float | None = None
    region: str = ""


@dataclass(frozen=True)
class Relation:
    from_region: str
    to_region: str
    label: str = ""


@dataclass(frozen=True)
class Problem:
    """Something in an annotation that we could not take; the raw JSON is always kept."""

    kind: str  # a short word: "offset", "label", "question", "relation", "format"
    message: str


@dataclass(frozen=True)
class Annotation:
    """One annotator's work on one article, read from Label Studio's JSON."""

    labelstudio_id: int
    task_id: int
    state: State  # SUBMITTED or SKIPPED
    updated_at: str
    created_at: str
    lead_time: float | None
    spans: tuple[Span, ...]
    answers: tuple[Answer, ...]
    relations: tuple[Relation, ...]
    problems: tuple[Problem, ...] = ()
    unique_id: str = ""
    raw: str = field(default="", repr=False)  # the JSON as it came
