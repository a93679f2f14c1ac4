"""However files are laid out and counted, every mark finds its text and its annotator."""

from __future__ import annotations

from pathlib import Path

import pytest
from brat_corpus import write
from reading_corpora import marks, read_files

from annotator.corpora.corpus import Corpus
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus

TEXT = "Marl said the ferry would close, critics claimed on Tuesday.\nDocument "
MARKS = (
    "T1\tSource 0 4\tMarl\nT2\tCue 5 9\tsaid\nT3\tContent 10 31\tthe ferry would close\n"
    "E1\tAttribution:T2 Source:T1 Content:T3\n"
)
LAYOUTS = {  # where a text is, and where its marks
    "annotator behind the name": ("{s}/{d}.txt", "{s}/{d}_{a}.ann"),
    "annotator behind the whole name": ("{s}/text/{d}.txt", "{s}/brat/{d}.txt_{a}.ann"),
    "annotator before the name": ("{s}/text/{d}.txt", "{s}/brat/{a}-{d}.ann"),
    "a folder a document": ("{s}/{d}/{d}.txt", "{s}/{d}/{a}.ann"),
    "a folder an annotator, over the splits": ("{a}/{s}/{d}.txt", "{a}/{s}/{d}.ann"),
    "a folder an annotator, under the splits": ("{s}/{a}/{d}.txt", "{s}/{a}/{d}.ann"),
    "texts apart": ("{s}/text/{d}.txt", "{s}/marks/{a}/{d}.ann"),
}


def read(path: Path) -> Corpus:
    return read_corpus(open_corpus(path))[1]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_told_without_an_option(name: str, tmp_path: Path) -> None:
    text, marks = LAYOUTS[name]
    for split in ("train", "dev", "test"):
        for number in range(2):
            for annotator in ("alder", "briar"):
                about = {"s": split, "d": f"{split}{number}", "a": annotator}
                write(tmp_path / text.format(**about), TEXT + about["d"])
                write(tmp_path / marks.format(**about), MARKS)
    corpus = read(tmp_path)
    assert corpus.losses == ()
    assert corpus.annotators == ("alder", "briar")
    assert sorted(one.key for one in corpus.documents) == [
        f"{split}{number}" for split in ("dev", "test", "train") for number in range(2)
    ]
    assert len(corpus.work) == 12
    assert {tuple(span.label for span in one.spans) for one in corpus.work} == {
        ("Source", "Cue", "Content")
    }
    assert {tuple(one.label for one in work.relations) for work in corpus.work} == {
        ("Source", "Content")
    }


@pytest.mark.parametrize(
    ("text", "marks", "unit"),
    [
        ("\U0001f692\U0001f692 Marl said so.", "T1\tSource 5 9\tMarl\nT2\tCue 10 14\tsaid\n",
         "UTF-16 code units"),
        ("\u00dcber Marl said so.", "T1\tSource 6 10\tMarl\nT2\tCue 11 15\tsaid\n", "bytes"),
        ("\u00dcber Marl said so.", "T1\tSource 5 9\tMarl\nT2\tCue 10 14\tsaid\n", ""),
    ],
)  # fmt: skip
def test_the_words_tell_in_what_offsets_count(
    text: str, marks: str, unit: str, tmp_path: Path
) -> None:
    write(tmp_path / "a.txt", text)
    write(tmp_path / "a.ann", marks)
    corpus = read(tmp_path)
    (work,) = corpus.work
    assert [text[one.start : one.end] for one in work.spans] == ["Marl", "said"]
    said = f"a.ann: its offsets count {unit}; they were turned into code points"
    assert [str(one) for one in corpus.losses] == ([said] if unit else [])


def test_a_single_annotator_has_a_name_where_a_file_says_it(tmp_path: Path) -> None:
    files = {"A01/7.txt": "Rain again.", "A01/7.ann": "T1\tCue 0 4\tRain\n",
             "A02/8.txt": "Sun again.", "A02/8.ann": "",
             "ANNOTATORS": "A01\tAnn\nA02\tBob\n"}  # fmt: skip
    found = read_files(tmp_path, files, "brat")
    assert [(one.document, one.annotator) for one in found.work] == [("7", "Ann"), ("8", "Bob")]


def test_offsets_that_count_a_byte_order_mark_are_told_by_the_words(tmp_path: Path) -> None:
    marks_of_it = "T1\tCue 1 5\tRain\nT2\tCue 6 11\tagain\n"
    found = read_files(tmp_path, {"7.txt": "\ufeffRain again.", "7.ann": marks_of_it}, "brat")
    assert [one[3] for one in marks(found)] == ["Rain", "again"]
    assert "a byte order mark in front" in str(found.losses[0])
