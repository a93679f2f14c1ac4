"""A codebook made from a corpus: the labels, attributes, relations and questions it uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msgspec import structs

from annotator.corpora.corpus import Corpus, Relation, Work
from annotator.models import (
    Answer,
    Choice,
    Kind,
    Label,
    Level,
    Question,
    RelationType,
    Scheme,
    SpanAttribute,
)
from annotator.names import cut_name
from annotator.schemes import load_scheme
from annotator.schemes.consistency import TAKEN_NAMES, UNSAFE
from annotator.schemes.notes import is_note
from annotator.schemes.palette import colour_at
from annotator.schemes.writing import to_yaml

MOST_CHOICES = 60
LONGEST_CHOICE = 100  # characters; a longer answer was typed
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?", re.ASCII)
_NO_DEFINITION = "Taken from the corpus; no definition came with it."


@dataclass
class _Asked:
    """What was answered to one question, of which marks."""

    values: dict[str, None] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    several: bool = False


def made_scheme(corpus: Corpus, name: str, title: str) -> tuple[Scheme, Corpus]:
    """The codebook, and the corpus in its words.

    What a codebook's keys cannot hold is written otherwise: "sub-type" becomes sub_type.
    """
    work = (*corpus.work, *corpus.gold, *corpus.predictions)
    labels = sorted({span.label for one in work for span in one.spans})
    relations = sorted({relation.label for one in work for relation in one.relations} - {""})
    attributes, questions = _asked(work)
    keys = _Keys(
        labels=_distinct(labels, _safe_key),
        relations=_distinct(relations, _safe_key),
        names=_distinct([*attributes, *questions], _control_name, taken=TAKEN_NAMES),
    )
    scheme = Scheme(
        name=name,
        version="1",
        title=cut_name(title, 150),
        language="und",
        description="Made from an imported corpus.",
        source="The labels of an imported corpus, as they stand there.",
        labels=tuple(
            Label(keys.labels[one], keys.labels[one], _NO_DEFINITION, colour=colour_at(n))
            for n, one in enumerate(labels)
        ),
        attributes=tuple(
            SpanAttribute(
                _question(keys.names[f"a:{key}"], one), _limits(one.labels, labels, keys)
            )
            for key, one in _plain(attributes)
        ),
        relations=tuple(RelationType(keys.relations[one], keys.relations[one])
                        for one in relations),
        questions=tuple(_question(keys.names[f"q:{key}"], one) for key, one in _plain(questions)),
        granularity="symbol",
        alternatives=any(span.alternative_of for one in corpus.gold for span in one.spans),
    )  # fmt: skip
    if not scheme.labels and not scheme.questions:
        scheme = replace(scheme, labels=(Label("mark", "mark", _NO_DEFINITION,
                                               colour=colour_at(0)),))  # fmt: skip
    made = load_scheme(to_yaml(scheme), f"{name}.yaml")
    return made, _reworded(corpus, keys)


@dataclass(frozen=True)
class _Keys:
    """What each word of the corpus is called in the codebook."""

    labels: Mapping[str, str]
    relations: Mapping[str, str]
    names: Mapping[str, str]  # "a:" + an attribute, "q:" + a question


def _asked(work: Iterable[Work]) -> tuple[dict[str, _Asked], dict[str, _Asked]]:
    attributes: dict[str, _Asked] = defaultdict(_Asked)
    questions: dict[str, _Asked] = defaultdict(_Asked)
    for one in work:
        if not one.answers:
            continue
        label_of: dict[str, list[str]] = defaultdict(list)
        for span in one.spans:
            label_of[span.region].append(span.label)
        seen: set[tuple[str, str]] = set()
        for answer in one.answers:
            where, mark = (attributes, "a:") if answer.region else (questions, "q:")
            asked = where[mark + answer.question]
            asked.values[answer.value] = None
            asked.labels.update(label_of.get(answer.region, ()))
            asked.several |= (answer.region, answer.question) in seen
            seen.add((answer.region, answer.question))
    return dict(sorted(attributes.items())), dict(sorted(questions.items()))


def _plain(asked: Mapping[str, _Asked]) -> list[tuple[str, _Asked]]:
    return [(key[2:], one) for key, one in asked.items()]


def _question(key: str, asked: _Asked) -> Question:
    values = sorted(asked.values)
    if values == ["yes"]:
        values = ["yes", "no"]
    numbers = all(_NUMBER.fullmatch(value) for value in values)
    choosable = all(0 < len(one) <= LONGEST_CHOICE and one == _safe_key(one) for one in values)
    if 2 <= len(values) <= MOST_CHOICES and choosable and not is_note(key):
        if numbers and not asked.several and len({float(value) for value in values}) == len(values):
            ranked = sorted(values, key=float)
            choices = tuple(Choice(one, one, value=float(one)) for one in ranked)
            return Question(key, key, level=Level.ORDINAL, choices=choices)
        kind = Kind.CHOICES if asked.several else Kind.CHOICE
        return Question(key, key, kind, choices=tuple(Choice(one, one) for one in values))
    if numbers and not asked.several:
        return Question(key, key, Kind.NUMBER, Level.INTERVAL)
    return Question(key, key, Kind.TEXT)


def _limits(used: set[str], labels: Sequence[str], keys: _Keys) -> tuple[str, ...]:
    """The labels an attribute is asked of; () where it is all, or a key has a comma."""
    found = [keys.labels[one] for one in labels if one in used]
    if len(found) == len(labels) or any("," in one for one in found):
        return ()
    return tuple(found)


def _distinct(words: Sequence[str], make: object, taken: Iterable[str] = ()) -> dict[str, str]:
    found: dict[str, str] = {}
    used = set(taken)
    for word in words:
        new = plain = make(word)  # type: ignore[operator]
        number = 2
        while new in used:
            new = f"{plain[:36]}_{number}"
            number += 1
        used.add(new)
        found[word] = new
    return found


def _safe_key(word: str) -> str:
    """A label's, choice's or relation's key: one line of characters that can be seen.

    >>> _safe_key('Loaded "language"'), _safe_key("")
    ('Loaded _language_', 'unnamed')
    """
    return UNSAFE.sub("_", cut_name(word, 150)) or "unnamed"


def _control_name(word: str) -> str:
    """
    >>> _control_name("a:sub-type"), _control_name("q:2nd look")
    ('sub_type', 'q_2nd_look')
    """
    name = re.sub(r"[^A-Za-z0-9_]", "_", word[2:])[:38]
    return name if name[:1].isalpha() else f"{word[0]}_{name}"[:38]


def _reworded(corpus: Corpus, keys: _Keys) -> Corpus:
    words = (*keys.labels.items(), *keys.relations.items())
    if all(old == new for old, new in words) and all(
        old[2:] == new for old, new in keys.names.items()
    ):
        return corpus
    return replace(
        corpus,
        work=tuple(_reworded_work(one, keys) for one in corpus.work),
        gold=tuple(_reworded_work(one, keys) for one in corpus.gold),
        predictions=tuple(_reworded_work(one, keys) for one in corpus.predictions),
    )


def _reworded_work(work: Work, keys: _Keys) -> Work:
    return replace(
        work,
        spans=tuple(structs.replace(one, label=keys.labels[one.label]) for one in work.spans),
        answers=tuple(
            Answer(keys.names[("a:" if one.region else "q:") + one.question], one.value,
                   one.number, one.region)
            for one in work.answers
        ),
        relations=tuple(
            Relation(one.from_region, one.to_region, keys.relations.get(one.label, ""))
            for one in work.relations
        ),
    )  # fmt: skip
