"""The form in which a passage is decided: what it shows, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from annotator.adjudication import Given, Mark, Rule
from annotator.adjudication.answers import settle_answers
from annotator.errors import StudyError
from annotator.models import Kind, Question, Scheme
from annotator.store.adjudication import GoldSpanRecord, NewGoldSpan
from annotator.workflow.adjudication.allowed import unknown_answer
from annotator.workflow.adjudication.deciding_answers import AskedQuestion
from annotator.workflow.adjudication.gold_values import Values, given_of, values_of
from annotator.workflow.adjudication.passages import Passage, Variant

__all__ = ["OPEN", "OWN", "Option", "asked_of_article", "options_of", "own_option", "read_golds"]

OWN = "own"  # the option of a mark that nobody made
OPEN = "?"  # an attribute that is left open


@dataclass(frozen=True)
class Asked:
    """An attribute of an option, or a question about the article: what is chosen, and who said
    what. `labels`: of which it is asked; empty: of all."""

    question: Question
    chosen: tuple[str, ...]
    is_open: bool
    said: tuple[tuple[str, str], ...]  # letter and answer
    labels: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Option:
    """A mark that can become gold; `number` names its fields in the form."""

    number: str
    label: str
    start: int
    end: int
    text: str
    letters: tuple[str, ...]
    accepted: bool
    attributes: tuple[Asked, ...]
    people: int = 0
    alternative: bool = False
    fresh: tuple[str, ...] = ()  # whose marks came or changed since an earlier decision

    @property
    def said(self) -> list[Asked]:
        """The attributes that somebody answered."""
        return [one for one in self.attributes if one.said]


def options_of(
    passage: Passage,
    text: str,
    scheme: Scheme,
    letters: Mapping[int, str],
    golds: Sequence[GoldSpanRecord],
    form: MultiDict[str, str] | None,
) -> list[Option]:
    """What can be accepted: the marks people made, gold that stands, and a mark of one's own."""
    variants = list(passage.variants)
    known = {one.place for one in variants}
    inside = [one for one in golds if one.start < passage.end and passage.start < one.end]
    variants += [Variant(*gold.place, ()) for gold in inside if gold.place not in known]
    standing = {gold.place: gold for gold in inside}
    options = [
        _option(str(number), one, text, scheme, letters, standing.get(one.place), form)
        for number, one in enumerate(variants, start=1)
    ]
    if len(passage.open_marks) < len(passage.marks):
        options = [
            replace(
                option,
                fresh=tuple(
                    sorted(
                        letters[mark.revision] for mark in one.marks if mark in passage.open_marks
                    )
                ),
            )
            for option, one in zip(options, variants, strict=True)
        ]
    own = Variant(passage.labels[0], passage.start, passage.end, ())
    return [*options, _option(OWN, own, text, scheme, letters, None, form)]


def own_option(scheme: Scheme, form: MultiDict[str, str] | None = None) -> Option:
    """A mark that nobody made, anywhere in an article."""
    return _option(OWN, Variant(scheme.labels[0].key, 0, 0, ()), "", scheme, {}, None, form)


def asked_of_article(
    questions: Sequence[AskedQuestion],
    letters: Mapping[int, str],
    gold: Mapping[str, Sequence[str]],
    form: MultiDict[str, str] | None = None,
) -> list[Asked]:
    """Questions about the article, with everybody's answers side by side; `form`: the answer to
    one of them that could not be kept."""
    sent = {form["question"]: form.getlist("value")} if form and "question" in form else {}
    return [
        Asked(
            one.question,
            tuple(sent.get(one.question.key) or _likely(one, gold.get(one.question.key, ()))),
            one.is_open,
            tuple(
                sorted(
                    (letters[revision], ", ".join(_title(one.question, v) for v, _ in given) or "–")
                    for revision, given in one.answers
                )
            ),
            reason=form["reason"] if form and one.question.key in sent else "",
        )
        for one in questions
    ]


def _likely(one: AskedQuestion, gold: Sequence[str]) -> Sequence[str]:
    """What the form begins with: the gold, or before there is any what most said."""
    if gold or not one.is_open:
        return gold
    answers = [given for _, given in one.answers]
    found = settle_answers(one.question, answers, Rule("majority"))
    return [value for value, _ in found or ()]


def read_golds(form: MultiDict[str, str], text: str, scheme: Scheme) -> tuple[NewGoldSpan, ...]:
    """The gold that was sent. Raises StudyError when it cannot be read."""
    golds: list[NewGoldSpan] = []
    alternatives = set(form.getlist("alternative"))
    for number in form.getlist("accept"):
        label = form.get(f"label-{number}", "")
        try:
            start, end = int(form[f"start-{number}"]), int(form[f"end-{number}"])
        except (KeyError, ValueError):
            raise StudyError("The ends of a mark must be whole numbers.") from None
        attributes, open_ = _attributes(form, number, label, scheme)
        first = golds[0] if golds and number in alternatives else None
        other = (first.label, first.start, first.end) if first else None
        golds.append(NewGoldSpan(label, start, end, text[start:end], attributes, open_, other))
    return tuple(golds)


def _attributes(
    form: MultiDict[str, str], number: str, label: str, scheme: Scheme
) -> tuple[Values, tuple[str, ...]]:
    found: list[tuple[str, Given]] = []
    left: list[str] = []
    for attribute in scheme.attributes:
        question = attribute.question
        if attribute.labels and label not in attribute.labels:
            continue
        sent = [one for one in form.getlist(f"{question.key}-{number}") if one]
        if OPEN in sent:
            left.append(question.key)
            continue
        if unknown := unknown_answer(question.key, question, sent):
            raise StudyError(
                f"{question.title}: {unknown} is not among the answers that the codebook allows."
            )
        found.append((question.key, given_of(question, sent)))
    return values_of(found), tuple(left)


def _option(
    number: str,
    variant: Variant,
    text: str,
    scheme: Scheme,
    letters: Mapping[int, str],
    gold: GoldSpanRecord | None,
    form: MultiDict[str, str] | None,
) -> Option:
    label, start, end, accepted = variant.label, variant.start, variant.end, gold is not None
    if form is not None:
        label = form.get(f"label-{number}", label)
        start = form.get(f"start-{number}", start, type=int)
        end = form.get(f"end-{number}", end, type=int)
        accepted = number in form.getlist("accept")
    asked = tuple(
        replace(
            _asked(attribute.question, number, variant.marks, letters, gold, form),
            labels=attribute.labels,
        )
        for attribute in scheme.attributes
    )
    people = tuple(sorted({letters[one] for one in variant.people}))
    alternative = form is None and gold is not None and gold.alternative_of is not None
    return Option(
        number, label, start, end, text[start:end], people, accepted, asked,
        len(variant.people), alternative,
    )  # fmt: skip


def _asked(
    question: Question,
    number: str,
    marks: Sequence[Mark],
    letters: Mapping[int, str],
    gold: GoldSpanRecord | None,
    form: MultiDict[str, str] | None,
) -> Asked:
    given = [(letters[mark.revision], mark.answer(question.key)) for mark in marks]
    said = tuple(
        (letter, ", ".join(_title(question, value) for value, _ in answer))
        for letter, answer in sorted(given)
        if answer
    )
    if form is not None:
        sent = tuple(one for one in form.getlist(f"{question.key}-{number}") if one)
        return Asked(question, tuple(one for one in sent if one != OPEN), OPEN in sent, said)
    if gold is not None:
        kept = gold.attributes.get(question.key, [])
        values = tuple([kept] if isinstance(kept, str) else kept)
        return Asked(question, values, question.key in gold.open_attributes, said)
    answers = [answer for _, answer in given]
    found = settle_answers(question, answers, Rule("majority")) if answers else ()
    is_open = found is None and question.kind is not Kind.TEXT
    return Asked(question, tuple(value for value, _ in found or ()), is_open, said)


def _title(question: Question, value: str) -> str:
    return {one.key: one.title for one in question.choices}.get(value, value)
