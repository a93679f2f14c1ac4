"""UIMA CAS XMI: a file an annotator and article, and `TypeSystem.xml`."""

from __future__ import annotations

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
from annotator.releases.writers.xml_text import quoted

__all__ = ["write_cas_xmi"]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PREFIXES = {"uima.tcas": "tcas", "webanno.custom": "custom"}


def write_cas_xmi(corpus: Corpus) -> Written:
    tally = Tally()
    files = annotators_file(corpus)
    files["TypeSystem.xml"] = _type_system(types_of(corpus)).encode()
    lose_unmarked(corpus, tally)
    for document, work in submitted_only(corpus, tally):
        path = f"{file_name(document.key)}/{file_name(work.annotator)}.xmi"
        files[path] = _xmi(cas_of(document, work, tally), tally).encode()
    return Written(files, tally.losses)


def _xmi(cas: Cas, tally: Tally) -> str:
    spaces: dict[str, str] = {"cas": "uima/cas"}
    elements: dict[str, str] = {}  # a type -> what it is called in this file
    for kind in {one.type for one in cas.features}:
        package, _, name = kind.rpartition(".")
        prefix = PREFIXES.get(package, package.rpartition(".")[2])
        spaces[prefix] = package.replace(".", "/")
        elements[kind] = f"{prefix}:{name}"
    lines = []
    for one in cas.features:
        values = {**one.values, **one.links} if one.links else one.values
        shown = "".join([f" {key}={quoted(value, tally)}" for key, value in values.items()])
        lines.append(f'  <{elements[one.type]} xmi:id="{one.number}" sofa="1"{shown}/>\n')
    declared = "".join(
        f' xmlns:{prefix}="http:///{path}.ecore"' for prefix, path in sorted(spaces.items())
    )
    members = " ".join(str(one.number) for one in cas.features)
    return (
        f'{HEAD}<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"{declared} xmi:version="2.0">\n'
        '  <cas:NULL xmi:id="0"/>\n'
        f"{''.join(lines)}"
        '  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain"'
        f" sofaString={quoted(cas.text, tally)}/>\n"
        f'  <cas:View sofa="1" members="{members}"/>\n'
        "</xmi:XMI>\n"
    )


def _type_system(types: Types) -> str:
    lines = [
        f'{HEAD}<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n'
    ]
    for name, (above, features) in types.items():
        described = "".join(
            f"<featureDescription><name>{feature}</name><description/>"
            f"<rangeTypeName>{kind}</rangeTypeName></featureDescription>"
            for feature, kind in features.items()
        )
        lines.append(
            f"<typeDescription><name>{name}</name><description/>"
            f"<supertypeName>{above}</supertypeName><features>{described}</features>"
            "</typeDescription>\n"
        )
    return "".join([*lines, "</types>\n</typeSystemDescription>\n"])
