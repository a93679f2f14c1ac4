"""UIMA CAS JSON (0.4.0): `%FEATURE_STRUCTURES` is a list, or an object by id."""

from __future__ import annotations

from typing import Any

from annotator.corpora.building import said
from annotator.corpora.cas import ENDS, Cas, Structure
from annotator.corpora.cas_xmi import corpus_of_cases
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.json_files import first_item, json_names, whole_json

FEATURES = "%FEATURE_STRUCTURES"


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
        given = [{"%ID": key, **one} for key, one in given.items() if isinstance(one, dict)]
    if not isinstance(given, list):
        if value is not None:
            files.refuse(name, f"it has no {FEATURES}")
        return None
    entries = [one for one in given if isinstance(one, dict)]
    sofas = [one for one in entries if one.get("%TYPE") == "uima.cas.Sofa"
             and isinstance(one.get("sofaString"), str)]  # fmt: skip
    if not sofas:
        files.refuse(name, "it has no text (no Sofa with a sofaString)")
        return None
    sofa = next((one for one in sofas if one.get("sofaID") == "_InitialView"), sofas[0])
    number = said(sofa.get("%ID"))  # a word where structures stand under their numbers as keys
    structures = [
        _structure(one)
        for one in entries
        if one.get("%TYPE") != "uima.cas.Sofa" and said(one.get("@sofa", number)) == number
    ]
    return Cas(sofa["sofaString"], structures)


def _structure(one: dict[str, Any]) -> Structure:
    values = {
        name: said(value)
        for name, value in one.items()
        if name[:1] not in ("%", "@", "^", "#")
        and not isinstance(value, (dict, list))
        and said(value)
    }
    links = {end: said(one[f"@{end}"]) for end in ENDS if f"@{end}" in one}
    return Structure(said(one.get("%ID")), said(one.get("%TYPE")), 0, values, links)
