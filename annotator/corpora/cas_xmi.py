"""UIMA CAS XMI: `cas:Sofa` has the text, every other element is a feature structure."""

from __future__ import annotations

from annotator.corpora.building import Builder
from annotator.corpora.cas import ENDS, Cas, Structure, take_cas
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.corpora.whose import whose_work
from annotator.corpora.xml_files import Element, read_xml
from annotator.errors import CorpusError

_XMI = "http://www.omg.org/XMI"
_NONE = ("NULL", "View", "StringArray", "FSArray", "IntegerArray")


def is_cas_xmi(files: CorpusFiles) -> bool:
    return any(files.ending(".xmi"))


def read_cas_xmi(files: CorpusFiles) -> Corpus:
    found = {name: cas_of_xmi(files, name) for name in files.ending(".xmi")}
    return corpus_of_cases(files, {name: cas for name, cas in found.items() if cas is not None})


def corpus_of_cases(files: CorpusFiles, found: dict[str, Cas]) -> Corpus:
    """Documents and annotators as the files' paths tell them."""
    builder = Builder(files)
    for name, (key, who) in whose_work({name: cas.text for name, cas in found.items()}).items():
        key = builder.document(key, found[name].text, name)
        if builder.has_work(key, who):
            files.refuse(name, f"a second work of {who!r} on {key!r} was left out")
        else:
            take_cas(builder.work(key, who, name), found[name])
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
    structures = [
        _structure(one)
        for one in root.children
        if one.local not in (*_NONE, "Sofa") and one.attributes.get("sofa", number) == number
    ]
    return Cas(sofa.attributes["sofaString"], structures)


def _structure(one: Element) -> Structure:
    package = one.namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    values = {name: value for name, value in one.attributes.items()
              if " " not in name and name not in (*ENDS, "sofa") and value}  # fmt: skip
    links = {name: one.attributes[name] for name in ENDS if one.attributes.get(name)}
    kind = f"{package}.{one.local}" if package not in ("", "uima.noNamespace") else one.local
    return Structure(one.attributes.get(f"{_XMI} id", ""), kind, one.line, values, links)
