"""Croissant metadata with the minimal RAI fields that NeurIPS asks of data sets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from annotator.releases.agreement_section import agreement_sentence
from annotator.releases.content import Content
from annotator.releases.creators import Creator
from annotator.releases.facts import MISSING
from annotator.releases.licences import spdx_of
from annotator.releases.manifest import FileSum

__all__ = ["MINIMAL_RAI", "write_croissant"]

# The fields of responsible AI that must be there.
MINIMAL_RAI = (
    "rai:dataLimitations", "rai:dataBiases", "rai:personalSensitiveInformation",
    "rai:dataUseCases", "rai:dataSocialImpact", "rai:hasSyntheticData", "prov:wasDerivedFrom",
    "prov:wasGeneratedBy",
)  # fmt: skip
MEDIA_TYPES = {
    ".jsonl": "application/jsonlines", ".json": "application/json", ".csv": "text/csv",
    ".parquet": "application/x-parquet", ".tsv": "text/tab-separated-values", ".txt": "text/plain",
    ".xmi": "application/xml", ".xml": "application/xml", ".jsonld": "application/ld+json",
}  # fmt: skip
CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "prov": "http://www.w3.org/ns/prov#",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex",
    "repeated": "cr:repeated", "replace": "cr:replace", "sc": "https://schema.org/",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform", "containedIn": "cr:containedIn", "samplingRate": "cr:samplingRate",
    "arrayShape": "cr:arrayShape", "isArray": "cr:isArray", "value": "cr:value",
    "annotation": "cr:annotation", "sdVersion": "cr:sdVersion",
}  # fmt: skip
_COLUMNS = {
    "csv/spans.csv": ("article_id", "annotator", "state", "codebook", "label", "start", "end"),
    "csv/answers.csv": ("article_id", "annotator", "state", "codebook", "question", "value"),
    "csv/annotations.csv": ("article_id", "annotator", "state", "codebook", "spans"),
}
_NUMBERS = {"article_id", "start", "end", "spans"}


def write_croissant(content: Content, files: Mapping[str, FileSum]) -> str:
    """JSON-LD about the release; `files` are those it describes."""
    facts = content.plan.facts
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.1",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": re.sub(r"[^\w -]+", "", content.work.study.title).strip()
        or f"Study {content.work.study.id}",
        "description": facts.said("summary"),
        "license": spdx_of(facts.get("license")) or facts.said("license"),
        "url": facts.get("url") or "https://example.org/missing",
        "version": content.plan.version,
        "creator": [_creator(one) for one in facts.creators]
        or [{"@type": "sc:Organization", "name": MISSING}],
        "citeAs": facts.get("doi") or f"{content.work.study.title}, {content.plan.version}",
        "inLanguage": sorted({one.article.language for one in content.work.articles} - {""}),
        "keywords": ["media bias", "framing", "annotator disagreement"],
        **_dates(content),
        **_responsible(content),
        "distribution": [_file(path, one) for path, one in sorted(files.items())],
        "recordSet": [
            _records(path, columns) for path, columns in _COLUMNS.items() if path in files
        ],
    }  # fmt: skip
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _creator(one: Creator) -> dict[str, str]:
    if not one.is_person:
        return {"@type": "sc:Organization", "name": one.family}
    found = {"@type": "sc:Person", "name": one.full_name}
    if one.given:
        found |= {"familyName": one.family, "givenName": one.given}
    if one.orcid:
        found["sameAs"] = f"https://orcid.org/{one.orcid}"
    return found


def _dates(content: Content) -> dict[str, str]:
    found = {}
    if content.plan.facts.get("published"):
        found["datePublished"] = content.plan.facts.get("published")
    if moment := str(content.state.get("last_change", "")):
        found["dateModified"] = moment[:10]
    return found


def _responsible(content: Content) -> dict[str, Any]:
    """RAI: what we know of the work itself, and what people told; the rest is marked missing."""
    facts, work = content.plan.facts, content.work
    per_article = sorted({sum(1 for one in mine if one.annotation.state.value == "submitted")
                          for mine in content.by_article.values()})  # fmt: skip
    synthetic = {"yes": True, "no": False}.get(facts.get("synthetic").casefold())
    return {
        "rai:dataLimitations": facts.said("limitations"),
        "rai:dataBiases": facts.said("biases"),
        "rai:personalSensitiveInformation": facts.said("sensitive"),
        "rai:dataUseCases": facts.said("uses"),
        "rai:dataSocialImpact": facts.said("impact"),
        "rai:hasSyntheticData": MISSING if synthetic is None else synthetic,
        "prov:wasDerivedFrom": sorted(
            {one.article.url or one.article.outlet for one in work.articles} - {""}
        )
        or MISSING,
        "prov:wasGeneratedBy": (
            f"{len(work.annotators)} people marked articles after the codebook "
            f"{work.scheme.name} {work.scheme.version}; {facts.said('collection')}"
        ),
        "rai:dataCollection": facts.said("collection"),
        "rai:dataAnnotationProtocol": "guideline.html and codebook.yaml of this release",
        "rai:dataAnnotationPlatform": "annotator, with Label Studio as its editor",
        "rai:dataAnnotationAnalysis": agreement_sentence(content.report),
        "rai:annotationsPerItem": " to ".join(
            dict.fromkeys(map(str, (per_article[0], per_article[-1])))
        )
        if per_article
        else "0",
        "rai:annotatorDemographics": facts.said("demographics"),
        "rai:machineAnnotationTools": facts.said("models"),
        "rai:dataReleaseMaintenancePlan": facts.said("maintenance"),
    }


def _file(path: str, one: FileSum) -> dict[str, Any]:
    ending = re.search(r"\.\w+$", path)
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{one.size} B",
        "encodingFormat": MEDIA_TYPES.get(ending[0] if ending else "", "application/octet-stream"),
        "sha256": one.sha256,
    }


def _records(path: str, columns: tuple[str, ...]) -> dict[str, Any]:
    name = path.rpartition("/")[2].removesuffix(".csv")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column}",
                "name": column,
                "dataType": "sc:Integer" if column in _NUMBERS else "sc:Text",
                "source": {"fileObject": {"@id": path}, "extract": {"column": column}},
            }
            for column in columns
        ],
    }
