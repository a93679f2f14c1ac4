"""Every format of a release: files, losses with counts, and values worked out by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pyarrow.parquet
import pytest
from ptc_span_score import span_score
from released_files import released_files
from sample_study import put_sample

from annotator import store
from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Relation, Work
from annotator.errors import StudyError
from annotator.models import Answer, Article, State
from annotator.releases.content import Content, Plan
from annotator.releases.folder import kept_nowhere, make_release
from annotator.releases.formats import RELEASE_FORMATS, write_format
from annotator.releases.writers.brat import write_brat
from annotator.releases.writers.conll import write_conll
from annotator.releases.writers.ptc import write_ptc
from annotator.releases.writers.webanno_tsv import write_webanno_tsv
from annotator.workflow.making_releases import load_content

WRITTEN_HERE = tuple(name for name in RELEASE_FORMATS if name != "spacy")
TEXT = "🚒 Brazen vote shocks town.\nCritics say so."


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    db = store.open_store(tmp_path_factory.mktemp("formats") / "annotator.sqlite")
    study = put_sample(db, settled=True)
    found = load_content(db, study, Plan("1.0.0", WRITTEN_HERE))
    db.close()
    return found


@pytest.fixture(scope="module")
def files(content: Content) -> dict[str, bytes]:
    return released_files(content)


def corpus(*spans: AnnotatedSpan, **rest: object) -> Corpus:
    document = Document("7", Article("t", TEXT))
    return Corpus((document,), (Work("7", "A01", spans, **rest),))


def test_every_format_writes_files_of_its_own(files: dict[str, bytes]) -> None:
    for name in WRITTEN_HERE:
        assert [path for path in files if path.startswith(f"{name}/")], name


def test_a_loss_is_counted_and_said_in_the_release(content: Content, files: dict) -> None:
    release = make_release(content, kept_nowhere)
    answers = sum(
        1
        for one in (*content.corpus.work, *content.corpus.gold)
        for answer in one.answers
        if not answer.region and one.state is State.SUBMITTED
    )
    lost = {one.what: one.count for one in release.losses["conll"]}
    assert lost["answers about articles"] == answers
    assert f"- {answers} × answers about articles: left out" in files["losses.md"].decode()
    for name, losses in release.losses.items():
        assert not losses or RELEASE_FORMATS[name].cannot_hold, name


def test_that_the_data_do_not_tell_the_groups_is_said(content: Content) -> None:
    told = replace(content, groups={"A01": "trained"})
    said = "- Which group an annotator is in (1) is told by the card only."
    assert said in released_files(told)["losses.md"].decode()
    assert said not in released_files(content)["losses.md"].decode()


def test_ptc_gold_scored_against_itself_is_one(content: Content, files: dict) -> None:
    def spans(annotator: str) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for path, data in files.items():
            if path.startswith(f"ptc/{annotator}/") and path.endswith("task1-SI.labels"):
                for line in data.decode().splitlines():
                    article, start, end = line.split("\t")
                    found.setdefault(article, []).append((int(start), int(end)))
        return found

    assert spans("gold")
    assert span_score(spans("gold"), spans("gold")) == (1.0, 1.0, 1.0)
    precision, recall, f1 = span_score(spans("A01"), spans("gold"))
    assert 0.5 < f1 < 1.0
    assert precision < 1.0
    assert recall < 1.0


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ({"1": [(0, 10)]}, {"1": [(5, 15)]}, (0.5, 0.5, 0.5)),
        ({"1": [(0, 10), (20, 30)]}, {"1": [(0, 10)]}, (0.5, 1.0, 2 / 3)),
        ({"1": [(0, 4)]}, {"1": [(0, 10)]}, (1.0, 0.4, 4 / 7)),
        ({"1": [(0, 4)]}, {"2": [(0, 4)]}, (0.0, 0.0, 0.0)),
    ],
)
def test_the_span_score_is_worked_by_hand(found: dict, gold: dict, expected: tuple) -> None:
    assert span_score(found, gold) == pytest.approx(expected)


def test_ptc_merges_overlaps_in_task_one_and_keeps_them_in_task_two() -> None:
    spans = (AnnotatedSpan("a", "Doubt", ((2, 13),)),
             AnnotatedSpan("b", "Name_Calling,Labeling", ((4, 8),)))  # fmt: skip
    written = write_ptc(corpus(*spans)).files
    assert written["A01/article7.task1-SI.labels"] == b"7\t2\t13\n"
    two = written["A01/article7.task2-TC.labels"].decode()
    assert two == "7\tDoubt\t2\t13\n7\tName_Calling,Labeling\t4\t8\n"
    assert written["articles/article7.txt"].decode() == TEXT


def test_brat_splits_a_mark_at_a_lines_end_and_says_so() -> None:
    answers = (Answer("voice", "quoted", region="a"), Answer("target", "the town", region="a"))
    written = write_brat(corpus(AnnotatedSpan("a", "Straw man", ((14, 34),)), answers=answers))
    assert written.files["A01/7.ann"].decode().splitlines() == [
        "T1\tStraw_man 14 26;27 34\tshocks town. Critics",
        "A1\tvoice T1 quoted",
        "#1\tAnnotatorNotes T1\ttarget: the town",
    ]
    assert {one.what for one in written.losses} == {
        "marks over a line's end", "labels with other than brat's letters",
        "answers that are no single word",
    }  # fmt: skip


def test_conll_keeps_an_inner_mark_of_the_same_label() -> None:
    spans = (AnnotatedSpan("a", "x", ((2, 13),)), AnnotatedSpan("b", "x", ((2, 8),)))
    lines = write_conll(corpus(*spans)).files["A01/7.conll"].decode().splitlines()
    assert lines[:4] == [
        "# token\tstart\tend\tx\tx",
        "🚒\t0\t1\tO\tO",
        "Brazen\t2\t8\tB-x\tB-x",
        "vote\t9\t13\tI-x\tO",
    ]


def test_webanno_counts_utf_16_and_numbers_marks_that_could_be_meant() -> None:
    spans = (AnnotatedSpan("a", "x_y", ((2, 13),)), AnnotatedSpan("b", "z", ((2, 8),)))
    work = {
        "answers": (Answer("voice", "me", region="a"),),
        "relations": (Relation("a", "b", "r"),),
    }
    lines = write_webanno_tsv(corpus(*spans, **work)).files["7/A01.tsv"].decode().splitlines()
    assert lines[:6] == [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Mark|label|voice",
        "#T_RL=webanno.custom.Link|label|BT_webanno.custom.Mark",
        "",
        "",
        "#Text=🚒 Brazen vote shocks town.",
    ]
    assert lines[6:9] == [
        "1-1\t0-2\t🚒\t_\t_\t_\t_\t",
        "1-2\t3-9\tBrazen\tx\\_y[1]|z[2]\tme[1]|*[2]\tr\t1-2[1_2]\t",
        "1-3\t10-14\tvote\tx\\_y[1]\tme[1]\t_\t_\t",
    ]


def test_parquet_has_the_same_schema_with_and_without_work(content: Content) -> None:
    def schema(one: Content) -> object:
        data = released_files(one)["parquet/articles.parquet"]
        return pyarrow.parquet.read_schema(io.BytesIO(data))

    some = replace(content, plan=replace(content.plan, formats=("parquet",)))
    nobody = replace(some, work=replace(some.work, work=()))
    assert schema(some) == schema(nobody)
    assert "parquet/gold.parquet" not in released_files(
        replace(some, gold=replace(some.gold, spans=()))
    )


def test_matrices_have_a_row_an_item_and_a_column_an_annotator(files: dict) -> None:
    table = list(csv.reader(io.StringIO(files["matrices/question-primary_frame.csv"].decode())))
    assert table[0] == ["item", "A01", "A02", "A03"]
    assert len(table) == 13
    numbers = list(csv.reader(io.StringIO(files["matrices/question-slant-numbers.csv"].decode())))
    assert {cell for row in numbers[1:] for cell in row[1:]} <= {"-2", "-1", "0", "1", "2", ""}


def test_labels_that_names_of_files_cannot_tell_apart_have_a_file_each(content: Content) -> None:
    first, second, *_ = content.work.scheme.labels
    named = {first.key: "straw man", second.key: "Straw_Man"}
    scheme = content.work.scheme
    labels = tuple(replace(one, key=named.get(one.key, one.key)) for one in scheme.labels)
    changed = replace(content, work=replace(content.work, scheme=replace(scheme, labels=labels)))
    for name in ("matrices", "lewidi"):
        before, after = (write_format(name, one).files for one in (content, changed))
        assert len(before) == len(after)
        assert len({one.casefold() for one in after}) == len(after)
    about = {row["about"] for row in csv.DictReader(
        io.StringIO(write_format("matrices", changed).files["ratings.csv"].decode()))}  # fmt: skip
    assert {"label-straw_man", "label-Straw_Man_2"} <= about


def test_lewidi_shares_add_up_and_a_tie_has_no_hard_label_but_the_golds(
    content: Content, files: dict
) -> None:
    def items(found: dict[str, bytes]) -> dict[str, dict]:
        return json.loads(found["lewidi/label-loaded_language.json"])

    settled = items(files)
    for item in settled.values():
        assert sum(item["soft_label"].values()) == pytest.approx(1, abs=1e-5)
        assert item["number of annotations"] == len(item["annotations"])
    nothing = replace(content.gold, spans=(), answers=(), relations=(), decisions={})
    plan = replace(content.plan, formats=("lewidi",))
    open_items = items(released_files(replace(content, gold=nothing, plan=plan)))
    ties = [key for key, one in open_items.items() if sorted(one["annotations"]) == ["0", "1"]]
    assert ties
    assert {open_items[key]["hard_label"] for key in ties} == {""}
    assert {settled[key]["hard_label"] for key in ties} == {""}  # the rule left them open
    whole = {key: replace(one, how="file") for key, one in content.gold.decisions.items()}
    from_file = replace(content, gold=replace(content.gold, decisions=whole), plan=plan)
    told = items(released_files(from_file))
    there = {f"{one.article_id}:" for one in whole.values()}
    in_gold = [key for key in ties if key[: key.index(":") + 1] in there]
    assert {told[key]["hard_label"] for key in in_gold} == {"0"}


def test_lewidi_takes_no_open_dispute_for_a_settled_no(content: Content) -> None:
    plan = replace(content.plan, formats=("lewidi",))
    standing = {key: replace(one, named=()) for key, one in content.gold.decisions.items()}
    gold = replace(content.gold, spans=(), decisions=standing, nothing=())
    files = released_files(replace(content, gold=gold, plan=plan))
    items = json.loads(files["lewidi/label-loaded_language.json"]).values()
    agreed = [one for one in items if set(one["annotations"]) == {"1"}]
    assert agreed
    assert {one["hard_label"] for one in agreed} == {"1"}


def test_a_format_that_needs_texts_is_refused_without_them(content: Content) -> None:
    closed = replace(content, plan=replace(content.plan, text="no", formats=("jsonl", "brat")))
    with pytest.raises(StudyError, match=r"'brat' cannot be written without the articles' texts"):
        released_files(closed)
    for name, one in RELEASE_FORMATS.items():
        if not one.needs_text and name != "spacy":
            plan = replace(content.plan, text="no", formats=(name,))
            found = released_files(replace(content, plan=plan))
            whole = b"".join(data for path, data in found.items() if path.startswith(f"{name}/"))
            assert content.work.articles[0].article.text[:60].encode() not in whole, name
