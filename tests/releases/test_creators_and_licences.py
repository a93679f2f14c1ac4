"""Odd names, ORCID iDs and licences, in every file that says who made a data set."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sample_study import put_sample

from annotator import store
from annotator.errors import StudyError
from annotator.models import Answer, Choice, Kind, Question
from annotator.releases.card import write_card
from annotator.releases.citation import bibtex, write_cff, write_datacite, write_zenodo
from annotator.releases.content import Content, Plan
from annotator.releases.croissant import write_croissant
from annotator.releases.facts import Facts
from annotator.releases.writers.lewidi import write_lewidi
from annotator.releases.writers.matrices import write_matrices
from annotator.workflow.making_releases import load_content
from annotator.workflow.release_facts import facts_of, tell_facts
from annotator.workflow.releasing import file_stem

MAKERS = """van der Berg, Jan, https://orcid.org/0000-0002-1825-0097
Sukarno,
李, 小龍
, Anna

The Marl Group
Ada Quill 0000-0002-1694-233x
García Márquez, Rosa (000000021825 0097)
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    db = store.open_store(tmp_path_factory.mktemp("data") / "annotator.sqlite")
    study = put_sample(db)
    found = load_content(db, study, Plan("1.0.0", ("jsonl",)))
    db.close()
    return found


def told(content: Content, **facts: str) -> Content:
    return replace(content, plan=replace(content.plan, facts=Facts(facts)))


def test_people_and_groups_are_told_apart_everywhere(content: Content) -> None:
    made = told(content, creators=MAKERS)
    authors = yaml.safe_load(write_cff(made))["authors"]
    assert authors[:6] == [
        {"family-names": "van der Berg", "given-names": "Jan",
         "orcid": "https://orcid.org/0000-0002-1825-0097"},
        {"family-names": "Sukarno"},
        {"family-names": "李", "given-names": "小龍"},
        {"family-names": "Anna"},
        {"name": "The Marl Group"},
        {"family-names": "Ada Quill", "orcid": "https://orcid.org/0000-0002-1694-233X"},
    ]  # fmt: skip
    creators = json.loads(write_datacite(made))["creators"]
    assert [(one["name"], one["nameType"]) for one in creators[:6]] == [
        ("van der Berg, Jan", "Personal"), ("Sukarno", "Personal"), ("李, 小龍", "Personal"),
        ("Anna", "Personal"), ("The Marl Group", "Organizational"), ("Ada Quill", "Personal"),
    ]  # fmt: skip
    assert creators[0]["nameIdentifiers"][0]["nameIdentifierScheme"] == "ORCID"
    assert json.loads(write_zenodo(made))["creators"][:2] == [
        {"name": "van der Berg, Jan", "orcid": "0000-0002-1825-0097"},
        {"name": "Sukarno"},
    ]
    people = json.loads(write_croissant(made, {}))["creator"]
    assert [one["name"] for one in people[:5]] == [
        "Jan van der Berg", "Sukarno", "李小龍", "Anna", "The Marl Group",
    ]  # fmt: skip
    assert [one["@type"] for one in people[3:5]] == ["sc:Person", "sc:Organization"]
    assert people[0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
    assert "{van der Berg, Jan and {Sukarno} and 李, 小龍 and {Anna} and {The" in bibtex(made)


@pytest.mark.parametrize(
    ("licence", "spdx"),
    [("CC-BY-4.0", "CC-BY-4.0"), ("cc by nc sa 4.0", "CC-BY-NC-SA-4.0"), ("odbl-1.0", "ODbL-1.0")],
)
def test_a_licence_is_written_as_spdx_has_it(content: Content, licence: str, spdx: str) -> None:
    made = told(content, license=licence)
    assert yaml.safe_load(write_cff(made))["license"] == spdx
    rights = json.loads(write_datacite(made))["rightsList"][0]
    assert (rights["rightsIdentifier"], rights["rightsIdentifierScheme"]) == (spdx, "SPDX")
    assert json.loads(write_croissant(made, {}))["license"] == spdx


def test_other_words_are_no_spdx_identifier(content: Content) -> None:
    """CITATION.cff's schema and the hub's header know no other ones."""
    made = told(content, license="Ask us:\n we are kind")
    assert "license" not in yaml.safe_load(write_cff(made))
    assert json.loads(write_datacite(made))["rightsList"] == [{"rights": "Ask us:\n we are kind"}]
    header = yaml.safe_load(write_card(made, {}, None).split("---\n")[1])
    assert (header["license"], header["license_name"]) == ("other", "Ask us: we are kind")
    address = told(content, license="https://example.org/terms")
    assert yaml.safe_load(write_cff(address))["license-url"] == "https://example.org/terms"


def test_an_orcid_that_is_nobodys_is_refused(tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = put_sample(db)
    with pytest.raises(StudyError, match="0000-0002-1825-0098 is nobody's ORCID iD"):
        tell_facts(db, study, {"creators": "Bell, Anna, 0000-0002-1825-0098"})
    assert facts_of(db, study).creators == ()
    tell_facts(db, study, {"creators": "Bell, Anna, 0000-0002-1825-0097"})
    assert facts_of(db, study).creators[0].orcid == "0000-0002-1825-0097"
    db.close()


def test_a_title_without_letters_has_a_name_in_croissant(content: Content) -> None:
    study = replace(content.work.study, title="😀!")
    found = json.loads(
        write_croissant(replace(content, work=replace(content.work, study=study)), {})
    )
    assert found["name"] == f"Study {study.id}"


def test_croissants_sentence_says_of_which_question_a_value_is(content: Content) -> None:
    found = json.loads(write_croissant(content, {}))["rai:dataAnnotationAnalysis"]
    for one in content.report.questions:
        assert f"{one.title}: Krippendorff" in found


def test_choices_with_a_bar_in_them_stay_apart_in_matrices(content: Content) -> None:
    asked = Question("q", "Q", Kind.CHOICES, choices=tuple(Choice(c, c) for c in ("x", "y", "x|y")))
    first, second = content.work.work[:2]
    assert first.article_id == second.article_id or first.annotator == second.annotator
    work = tuple(
        replace(
            one, annotation=replace(one.annotation, answers=tuple(Answer("q", v) for v in values))
        )
        for one, values in ((first, ("x", "y")), (second, ("x|y",)))
    )
    study = replace(
        content.work, scheme=replace(content.work.scheme, questions=(asked,)), work=work
    )
    asked_of = replace(content, work=study)
    lost = {one.what: one.count for one in write_lewidi(asked_of).losses}
    assert lost["answers with | or , in them"] == 1
    table = write_matrices(asked_of).files["question-q.csv"].decode()
    assert "x|y" in table
    assert "x\\|y" in table


@pytest.mark.parametrize(
    ("title", "name"), [("Über Łódź & Ålesund", "uber-lodz-alesund"), ("Новости", "study-1")]
)
def test_files_and_keys_keep_the_letters_of_a_title(
    content: Content, title: str, name: str
) -> None:
    study = replace(content.work.study, title=title)
    content = replace(content, work=replace(content.work, study=study))
    assert bibtex(content).startswith(f"@misc{{{name},")
    assert file_stem(study) == name
