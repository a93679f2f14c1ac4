"""UIMA's CAS: a text and feature structures about it, whatever file they came from.

Offsets are UTF-16 code units. A feature structure with `begin` and `end` is a mark, one with
`Governor` and `Dependent` a relation, one without either (of a custom type) says something about
the document. A mark's label is its feature `label` or `value`, its only feature, or its type's
name; its other features are answers. What DKPro's tools annotate (tokens, parts of speech, ...) is
counted and left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from annotator.corpora.building import OpenWork
from annotator.corpora.offsets import code_points_of_utf16

_MACHINES = ("segmentation.", "lexmorph.", "syntax.", "metadata.", "morph.", "transform.", "coref.")
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
_QUIET = ("segmentation.", "metadata.")  # every document has them; no need to say so
_INNER = ("uima.", "de.tudarmstadt.ukp.clarin.webanno.api.type.",
          "de.tudarmstadt.ukp.inception.")  # fmt: skip
ENDS = ("Governor", "Dependent")
LABELS = ("label", "value")
_PLACES = {"begin", "end", "sofa", "uiOrder", "order"}


@dataclass
class Structure:
    """A feature structure: what it says in words and numbers, and which others it names."""

    id: str
    type: str
    line: int = 0
    values: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


@dataclass
class Cas:
    text: str
    structures: list[Structure]


def short(name: str) -> str:
    return name.rpartition(".")[2]


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
        if one.type.startswith(_INNER):
            continue
        kind = one.type.removeprefix(_DKPRO)
        if kind != one.type and kind.startswith(_MACHINES):
            if not kind.startswith(_QUIET):
                left[short(one.type)] += 1
        elif all(end in one.links for end in ENDS):
            relations.append(one)
        elif {"begin", "end"} <= set(one.values):
            _mark(work, one, features[one.type])
        else:
            for question, value in one.values.items():
                work.answer(question, value, line=one.line)
    for one in relations:
        label = next((one.values[name] for name in LABELS if one.values.get(name)), None)
        if label is None:
            named = [one.values[name] for name in sorted(features[one.type]) if name in one.values]
            label = named[0] if named else ""
        work.relate(one.links["Governor"], one.links["Dependent"], label, one.line)
    for layer, count in sorted(left.items()):
        work.lose(f"{count} annotations of the layer {layer} are no marks; left out")


def _mark(work: OpenWork, one: Structure, features: set[str]) -> None:
    values = {name: value for name, value in one.values.items() if name not in _PLACES}
    label = next((name for name in LABELS if values.get(name)), "")
    if not label and len(features) == 1 and values:
        (label,) = values
    name = values.pop(label) if label else short(one.type)
    region = work.mark(name, (one.values["begin"], one.values["end"]), region=one.id, line=one.line)
    for question, value in values.items():
        if region:
            work.answer(question, value, region, one.line)
