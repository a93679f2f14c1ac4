"""UIMA's CAS: a text and feature structures about it, whatever file they came from.

Offsets are UTF-16 code units. A feature structure with `begin` and `end` is a mark, one with
`Governor` and `Dependent` a relation, one without either (of a custom type) says something about
the document. A mark's label is its feature `label` or `value`, its only feature, or its type's
name; its other features are answers, those that name other marks (slots with their roles, the next
link of a chain) relations. What DKPro's tools annotate (tokens, parts of speech, ...) is counted
and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.corpora.building import OpenWork
from annotator.corpora.offsets import code_points_of_utf16

_MACHINES = ("segmentation.", "lexmorph.", "syntax.", "metadata.", "morph.", "transform.")
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_QUIET = ("segmentation.", "metadata.")  # every document has them; no need to say so
_INNER = ("uima.", "de.tudarmstadt.ukp.clarin.webanno.api.type.",
          "de.tudarmstadt.ukp.inception.")  # fmt: skip
_WORDS = ("Token", "Sentence")  # of whichever tool, where nobody gave them a label
_CUSTOM = "webanno.custom."  # what people made in WebAnno and INCEpTION
_PLAIN = "uima.tcas.Annotation"  # a mark of no kind and without a label
ENDS = ("Governor", "Dependent")
TARGET, NEXT, FIRST = "target", "next", "first"  # of a slot's link; of a chain's links
LABELS = ("label", "value", "referenceType")
CHAINED = "referenceRelation"  # what a link of a chain is to the next
_PLACES = {"begin", "end", "sofa", "uiOrder", "order"}


@dataclass
class Structure:
    """A feature structure: what it says in words and numbers (`several` of one feature, where it
    is a list), and which others it names: one by `links`, several by `groups`."""

    id: str
    type: str
    line: int = 0
    values: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_mark(self) -> bool:
        return "begin" in self.values and "end" in self.values

    @property
    def is_part(self) -> bool:
        """Of a mark's slots, or the head of a chain: what it says is said with its marks."""
        return not self.is_mark and (TARGET in self.links or FIRST in self.links)


@dataclass
class Cas:
    text: str
    structures: list[Structure]
    others: dict[str, int] = field(default_factory=dict)  # view -> what is on its text

    @property
    def language(self) -> str:
        """Of the text; "" where none is named, as UIMA's `x-unspecified`."""
        named = (one.values.get("language", "") for one in self.structures
                 if short(one.type) in ("DocumentAnnotation", "DocumentMetaData"))  # fmt: skip
        found = next(filter(None, named), "")
        return "" if found == "x-unspecified" else found


def short(name: str) -> str:
    return name.rpartition(".")[2]


def is_linguistic(kind: str) -> bool:
    """Whether a type is one of DKPro's for what its tools find: words, their kinds, ..."""
    return kind.startswith(_DKPRO) and kind.removeprefix(_DKPRO).startswith(_MACHINES)


def _is_words(kind: str, features: set[str]) -> bool:
    """Whether a type is a tool's for words and sentences."""
    is_tools = short(kind) in _WORDS and not kind.startswith((_DKPRO, _CUSTOM))
    return is_tools and features.isdisjoint(LABELS)


def is_quiet(kind: str) -> bool:
    return kind.removeprefix(_DKPRO).startswith(_QUIET)


def take_cas(work: OpenWork, cas: Cas) -> None:
    """Put what is in a CAS into somebody's work."""
    work.place = code_points_of_utf16(cas.text)
    features: dict[str, set[str]] = {}
    for one in cas.structures:
        found = features.setdefault(one.type, set())
        found |= set(one.values) - _PLACES
    left: Counter[str] = Counter()
    relations = []
    for one in cas.structures:
        if one.type == _PLAIN:
            left[short(one.type)] += 1
        elif one.type.startswith(_INNER):
            continue
        elif is_linguistic(one.type) or _is_words(one.type, features[one.type]):
            if not is_quiet(one.type):
                left[short(one.type)] += 1
        elif all(end in one.links for end in ENDS):
            relations.append(one)
        elif one.is_mark:
            _mark(work, one, features[one.type])
        elif "begin" in one.values or "end" in one.values:
            work.lose(
                f"a mark of {short(one.type)} without its begin or end was left out", one.line
            )
        elif not one.is_part:
            for question, value in (*one.values.items(), *one.several.items()):
                work.answer(question, value, line=one.line)
    _slots(work, cas.structures)
    _relations(work, relations)
    for layer, count in sorted(left.items()):
        work.lose(f"{count} annotations of the layer {layer} are no marks; left out")
    for view, count in cas.others.items():
        if count:
            work.lose(f"the view {view!r} is not of the text read; its {count} annotations were "
                      "left out")  # fmt: skip


def _relations(work: OpenWork, relations: Sequence[Structure]) -> None:
    unheld: dict[str, set[str]] = {}
    for one in relations:
        named = (name for name in LABELS if one.values.get(name))
        label = next(named, "") or min({*one.values} - _PLACES, default="")
        said = one.values.get(label, "")
        work.relate(one.links["Governor"], one.links["Dependent"], said, one.line)
        others = {*one.values, *one.several} - _PLACES - {label}
        unheld.setdefault(one.type, set()).update(others)
    for kind, names in sorted(unheld.items()):
        if names:
            work.lose(f"of relations only the label is held; {', '.join(sorted(names))} of "
                      f"{short(kind)} were left out")  # fmt: skip


def _slots(work: OpenWork, structures: Sequence[Structure]) -> None:
    """Relations from a mark to those that its features name."""
    by_id = {one.id: one for one in structures}
    for one in structures:
        if not work.has_mark(one.id):
            continue
        named = [(name, other) for name, others in one.groups.items() for other in others]
        named += [(name, other) for name, other in one.links.items() if name not in ENDS]
        for name, other in named:
            part = by_id.get(other)
            if part is not None and TARGET in part.links:
                work.relate(one.id, part.links[TARGET], part.values.get("role") or name, part.line)
            elif name == NEXT:
                work.relate(one.id, other, one.values.get(CHAINED, ""), one.line)
            else:
                work.relate(one.id, other, name, one.line)


def _mark(work: OpenWork, one: Structure, features: set[str]) -> None:
    left = {*_PLACES, CHAINED} if NEXT in one.links else _PLACES
    values = {name: value for name, value in one.values.items() if name not in left}
    label = next((name for name in LABELS if values.get(name)), "")
    if not label and len(features) == 1 and values:
        (label,) = values
    name = values.pop(label) if label else short(one.type)
    region = work.mark(name, (one.values["begin"], one.values["end"]), region=one.id, line=one.line)
    for question, value in (*values.items(), *one.several.items()):
        if region:
            work.answer(question, value, region, one.line)
