"""Gold beside annotators' work is the study's gold, from a file; what cannot be is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import store
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.releases.content import Content, Plan
from annotator.releases.formats import write_format
from annotator.store.adjudication import load_gold
from annotator.workflow.importing import import_path
from annotator.workflow.making_releases import load_content

TEXT = "The brazen mayor spoke. Critics left."


@pytest.fixture
def db(tmp_path: Path) -> store.Store:
    return store.open_store(tmp_path / "data" / "annotator.sqlite")


def annotation(who: str, *items: dict[str, Any], gold: bool = False) -> dict[str, Any]:
    return {"annotator": who, "ground_truth": gold, "result": list(items)}


def mark(region: str, label: str, start: int, end: int) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label], "text": TEXT[start:end]}
    return {"id": region, "type": "labels", "from_name": "label", "value": value}


def answer(question: str, choice: str, place: tuple[int, int] = (), region: str = "q") -> dict:
    value: dict[str, Any] = {"choices": [choice]}
    if place:
        value |= {"start": place[0], "end": place[1]}
    return {"id": region, "type": "choices", "from_name": question, "value": value}


def write(folder: Path, *tasks: tuple[str, list[dict[str, Any]]]) -> Path:
    content = [{"id": n, "data": {"text": text}, "annotations": work}
               for n, (text, work) in enumerate(tasks, 1)]  # fmt: skip
    folder.mkdir(parents=True)
    path = folder / "tasks.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_gold_comes_in_as_decisions_from_a_file(tmp_path: Path, db: store.Store) -> None:
    link = {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["about"]}
    path = write(
        tmp_path / "corpus",
        (TEXT, [
            annotation("ann", mark("x", "loaded", 4, 10), answer("frame", "conflict")),
            annotation("bob", mark("x", "loaded", 4, 16), answer("frame", "economy")),
            annotation("gold", mark("a", "loaded", 4, 10), answer("voice", "paper", (4, 10), "a"),
                       mark("b", "source", 24, 31), link, answer("frame", "conflict"), gold=True),
        ]),
        ("Nothing here.", [annotation("ann"), annotation("gold", gold=True)]),
        ("Nobody settled this.", [annotation("bob")]),
    )  # fmt: skip
    made = import_path(db, path, "With gold")
    assert (made.annotators, made.annotations, made.golds, made.losses) == (2, 4, 2, ())
    assert "gold of 2 documents; nothing was lost" in made.sentence
    gold = load_gold(db, made.study_id)
    first, second, _ = (one.id for one in store.load_articles(db, made.study_id))
    assert [(one.article_id, one.label, one.text, one.attributes) for one in gold.spans] == [
        (first, "loaded", "brazen", {"voice": "paper"}), (first, "source", "Critics", {}),
    ]  # fmt: skip
    assert [(one.question, one.value) for one in gold.answers] == [("frame", "conflict")]
    assert [one.label for one in gold.relations] == ["about"]
    assert {one.provenance for one in gold.decisions.values()} == {"file"}
    assert [row[0] for row in db.execute("SELECT DISTINCT article_id FROM decisions ORDER BY 1")
            ] == [first, second]  # fmt: skip


def test_gold_of_one_text_in_two_documents_is_one(tmp_path: Path, db: store.Store) -> None:
    work = [annotation("ann", mark("x", "loaded", 4, 10)),
            annotation("gold", mark("a", "loaded", 4, 10), gold=True)]  # fmt: skip
    made = import_path(db, write(tmp_path / "corpus", (TEXT, work), (TEXT, work)), "Twice")
    assert made.golds == 1
    assert len(load_gold(db, made.study_id).spans) == 1
    assert any("a second gold of the same text" in str(one) for one in made.losses)


def test_a_codebook_refuses_gold_that_it_has_no_label_for(tmp_path: Path, db: store.Store) -> None:
    work = [annotation("ann"), annotation("gold", mark("a", "loaded", 4, 10), gold=True)]
    path = write(tmp_path / "corpus", (TEXT, work))
    made = import_path(db, path, "Other", scheme_name="framing")
    gold = load_gold(db, made.study_id)
    assert (made.golds, gold.spans, gold.decisions) == (0, (), {}), "nor is it: nothing marked"
    assert any("'loaded' is not in the codebook" in str(one) for one in made.losses)


def test_somebody_called_gold_beside_others_is_the_gold_in_any_format(tmp_path: Path) -> None:
    for who in ("A01", "A02", "gold"):
        (tmp_path / who).mkdir()
        (tmp_path / who / "1.txt").write_text(TEXT, "utf-8")
        (tmp_path / who / "1.ann").write_text("T1\tloaded 4 10\tbrazen\n", "utf-8")
    _, corpus = read_corpus(open_corpus(tmp_path))
    assert corpus.annotators == ("A01", "A02")
    assert [(one.document, len(one.spans)) for one in corpus.gold] == [("1", 1)]


GOLD = {
    "spans": [
        {"label": "loaded", "start": 4, "end": 10, "text": "brazen", "attributes": {},
         "alternative_of": None, "how": "hand"},
        {"label": "loaded", "start": 4, "end": 16, "text": "brazen mayor", "attributes": {},
         "open_attributes": ["voice"], "how": "rule:majority 2/3",
         "alternative_of": {"label": "loaded", "start": 4, "end": 10}},
        {"label": "source", "start": 24, "end": 31, "text": "Critics", "attributes": {}},
    ],
    "answers": [{"question": "frame", "value": "conflict", "how": "file"}],
    "relations": [{"label": "about", "from": {"label": "loaded", "start": 4, "end": 10},
                   "to": {"label": "source", "start": 24, "end": 31}, "how": "hand"}],
    "nothing": [],
}  # fmt: skip
NOTHING = {"spans": [], "answers": GOLD["answers"], "relations": [], "nothing": [{"how": "hand"}]}


def made_of_gold(tmp_path: Path, db: store.Store) -> int:
    """A study of our own JSON Lines, with gold of every kind."""
    spans = [{"id": "r1", "label": "loaded", "start": 4, "end": 16, "raw_start": 3, "raw_end": 16}]
    work = [{"annotator": who, "state": "submitted", "codebook": book, "spans": spans,
             "answers": {"frame": "conflict"}, "updated_at": "2026-03-01T09:00:00Z"}
            for who, book in (("A01", "s 1"), ("A02", "s 1"), ("A03", "s 2"))]  # fmt: skip
    lines = [{"id": n, "text": text, "annotations": work, "gold": gold, "split": "train",
              "provenance": {"place": "a.txt", "file": None, "cut": ["Read also"]}}
             for n, (text, gold) in enumerate([(TEXT, GOLD), ("The grey harbour sleeps.", NOTHING)],
                                              1)]  # fmt: skip
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    made = import_path(db, path, "Own")
    assert [str(one) for one in made.losses] == [
        "own.jsonl: the study does not take over: 2 × splits of articles, 2 × articles' files, and "
        "what was cut from them, 6 × times of annotations, 6 × spaces and punctuation at the edges "
        "of marks, 3 × where gold comes from: rule or adjudicator, reason, time, 1 × gold marks "
        "with an answer that is not settled, 2 × codebook versions of annotations"
    ]
    return made.study_id


@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_gold_of_our_own_files_comes_back_with_all_that_they_hold_of_it(
    name: str, tmp_path: Path, db: store.Store
) -> None:
    study = made_of_gold(tmp_path, db)
    before = load_content(db, study, Plan("1.0.0", (name,)))
    for path, data in write_format(name, before).files.items():
        (tmp_path / "again").mkdir(exist_ok=True)
        (tmp_path / "again" / path).write_bytes(data)
    for one in before.work.articles:
        (tmp_path / "again" / f"{one.id}.txt").write_text(one.article.text, "utf-8")
    again = store.open_store(tmp_path / "again.sqlite")
    after = load_content(again, import_path(again, tmp_path / "again", "Again").study_id,
                         Plan("1.0.0", (name,)))  # fmt: skip
    again.close()

    def places(content: Content) -> list[object]:
        spans = {one.id: one.place for one in content.gold.spans}
        return [
            [(one.place, spans.get(one.alternative_of or 0)) for one in content.gold.spans],
            [(one.question, one.value) for one in content.gold.answers if name != "parquet"],
            [(spans[one.from_gold], spans[one.to_gold], one.label)
             for one in content.gold.relations if name != "parquet"],
            [one.article_id for one in content.gold.nothing if name == "jsonl"],
        ]  # fmt: skip

    assert places(after) == places(before)
    assert places(before)[0][1] == (("loaded", 4, 16), ("loaded", 4, 10))
    assert [one.article_id for one in before.gold.nothing] == [2]
