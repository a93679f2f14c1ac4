"""Predictions of models: what comes in, what is left out by line, and that nobody counts them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from model_world import MODEL_MARKS, line, mark, texts, worked_study, write_lines
from settle_world import LOADED, NAME, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.errors import CorpusError, StudyError
from annotator.models import text_sha256
from annotator.releases.downloads import FORMATS
from annotator.reports import as_json
from annotator.store.adjudication import Settler
from annotator.store.models.records import AboutModel, ModelRows
from annotator.store.models.rows import load_model_problems, load_model_rows, load_models
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.agreeing import study_report
from annotator.workflow.importing import import_path
from annotator.workflow.models.adding import AddedModels, add_models, drop_model
from annotator.workflow.releasing import pieces

HERON = AboutModel("heron")


def add(made: SettleStudy, path: Path, about: AboutModel = HERON) -> AddedModels:
    return add_models(made.db, made.study.id, path, about)


def rows_of(made: SettleStudy, place: int = 0) -> ModelRows:
    return load_model_rows(made.db, load_models(made.db, made.study.id)[place])


def kept(made: SettleStudy, place: int = 0) -> list[tuple[int, str, str]]:
    """Article's place, label and passage of each mark of a model."""
    rows = rows_of(made, place)
    found = []
    for article, label, start, end in zip(rows.article, rows.label, rows.start, rows.end,
                                          strict=True):  # fmt: skip
        at = made.article_ids.index(article)
        found.append((at, label, made.texts[at][start:end]))
    return found


def whys(added: AddedModels) -> list[tuple[int, str]]:
    return [(loss.line, loss.sentence) for loss in added.losses]


def test_what_is_said_of_a_model_is_kept_as_it_was_given(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    path = write_lines(tmp_path / "p.jsonl", [
        line(made, answers={"primary_frame": "morality"}, prompt="from the file", date="May"),
        line(made, [], article=1),
    ])  # fmt: skip
    added = add(made, path, AboutModel("heron", "7b", "  Mark\n what is loaded.", "2026-05-01"))
    assert added.sentence == (
        "Model 'heron 7b': 2 articles, 2 marks, 1 answer; nothing was left out."
    )
    (model,) = load_models(store_db, made.study.id)
    assert model.about == AboutModel(
        "heron", "7b", "  Mark\n what is loaded.", "2026-05-01", "p.jsonl"
    )
    assert (model.articles, model.spans, model.answers, model.problems) == (2, 2, 1, 0)
    assert kept(made) == [(0, LOADED, "brazen"), (0, NAME, "regime")]
    assert rows_of(made).opened == made.article_ids
    raw = json.loads(store_db.execute("SELECT raw FROM model_work").fetchone()[0])
    assert raw[0]["prompt"] == "from the file"


def test_every_form_of_file_says_the_same(store_db: store.Store, tmp_path: Path) -> None:
    made = worked_study(store_db)
    marks = [mark(made, *one) for one in MODEL_MARKS]
    number, text = made.article_ids[0], made.texts[0]
    article = store.load_article(store_db, number).article
    table = tmp_path / "spans.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(
            file, ["article_id", "label", "start", "end", "text", "voice", "question", "value"]
        )
        writer.writeheader()
        writer.writerow({"article_id": number, **marks[0], "voice": "journalist"})
        writer.writerow({"article_id": number, **marks[1]})
        writer.writerow({"article_id": number, "question": "primary_frame", "value": "morality"})
    task = {"data": {"text": text}, "predictions": [{"model_version": "v2", "result": [
        *({"type": "labels", "id": f"r{n}", "value": {**one, "labels": [one["label"]]}}
          for n, one in enumerate(marks)),
        {"type": "choices", "from_name": "primary_frame", "value": {"choices": ["morality"]}},
    ]}]}  # fmt: skip
    answers = {"primary_frame": "morality"}
    files: dict[str, Any] = {
        "number": [{"article_id": number, "spans": marks, "answers": answers}],
        "hash": [{"text_sha256": text_sha256(text), "spans": marks, "answers": answers}],
        "title": [{"title": article.title, "spans": marks, "answers": answers}],
        "text": [{"text": text.replace("\n", "\r\n"), "spans": marks, "answers": answers}],
        "exported": [{"id": number, "sha256": article.sha256, "text": text, "annotations": [
            {"annotator": "heron", "spans": marks, "answers": answers}]}],
        "rows": [*({"article_id": number, **one} for one in marks),
                 {"article_id": number, "question": "primary_frame", "value": "morality"}],
        "tasks": [task],
    }  # fmt: skip
    paths = [write_lines(tmp_path / f"{name}.jsonl", lines) for name, lines in files.items()]
    for place, path in enumerate([*paths, table]):
        added = add(made, path, AboutModel(f"{place:02d}"))
        assert whys(added) == [], path.name
        assert kept(made, place) == [(0, LOADED, "brazen"), (0, NAME, "regime")], path.name
        (answer,) = rows_of(made, place).answers
        assert (answer.question, answer.value) == ("primary_frame", "morality")


def test_marks_that_do_not_fit_are_refused_by_line_and_the_rest_comes_in(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    good, number = mark(made, LOADED, "brazen"), made.article_ids[0]
    path = write_lines(tmp_path / "p.jsonl", [
        {"article_id": number, **good},
        {"article_id": number, **good, "start": good["start"] + 1, "end": good["end"] + 1},
        {"article_id": number, **good, "end": 9999, "text": ""},
        {"article_id": number, **good, "label": "shouting"},
        {"article_id": 77, **good},
        {"label": LOADED, "start": 1, "end": 2},
        {"article_id": made.article_ids[1], "text": "Another text.", "spans": [good]},
        {"article_id": number, "question": "primary_frame", "value": "mood"},
        {"article_id": number, **good, "start": "one"},
        {"article_id": number, "label": NAME, "start": 9, "end": 11, "text": ". "},
    ])  # fmt: skip
    added = add(made, path)
    assert kept(made) == [(0, LOADED, "brazen")]
    said = dict(whys(added))
    assert set(said) == {2, 3, 4, 5, 6, 7, 8, 9, 10}
    assert said[2].startswith(f"the words 'brazen' are not those of article {number} from ")
    assert "not inside the text" in said[3]
    assert said[4].startswith("the label 'shouting' is not in the codebook framing")
    assert said[5] == "the study has no article '77': left out"
    assert said[6].startswith("it names no article")
    assert said[7].endswith("(another SHA-256): left out")
    assert said[8].startswith("'mood' is no choice of primary_frame")
    assert "no whole numbers" in said[9]
    assert "nothing but spaces and punctuation" in said[10]
    (model,) = load_models(store_db, made.study.id)
    assert load_model_problems(store_db, model.id) == [str(loss) for loss in added.losses]


def test_marks_are_trimmed_as_peoples_are_and_count_once(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    loose = mark(made, LOADED, "brazen vote ")
    path = write_lines(tmp_path / "p.jsonl", [
        {"article_id": made.article_ids[0], "spans": [loose, mark(made, LOADED, "brazen vote")]}
    ])  # fmt: skip
    added = add(made, path)
    assert kept(made) == [(0, LOADED, "brazen vote")]
    assert "was made twice; it counts once" in added.losses[0].sentence
    raw = store_db.execute("SELECT raw_start, raw_end FROM model_spans").fetchone()
    assert raw == (loose["start"], loose["end"])


def test_what_nothing_says_the_text_of_is_taken_and_that_is_said(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    bare = mark(made, LOADED, "brazen") | {"text": ""}
    lines = [{"article_id": made.article_ids[0], "spans": [bare]}]
    added = add(made, write_lines(tmp_path / "p.jsonl", lines))
    assert len(kept(made)) == 1
    assert "1 marks came without text or hash" in added.losses[0].sentence


def test_each_version_in_a_file_is_a_model_or_the_one_asked_for(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    path = write_lines(
        tmp_path / "p.jsonl",
        [line(made, version="a"), line(made, [], version="b"), line(made, version="a")],
    )
    added = add(made, path)
    assert added.titles == ("heron a", "heron b")
    assert [one for _, one in whys(added)] == [
        f"a second prediction of article {made.article_ids[0]}; the first stays"
    ]
    one = add(made, path, AboutModel("crane", "b"))
    assert one.titles == ("crane b",)
    assert [number for number, _ in whys(one)] == [1, 3]


def test_a_model_is_there_once_and_again_after_it_was_removed(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    path = write_lines(tmp_path / "p.jsonl", [line(made)])
    add(made, path)
    with pytest.raises(StudyError, match="a model 'heron' in this study already"):
        add(made, path)
    (model,) = load_models(store_db, made.study.id)
    other = make_study(store_db, title="Ferries")
    with pytest.raises(StudyError, match=f"no model {model.id} in this study"):
        drop_model(store_db, other.study.id, model.id)
    assert drop_model(store_db, made.study.id, model.id).title == "heron"
    assert load_models(store_db, made.study.id) == []
    add(made, path)
    assert len(load_models(store_db, made.study.id)) == 1


def test_where_nothing_can_be_taken_nothing_is_kept(store_db: store.Store, tmp_path: Path) -> None:
    made = worked_study(store_db)
    lines = [{"article_id": 9000 + n, "spans": []} for n in range(5)]
    with pytest.raises(CorpusError, match=r"No prediction of p.jsonl could be taken: .*and 2 more"):
        add(made, write_lines(tmp_path / "p.jsonl", lines))
    (tmp_path / "p.txt").write_text("brazen")
    with pytest.raises(CorpusError, match=r"read from .jsonl, .json or .csv"):
        add(made, tmp_path / "p.txt")
    with pytest.raises(StudyError, match="needs a name"):
        add(made, write_lines(tmp_path / "q.jsonl", [line(made)]), AboutModel(" "))
    assert load_models(store_db, made.study.id) == []


def test_no_number_about_people_and_no_gold_and_no_export_changes_with_a_model(
    store_db: store.Store, tmp_path: Path
) -> None:
    made = worked_study(store_db)
    study = made.study.id

    def everything() -> tuple[Any, ...]:
        files = [file for some in FORMATS.values() for file in some]
        exported = ["".join(pieces(store_db, study, file)) for file in files]
        return as_json(study_report(store_db, study, resamples=20)), exported

    before = everything()
    effect = apply_rules(store_db, study, Rules(parse_rule("majority"), {}, 1), Settler())
    gold = made.gold()
    add(made, write_lines(tmp_path / "p.jsonl", [line(made), line(made, article=1)]))
    assert everything() == before
    assert made.gold() == gold
    again = apply_rules(store_db, study, Rules(parse_rule("majority"), {}, 1), Settler())
    assert (effect.batch is None, again.batch) == (False, None)
    assert made.gold() == gold
    assert "heron" not in json.dumps(before[0])
    assert made.count("annotators") == 3


def test_predictions_of_an_imported_corpus_become_models(
    store_db: store.Store, tmp_path: Path
) -> None:
    text = texts(1)[0]
    start = text.index("brazen")

    def result(label: str) -> list[dict[str, Any]]:
        value = {"start": start, "end": start + 6, "labels": [label]}
        return [{"id": "a", "type": "labels", "value": value}]

    tasks = [{
        "id": 1, "data": {"text": text},
        "annotations": [{"completed_by": 1, "result": result("Loaded")},
                        {"completed_by": 2, "result": []}],
        "predictions": [{"model_version": "m1", "result": result("Loaded")},
                        {"model_version": "m2", "result": result("Only a model says so")},
                        {"model_version": "m2", "result": []}],
    }]  # fmt: skip
    (tmp_path / "export.json").write_text(json.dumps(tasks))
    made = import_path(store_db, tmp_path / "export.json", "Corpus")
    assert (made.annotators, made.annotations, made.models) == (2, 2, 2)
    assert "1 mark, 2 models; 1 remark." in made.sentence
    models = load_models(store_db, made.study_id)
    assert [(one.about.title, one.spans, one.articles) for one in models] == [
        ("m1", 1, 1), ("m2", 1, 1),
    ]  # fmt: skip
    assert load_model_rows(store_db, models[1]).label == ["Only a model says so"]
    raw = store_db.execute("SELECT raw FROM model_work ORDER BY id").fetchone()[0]
    assert json.loads(raw)["spans"] == [["a", "Loaded", [[start, start + 6]]]]
    report = study_report(store_db, made.study_id, resamples=20)
    assert report.annotators == ("A01", "A02")
