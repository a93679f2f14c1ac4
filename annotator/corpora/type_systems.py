"""UIMA's type system: which features of a type name other structures, by their ids.

In XMI an id is written as a number is; only `TypeSystem.xml`, beside the file, tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from annotator.corpora.files import CorpusFiles
from annotator.corpora.xml_files import Element, read_xml
from annotator.errors import CorpusError

__all__ = ["TYPE_SYSTEM", "Naming", "naming_features"]

TYPE_SYSTEM = "TypeSystem.xml"
Naming = Mapping[str, frozenset[str]]  # type -> its features that name others
_STRING = "uima.cas.String"
_VALUES = {f"uima.cas.{one}{many}" for many in ("", "Array", "List") for one in (
    "String", "Integer", "Long", "Short", "Byte", "Float", "Double", "Boolean",
)}  # fmt: skip
_ARRAYS = ("uima.cas.FSArray", "uima.cas.FSList")
DEEPEST = 100  # types above one another


def naming_features(files: CorpusFiles, name: str) -> Naming:
    """Of the type system in the folder of a file, or in one above it; nothing where none is."""
    for folder in PurePosixPath(name).parents:
        beside = str(folder / TYPE_SYSTEM)
        if beside in files:
            return _naming(files.read(beside) or b"")
    return {}


@lru_cache(4)
def _naming(data: bytes) -> Naming:
    try:
        root = read_xml(data)
    except CorpusError:  # it is not needed, only of use
        return {}
    types = {_said(one, "name"): one for one in root.named("typeDescription")}
    above = {name: _said(one, "supertypeName") for name, one in types.items()}
    words = {name for name, one in above.items() if one == _STRING}  # with the values it may have
    own = {
        name: {
            _said(feature, "name") for feature in one.named("featureDescription")
            if _said(feature, "rangeTypeName") not in _VALUES | words
            and (_said(feature, "rangeTypeName") not in _ARRAYS
                 or _said(feature, "elementType") not in _VALUES | words)
        }
        for name, one in types.items()
    }  # fmt: skip
    found = {}
    for name in types:
        features: set[str] = set()
        one = name
        for _ in range(DEEPEST):
            features |= own.get(one, set())
            one = above.get(one, "")
        found[name] = frozenset(features)
    return found


def _said(element: Element, name: str) -> str:
    return next((one.text.strip() for one in element.children if one.local == name), "")
