"""mlcroissant, a JSON-LD processor and the CFF schema take what describes a release."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import mlcroissant
import pytest
import yaml
from conftest import NAME
from pyld import jsonld

ANNOTATION = {  # the terms of the W3C context that we use; nothing is fetched
    "@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type",
    "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"}, "oa": "http://www.w3.org/ns/oa#",
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
}  # fmt: skip


@pytest.mark.parametrize("version", ["1.0.0", "0.1.0"])
def test_mlcroissant_finds_no_error(releases: Path, version: str) -> None:
    path = releases / f"{NAME}-{version}" / "croissant.json"
    dataset = mlcroissant.Dataset(str(path))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors
    if version == "1.0.0":
        assert not issues.warnings
    assert "http://mlcommons.org/croissant/1.1" in dataset.metadata.conforms_to
    assert dataset.metadata.data_biases
    assert dataset.metadata.data_annotation_analysis


def test_mlcroissant_reads_the_records(release: Path, articles: dict) -> None:
    dataset = mlcroissant.Dataset(str(release / "croissant.json"))
    records = list(dataset.records("spans"))
    assert len(records) == sum(
        len(work["spans"]) for one in articles.values() for work in one["annotations"]
    )
    assert {"spans/label", "spans/start", "spans/codebook"} <= set(records[0])


def test_web_annotations_are_json_ld(release: Path, articles: dict) -> None:
    number, article = next(iter(articles.items()))
    page = json.loads((release / f"web-annotation/{number}.jsonld").read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (expanded,) = jsonld.expand({**page, "@context": ANNOTATION})
    items = expanded["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    found = []
    for item in items:
        for target in item["http://www.w3.org/ns/oa#hasTarget"]:
            for selector in target.get("http://www.w3.org/ns/oa#hasSelector", ()):
                if selector["@type"] == ["http://www.w3.org/ns/oa#TextPositionSelector"]:
                    ends = [selector[f"http://www.w3.org/ns/oa#{end}"][0]["@value"]
                            for end in ("start", "end")]  # fmt: skip
                    found.append(tuple(ends))
    expected = [
        (span["start"], span["end"])
        for work in (*article["annotations"], article["gold"])
        for span in work["spans"]
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("version", ["1.0.0", "0.1.0"])
def test_citation_is_valid_against_the_schema(releases: Path, version: str) -> None:
    import importlib.util

    place = importlib.util.find_spec("cffconvert")
    schema = Path(place.submodule_search_locations[0]) / "schemas/1.2.0/schema.json"
    text = (releases / f"{NAME}-{version}" / "CITATION.cff").read_text("utf-8")
    found = yaml.load(text, Loader=yaml.BaseLoader)  # days stay texts, as the schema has them
    jsonschema.validate(found, json.loads(schema.read_text("utf-8")))
    del found["authors"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, json.loads(schema.read_text("utf-8")))
