"""The corpora of shared tasks and papers, in files laid out as they were published."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_corpora import answers, lost, marks, read_files

from annotator import store
from annotator.workflow.importing import import_path

TEXT = "Harbour row 🚢 grows\n\nThe brazen mayor of Marl lied, critics say.\nEverybody knows it.\n"


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def row(*cells: object) -> str:
    return "\t".join(map(str, cells)) + "\n"


def test_ptc_has_labels_an_article_and_names_what_cannot_be(tmp_path: Path) -> None:
    corpus = read_files(
        tmp_path,
        {
            "train-articles/article111.txt": TEXT,
            "train-articles/article222.txt": "Another day\n\nNothing.\n",
            "train-labels-task2-technique-classification/article111.task2-TC.labels": row(
                111, "Name_Calling,Labeling", *at("brazen mayor")
            )
            + row(111, "Doubt", 5, 5000)
            + row(111, "?", 5, 9)
            + row(999, "Doubt", 5, 9)
            + row(111, "Doubt", 5),
            "train-labels-task2-technique-classification/article222.task2-TC.labels": "",
            "train-labels-task1-span-identification/article111.task1-SI.labels": row(
                111, *at("brazen mayor")
            ),
        },
        "ptc",
    )
    assert marks(corpus) == [("111", "gold", "Name_Calling,Labeling", "brazen mayor")]
    assert sorted(one.document for one in corpus.gold) == ["111", "222"]
    assert sorted(loss.line for loss in corpus.losses) == [2, 3, 4, 5]


def test_ptc_with_names_of_files_in_place_of_numbers(tmp_path: Path) -> None:
    start, end = at("brazen")
    rows = row("article111.txt", "Doubt", start, end) + row("article111", "Slogans", start, end)
    files = {"article111.txt": TEXT, "all.task2-TC.labels": rows}
    corpus = read_files(tmp_path, files, "ptc")
    assert marks(corpus) == [
        ("111", "gold", "Doubt", "brazen"),
        ("111", "gold", "Slogans", "brazen"),
    ]
    assert corpus.losses == ()


def test_ptc_without_techniques_marks_propaganda_and_folders_are_annotators(
    tmp_path: Path,
) -> None:
    files: dict[str, object] = {"articles/article111.txt": TEXT}
    for annotator in ("alder", "briar"):
        files[f"{annotator}/article111.task1-SI.labels"] = row(111, *at("brazen"))
    corpus = read_files(tmp_path, files, "ptc")
    assert marks(corpus) == [
        ("111", "alder", "Propaganda", "brazen"),
        ("111", "briar", "Propaganda", "brazen"),
    ]


def test_semeval_2023_genre_frames_and_techniques(tmp_path: Path) -> None:
    corpus = read_files(
        tmp_path,
        {
            "en/train-articles-subtask-3/article111.txt": TEXT,
            "en/train-articles-subtask-3/article222.txt": "Another day\n\nIt is over.\n",
            "en/train-labels-subtask-1.txt": row(111, "opinion"),
            "en/train-labels-subtask-2.txt": row(111, "Political,Morality"),
            "en/train-labels-subtask-3.txt": row(111, 3, "Doubt") + row(222, 3, "Doubt,Slogans")
            + row(222, 77, "Doubt"),
            "en/train-labels-subtask-3-spans/article111-labels-subtask-3.txt": row(
                111, "Loaded_Language", *at("brazen")
            ),
        },
        "semeval2023",
    )  # fmt: skip
    assert marks(corpus) == [
        ("111", "gold", "Loaded_Language", "brazen"),
        ("222", "gold", "Doubt", "It is over."),
        ("222", "gold", "Slogans", "It is over."),
    ]
    assert answers(corpus) == [
        ("gold", "", "frames", "Morality"),
        ("gold", "", "frames", "Political"),
        ("gold", "", "genre", "opinion"),
    ]
    assert lost(corpus) == [("en/train-labels-subtask-3.txt", 3)]


@pytest.mark.parametrize("behind", [0, 1])
def test_semeval_2025_entities_whether_the_end_is_the_last_character_or_behind_it(
    tmp_path: Path, behind: int
) -> None:
    start, end = at("Marl")
    corpus = read_files(
        tmp_path,
        {
            "EN/raw-documents/EN_1.txt": TEXT,
            "EN/subtask-1-annotations.txt": row(
                "EN_1.txt", "Marl", start, end - 1 + behind, "Innocent", "Victim", "Exploited"
            )
            + row("EN_9.txt", "Marl", 1, 2, "Innocent", "Victim"),
            "EN/subtask-2-annotations.txt": row("EN_1", "A: x;B: y", "A: x: z"),
        },
        "semeval2025",
    )
    assert marks(corpus) == [("EN_1", "gold", "Entity", "Marl")]
    assert answers(corpus) == [
        ("gold", "", "narrative", "A: x"),
        ("gold", "", "narrative", "B: y"),
        ("gold", "", "subnarrative", "A: x: z"),
        ("gold", "Marl", "innocent_role", "Exploited"),
        ("gold", "Marl", "innocent_role", "Victim"),
        ("gold", "Marl", "main_role", "Innocent"),
    ]
    assert lost(corpus) == [("EN/subtask-1-annotations.txt", 2)]


PHRASE = {"bias": "lex", "polarity": "neg", "aim": "dir", "target": "The_mayor", "quote": "no",
          "speaker": "", "notes": "", "indirect-target-name": "",
          "indirect-ally-opponent-sentiment": ""}  # fmt: skip


def test_basil_marks_count_from_their_sentence(tmp_path: Path) -> None:
    article = {
        "title": "Harbour row 🚢 grows", "uuid": "u1", "source": "hpo", "date": "2018-03-01",
        "body-paragraphs": [["The mayor spoke.", "He was brazen."], ["Critics disagree."]],
    }  # fmt: skip
    annotation = {
        "uuid": "u1",
        "article-level-annotations": {"relative_stance": "center", "author_feeling_Mayor": "neu"},
        "phrase-level-annotations": [
            {**PHRASE, "id": "p1", "start": 7, "end": 13, "txt": "brazen"},
            {**PHRASE, "id": "title", "start": 8, "end": 11, "txt": "row", "bias": "inf"},
            {**PHRASE, "id": "p9", "start": 0, "end": 3, "txt": "The"},
        ],
    }
    corpus = read_files(
        tmp_path,
        {"articles/2018/t_1.json": article, "annotations/2018/t_1_ann.json": annotation},
        "basil",
    )
    assert marks(corpus) == [
        ("t_1", "gold", "informational", "row"),
        ("t_1", "gold", "lexical", "brazen"),
    ]
    said = answers(corpus)
    assert ("gold", "brazen", "polarity", "negative") in said
    assert ("gold", "brazen", "target", "The_mayor") in said
    assert ("gold", "", "relative_stance", "center") in said
    assert ("gold", "", "author_feeling", "Mayor: neu") in said
    assert [str(one) for one in corpus.losses] == [
        "annotations/2018/t_1_ann.json:1: there is no sentence 'p9'; its mark was left out"
    ]
    made = import_path(store.open_store(tmp_path / "db.sqlite"), tmp_path, "BASIL",
                       file_format="basil", scheme_name="basil")  # fmt: skip
    assert made.spans == 2


def test_lewidi_of_both_editions(tmp_path: Path) -> None:
    corpus = read_files(
        tmp_path,
        {
            "second_train.json": {
                "1": {"text": "Rain again.", "task": "irony", "annotators": "Ann1,Ann2,Ann3",
                      "annotations": "0,1,1", "hard_label": "1", "soft_label": {"0": 0.33}},
                "2": {"text": "Sun.", "task": "irony", "annotators": "Ann1", "annotations": [0]},
            },
            "third_train.json": {
                "3": {"annotation task": "sarcasm", "lang": "en",
                      "text": {"context": "He is late.", "response": "How new 🙂."},
                      "annotators": "Ann1,Ann9", "annotations": {"Ann1": "2", "Ann9": "5"}},
                "4": {"text": {}, "annotators": "", "annotations": {}},
            },
        },
        "lewidi",
    )  # fmt: skip
    assert [one.key for one in corpus.documents] == ["1", "2", "3"]
    assert corpus.annotators == (
        "Ann1 (irony)", "Ann1 (sarcasm)", "Ann2 (irony)", "Ann3 (irony)", "Ann9 (sarcasm)",
    )  # fmt: skip
    assert corpus.documents[2].article.text == "He is late.\n\nHow new 🙂."
    assert answers(corpus) == [
        ("Ann1 (irony)", "", "irony", "0"),
        ("Ann1 (irony)", "", "irony", "0"),
        ("Ann1 (sarcasm)", "", "sarcasm", "2"),
        ("Ann2 (irony)", "", "irony", "1"),
        ("Ann3 (irony)", "", "irony", "1"),
        ("Ann9 (sarcasm)", "", "sarcasm", "5"),
        ("gold", "", "irony", "1"),
    ]
    (loss,) = corpus.losses
    assert (loss.file, loss.line > 1) == ("third_train.json", True)
