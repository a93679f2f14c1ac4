"""Which annotations count is said in one place, and everything that reads them says the same."""

from __future__ import annotations

import csv
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import store
from annotator.models import State
from annotator.releases.downloads import FILES
from annotator.store import work
from annotator.store.counted import load_article_answers, load_counted, load_marked
from annotator.store.work import count_work
from annotator.workflow import releasing
from annotator.workflow.agreeing import study_report

EARLIER = Path(__file__).parents[1] / "data" / "earlier_store" / "annotator.sqlite.xz"
MORE = 2  # the study with several annotations of one assignment, deletions and a removed article


@pytest.fixture
def db(tmp_path: Path) -> Iterator[store.Store]:
    path = tmp_path / "annotator.sqlite"
    path.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    opened = store.open_store(path)
    yield opened
    opened.close()


def test_of_several_annotations_the_last_submitted_one_counts(db: store.Store) -> None:
    counted = {(one.article, one.annotator): one for one in load_counted(db, MORE)}
    chosen: dict[tuple[int, str], tuple[bool, str, int]] = {}
    rows = db.execute(
        "SELECT article_id, pseudonym, annotations.state = 'submitted', updated_at, annotations.id "
        "FROM annotations JOIN assignments ON assignments.id = assignment_id "
        "JOIN annotators ON annotators.id = annotator_id "
        "JOIN articles ON articles.id = article_id WHERE assignments.study_id = ? "
        "AND annotations.state <> 'deleted' AND articles.removed_at IS NULL",
        [MORE],
    ).fetchall()
    for article, who, *weight in rows:
        chosen[article, who] = max(chosen.get((article, who), (False, "", 0)), tuple(weight))
    assert {key: one.id for key, one in counted.items()} == {k: w[2] for k, w in chosen.items()}
    assert len(rows) > len(chosen)  # there are several


def test_columns_whole_work_and_counts_agree(db: store.Store) -> None:
    whole = store.load_study_work(db, MORE)
    counted = load_counted(db, MORE)
    assert [(one.article_id, one.annotator) for one in whole.work] == [one[:2] for one in counted]
    submitted = [one for one in whole.work if one.annotation.state is State.SUBMITTED]
    marked = load_marked(db, counted)
    id_of = {(one.article, one.annotator): one.id for one in counted}
    assert sorted(zip(*marked, strict=True)) == sorted(
        (id_of[one.article_id, one.annotator], span.label, span.start, span.end)
        for one in submitted
        for span in one.annotation.spans
    )
    assert sorted((one.article, one.annotator, one.question, one.value)
                  for one in load_article_answers(db, counted)) == sorted(
        (one.article_id, one.annotator, answer.question, answer.value)
        for one in submitted
        for answer in one.annotation.answers
        if not answer.region
    )  # fmt: skip
    assert count_work(db, MORE)["submitted"] == (len(submitted), len(marked.label))


@pytest.mark.parametrize("study", [1, MORE])
def test_report_downloads_and_files_count_skipped_work_alike(db: store.Store, study: int) -> None:
    report = study_report(db, study, resamples=0)
    counts = count_work(db, study)  # what the page of downloads says
    whole = store.load_study_work(db, study)
    annotations, spans = (
        Counter(row["state"] for row in csv.DictReader(FILES[name].write(whole)))
        for name in ("annotations.csv", "spans.csv")
    )
    assert report.skipped == counts["skipped"][0] == annotations["skipped"] > 0
    assert report.submitted == counts["submitted"][0] == annotations["submitted"]
    assert report.spans == counts["submitted"][1] == spans["submitted"]
    assert counts["skipped"][1] == spans["skipped"]


def test_some_articles_are_read_alone(db: store.Store) -> None:
    whole = store.load_study_work(db, MORE)
    some = [whole.articles[1].id, whole.articles[4].id]
    alone = store.load_study_work(db, MORE, some)
    assert [one.id for one in alone.articles] == some
    assert alone.work == tuple(one for one in whole.work if one.article_id in some)
    assert [one.article for one in load_counted(db, MORE, some)] == [
        one.article_id for one in alone.work
    ]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("study", [1, MORE])
def test_a_file_in_pieces_is_the_file_at_once(
    db: store.Store, name: str, study: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "IN_TURN", 3)
    whole = "".join(FILES[name].write(store.load_study_work(db, study)))
    assert "".join(releasing.pieces(db, study, FILES[name])) == whole


def test_a_study_without_articles_has_a_file_too(db: store.Store) -> None:
    scheme = store.load_study(db, 1).scheme_id
    empty = store.create_study(db, title="Empty", scheme_id=scheme, seed=1)
    assert "".join(releasing.pieces(db, empty, FILES["spans.csv"])).startswith("article_id,")
