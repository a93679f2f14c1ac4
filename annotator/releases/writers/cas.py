"""UIMA CAS as INCEpTION has it: marks, links between them, answers; written as XMI or JSON.

Types: `webanno.custom.Mark` (a mark; one feature a question asked of it), `webanno.custom.Link`
(Governor -> Dependent), `webanno.custom.Article` (one feature a question about the article), and
DKPro's Sentence and Token, without which INCEpTION shows no text. Offsets are UTF-16 code units.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.releases.tally import Tally
from annotator.releases.writers.places import (
    SECOND,
    answers_by_region,
    lines_of_sentences,
    split_tokens,
    utf16_places,
)

__all__ = [
    "ARTICLE", "BASE", "LINK", "MARK", "Cas", "Feature", "Types", "cas_of", "feature_name",
    "types_of",
]  # fmt: skip

MARK, LINK, ARTICLE = "webanno.custom.Mark", "webanno.custom.Link", "webanno.custom.Article"
SEGMENTS = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
BASE, SPAN = "uima.cas.AnnotationBase", "uima.tcas.Annotation"
DOCUMENT = "uima.tcas.DocumentAnnotation"
STRING = "uima.cas.String"
# What readers of a CAS, ours among them, take for something else than an answer.
RESERVED = ("label", "begin", "end", "sofa", "order", "uiOrder", "next", "Governor", "Dependent")
OF_NO_MARK = ("target", "first")  # the same, where it stands for itself
_NO_NAME = re.compile(r"[^A-Za-z0-9_]")
Types = dict[str, tuple[str, dict[str, str]]]  # type -> what it extends, its features -> range


@dataclass
class Feature:
    """A feature structure: `values` are strings and numbers, `links` other ones by number."""

    number: int
    type: str
    values: dict[str, str | int] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)


@dataclass
class Cas:
    """One annotator's work on one article; number 1 is the text itself."""

    text: str
    language: str
    features: list[Feature] = field(default_factory=list)

    def add(
        self, kind: str, values: dict[str, str | int], links: dict[str, int] | None = None
    ) -> int:
        number = len(self.features) + 2
        self.features.append(Feature(number, kind, values, links or {}))
        return number


def feature_name(question: str, kind: str = MARK) -> str:
    """A name that UIMA takes, of a feature of a mark or of the article.

    >>> feature_name("voice"), feature_name("how sure?"), feature_name("2nd"), feature_name("end")
    ('voice', 'how_sure_', '_2nd', 'end_')
    """
    name = _NO_NAME.sub("_", question) or "_"
    name = f"_{name}" if name[0].isdecimal() else name
    taken = RESERVED if kind == MARK else (*RESERVED, *OF_NO_MARK)
    return f"{name}_" if name in taken else name


def types_of(corpus: Corpus) -> Types:
    """Every type with the features that some work needs."""
    asked: dict[str, dict[str, str]] = {MARK: {"label": STRING}, ARTICLE: {}}
    for work in (*corpus.work, *corpus.gold):
        for answer in work.answers:
            kind = MARK if answer.region else ARTICLE
            asked[kind][feature_name(answer.question, kind)] = STRING
    return {
        f"{SEGMENTS}.Sentence": (SPAN, {}),
        f"{SEGMENTS}.Token": (SPAN, {}),
        MARK: (SPAN, dict(sorted(asked[MARK].items()))),
        LINK: (SPAN, {"label": STRING, "Governor": MARK, "Dependent": MARK}),
        ARTICLE: (BASE, dict(sorted(asked[ARTICLE].items()))),
    }


def cas_of(document: Document, work: Work, tally: Tally) -> Cas:
    """The work as features, and what they cannot hold counted."""
    text = document.article.text
    place = utf16_places(text)
    cas = Cas(text, document.article.language or "x-unspecified")
    cas.add(DOCUMENT, {"begin": 0, "end": place[len(text)], "language": cas.language})
    edges = {end for span in work.spans for pair in span.fragments for end in pair}
    for start, end in lines_of_sentences(text):
        cas.add(f"{SEGMENTS}.Sentence", {"begin": place[start], "end": place[end]})
        for first, last in split_tokens(text, start, end, edges):
            cas.add(f"{SEGMENTS}.Token", {"begin": place[first], "end": place[last]})
    given = answers_by_region(work)
    marks: dict[str, int] = {}
    ends: dict[str, dict[str, str | int]] = {}
    for span in work.spans:
        tally.lose("discontinuous marks", "a mark each piece", int(len(span.fragments) > 1))
        tally.lose(*SECOND, int(span.region in marks))
        for start, end in span.fragments:
            where: dict[str, str | int] = {"begin": place[start], "end": place[end]}
            answers = _answers(given[span.region], MARK, tally) if span.region not in marks else {}
            number = cas.add(MARK, {**where, "label": span.label, **answers})
            marks.setdefault(span.region, number)
            ends.setdefault(span.region, where)
    for relation in work.relations:
        if relation.from_region not in marks or relation.to_region not in marks:
            tally.lose("relations of marks that are not there", "left out")
            continue
        links = {"Governor": marks[relation.from_region], "Dependent": marks[relation.to_region]}
        cas.add(LINK, {**ends[relation.to_region], "label": relation.label}, links)
    if answers := _answers(given[""], ARTICLE, tally):
        cas.add(ARTICLE, answers)
    return cas


def _answers(given: Mapping[str, list[str]], kind: str, tally: Tally) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for question, values in given.items():
        name = feature_name(question, kind)
        tally.lose("questions whose names UIMA does not take", "with _ in the name",
                   int(name != question))  # fmt: skip
        tally.lose("several choices as an answer", "joined by |", int(len(values) > 1))
        found[name] = "|".join(values)
    return found
