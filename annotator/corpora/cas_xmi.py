"""UIMA CAS XMI: `cas:Sofa` has the text, every other element is a feature structure."""

from __future__ import annotations

from collections import Counter

from annotator.corpora.building import Builder
from annotator.corpora.cas import ENDS, FIRST, NEXT, TARGET, Cas, Structure, take_cas
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.type_systems import Naming, naming_features
from annotator.corpora.whose import named_annotators, whose_work
from annotator.corpora.xml_files import Element, read_xml
from annotator.errors import CorpusError

_PLACES = ("begin", "end")
_XMI = "http://www.omg.org/XMI"
_NONE = ("NULL", "View", "StringArray", "FSArray", "IntegerArray")
_NAMING = {True: {NEXT}, False: {TARGET, FIRST}}  # of a mark, of what is none: one other by its id


def is_cas_xmi(files: CorpusFiles) -> bool:
    return any(files.ending(".xmi"))


def read_cas_xmi(files: CorpusFiles) -> Corpus:
    found = {name: cas_of_xmi(files, name) for name in files.ending(".xmi")}
    return corpus_of_cases(files, {name: cas for name, cas in found.items() if cas is not None})


def corpus_of_cases(files: CorpusFiles, found: dict[str, Cas]) -> Corpus:
    """Documents and annotators as the files' paths tell them."""
    builder = Builder(files)
    texts = {name: cas.text for name, cas in found.items()}
    for name, (key, who) in whose_work(texts, named_annotators(files)).items():
        cas = found[name]
        key = builder.document(key, cas.text, name, language=cas.language)
        if builder.has_work(key, who):
            files.refuse(name, f"a second work of {who!r} on {key!r} was left out")
        else:
            take_cas(builder.work(key, who, name), cas)
    return builder.corpus()


def cas_of_xmi(files: CorpusFiles, name: str) -> Cas | None:
    """The CAS in a file; None, and a loss, when there is none."""
    data = files.read(name)
    if data is None:
        return None
    try:
        root = read_xml(data)
    except CorpusError as error:
        files.refuse(name, str(error))
        return None
    sofas = [one for one in root.children if one.local == "Sofa"]
    texts = [one for one in sofas if "sofaString" in one.attributes]
    if not texts:
        files.refuse(name, "it has no text (no Sofa with a sofaString)")
        return None
    sofa = next((one for one in texts if one.attributes.get("sofaID") == "_InitialView"), texts[0])
    number = sofa.attributes.get(f"{_XMI} id")
    given = [one for one in root.children if one.local not in (*_NONE, "Sofa")]
    arrays = {_id(one): _elements(one) for one in root.children if one.local.endswith("Array")}
    named = {_id(one) for one in given}
    links = {_id(one) for one in given if "begin" not in one.attributes
             and one.attributes.get(TARGET) in named}  # fmt: skip
    system = naming_features(files, name)
    structures = [_structure(one, arrays, named, links, system) for one in given
                  if one.attributes.get("sofa", number) == number]  # fmt: skip
    on = Counter(one.attributes.get("sofa") for one in given if one.local != "DocumentAnnotation")
    others = {view.attributes.get("sofaID", "?"): on[_id(view)]
              for view in sofas if view is not sofa}  # fmt: skip
    return Cas(sofa.attributes["sofaString"], structures, others)


def _id(one: Element) -> str:
    return one.attributes.get(f"{_XMI} id", "")


def _elements(array: Element) -> list[str]:
    words = [one.text for one in array.children if one.local == "elements"]
    return words or array.attributes.get("elements", "").split()


def _structure(
    one: Element, arrays: dict[str, list[str]], named: set[str], links: set[str], system: Naming
) -> Structure:  # fmt: skip
    """A feature that names others has their ids, written as numbers are: they are ids where the
    feature is one that names (an id of `named`), as the type `system` says where it is there, or
    where all of them are `links` to marks."""
    package = one.namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    kind = f"{package}.{one.local}" if package not in ("", "uima.noNamespace") else one.local
    made = Structure(_id(one), kind, one.line)
    naming = _NAMING["begin" in one.attributes] | system.get(kind, frozenset())
    for name, value in one.attributes.items():
        if " " in name or name == "sofa" or not value:
            continue
        ids = value.split()
        array = arrays.get(value) if name not in _PLACES else None
        if name in ENDS or (name in naming and value in named):
            made.links[name] = value
        elif array is not None and set(array) <= named:
            made.groups[name] = array
        elif array is not None:
            made.several[name] = array
        elif name not in _PLACES and (links if name not in naming else named).issuperset(ids):
            made.groups[name] = ids
        else:
            made.values[name] = value
    for child in one.children:  # a list of words
        made.several.setdefault(child.local, []).append(child.text)
    return made
