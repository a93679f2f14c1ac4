"""Gold beside annotators' work is the study's gold, from a file; what cannot be is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator import store
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.store.adjudication import load_gold
from annotator.workflow.importing import import_path

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
