"""UIMA CAS JSON (0.4.0): `%FEATURE_STRUCTURES` is a list, or an object by id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any

from annotator.corpora.building import objects_of, said
from annotator.corpora.cas import ENDS, FIRST, NEXT, TARGET, Cas, Structure
from annotator.corpora.cas_xmi import corpus_of_cases
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, json_names, whole_json

FEATURES = "%FEATURE_STRUCTURES"
_OF_VALUES = {f"uima.cas.{kind}Array" for kind in (
    "String", "Integer", "Long", "Short", "Byte", "Float", "Double", "Boolean",
)}  # fmt: skip


def is_cas_json(files: CorpusFiles) -> bool:
    firsts = (first_item(files, name) for name in json_names(files)[:5])
    return any(isinstance(one, dict) and FEATURES in one for one in firsts)


def read_cas_json(files: CorpusFiles) -> Corpus:
    found = {name: cas_of_json(files, name) for name in json_names(files)}
    return corpus_of_cases(files, {name: cas for name, cas in found.items() if cas is not None})


def cas_of_json(files: CorpusFiles, name: str) -> Cas | None:
    """The CAS in a file; None, and a loss, when there is none."""
    value = whole_json(files, name)
    given = value.get(FEATURES) if isinstance(value, dict) else None
    if isinstance(given, dict):
        given = [{"%ID": key, **one} if isinstance(one, dict) else one
                 for key, one in given.items()]  # fmt: skip
    if not isinstance(given, list):
        if value is not None:
            files.refuse(name, f"it has no {FEATURES}")
        return None
    entries = objects_of(given, FEATURES, partial(files.refuse, name))
    views = [one for one in entries if one.get("%TYPE") == "uima.cas.Sofa"]
    sofas = [one for one in views if isinstance(one.get("sofaString"), str)]
    if not sofas:
        files.refuse(name, "it has no text (no Sofa with a sofaString)")
        return None
    sofa = next((one for one in sofas if one.get("sofaID") == "_InitialView"), sofas[0])
    number = said(sofa.get("%ID"))  # a word where structures stand under their numbers as keys
    arrays = {said(one.get("%ID")): list(map(said, one["%ELEMENTS"])) for one in entries
              if isinstance(one.get("%ELEMENTS"), list)}  # fmt: skip
    words = {said(one.get("%ID")) for one in entries if said(one.get("%TYPE")) in _OF_VALUES}
    structures = [
        _structure(one, arrays, words)
        for one in entries
        if one.get("%TYPE") != "uima.cas.Sofa" and "%ELEMENTS" not in one
        and said(one.get("@sofa", number)) == number
    ]  # fmt: skip
    on = Counter(said(one.get("@sofa")) for one in entries
                 if one.get("%TYPE") != "uima.tcas.DocumentAnnotation")  # fmt: skip
    others = {said(view.get("sofaID")): on[said(view.get("%ID"))]
              for view in views if view is not sofa}  # fmt: skip
    _say_nested(files, name, entries)
    return Cas(sofa["sofaString"], structures, others)


def _say_nested(files: CorpusFiles, name: str, entries: Sequence[dict[str, Any]]) -> None:
    """Features that are objects, which the format does not have."""
    nested = Counter(
        feature
        for one in entries
        for feature, value in one.items()
        if isinstance(value, dict) and feature[:1] not in ("%", "@", "^", "#")
    )
    for feature, count in sorted(nested.items()):
        files.refuse(name, f"{count} values of {feature!r} are objects; left out")


def _structure(one: dict[str, Any], arrays: dict[str, list[str]], words: set[str]) -> Structure:
    made = Structure(said(one.get("%ID")), said(one.get("%TYPE")))
    for name, value in one.items():
        if name[:1] == "@" and name != "@sofa":
            _name_others(made, name[1:], said(value), arrays, words)
        elif name[:1] in ("%", "@", "^", "#") or isinstance(value, dict):
            continue
        elif isinstance(value, list):
            made.several[name] = [said(each) for each in value]
        elif said(value):
            made.values[name] = said(value)
    return made


def _name_others(
    made: Structure, name: str, value: str, arrays: dict[str, list[str]], words: set[str]
) -> None:
    if value in words:
        made.several[name] = arrays[value]
    elif value in arrays:
        made.groups[name] = arrays[value]
    elif name in (*ENDS, TARGET, NEXT, FIRST):
        made.links[name] = value
    else:
        made.groups[name] = [value]
