"""How to cite a release: CITATION.cff, DataCite and Zenodo metadata, BibTeX."""

from __future__ import annotations

import json
import re

import yaml

from annotator.names import plain_letters
from annotator.releases.content import Content
from annotator.releases.creators import Creator
from annotator.releases.facts import MISSING, Facts
from annotator.releases.licences import spdx_of

__all__ = ["bibtex", "write_cff", "write_datacite", "write_zenodo"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ORCID = "https://orcid.org/"
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
        "authors": [_cff_author(one) for one in facts.creators] or [{"name": UNNAMED}],
        "keywords": ["media bias", "framing", "annotation"],
    }
    if licence := spdx_of(facts.get("license")):
        found["license"] = licence  # the schema knows no other words
    elif facts.get("license").startswith(("https://", "http://")):
        found["license-url"] = facts.get("license")
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
        "creators": [_datacite_creator(one) for one in facts.creators] or [{"name": MISSING}],
        "publisher": {"name": MISSING},
        "publicationYear": facts.get("published")[:4] or MISSING,
        "descriptions": [{"description": facts.said("summary"), "descriptionType": "Abstract"}],
        "rightsList": [_rights(facts)],
        "subjects": [{"subject": "media bias"}, {"subject": "framing"}],
    }
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
            {"name": one.sorted_name, **({"orcid": one.orcid} if one.orcid else {})}
            for one in facts.creators
        ]
        or [{"name": MISSING}],
        "keywords": ["media bias", "framing", "annotation"],
        "license": spdx_of(facts.get("license")) or facts.said("license"),
        "access_right": "open" if content.plan.text == "yes" else "restricted",
    }
    if content.plan.text != "yes":
        found["access_conditions"] = facts.said("text_rights")
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def bibtex(content: Content) -> str:
    """One entry; braces keep a title's capitals."""
    facts = content.plan.facts
    authors = " and ".join(
        one.sorted_name if one.given else f"{{{one.family}}}" for one in facts.creators
    )
    study = content.work.study
    key = plain_letters(study.title, 40) or f"study-{study.id}"
    lines = [
        f"@misc{{{key},",
        f"  author = {{{authors or MISSING}}},",
        f"  title = {{{{{study.title}}}}},",
        f"  year = {{{facts.get('published')[:4] or MISSING}}},",
        f"  version = {{{content.plan.version}}},",
    ]
    if facts.get("url"):
        lines.append(f"  url = {{{facts.get('url')}}},")
    return "\n".join([*lines, "}"])


def _cff_author(one: Creator) -> dict[str, str]:
    """A person of one name has it as family name: the schema asks for either."""
    if not one.is_person:
        return {"name": one.family}
    found = {"family-names": one.family}
    if one.given:
        found["given-names"] = one.given
    if one.orcid:
        found["orcid"] = ORCID + one.orcid
    return found


def _datacite_creator(one: Creator) -> dict[str, object]:
    found: dict[str, object] = {
        "name": one.sorted_name,
        "nameType": "Personal" if one.is_person else "Organizational",
    }
    if one.given:
        found |= {"familyName": one.family, "givenName": one.given}
    if one.orcid:
        found["nameIdentifiers"] = [
            {
                "nameIdentifier": ORCID + one.orcid,
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return found


def _rights(facts: Facts) -> dict[str, str]:
    licence = spdx_of(facts.get("license"))
    if not licence:
        return {"rights": facts.said("license")}
    return {
        "rights": licence,
        "rightsIdentifier": licence,
        "rightsIdentifierScheme": "SPDX",
        "rightsUri": f"https://spdx.org/licenses/{licence}.html",
        "schemeUri": "https://spdx.org/licenses/",
    }


def _doi(text: str) -> str:
    found = re.search(r"10\.\d{4,9}/\S+", text)
    return found[0] if found else ""
