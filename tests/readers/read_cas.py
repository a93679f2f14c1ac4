"""dkpro-cassis reads XMI and CAS JSON and finds every mark, though it begins after an emoji."""

from __future__ import annotations

from pathlib import Path

import cassis
import pytest
from conftest import submitted

MARK = "webanno.custom.Mark"


def opened(release: Path, kind: str, path: Path) -> cassis.Cas:
    if kind == "cas-json":
        return cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
    with (release / kind / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with path.open("rb") as file:
        return cassis.load_cas_from_xmi(file, typesystem=types)


@pytest.mark.parametrize("kind", ["cas-xmi", "cas-json"])
def test_every_mark_is_where_it_was(release: Path, articles: dict, kind: str) -> None:
    found = {}
    for path in sorted((release / kind).glob("*/*")):
        cas = opened(release, kind, path)
        number = int(path.parent.name)
        assert cas.sofa_string == articles[number]["text"]
        found[number, path.stem] = sorted(
            (mark.begin, mark.end, mark.label) for mark in cas.select(MARK)
        )
        for mark in cas.select(MARK):
            assert mark.get_covered_text() == articles[number]["text"][mark.begin : mark.end]
    assert found == submitted(articles)


@pytest.mark.parametrize("kind", ["cas-xmi", "cas-json"])
def test_answers_are_features(release: Path, articles: dict, kind: str) -> None:
    ending = {"cas-xmi": "xmi", "cas-json": "json"}[kind]
    number, article = next(iter(articles.items()))
    work = next(w for w in article["annotations"] if w["state"] == "submitted" and w["spans"])
    cas = opened(release, kind, release / kind / str(number) / f"{work['annotator']}.{ending}")
    by_place = {(m.begin, m.end, m.label): m for m in cas.select(MARK)}
    for span in work["spans"]:
        mark = by_place[span["start"], span["end"], span["label"]]
        for question, answer in span["attributes"].items():
            assert getattr(mark, question) == answer
    (about,) = cas.select("webanno.custom.Article")
    for question, answer in work["answers"].items():
        assert getattr(about, question) == answer


def test_the_file_counts_utf_16_code_units(release: Path, articles: dict) -> None:
    """cassis turns them into code points; the bytes of the file must not have these."""
    number, article = next(iter(articles.items()))
    work = next(w for w in article["annotations"] if w["state"] == "submitted" and w["spans"])
    first = min(work["spans"], key=lambda span: span["start"])
    xmi = (release / "cas-xmi" / str(number) / f"{work['annotator']}.xmi").read_text("utf-8")
    assert f'begin="{first["start"] + 1}" end="{first["end"] + 1}" label=' in xmi
