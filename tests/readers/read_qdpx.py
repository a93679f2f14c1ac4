"""QDPX by pyrefiqda, whose classes are made from the standard's schema, and the text beside it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from conftest import submitted
from pyrefiqda.models import Project
from xsdata.formats.dataclass.parsers.config import ParserConfig
from xsdata_pydantic.bindings import XmlParser

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def test_every_coded_passage_is_there_in_code_points(release: Path, articles: dict) -> None:
    with zipfile.ZipFile(release / "qdpx/project.qdpx") as archive:
        source = archive.read("project.qde")
        texts = {one: archive.read(one).decode("utf-8") for one in archive.namelist()}
    strict = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True,
                          fail_on_converter_warnings=True)  # fmt: skip
    project = XmlParser(config=strict).from_bytes(source, Project)
    users = {one.guid: one.name for one in project.users.user}
    codes = {one.guid: one.name for one in project.code_book.codes.code}
    guids = re.findall(r' guid="([^"]*)"', source.decode("utf-8"))
    assert all(map(GUID.fullmatch, guids))
    assert len(set(guids)) == len(guids)
    found: dict[tuple[int, str], list[tuple[int, int, str]]] = {}
    for text_source in project.sources.text_source:
        number = int(text_source.name.split(" ")[0])
        path = text_source.plain_text_path.replace("internal://", "sources/")
        assert texts[path] == articles[number]["text"]
        for selection in text_source.plain_text_selection:
            place = (selection.start_position, selection.end_position)
            assert 0 <= place[0] < place[1] <= len(texts[path])
            for coding in selection.coding:
                key = (number, users[coding.creating_user])
                found.setdefault(key, []).append((*place, codes[coding.code_ref.target_guid]))
    expected = {key: marks for key, marks in submitted(articles).items() if marks}
    assert {key: sorted(marks) for key, marks in found.items()} == expected
