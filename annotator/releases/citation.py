"""How to cite a release: CITATION.cff, DataCite and Zenodo metadata, BibTeX."""

from __future__ import annotations

import json
import re

import yaml

from annotator.releases.content import Content
from annotator.releases.facts import MISSING

__all__ = ["bibtex", "write_cff", "write_datacite", "write_zenodo"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNNAMED = "The makers of this data set (missing)"  # each schema wants a creator


def write_cff(content: Content) -> str:
    """CITATION.cff 1.2; what is missing is left out where the schema allows, else said."""
    facts = content.plan.facts
    found: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it.",
        "type": "dataset",
        "title": content.work.study.title,
        "version": content.plan.version,
        "abstract": facts.said("summary"),
        "authors": [
            {"family-names": family, "given-names": given} if given else {"name": family}
            for family, given in facts.creators
        ]
        or [{"name": UNNAMED}],
        "keywords": ["media bias", "framing", "annotation"],
    }
    if facts.get("license"):
        found["license"] = facts.get("license")
    if _DAY.fullmatch(facts.get("published")):
        found["date-released"] = facts.get("published")
    if facts.get("url"):
        found["url"] = facts.get("url")
    if doi := _doi(facts.get("doi")):
        found["doi"] = doi
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True)


def write_datacite(content: Content) -> str:
    """The attributes of DataCite's metadata schema 4, as its JSON has them."""
    facts = content.plan.facts
    found: dict[str, object] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Annotated corpus"},
        "titles": [{"title": content.work.study.title}],
        "version": content.plan.version,
        "creators": [
            {"name": f"{family}, {given}", "familyName": family, "givenName": given,
             "nameType": "Personal"}
            if given
            else {"name": family, "nameType": "Organizational"}
            for family, given in facts.creators
        ]
        or [{"name": MISSING}],
        "publisher": {"name": MISSING},
        "publicationYear": facts.get("published")[:4] or MISSING,
        "descriptions": [{"description": facts.said("summary"), "descriptionType": "Abstract"}],
        "rightsList": [{"rights": facts.said("license"), "rightsIdentifierScheme": "SPDX"}],
        "subjects": [{"subject": "media bias"}, {"subject": "framing"}],
    }  # fmt: skip
    if doi := _doi(facts.get("doi")):
        found["identifiers"] = [{"identifier": doi, "identifierType": "DOI"}]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def write_zenodo(content: Content) -> str:
    """`.zenodo.json`, which Zenodo reads when an archive is uploaded from a repository."""
    facts = content.plan.facts
    found: dict[str, object] = {
        "upload_type": "dataset",
        "title": content.work.study.title,
        "version": content.plan.version,
        "description": facts.said("summary"),
        "creators": [
            {"name": f"{family}, {given}" if given else family} for family, given in facts.creators
        ]
        or [{"name": MISSING}],
        "keywords": ["media bias", "framing", "annotation"],
        "license": facts.said("license"),
        "access_right": "open" if content.plan.text == "yes" else "restricted",
    }
    if content.plan.text != "yes":
        found["access_conditions"] = facts.said("text_rights")
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def bibtex(content: Content) -> str:
    """One entry; braces keep a title's capitals."""
    facts = content.plan.facts
    authors = " and ".join(
        f"{family}, {given}" if given else f"{{{family}}}" for family, given in facts.creators
    )
    key = re.sub("[^a-z0-9]+", "-", content.work.study.title.lower()).strip("-")[:40]
    lines = [
        f"@misc{{{key},",
        f"  author = {{{authors or MISSING}}},",
        f"  title = {{{{{content.work.study.title}}}}},",
        f"  year = {{{facts.get('published')[:4] or MISSING}}},",
        f"  version = {{{content.plan.version}}},",
    ]
    if facts.get("url"):
        lines.append(f"  url = {{{facts.get('url')}}},")
    return "\n".join([*lines, "}"])


def _doi(text: str) -> str:
    found = re.search(r"10\.\d{4,9}/\S+", text)
    return found[0] if found else ""
