"""UIMA CAS JSON (0.4.0): a file an annotator and article, with its types inside."""

from __future__ import annotations

import json
from typing import Any

from annotator.corpora.corpus import Corpus
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.cas import Cas, Types, cas_of, types_of
from annotator.releases.writers.places import (
    annotators_file,
    file_name,
    lose_unmarked,
    submitted_only,
)

__all__ = ["write_cas_json"]


def write_cas_json(corpus: Corpus) -> Written:
    tally = Tally()
    types = _types(types_of(corpus))
    files = annotators_file(corpus)
    lose_unmarked(corpus, tally)
    for document, work in submitted_only(corpus, tally):
        path = f"{file_name(document.key)}/{file_name(work.annotator)}.json"
        found = json.dumps(_json(cas_of(document, work, tally), types), ensure_ascii=False)
        files[path] = f"{found}\n".encode("utf-8", "surrogatepass")
    return Written(files, tally.losses)


def _types(types: Types) -> dict[str, Any]:
    return {
        name: {
            "%NAME": name,
            "%SUPER_TYPE": above,
            **{one: {"%NAME": one, "%RANGE": kind} for one, kind in features.items()},
        }
        for name, (above, features) in types.items()
    }


def _json(cas: Cas, types: dict[str, Any]) -> dict[str, Any]:
    text = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
            "mimeType": "text/plain", "sofaString": cas.text}  # fmt: skip
    features = [
        {"%ID": one.number, "%TYPE": one.type, "@sofa": 1, **one.values,
         **{f"@{name}": number for name, number in one.links.items()}}
        for one in cas.features
    ]  # fmt: skip
    return {
        "%TYPES": types,
        "%FEATURE_STRUCTURES": [text, *features],
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [one.number for one in cas.features]}},
    }
