"""Articles that wait: put down as they come, corrected, read again, kept; never all in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from annotator import store
from annotator.articles.duplicates import signature_of
from annotator.articles.signatures import MANNER, likely_pairs
from annotator.articles.told import NOTHING, Told
from annotator.models import Article, Refusal
from annotator.store.provenance.signatures import load_signatures, load_text_hashes
from annotator.store.provenance.sources import load_raw
from annotator.workflow.loading import add_upload
from annotator.workflow.studies import create_study
from annotator.workflow.waiting.similar import sentences_on_similar
from annotator.workflow.waiting.upload import Upload, new_upload


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    return new_upload(tmp_path, 1)


def bring(upload: Upload, name: str, articles: Iterable[Article], told: Told = NOTHING) -> int:
    with upload.bring(name, name.encode(), told) as brought:
        for one in articles:
            brought.take([one])
    return max(file.id for file in (upload.file(n) for n in range(1, 9)) if file)


def made(name: str, count: int) -> list[Article]:
    return [Article(f"{name}{n}", f"The text of {name}{n}.") for n in range(count)]


def titles(upload: Upload) -> list[str]:
    return [one.article.title for some in upload.each(only_chosen=False) for one in some]


def test_a_file_that_is_read_again_moves_those_behind_it_with_their_corrections(
    upload: Upload,
) -> None:
    bring(upload, "a", made("a", 2))
    middle = bring(upload, "b", made("b", 1))
    bring(upload, "c", made("c", 2))
    upload.correct({0: {"title": "A"}, 2: {"title": "B"}, 4: {"title": "C", "keep": ""}})
    for count, found in ((3, ["b0", "b1", "b2"]), (0, []), (1, ["b0"])):
        with upload.read_again(middle, NOTHING) as brought:
            brought.take(made("b", count))
        assert titles(upload) == ["A", "a1", *found, "c0", "C"]
        assert [one.number for some in upload.each(only_chosen=False) for one in some] == list(
            range(4 + count)
        )
    assert upload.counts().chosen == 4


def test_what_is_said_as_it_was_read_is_no_correction(upload: Upload) -> None:
    file = bring(upload, "a", [Article("A", "The text.")])
    upload.correct({0: {"title": "A", "published": "", "keep": "1"}})
    with upload.read_again(file, Told(day_first=True)) as brought:
        brought.take([Article("A", "The text.", published="2021-05-09", date_found="given")])
    one = upload.article(0)
    assert one is not None
    assert (one.article.published, one.article.date_found) == ("2021-05-09", "given")
    assert upload.packed_files()[file].told == "day before month"


def test_files_are_kept_whole_but_for_those_that_were_changed_or_are_not_wanted(
    tmp_path: Path,
) -> None:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = create_study(db, "Kept", "framing", seed=1)
    upload = new_upload(tmp_path, study.id)
    bring(upload, "a", made("a", 2))
    changed, unwanted = bring(upload, "b", made("b", 1)), bring(upload, "c", made("c", 1))
    upload.correct({3: {"keep": ""}})
    (file,) = [file for file in (upload.file(changed),) if file]
    Path(file.path).write_bytes(b"something else")
    assert {changed, unwanted}.isdisjoint(upload.packed_files())
    add_upload(db, study.id, upload)
    sources = {one.article.title: one.source for one in store.load_articles(db, study.id)}
    assert sources["a0"] is not None
    assert sources["a0"] == sources["a1"]
    assert sources["b0"] is None
    assert load_raw(db, sources["a0"].sha256) == b"a"
    db.close()


def test_a_file_whose_reading_breaks_off_leaves_nothing(upload: Upload) -> None:
    bring(upload, "a", made("a", 2))
    found: list[Article | Refusal] = [*made("b", 3), Refusal("b", "no")]

    def read() -> None:
        with upload.bring("b", b"", NOTHING) as brought:
            brought.take(found)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        read()
    assert titles(upload) == ["a0", "a1"]
    assert upload.counts().refusals == 0


def test_those_at_which_somebody_should_look_come_first_on_their_page(upload: Upload) -> None:
    bring(upload, "a", [*made("a", 5), Article("odd", "Odd.", remarks=("check it",))])
    assert [one.article.title for one in upload.slice(0, 3)] == ["odd", "a0", "a1"]
    assert [upload.page_of(number, 2) for number in (5, 0, 1, 4)] == [1, 1, 2, 3]


def test_many_articles_are_never_all_in_memory(upload: Upload, tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = create_study(db, "Many", "framing")

    def peak(count: int) -> int:
        tracemalloc.start()
        with upload.bring(str(count), b"", NOTHING) as brought:
            for start in range(0, count, 500):
                brought.take(
                    [Article(f"{n}", f"{n} of {count}. " * 200) for n in range(start, start + 500)]
                )
        assert add_upload(db, study.id, upload).new == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(1500), peak(6000)
    assert many < 1.5 * few
    db.close()


def test_near_duplicates_are_found_in_study_and_upload_and_texts_are_read_once(
    upload: Upload, store_db: store.Store
) -> None:
    old = "The old bridge over the Marl will close on Friday, the council of Quillhaven said."
    study = create_study(store_db, "Study", "framing")
    store.save_articles(store_db, study.id, [Article("Bridge", old), Article("Fair", "A fair.")])
    chinese = "市议会星期五关闭了马尔河上的旧桥因为桥墩出现了裂缝"
    texts = [f"{old} No date was given.", "Nothing alike.", chinese, f"据报道{chinese}", old]
    bring(upload, "a", [Article(f"T{n}", text) for n, text in enumerate(texts)])
    found = sentences_on_similar(store_db, upload)
    assert found == {
        "0": ["75% of the wording is shared with “Bridge” (in the study)."],
        "2": ["88% of the wording is shared with “T3” (number 4)."],
        "3": ["88% of the wording is shared with “T2” (number 3)."],
    }
    asked: list[str] = []
    store_db.conn.set_trace_callback(asked.append)
    assert sentences_on_similar(store_db, upload) == found
    upload.correct({2: {"text": "Another text."}})
    assert list(sentences_on_similar(store_db, upload)) == ["0"]
    reads = [statement for statement in asked if "text FROM articles" in statement]
    assert len(reads) == 1  # of the pair that is still alike
    assert "'[1]'" in reads[0]
    store_db.conn.set_trace_callback(None)
    add_upload(store_db, study.id, upload)
    hashes = load_text_hashes(store_db, study.id).values()
    assert set(load_signatures(store_db, hashes, MANNER)) == set(hashes)


def test_of_a_thousand_copies_each_is_compared_with_the_next_few_alone() -> None:
    one = signature_of("the old bridge over the Marl closes")
    pairs = likely_pairs([one] * 1000, 0.5)
    assert len(pairs) < 6000
    assert {place for pair in pairs for place in pair} == set(range(1000))
