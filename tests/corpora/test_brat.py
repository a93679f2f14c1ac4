"""brat's files become a corpus; every problem is named by file and line, and the rest comes in."""

from __future__ import annotations

from pathlib import Path

import pytest
from brat_corpus import (
    BRIDGE,
    CONFIGURATION,
    HARBOUR,
    MESSY,
    harbour_marks,
    mark,
    write,
    write_corpus,
)

from annotator.corpora.corpus import Corpus, Relation
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import CorpusError
from annotator.models import Answer, normalise


def read(path: Path) -> Corpus:
    name, corpus = read_corpus(open_corpus(path))
    assert name == "brat"
    return corpus


def passages(corpus: Corpus, annotator: str, document: str = "harbour") -> dict[str, list[str]]:
    texts = {one.key: one.article.text for one in corpus.documents}
    (work,) = [one for one in corpus.work if (one.document, one.annotator) == (document, annotator)]
    return {
        span.label: [texts[document][start:end] for start, end in span.fragments]
        for span in work.spans
    }


def test_marks_attributes_relations_events_and_notes_come_in(tmp_path: Path) -> None:
    corpus = read(write_corpus(tmp_path))
    assert [one.key for one in corpus.documents] == ["bridge", "harbour"]
    assert corpus.annotators == ("alder", "briar", "cedar")
    assert corpus.losses == ()
    assert corpus.documents[1].article.text == normalise(HARBOUR)
    assert corpus.documents[1].article.title == "Harbour closes"
    assert passages(corpus, "alder") == {
        "Loaded": ["brazen"],
        "Source": ["mayor"],
        "Cue": ["said"],
        "Content": ["the caf\u00e9", "shut for good"],
    }
    (work,) = [one for one in corpus.work if (one.document, one.annotator) == ("harbour", "alder")]
    assert set(work.answers) == {
        Answer("Polarity", "negative", region="T1"),
        Answer("Ironic", "yes", region="T1"),
        Answer("Reference", "Gazetteer:17", region="T2"),
        Answer("note", "is this strong?", region="T1"),
    }
    assert set(work.relations) == {
        Relation("T3", "T2", "Who"),
        Relation("T3", "T4", "What"),
        Relation("T1", "T2", "About"),
        Relation("T2", "T3", "Same"),
    }


def test_a_file_without_marks_is_work_too(tmp_path: Path) -> None:
    corpus = read(write_corpus(tmp_path))
    assert passages(corpus, "briar", "bridge") == {}
    assert ("bridge", "cedar") not in {(one.document, one.annotator) for one in corpus.work}


def test_each_problem_is_named_by_its_line_and_the_rest_comes_in(tmp_path: Path) -> None:
    write(tmp_path / "harbour.txt", HARBOUR)
    write(tmp_path / "harbour.ann", MESSY)
    write(tmp_path / "annotation.conf", CONFIGURATION)
    corpus = read(tmp_path)
    assert passages(corpus, "annotator") == {
        "Loaded": ["brazen"],
        "Unknown": ["mayor"],
        "Content": ["shut for"],
        "Cue": ["said"],
    }
    assert sorted((loss.file, loss.line) for loss in corpus.losses) == [
        ("harbour.ann", line) for line in (2, 3, 4, 7, 8, 9, 10, 11)
    ]
    said = {loss.line: loss.sentence for loss in corpus.losses}
    assert "5000 to 5004 are not inside the text" in said[2]
    assert "not in annotation.conf; it was taken" in said[4]
    assert "taken as the rest of line 5" in said[7]
    assert "T1 is used twice" in said[8]
    assert "'never' are not those of the text there, 'said'" in said[11]


@pytest.mark.parametrize(
    "names",
    [
        ("alder/harbour", "briar/harbour", "cedar/harbour"),
        ("train/alder/harbour", "train/briar/harbour", "train/cedar/harbour"),
    ],
)
def test_a_folder_each_is_an_annotator_each(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        write(tmp_path / f"{name}.txt", HARBOUR)
        write(tmp_path / f"{name}.ann", harbour_marks(name.split("/")[-2]))
    corpus = read(tmp_path)
    assert corpus.annotators == ("alder", "briar", "cedar")
    assert [one.key for one in corpus.documents] == ["harbour"]
    assert passages(corpus, "cedar")["Loaded"] == ["“brazen”"]


def test_texts_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    for part in ("train", "dev"):
        write(tmp_path / part / "text/a_story-1.txt", HARBOUR + part)
        for annotator in ("4b22", "ef2d"):
            write(tmp_path / part / f"attributions/a_story-1_{annotator}.ann",
                  mark(HARBOUR, 1, "Cue", "said"))  # fmt: skip
    corpus = read(tmp_path)
    assert corpus.annotators == ("4b22", "ef2d")
    assert [one.key for one in corpus.documents] == ["dev/text/a_story-1", "train/text/a_story-1"]
    assert len(corpus.work) == 4
    assert corpus.losses == ()


def test_a_text_of_the_same_name_with_other_words_is_another_document(tmp_path: Path) -> None:
    write(tmp_path / "north/story.txt", HARBOUR)
    write(tmp_path / "south/story.txt", BRIDGE)
    write(tmp_path / "north/story.ann", mark(HARBOUR, 1, "Cue", "said"))
    write(tmp_path / "south/story.ann", mark(BRIDGE, 1, "Cue", "say"))
    corpus = read(tmp_path)
    assert [one.key for one in corpus.documents] == ["north/story", "south/story"]
    assert corpus.annotators == ("annotator",)


def test_offsets_that_count_a_line_end_as_one_are_told_by_the_words(tmp_path: Path) -> None:
    """brat counts the two characters of `\\r\\n` as two; files written on Windows later do not."""
    write(tmp_path / "harbour.txt", HARBOUR)
    write(tmp_path / "harbour.ann", harbour_marks("alder").replace("\n", "\r\n"))
    as_one = HARBOUR.replace("\r\n", "\n")
    write(tmp_path / "harbour_b.ann", mark(as_one, 1, "Cue", "said"))
    corpus = read(tmp_path)
    assert passages(corpus, "annotator")["Cue"] == ["said"]
    assert passages(corpus, "b")["Cue"] == ["said"]
    assert corpus.losses == ()


def test_marks_without_their_text_are_named(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    write(tmp_path / "lost_alder.ann", "T1\tCue 0 4\tsaid\n")
    assert [str(loss) for loss in read(tmp_path).losses] == [
        "lost_alder.ann: its text is not there; the marks were left out"
    ]


def test_nothing_that_can_be_read_is_an_error_that_names_the_formats(tmp_path: Path) -> None:
    write(tmp_path / "a.png", "no corpus")
    with pytest.raises(CorpusError, match=r"none of the formats that are read: .*brat"):
        read(tmp_path)
    with pytest.raises(CorpusError, match=r"It holds a\.png\. Name the format"):
        read(tmp_path)
    with pytest.raises(CorpusError, match=r"There is no file or folder"):
        open_corpus(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="Unknown format 'brad'"):
        read_corpus(open_corpus(tmp_path), "brad")


def test_a_file_of_plain_marks_is_read_in_one_go_to_the_same(tmp_path: Path) -> None:
    """Whatever is not plain makes the whole file be read line by line."""
    text = "Rain again. More rain, says T1."
    plain = "T1\tweather 0 4\tRain\nT2\tweather 17 21\train\n"
    others = {
        "blank": plain + "\n", "note": plain + "#1\tAnnotatorNotes T1\tsure\n",
        "twice": plain + "T1\tweather 5 10\tagain\n", "far": plain + "T3\tx 28 99\tT1.\n",
        "words": plain + "T3\tx 5 10\tAgain\n", "none": plain + "T3\tx 5 5\t\n",
        "nameless": plain + "R1\t\n*\t\n", "back": plain + "T3\tx -3 31\tT1.\n",
        "pieces": plain + "T3\tx 5 7;8 10\tag in\n", "returns": plain.replace("\n", "\r\n"),
        "endless": plain.removesuffix("\n"), "bare": plain + "T3\tx 5 10\n",
    }  # fmt: skip
    for name, source in {"plain": plain, **others}.items():
        write(tmp_path / f"{name}/a.txt", text)
        write(tmp_path / f"{name}/a.ann", source)
    found = {name: read(tmp_path / name) for name in ("plain", *others)}
    wanted = found["plain"].work[0].spans
    assert [one.place for one in wanted] == ["a.ann:1", "a.ann:2"]
    assert all(one.work[0].spans[:2] == wanted for one in found.values())
    lost = {name: [loss.line for loss in one.losses] for name, one in found.items() if one.losses}
    assert lost == {"twice": [3], "far": [3], "words": [3], "none": [3], "nameless": [3, 4],
                    "back": [3]}  # fmt: skip


def test_a_mark_over_line_ends_is_one_and_a_second_role_has_the_name_of_the_first(
    tmp_path: Path,
) -> None:
    """As brat writes them: cut at each line's end; Theme2 beside Theme."""
    for name, end in (("unix", "\n"), ("dos", "\r\n")):
        text = f"Rain again.{end}{end}More rain, says the harbour master."
        second, master = text.index("More"), text.index("master")
        lines = (
            f"T1\tContent 0 11;{second} {second + 9}\tRain again. More rain",
            f"T2\tContent 0 4;5 10;{second} {second + 4}\tRain again More",
            f"T3\tSource {master} {master + 6}\tmaster",
            "E1\tSays:T3 Theme:T1 Theme2:T2 Part3:T2",
        )
        write(tmp_path / name / "a.txt", text)
        write(tmp_path / name / "a.ann", end.join(lines))
        corpus = read(tmp_path / name)
        assert corpus.losses == ()
        (work,) = corpus.work
        assert [one.fragments for one in work.spans[:2]] == [
            ((0, 22),), ((0, 4), (5, 10), (13, 17)),
        ]  # fmt: skip
        assert [(one.to_region, one.label) for one in work.relations] == [
            ("T1", "Theme"), ("T2", "Theme"), ("T2", "Part3"),
        ]  # fmt: skip


def test_only_lines_that_end_in_words_go_on_and_a_note_keeps_its_tabs(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Rain again.")
    write(tmp_path / "a.ann", "T1\tx 0 4\tRain\nA1\tConf T1 3\nstray\n#1\tAnnotatorNotes T1\tone\t"
          "two\nmore\n")  # fmt: skip
    corpus = read(tmp_path)
    assert [(one.question, one.value) for one in corpus.work[0].answers] == [
        ("Conf", "3"), ("note", "one\ttwo more"),
    ]  # fmt: skip
    assert [str(one) for one in corpus.losses] == [
        "a.ann:3: a line without an id was left out: 'stray'",
        "a.ann:5: a line without an id; taken as the rest of line 4",
    ]
