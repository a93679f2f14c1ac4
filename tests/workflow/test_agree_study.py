"""`annotator agree STUDY`: the report of a study on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotator import schemes, store
from annotator.cli.agreement import agree as command
from annotator.models import Annotation, Article, Span, State
from annotator.settings import Settings
from annotator.store import Incoming

TEXT = 'The mayor called it "a brazen plan." Nobody asked her why. '


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two annotators mark the same words; one takes the closing quotation mark along."""
    db = store.open_store(Settings(data_dir=tmp_path).database)
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    study = store.create_study(db, title="Bridge", scheme_id=scheme_id, seed=3)
    texts = [Article(f"Report {n}", f"{TEXT}{n}") for n in range(3)]
    articles = [one.id for one in store.save_articles(db, study, texts)]
    people = []
    for n in range(2):
        account = store.create_account(db, email=f"p{n}@example.org", role="annotator")
        people.append(store.add_annotator(db, study, account.id).id)
    store.save_assignments(db, study, [(a, p, 0) for a in articles for p in people])
    for one in store.load_assignments(db, study):
        taken_along = 2 if one.annotator_id == people[1] else 0
        span = Span("r1", "loaded_language", 23, 34, 23, 34 + taken_along, TEXT[23:34])
        moment = "2026-01-01T00:00:00Z"
        made = Annotation(
            one.id, one.id, State.SUBMITTED, moment, moment, None, (span,), (), (), raw=f"{one.id}"
        )
        store.save_annotations(db, [Incoming(one.id, scheme_id, made)], "test")
    db.close()
    return tmp_path


def agree(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(command, ["Bridge", "--data-dir", str(folder), *options])


def f1_exact(found: Result) -> float:
    measures = json.loads(found.stdout)["measures"]
    (value,) = [
        one["value"] for one in measures
        if one["name"] == "f1_exact" and one["scope"] == "all" and one["label"] is None
    ]  # fmt: skip
    return float(value)


def test_edges_are_trimmed_unless_marks_are_asked_for_as_they_were_made(folder: Path) -> None:
    trimmed, raw = agree(folder, "--json"), agree(folder, "--raw", "--json")
    assert f1_exact(trimmed) == 1
    assert f1_exact(raw) == 0
    assert json.loads(trimmed.stdout)["input"]["marks"] == "trimmed"
    assert json.loads(raw.stdout)["input"]["marks"] == "as made"


def test_resamples_and_seed_of_intervals_can_be_chosen(folder: Path) -> None:
    found = json.loads(agree(folder, "--resamples", "30", "--seed", "9", "--json").stdout)
    details = [one["interval_details"] for one in found["measures"] if resampled(one)]
    assert {(one["resamples"], one["seed"]) for one in details} == {(30, 9)}
    usual = json.loads(agree(folder, "--json").stdout)
    details = [one["interval_details"] for one in usual["measures"] if resampled(one)]
    assert {(one["resamples"], one["seed"]) for one in details} == {(2000, 3)}


def resampled(measure: dict[str, Any]) -> bool:
    """These articles are all alike, so that resamples are drawn and give no interval."""
    return bool(measure.get("interval_details", {}).get("resamples"))


@pytest.mark.parametrize(
    "options", [["--level", "ordinal"], ["--sets"], ["--measures", "gamma"], ["--gamma-alpha", "3"]]
)
def test_what_is_for_files_is_not_silently_left_out(folder: Path, options: list[str]) -> None:
    found = agree(folder, *options)
    assert found.exit_code == 2
    assert f"{options[0]} is for a file" in found.stderr


def test_the_marks_of_a_file_are_taken_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "spans.csv"
    path.write_text("article,length,annotator,start,end,label\na,9,ann,0,4,fear\n")
    found = CliRunner().invoke(command, [str(path), "--raw"])
    assert found.exit_code == 2
    assert "--raw is for a study" in found.stderr
