"""`annotator settle` and `annotator gold`, as they are typed."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from settle_world import LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.cli import commands
from annotator.errors import StudyError
from annotator.store.adjudication import SettlingChoices, load_choices


@pytest.fixture
def two(store_db: store.Store) -> SettleStudy:
    made = make_study(store_db, people=2, texts=(TEXT, "Nothing here. 🌉\u2028Line."))
    answers = {"primary_frame": "political", "headline": "partly"}
    made.submit(0, [(LOADED, "minutes 🌉 of"), (NAME, "regime")], answers=answers)
    made.submit(1, [(LOADED, "minutes 🌉 of")], answers=answers)
    for who in (0, 1):
        made.submit(who, [(LOADED, "Line")], article=1)
    return made


def ran(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, [*words, "--data-dir", str(tmp_path)])


def said(tmp_path: Path, *words: str) -> str:
    result = ran(tmp_path, *words)
    assert result.exception is None, result.exception
    return result.output


def test_settling_prints_its_counts_and_can_be_taken_back(two: SettleStudy, tmp_path: Path) -> None:
    counts = "settles 2 of 3: 2 unanimous, 0 by majority; 1 stay open"
    dry = said(tmp_path, "settle", "Bridges of Marl", "--rule", "majority", "--dry-run")
    assert counts in dry
    assert two.gold() == []
    wet = said(tmp_path, "settle", "1", "--rule", "majority")
    assert counts in wet
    assert "batch 1" in wet
    assert len(two.gold()) == 2
    assert "batch 1 is taken back" in said(tmp_path, "settle", "1", "--undo", "1").lower()
    assert two.gold() == []


def test_feedback_and_suggestions_are_turned_on_and_off(two: SettleStudy, tmp_path: Path) -> None:
    turned = said(tmp_path, "settle", "1", "--turn-on", "feedback", "--turn-on", "suggestions")
    assert turned == "feedback: on; others-marks: off; suggestions: on\n"
    assert load_choices(two.db, two.study.id) == SettlingChoices(True, False, True)
    assert "feedback: off" in said(tmp_path, "settle", "1", "--turn-off", "feedback")
    assert load_choices(two.db, two.study.id) == SettlingChoices(False, False, True)
    refused = ran(tmp_path, "settle", "1", "--turn-on", "others-marks")
    assert "open that as well" in str(refused.exception)


def test_rejecting_and_rules_of_labels_are_options(two: SettleStudy, tmp_path: Path) -> None:
    output = said(
        tmp_path, "settle", "1", "--rule", "majority", "--reject-at-most", "1",
        "--for", f"{LOADED}=unanimous",
    )  # fmt: skip
    assert "settles 3 of 3" in output
    assert "1 as nothing here; 0 stay open" in output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rule", "most"], "Unknown rule 'most'"),
        ([], "Give either --rule"),
        (["--rule", "majority", "--for", "claim"], "expected LABEL=RULE"),
        (["--undo", "7"], "no batch number 7"),
        (["--rule", "majority", "--close", "99"], "no article number 99"),
    ],
)
def test_what_cannot_be_done_is_said(
    two: SettleStudy, tmp_path: Path, options: list[str], words: str
) -> None:
    result = ran(tmp_path, "settle", "1", *options)
    assert words in f"{result.output} {result.exception}"
    assert two.count("decisions") == 0


def test_gold_is_written_as_csv_with_its_provenance(two: SettleStudy, tmp_path: Path) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority")
    written = said(tmp_path, "gold", "1", "--format", "csv", "--out", str(tmp_path / "out"))
    names = [Path(line).name for line in written.split()]
    assert names == ["gold-spans.csv", "gold-answers.csv", "gold-relations.csv"]
    with (tmp_path / "out" / "gold-spans.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [
        "article", "label", "start", "end", "text", "attributes", "alternative_of", "how",
        "adjudicator", "reason", "decided_at", "codebook",
    ]  # fmt: skip
    start, end = int(rows[0][2]), int(rows[0][3])
    assert TEXT[start:end] == rows[0][4] == "minutes 🌉 of"
    assert rows[0][7] == "rule:majority 2/2"
    assert re.fullmatch(r"framing \d+", rows[0][-1])
    answers = (tmp_path / "out" / "gold-answers.csv").read_text(encoding="utf-8").splitlines()
    assert answers[1].startswith("1,headline,partly,2,rule:majority 2/2,") or answers[2].startswith(
        "1,headline,partly,2,rule:majority 2/2,"
    )


def test_gold_stands_beside_everybodys_work_in_json_lines(two: SettleStudy, tmp_path: Path) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority")
    said(tmp_path, "gold", "1", "--format", "jsonl", "--out", str(tmp_path / "out"))
    lines = (tmp_path / "out" / "gold.jsonl").read_text(encoding="utf-8").split("\n")
    first = json.loads(lines[0])
    assert len(first["annotations"]) == 2
    (span,) = first["gold"]["spans"]
    assert span["text"] == first["text"][span["start"] : span["end"]] == "minutes 🌉 of"
    assert (span["how"], span["votes"], span["voters"]) == ("rule:majority 2/2", 2, 2)


@pytest.mark.parametrize("name", ["gold.jsonl", "gold-spans.csv"])
def test_gold_that_was_written_is_read_back_the_same_and_marked_as_from_a_file(
    two: SettleStudy, tmp_path: Path, name: str
) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority")
    before = [row[:2] for row in two.gold()]
    kind = "jsonl" if name.endswith("jsonl") else "csv"
    said(tmp_path, "gold", "1", "--format", kind, "--out", str(tmp_path))
    refused = ran(tmp_path, "gold", "1", "--from", str(tmp_path / name))
    assert isinstance(refused.exception, StudyError)
    assert "decided already" in str(refused.exception)
    said(tmp_path, "settle", "1", "--undo", "1")
    assert "gold of 2 articles with 2 marks" in said(
        tmp_path, "gold", "1", "--from", str(tmp_path / name)
    )
    assert [row[:2] for row in two.gold()] == before
    assert {row[2] for row in two.gold()} == {"file"}


@pytest.mark.parametrize("name", ["gold.jsonl", "gold-spans.csv"])
def test_a_file_can_say_that_nothing_is_marked_in_an_article(
    two: SettleStudy, tmp_path: Path, name: str
) -> None:
    read = ("gold", "1", "--from", str(tmp_path / name))
    said(tmp_path, "gold", "1", "--format", "jsonl", "--out", str(tmp_path))
    if name == "gold.jsonl":
        lines = list(map(json.loads, (tmp_path / name).read_text("utf-8").split("\n")[:-1]))
        assert isinstance(ran(tmp_path, *read).exception, StudyError), "nothing is said of any"
        lines[0]["gold"]["nothing"] = True
        (tmp_path / name).write_text("\n".join(map(json.dumps, lines)), "utf-8")
    else:
        (tmp_path / name).write_text(
            "article,label,start,end,text,attributes,alternative_of\n1,,,,,,\n"
        )
    assert "gold of 1 articles with 0 marks" in said(tmp_path, *read)
    assert two.count("gold_spans") == 0
    assert "settles 1 of 1" in said(tmp_path, "settle", "1", "--rule", "majority", "--dry-run")
    assert "decided already" in str(ran(tmp_path, *read).exception)

    said(tmp_path, "gold", "1", "--format", "jsonl", "--out", str(tmp_path))
    rows = [
        json.loads(line)["gold"]
        for line in (tmp_path / "gold.jsonl").read_text("utf-8").split("\n")[:-1]
    ]
    assert [[one["how"] for one in row["nothing"]] for row in rows] == [["file"], []]
    said(tmp_path, "settle", "1", "--undo", "1")
    assert "articles with 0 marks" in said(
        tmp_path, "gold", "1", "--from", str(tmp_path / "gold.jsonl")
    )


def test_gold_of_a_file_that_does_not_fit_the_text_is_refused_with_its_line(
    two: SettleStudy, tmp_path: Path
) -> None:
    path = tmp_path / "gold-spans.csv"
    path.write_text(
        "article,label,start,end,text,attributes,alternative_of,how,adjudicator,reason,decided_at\n"
        f"1,{LOADED},0,3,Tha,{{}},,hand,,,\n"
    )
    found = str(ran(tmp_path, "gold", "1", "--from", str(path)).exception)
    assert "line 2" in found
    assert "there stands 'The'" in found
    assert two.count("batches") == 0


def test_an_odd_file_of_gold_is_refused_with_a_sentence(two: SettleStudy, tmp_path: Path) -> None:
    article = store.load_article(two.db, two.article_ids[0]).article
    span = {"label": LOADED, "start": 0, "end": 3, "text": article.text[:3], "attributes": {}}
    path = tmp_path / "gold.jsonl"

    def refused(spans: object = (), answers: object = (), relations: object = ()) -> str:
        gold = {"spans": spans, "answers": answers, "relations": relations, "nothing": True}
        path.write_text(json.dumps({"sha256": article.sha256, "gold": gold}))
        return error_of(ran(tmp_path, "gold", "1", "--from", str(path)))

    odd = [
        refused([{**span, "attributes": 5}]), refused([{**span, "attributes": {"voice": {}}}]),
        refused([{**span, "start": float("inf")}]), refused([5]), refused(5),
        refused(answers=[{"question": "headline", "value": ["yes"]}]),
        refused(answers=[{"question": "headline", "value": "maybe"}]),
        refused(answers=2 * [{"question": "headline", "value": "yes"}]),
        refused([span], relations=[{"from": span, "to": span, "label": "because"}]),
    ]  # fmt: skip
    path.write_text("[" * 50_000)
    odd.append(error_of(ran(tmp_path, "gold", "1", "--from", str(path))))
    assert all("gold" in one or "codebook" in one for one in odd)
    assert "no relation 'because'" in odd[-2]
    assert two.count("batches") == 0


def error_of(result: Result) -> str:
    assert isinstance(result.exception, StudyError), result.exception
    return str(result.exception)


def test_annotators_are_compared_with_the_gold_on_the_command_line(
    two: SettleStudy, tmp_path: Path
) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority", "--reject-at-most", "1")
    text = said(tmp_path, "agree", "1", "--gold", "--resamples", "20")
    assert "2 of 2 articles are settled, with 2 gold marks" in text
    assert "settled majority: 2 (2 gold marks)" in text
    found = json.loads(said(tmp_path, "agree", "1", "--gold", "--json", "--resamples", "20"))
    assert {one["id"]: one["extra"] for one in found["annotators"]} == {"A01": 1, "A02": 0}
    names = {(one["name"], one["id"]) for one in found["measures"]}
    assert ("recall_character", "A01") in names
    wrong = ran(tmp_path, "agree", str(tmp_path / "ratings.csv"), "--gold")
    assert "--gold is for a study" in wrong.output


def test_exporting_the_study_writes_its_gold_too_as_soon_as_there_is_some(
    two: SettleStudy, tmp_path: Path
) -> None:
    def exported(kind: str) -> list[str]:
        written = said(tmp_path, "export", "1", "--format", kind, "--out", str(tmp_path / "out"))
        return [Path(line).name for line in written.split("\n") if line]

    assert exported("jsonl") == ["bridges-of-marl.jsonl"]
    said(tmp_path, "settle", "1", "--rule", "majority")
    assert exported("jsonl") == ["bridges-of-marl.jsonl", "bridges-of-marl-gold.jsonl"]
    assert [name for name in exported("csv") if "gold" in name] == [
        "bridges-of-marl-gold-spans.csv", "bridges-of-marl-gold-answers.csv",
        "bridges-of-marl-gold-relations.csv",
    ]  # fmt: skip


def test_answers_and_relations_are_read_back_from_their_own_tables(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = make_study(store_db, people=2, scheme="attribution")
    for who in (0, 1):
        made.submit(who, [("Content", "the mayor had long made up her mind"), ("Cue", "say")],
                    relations=[(0, 1)])  # fmt: skip
    said(tmp_path, "settle", "1", "--rule", "majority")
    tables = ("gold_spans", "gold_answers", "gold_relations")
    before = [made.count(table) for table in tables]
    assert before[2] == 1
    said(tmp_path, "gold", "1", "--format", "csv", "--out", str(tmp_path))
    said(tmp_path, "settle", "1", "--undo", "1")
    for name in ("gold-spans.csv", "gold-relations.csv"):
        said(tmp_path, "gold", "1", "--from", str(tmp_path / name))
    assert [made.count(table) for table in tables] == before
    again = ran(tmp_path, "gold", "1", "--from", str(tmp_path / "gold-relations.csv"))
    assert "decided already" in str(again.exception)


def test_answers_are_read_back_and_settle_no_marks(two: SettleStudy, tmp_path: Path) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority")
    said(tmp_path, "gold", "1", "--format", "csv", "--out", str(tmp_path))
    said(tmp_path, "settle", "1", "--undo", "1")
    said(tmp_path, "gold", "1", "--from", str(tmp_path / "gold-answers.csv"))
    assert (two.count("gold_answers"), two.gold()) == (2, [])
    assert two.db.execute("SELECT DISTINCT what FROM decided").fetchall() == [("answer",)]


def test_a_text_that_a_spreadsheet_would_run_is_read_back_as_it_was(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = make_study(store_db, people=2, texts=("It said =1+1, and no more.",))
    for who in (0, 1):
        made.submit(who, [(LOADED, "=1+1")])
    said(tmp_path, "settle", "1", "--rule", "majority")
    said(tmp_path, "gold", "1", "--format", "csv", "--out", str(tmp_path))
    assert ",'=1+1," in (tmp_path / "gold-spans.csv").read_text()
    said(tmp_path, "settle", "1", "--undo", "1")
    said(tmp_path, "gold", "1", "--from", str(tmp_path / "gold-spans.csv"))
    assert made.gold() == [(LOADED, "=1+1", "file")]


def test_decisions_that_late_work_changed_are_listed_and_renewed(
    two: SettleStudy, tmp_path: Path
) -> None:
    said(tmp_path, "settle", "1", "--rule", "majority")
    assert "no decision of a rule would now be another" in said(tmp_path, "settle", "1", "--renew")
    for who in (0, 1):
        two.submit(who, [(LOADED, "Nothing")], article=1)
    dry = said(tmp_path, "settle", "1", "--renew", "--dry-run")
    assert "1 decision of a rule would now be another: 1 no longer settled; 1 more would be" in dry
    assert "“Line” (majority 2/2) -> open" in dry
    assert "Line" in {row[1] for row in two.gold()}
    assert "batch 2" in said(tmp_path, "settle", "1", "--renew")
    assert "Nothing" in {row[1] for row in two.gold()}
    wrong = ran(tmp_path, "settle", "1", "--renew", "--rule", "majority")
    assert "Give either --rule" in wrong.output
