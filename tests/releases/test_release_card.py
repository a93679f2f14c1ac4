"""What a release says about itself: the report's numbers, and what is missing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from released_files import released_files
from sample_study import put_sample

from annotator import store
from annotator.releases.agreement_section import agreement_section
from annotator.releases.card import _amounts
from annotator.releases.content import Content, Plan
from annotator.releases.croissant import MINIMAL_RAI
from annotator.releases.facts import FACTS, MISSING, Facts
from annotator.reports import as_text
from annotator.workflow.making_releases import load_content, release_study
from annotator.workflow.results import REPORT, result_now

TOLD = {fact.key: f"Told about {fact.key}." for fact in FACTS} | {
    "creators": "Bell, Anna\nThe Marl Group", "license": "CC-BY-4.0", "synthetic": "no",
    "published": "2026-11-26", "url": "https://example.org/tolvane", "doi": "10.1234/tolvane.1",
}  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    db = store.open_store(tmp_path_factory.mktemp("card") / "annotator.sqlite")
    study = put_sample(db, settled=True)
    found = load_content(db, study, Plan("1.0.0", ("jsonl", "csv"), facts=Facts(TOLD)))
    assert found.report == result_now(db, study, REPORT).value
    db.close()
    return found


def told_nothing(content: Content) -> Content:
    return replace(content, plan=replace(content.plan, facts=Facts()))


def test_the_cards_numbers_are_the_reports_to_the_digit(content: Content) -> None:
    card = released_files(content)["README.md"].decode()
    shown = re.findall(r"\d\.\d{3}  ?\[-?\d\.\d{3}, -?\d\.\d{3}\]", as_text(content.report))
    assert len(shown) > 30
    in_card = {" ".join(one.split()) for one in re.findall(r"-?\d\.\d{3} +\[[^\]]+\]", card)}
    assert {" ".join(one.split()) for one in shown} <= in_card
    alpha = content.report.measure("character_alpha")
    assert alpha is not None
    assert alpha.value is not None
    assert f"| {alpha.value:.3f} [" in card.replace("  ", " ")
    assert "bootstrap over articles" in card


def test_every_number_is_also_there_in_full(content: Content) -> None:
    report = json.loads(released_files(content)["agreement.json"])
    values = {(one["name"], one["scope"], one["label"]): one["value"] for one in report["measures"]}
    for label in content.report.labels:
        found = values["character_alpha", label.character_alpha.scope, label.key]
        assert found == label.character_alpha.value


def test_a_measure_without_a_value_says_why(content: Content) -> None:
    lines = "\n".join(agreement_section(content.report))
    undefined = [one for one in content.report.overall if one.value is None]
    assert undefined
    assert all(one.reason.replace("|", "\\|") in lines for one in undefined)


def test_what_nobody_told_is_marked_missing_and_never_invented(content: Content) -> None:
    files = released_files(told_nothing(content))
    card = files["README.md"].decode()
    for heading in ("Recruitment", "Payment", "Biases", "Consent", "Ethics review"):
        assert f"**{heading}.** {MISSING}" in card
    assert "Licence: *missing*" in card
    header = yaml.safe_load(card.split("---\n")[1])
    assert "license" not in header
    assert files["checklist.md"].decode().count(MISSING) >= 5
    croissant = json.loads(files["croissant.json"])
    assert croissant["rai:dataBiases"] == MISSING
    assert croissant["rai:hasSyntheticData"] == MISSING
    assert "datePublished" not in croissant


def test_a_language_that_nobody_told_is_said_to_be_that(content: Content) -> None:
    work = content.work
    articles = tuple(replace(one, article=replace(one.article, language=""))
                     for one in work.articles)  # fmt: skip
    unknown = replace(work, articles=articles, scheme=replace(work.scheme, language="und"))
    card = released_files(replace(content, work=unknown))["README.md"].decode()
    assert f"- {len(articles)} articles in a language that nobody told\n" in card


def test_a_language_is_said_only_of_the_articles_that_have_it(content: Content) -> None:
    first, *others = content.work.articles
    articles = (
        replace(first, article=replace(first.article, language="sv")),
        *(replace(one, article=replace(one.article, language="")) for one in others),
    )
    some = replace(content, work=replace(content.work, articles=articles))
    assert next(_amounts(some)) == (
        f"- {len(articles)} articles in sv; nobody told the language of {len(others)} articles"
    )


def test_one_article_is_spoken_of_as_one(content: Content) -> None:
    (article, *_) = content.work.articles
    one = replace(content, work=replace(content.work, articles=(article,)))
    assert next(_amounts(one)).startswith("- 1 article in ")


def test_what_was_told_is_in_it(content: Content) -> None:
    files = released_files(content)
    card, checklist = files["README.md"].decode(), files["checklist.md"].decode()
    for key in ("summary", "payment", "biases", "limitations", "maintenance"):
        assert f"Told about {key}." in card
    assert MISSING not in card
    assert "Told about consent." in checklist
    assert yaml.safe_load(card.split("---\n")[1])["license"] == "cc-by-4.0"
    cff = yaml.safe_load(files["CITATION.cff"])
    assert cff["authors"] == [
        {"family-names": "Bell", "given-names": "Anna"},
        {"name": "The Marl Group"},
    ]
    assert (cff["doi"], str(cff["date-released"])) == ("10.1234/tolvane.1", "2026-11-26")
    assert json.loads(files["datacite.json"])["creators"][0]["familyName"] == "Bell"
    assert json.loads(files[".zenodo.json"])["license"] == "CC-BY-4.0"


def test_croissant_has_the_minimal_rai_fields_and_every_files_checksum(content: Content) -> None:
    files = released_files(content)
    croissant = json.loads(files["croissant.json"])
    assert all(croissant[field] not in ("", None) for field in MINIMAL_RAI)
    assert croissant["rai:hasSyntheticData"] is False
    manifest = {one["path"]: one["sha256"] for one in json.loads(files["manifest.json"])["files"]}
    listed = {one["contentUrl"]: one["sha256"] for one in croissant["distribution"]}
    assert listed == {path: manifest[path] for path in listed}
    assert "csv/spans.csv" in listed


def test_work_under_several_codebooks_is_said(content: Content) -> None:
    first, *others = content.work.work
    mixed = (replace(first, codebook="framing 9"), *others)
    files = released_files(replace(content, work=replace(content.work, work=mixed)))
    said = f"Annotations were made under: {first.codebook} ({len(others)}), framing 9 (1)."
    assert said in files["README.md"].decode()
    assert "were made under" not in released_files(content)["README.md"].decode()


def test_the_guideline_is_a_page_of_its_own(content: Content) -> None:
    page = released_files(content)["guideline.html"].decode()
    assert page.startswith("<!doctype html>")
    assert all(label.title in page for label in content.work.scheme.labels)
    assert "http" not in page.partition("<body>")[0]


@pytest.mark.parametrize("text", ["no", "hash"])
def test_the_script_joins_texts_again(content: Content, text: str, tmp_path: Path) -> None:
    closed = replace(content, plan=replace(content.plan, text=text))
    folder = release_study(closed, tmp_path / "out").folder
    mine = tmp_path / "mine"
    mine.mkdir()
    for stored in content.work.articles[1:]:
        data = stored.article.text.replace("\n", "\r\n").encode() + b"\r\n"
        (mine / f"{stored.id}.txt").write_bytes(data)
    done = subprocess.run(
        [sys.executable, folder / "join_texts.py", mine], capture_output=True, text=True
    )
    said = done.stdout.splitlines()
    assert (said[0], done.returncode) == ("11 of 12 articles have their text.", 1)
    assert said[1:3] == ["Without text:", "  1: Marrowby council votes to end ferry subsidy"]
    lines = (folder / "articles-with-texts.jsonl").read_text().splitlines()
    whole = {one["id"]: one for one in map(json.loads, lines)}
    for stored in content.work.articles[1:]:
        assert whole[stored.id]["text"] == stored.article.text
    for one in content.work.work:
        if one.article_id != content.work.articles[0].id:
            mine_too = next(
                work
                for work in whole[one.article_id]["annotations"]
                if work["annotator"] == one.annotator
            )
            assert [s["text"] for s in mine_too["spans"]] == [s.text for s in one.annotation.spans]
