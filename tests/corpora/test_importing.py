"""An imported corpus is a study like any other, and Label Studio need not run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from brat_corpus import write, write_corpus
from click.testing import CliRunner, Result
from released_files import released_files

from annotator import store
from annotator.cli import commands
from annotator.corpora.corpus import (
    AnnotatedSpan,
    Corpus,
    Document,
    Work,
    canonical,
    corpus_of_study,
)
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import AccountError, StudyError
from annotator.models import Article, Kind
from annotator.releases.content import Plan
from annotator.store.accounts import load_accounts
from annotator.workflow import importing
from annotator.workflow.importing import import_path
from annotator.workflow.inviting import invite
from annotator.workflow.making_releases import load_content


def run(tmp_path: Path, *words: str) -> Result:
    return CliRunner().invoke(
        commands, [*words, "--data-dir", str(tmp_path / "data")], catch_exceptions=False
    )


def lowest_number(db: store.Store) -> int:
    return int(db.execute("SELECT min(labelstudio_id) FROM annotations").fetchone()[0])


@pytest.fixture
def db(tmp_path: Path) -> store.Store:
    return store.open_store(tmp_path / "data" / "annotator.sqlite")


def test_what_was_read_is_what_the_study_holds(tmp_path: Path, db: store.Store) -> None:
    folder = write_corpus(tmp_path / "corpus")
    _, corpus = read_corpus(open_corpus(folder))
    made = import_path(db, folder, "Harbour")
    found = canonical(corpus_of_study(store.load_study_work(db, made.study_id)))
    names = {one.key: one.article.text for one in found.documents}
    texts = {one.key: one.article.text for one in corpus.documents}
    wanted = canonical(corpus)
    assert sorted(names.values()) == sorted(texts.values())
    people = dict(zip(("A01", "A02", "A03"), corpus.annotators, strict=True))

    def content(works: object, keys: dict[str, str]) -> list[object]:
        return sorted(
            ((keys[one.document], people.get(one.annotator, one.annotator),
              [(span.region, span.label, span.fragments) for span in one.spans],
              [(a.region, a.question, a.value) for a in one.answers], one.relations)
             for one in works),  # type: ignore[attr-defined]
            key=lambda one: one[:2],
        )  # fmt: skip

    assert content(found.work, names) == content(wanted.work, texts)


def test_agreement_settling_and_export_work_on_it(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    made = run(tmp_path, "import", "brat", str(folder), "--study", "Harbour")
    assert "2 documents, 3 annotators, 5 annotations, 16 marks; nothing was lost" in made.output
    report = json.loads(run(tmp_path, "agree", "Harbour", "--json").stdout)
    assert (report["input"]["title"], report["input"]["compared"]) == ("Harbour", 2)
    settled = run(tmp_path, "settle", "Harbour", "--rule", "majority")
    assert settled.exit_code == 0
    out = tmp_path / "out"
    assert run(tmp_path, "export", "Harbour", "--format", "jsonl", "--out", str(out)).exit_code == 0
    (lines,) = [path for path in out.glob("*.jsonl") if "gold" not in path.name]
    rows = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert sorted(len(row["annotations"]) for row in rows) == [2, 3]
    assert "alder" not in lines.read_text(encoding="utf-8")


def test_a_codebook_given_keeps_what_it_knows_and_names_the_rest(
    tmp_path: Path, db: store.Store
) -> None:
    folder = write_corpus(tmp_path / "corpus")
    made = import_path(db, folder, "Harbour", scheme_name="attribution")
    (work, *_) = store.load_study_work(db, made.study_id).work
    assert {span.label for one in store.load_study_work(db, made.study_id).work
            for span in one.annotation.spans} == {"Source", "Cue", "Content"}  # fmt: skip
    said = [str(loss) for loss in made.losses]
    assert "harbour_alder.ann:1: the label 'Loaded' is not in the codebook attribution; its mark " \
        "was left out" in said  # fmt: skip
    assert [one.message for one in store.load_problems(db, made.study_id)] == said
    assert work.annotator == "A01"


def test_a_codebook_is_made_of_what_the_corpus_says(tmp_path: Path, db: store.Store) -> None:
    made = import_path(db, write_corpus(tmp_path / "corpus"), "Harbour of Marl")
    scheme = store.load_study_work(db, made.study_id).scheme
    assert scheme.name == "harbour_of_marl"
    assert scheme.label_keys == ("Content", "Cue", "Loaded", "Source")
    asked = {one.question.key: (one.labels, [choice.key for choice in one.question.choices])
             for one in scheme.attributes}  # fmt: skip
    assert asked["Ironic"] == (("Loaded",), ["yes", "no"])
    assert asked["note"] == (("Loaded",), [])
    assert [one.key for one in scheme.relations] == ["About", "Same", "What", "Who"]


def test_notes_of_articles_beside_those_of_marks_are_typed_and_in_no_release(
    tmp_path: Path, db: store.Store
) -> None:
    for who in ("alder", "briar"):
        write(tmp_path / f"corpus/a_{who}.ann", "T1\tCue 0 4\tRain\n#1\tAnnotatorNotes T1\tsure?\n"
              f"#2\tAnnotatorNotes\tcall {who}\n")  # fmt: skip
    write(tmp_path / "corpus/a.txt", "Rain again.")
    made = import_path(db, tmp_path / "corpus", "Notes")
    scheme = store.load_study_work(db, made.study_id).scheme
    asked = (*scheme.questions, *(one.question for one in scheme.attributes))
    assert {one.key: one.kind for one in asked} == {"note": Kind.TEXT, "note_2": Kind.TEXT}
    content = load_content(db, made.study_id, Plan("1.0.0", ("jsonl", "csv", "matrices")))
    said = b"".join(released_files(content).values())
    assert b"call alder" not in said
    assert b"sure?" not in said


def test_its_annotators_are_nobody_who_could_sign_in(tmp_path: Path, db: store.Store) -> None:
    made = import_path(db, write_corpus(tmp_path / "corpus"), "Harbour")
    people = store.load_annotators(db, made.study_id)
    assert [(one.pseudonym, one.name, one.signed_up) for one in people] == [
        ("A01", "alder", False),
        ("A02", "briar", False),
        ("A03", "cedar", False),
    ]
    assert load_accounts(db) == []
    with pytest.raises(AccountError, match="nobody is invited"):
        invite(db, made.study_id, "ann@example.org", "")


def test_two_corpora_in_one_store_do_not_meet(tmp_path: Path, db: store.Store) -> None:
    folder = write_corpus(tmp_path / "corpus")
    first = import_path(db, folder, "First")
    assert lowest_number(db) == -5
    second = import_path(db, folder, "Second")
    assert lowest_number(db) == -10
    counts = [len(store.load_study_work(db, one.study_id).work) for one in (first, second)]
    assert counts == [5, 5]


def test_an_import_that_fails_leaves_nothing(tmp_path: Path, db: store.Store) -> None:
    folder = write_corpus(tmp_path / "corpus")
    import_path(db, folder, "Harbour")
    with pytest.raises(StudyError, match="called 'Harbour' already"):
        import_path(db, folder, "Harbour")
    assert len(store.load_studies(db)) == 1
    assert len(store.load_schemes(db)) == 1


def test_the_same_text_twice_is_one_document(tmp_path: Path, db: store.Store) -> None:
    for name in ("one", "two"):
        write(tmp_path / f"corpus/{name}.txt", "Rain again. More rain.")
        write(tmp_path / f"corpus/{name}.ann", "T1\tweather 0 4\tRain\n")
    made = import_path(db, tmp_path / "corpus", "Rain")
    assert (made.documents, made.annotations) == (1, 1)
    assert [str(one) for one in made.losses] == [
        "two.ann: a second work of 'annotator' on the same text was left out"
    ]


def test_two_documents_of_one_text_are_one_article_for_models_too(
    tmp_path: Path, db: store.Store
) -> None:
    result = [{"id": "a", "type": "labels", "from_name": "label", "to_name": "text",
               "value": {"start": 0, "end": 4, "labels": ["Wet"]}}]  # fmt: skip
    tasks = [
        {"id": number, "data": {"text": "Rain again."},
         "annotations": [{"completed_by": 1, "result": result}],
         "predictions": [{"model_version": "m1", "result": result}]}
        for number in (1, 2)
    ]  # fmt: skip
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    made = import_path(db, tmp_path / "tasks.json", "Twice")
    assert (made.documents, made.models) == (1, 1)
    said = " ".join(map(str, made.losses))
    assert "a second work of '1' on the same text was left out" in said
    assert "a second prediction of 'm1' for the same text was left out" in said


def test_a_mark_made_twice_counts_once_and_others_at_its_start_stay(
    tmp_path: Path, db: store.Store
) -> None:
    lines = ("x 0 4\tRain", "y 0 4\tRain", "x 0 10\tRain again", "x 5 10\tagain", "x 0 4\tRain")
    write(tmp_path / "c/a.txt", "Rain again.")
    write(tmp_path / "c/a.ann", "".join(f"T{n}\t{one}\n" for n, one in enumerate(lines, 1)))
    made = import_path(db, tmp_path / "c", "Rain")
    (work,) = store.load_study_work(db, made.study_id).work
    found = [(one.region, one.label, one.start, one.end) for one in work.annotation.spans]
    assert sorted(found) == [("T1", "x", 0, 4), ("T2", "y", 0, 4), ("T3", "x", 0, 10),
                             ("T4", "x", 5, 10)]  # fmt: skip
    assert [str(one) for one in made.losses] == [
        "a.ann: The mark 'Rain' (x) was made twice; it counts once."
    ]


def test_what_is_written_is_made_before_the_store_is_held(
    db: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    for name in ("made_scheme", "fitted", "imported_work"):
        own = getattr(importing, name)

        def looked(*given: object, own: Callable[..., object] = own) -> object:
            held.append(db.conn.in_transaction)
            return own(*given)

        monkeypatch.setattr(importing, name, looked)
    spans = tuple(AnnotatedSpan("r1", "a", ((n, n + 1),)) for n in range(3))
    corpus = Corpus(
        (Document("d", Article(title="T", text="Rain again.")),), (Work("d", "ann", spans),)
    )
    importing.import_corpus(db, corpus, "Rain", origin="brat")
    assert held == [False] * 3  # whoever saves would wait as long
