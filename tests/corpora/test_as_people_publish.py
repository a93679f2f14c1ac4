"""Corpora laid out as people publish them: a project or a data set for each annotator, folders of
an export unpacked, several data sets side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_corpora import answers, losses, marks, read_files, relations, write_files

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus, recognised
from annotator.errors import CorpusError

TEXT = "The brazen mayor of Tolvane resigned.\nCritics say so.\n"
RAIN = "Rain again.\n"


def lines(*entries: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


# ---------------------------------------------------------------- a project for each annotator


def test_doccano_numbers_one_text_anew_in_each_annotators_project(tmp_path: Path) -> None:
    files = {
        "gold_standard_dataset.jsonl": lines(
            {"text": RAIN, "labels": [[0, 4, "Weather"]], "comments": ["wet"], "by_sentence": "{}"},
            {"text": TEXT, "labels": [], "comments": [], "by_sentence": ""},
        ),
        "users/mira.jsonl": lines({"id": 44, "text": TEXT, "label": [[4, 10, "Loaded"]]},
                                  {"id": 45, "text": RAIN, "label": []}),
        "users/joren.jsonl": lines({"id": 64, "text": TEXT, "label": [[4, 16, "Loaded"]]},
                                   {"id": 65, "text": RAIN, "label": [[0, 4, "Weather"]]}),
    }  # fmt: skip
    corpus = read_files(tmp_path, files, "doccano")
    assert len(corpus.documents) == 2
    assert corpus.annotators == ("joren", "mira")
    assert [one.annotator for one in corpus.gold] == ["gold", "gold"]
    rain, mayor = (one.key for one in corpus.documents)
    assert marks(corpus) == sorted([
        (rain, "gold", "Weather", "Rain"), (rain, "joren", "Weather", "Rain"),
        (mayor, "joren", "Loaded", "brazen mayor"), (mayor, "mira", "Loaded", "brazen"),
    ])  # fmt: skip
    assert "'by_sentence'" in losses(corpus)


def test_one_text_under_two_numbers_in_one_file_is_two_documents(tmp_path: Path) -> None:
    two = [{"id": 1, "text": RAIN, "label": [[0, 4, "A"]]},
           {"id": 2, "text": RAIN, "label": [[5, 10, "B"]]}]  # fmt: skip
    corpus = read_files(
        tmp_path, {"mira.jsonl": lines(*two), "joren.jsonl": lines(*two)}, "doccano"
    )
    assert [(one[0], one[1], one[2]) for one in marks(corpus)] == [
        ("1", "joren", "A"), ("1", "mira", "A"), ("2", "joren", "B"), ("2", "mira", "B"),
    ]  # fmt: skip


def test_doccano_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    files = {
        "mira/all.jsonl": lines({"id": 1, "text": TEXT, "label": [[4, 10, "Loaded"]]}),
        "joren/all.jsonl": lines({"id": 1, "text": TEXT, "label": [[11, 16, "Who"]]}),
    }
    corpus = read_files(tmp_path, files, "doccano")
    assert marks(corpus) == [("1", "joren", "Who", "mayor"), ("1", "mira", "Loaded", "brazen")]


def test_label_studio_numbers_one_text_anew_in_each_annotators_project(tmp_path: Path) -> None:
    def task(number: int, who: str, start: int, end: int) -> dict[str, object]:
        mark = {"id": "a", "type": "labels", "value": {"start": start, "end": end, "text":
                TEXT[start:end], "labels": ["Loaded"]}}  # fmt: skip
        return {"id": number, "data": {"text": TEXT},
                "completions": [{"id": 1, "created_username": who, "result": [mark]}]}  # fmt: skip

    files = {"a.json": [task(7, "mira", 4, 10)], "b.json": [task(107, "joren", 4, 16)]}
    corpus = read_files(tmp_path, files, "label_studio")
    assert marks(corpus) == [
        ("7", "joren", "Loaded", "brazen mayor"), ("7", "mira", "Loaded", "brazen"),
    ]  # fmt: skip


def test_prodigys_data_sets_are_annotators_where_no_line_names_one(tmp_path: Path) -> None:
    def line(start: int, end: int, **more: object) -> dict[str, object]:
        span = {"start": start, "end": end, "token_start": 1, "token_end": 1, "label": "CLAIM"}
        return {"text": TEXT, "_input_hash": 9, "spans": [span], "relations": [], "answer":
                "accept", "_session_id": None, "_view_id": "relations", **more}  # fmt: skip

    files = {
        "mira-0603/intra_mira.jsonl": lines(line(4, 10, letter="86")),
        "joren-0511/intra_joren.jsonl": lines(line(4, 16)),
    }
    corpus = read_files(tmp_path, files, "prodigy")
    assert marks(corpus) == [
        ("9", "intra_joren", "CLAIM", "brazen mayor"), ("9", "intra_mira", "CLAIM", "brazen"),
    ]  # fmt: skip
    assert "'letter'" in losses(corpus)
    assert "earlier line" not in losses(corpus)


def test_prodigys_sessions_that_are_called_by_their_time_are_nobody(tmp_path: Path) -> None:
    def line(text: str, time: str, *more: str) -> dict[str, object]:
        session = f"2026-03-0{time}_10-17-19"
        return {"text": text, "_annotator_id": session, "_session_id": session, "answer": "accept",
                "spans": [{"start": 0, "end": 4, "label": "Loaded"}]}  # fmt: skip

    one = {"tolvane.jsonl": lines(line(TEXT, "1"), line(RAIN, "2"))}
    assert read_files(tmp_path / "one", one, "prodigy").annotators == ("annotator",)
    sets = {"mira.jsonl": one["tolvane.jsonl"], "joren.jsonl": lines(line(TEXT, "3"))}
    assert read_files(tmp_path / "sets", sets, "prodigy").annotators == ("joren", "mira")
    twice = {"tolvane.jsonl": lines(line(TEXT, "1"), line(TEXT, "2"))}
    assert len(read_files(tmp_path / "twice", twice, "prodigy").annotators) == 2


def test_prodigys_files_are_parts_of_one_set_where_they_share_no_text(tmp_path: Path) -> None:
    def line(text: str) -> dict[str, object]:
        return {"text": text, "answer": "accept", "spans": [], "_view_id": "ner_manual"}

    files = {"one.jsonl": lines(line(TEXT)), "two.jsonl": lines(line(RAIN))}
    assert read_files(tmp_path, files, "prodigy").annotators == ("annotator",)


# ---------------------------------------------------------------- folders of an export, unpacked


def tsv(*cells: str) -> str:
    words = ((0, 3, "The"), (4, 9, "mayor"), (10, 18, "resigned"))
    rows = "".join(
        f"1-{n}\t{start}-{end}\t{word}\t{cells[n - 1]}\t\n"
        for n, (start, end, word) in enumerate(words, 1)
    )
    return ("#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Mark|label\n\n\n"
            f"#Text=The mayor resigned\n{rows}")  # fmt: skip


def test_inceptions_two_folders_without_the_project(tmp_path: Path) -> None:
    files = {
        "group/annotation/row.txt/mira.tsv": tsv("_", "Who", "_"),
        "group/annotation/row.txt/joren.tsv": tsv("_", "_", "What"),
        "group/curation/row.txt/CURATION_USER.tsv": tsv("_", "Who", "What"),
    }
    corpus = read_files(tmp_path, files, "inception")
    assert [one.key for one in corpus.documents] == ["row.txt"]
    assert marks(corpus) == [
        ("row.txt", "gold", "What", "resigned"), ("row.txt", "gold", "Who", "mayor"),
        ("row.txt", "joren", "What", "resigned"), ("row.txt", "mira", "Who", "mayor"),
    ]  # fmt: skip


def test_files_of_webanno_that_keep_the_names_they_had_for_a_while(tmp_path: Path) -> None:
    listed = [{"name": "row.txt", "user": "mira", "state": "IGNORE"},
              {"name": "b.tsv", "user": "mira", "state": "FINISHED"}]  # fmt: skip
    files = {
        "exportedproject.json": json.dumps({"annotation_documents": listed}),
        "annotation/row.txt/mira_15870881616851637442.tsv": tsv("_", "Who", "_"),
        "annotation/row.txt/INITIAL_CAS_1101926694030338276.tsv": tsv("_", "_", "_"),
        "annotation/row.txt/joren.xml": "<Document/>",
        "annotation/b.tsv/mira_1101926694030338276.tsv": tsv("_", "_", "What"),
        "curation/b.tsv/CURATION_USER_1640571962933338928.tsv": tsv("_", "Who", "What"),
        "source/row.txt": "The mayor resigned",
    }
    corpus = read_files(tmp_path, files, "inception")
    assert corpus.annotators == ("mira",)
    assert [(one.document, one.state.value) for one in corpus.work] == [
        ("b.tsv", "submitted"), ("row.txt", "skipped")]  # fmt: skip
    assert [one.document for one in corpus.gold] == ["b.tsv"]
    assert "joren.xml: it is no CAS as XMI" in losses(corpus)
    assert "export the project as UIMA CAS XMI" in losses(corpus)


def test_roles_without_a_name_are_relations_all_the_same(tmp_path: Path) -> None:
    """WebAnno leaves the cell of a role without a name empty."""
    head = ("#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Who|label\n#T_SP=webanno.custom.Frame|"
            "ROLE_webanno.custom.Frame:who_webanno.custom.FrameWhoLink|webanno.custom.Who\n\n\n"
            "#Text=Mira told Joren\n")  # fmt: skip
    rows = "1-1\t0-4\tMira\tA\t_\t_\n1-2\t5-9\ttold\t_\t{}\n1-3\t10-15\tJoren\tB\t_\t_\n"

    def told(cells: str) -> list[tuple[str, ...]]:
        return relations(read_files(tmp_path, {"mira.tsv": head + rows.format(cells)},
                                    "webanno_tsv"))  # fmt: skip

    one, two = told("\t1-1"), told("teller;\t1-1;1-3")
    assert one == [("told", "", "Mira")]
    assert sorted(two) == [("told", "", "Joren"), ("told", "teller", "Mira")]


def test_a_mark_that_has_roles_and_nobody_in_them_is_a_mark(tmp_path: Path) -> None:
    head = ("#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:who_"
            "webanno.custom.FrameWhoLink|uima.tcas.Annotation\n\n\n"
            "#Text=Mira told Joren\n")  # fmt: skip
    rows = "1-1\t0-4\tMira\t_\t_\t\n1-2\t5-9\ttold\t_\t*\t\n1-3\t10-15\tJoren\t_\t_\t\n"
    corpus = read_files(tmp_path, {"mira.tsv": head + rows}, "webanno_tsv")
    assert [found[-2:] for found in marks(corpus)] == [("Frame", "told")]


def test_relations_of_numbered_marks_that_name_their_tokens_only(tmp_path: Path) -> None:
    """WebAnno leaves the numbers out where one mark alone begins at a token."""
    cells = ("*[1]\t_\t_", "*[1]\t_\t_", "*[2]\tof\t1-1", "*[2]\t_\t_", "_\t_\t_")
    words = ("Mira", "Veld", "knows", "Joren", "well")
    rows = "".join(f"1-{n + 1}\t{n * 6}-{n * 6 + len(word)}\t{word}\t{cells[n]}\t\n"
                   for n, word in enumerate(words))  # fmt: skip
    head = ("#FORMAT=WebAnno TSV 3\n#T_SP=webanno.custom.Name|value\n"
            "#T_RL=webanno.custom.Link|value|BT_webanno.custom.Name\n\n\n"
            "#Text=Mira  Veld  knows Joren well\n")  # fmt: skip
    corpus = read_files(tmp_path, {"mira.tsv": head + rows}, "webanno_tsv")
    assert relations(corpus) == [("Mira  Veld", "of", "knows Joren")]
    assert not corpus.losses


def test_what_doccanos_lines_know_of_their_text(tmp_path: Path) -> None:
    line = {"id": 4, "text": TEXT, "label": [[4, 10, "Loaded"]], "title": "A mayor goes",
            "author": "Mira Veld", "published": "2026-03-01T22:34:00.000+03:00",
            "language": "italian", "url": "https://tolvane.example/1", "likes": 3}  # fmt: skip
    other = {"id": 5, "text": RAIN, "label": [], "published": "last week", "language": "of birds"}
    corpus = read_files(tmp_path, {"mira.jsonl": lines(line, other)}, "doccano")
    article, rain = (one.article for one in corpus.documents)
    assert (article.title, article.author, article.published, article.language, article.url) == (
        "A mayor goes", "Mira Veld", "2026-03-01", "it", "https://tolvane.example/1")  # fmt: skip
    assert (rain.published, rain.language) == ("", "")
    assert "under 'likes', 'published', 'language' was left out" in losses(corpus)


def test_the_curated_file_beside_those_of_annotators_is_the_gold(tmp_path: Path) -> None:
    files = {
        "row/mira.tsv": tsv("_", "Who", "_"),
        "row/INITIAL_CAS.tsv": tsv("_", "_", "_"),
        "row/CURATION_USER.tsv": tsv("_", "Who", "What"),
    }
    corpus = read_files(tmp_path, files, "webanno_tsv")
    assert corpus.annotators == ("mira",)
    assert [one.annotator for one in corpus.gold] == ["gold"]


def test_words_of_other_tools_are_no_marks_and_a_consensus_is_the_gold(tmp_path: Path) -> None:
    def xmi(*spans: tuple[int, int]) -> str:
        found = "".join(f'<s:Speech xmi:id="{n}" sofa="1" begin="{a}" end="{b}" Kind="said"/>'
                        f'<p:Sentence xmi:id="{n + 50}" sofa="1" begin="{a}" end="{b}" label="x"/>'
                        for n, (a, b) in enumerate(spans, 10))  # fmt: skip
        words = "".join(f'<p:Token xmi:id="{n + 90}" sofa="1" begin="{a}" end="{b}" Pos="X"/>'
                        for n, (a, b) in enumerate([(0, 4), (5, 10)]))  # fmt: skip
        return (
            '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
            'xmlns:s="http:///tolvane/speech.ecore" xmlns:p="http:///tolvane/steps.ecore">'
            f'{found}{words}<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="Rain again."/>'
            "</xmi:XMI>"
        )

    files = {"mira/xmi/row.xmi": xmi((0, 4)), "joren/xmi/row.xmi": xmi((5, 10)),
             "consensus/xmi/row.xmi": xmi((0, 10))}  # fmt: skip
    corpus = read_files(tmp_path, files, "cas_xmi")
    assert corpus.annotators == ("joren", "mira")
    assert [found[1:] for found in marks(corpus)] == [
        ("gold", "said", "Rain again"), ("gold", "x", "Rain again"), ("joren", "said", "again"),
        ("joren", "x", "again"), ("mira", "said", "Rain"), ("mira", "x", "Rain"),
    ]  # fmt: skip
    assert "2 annotations of the layer Token are no marks" in losses(corpus)


def test_a_mark_without_length_is_said_to_be_one(tmp_path: Path) -> None:
    source = tsv("_", "Who", "_").replace("1-2\t", "1-1.1\t3-3\t\t*[2]\t\n1-2\t")
    assert "has no length" in losses(read_files(tmp_path, {"a.tsv": source}, "webanno_tsv"))


# ---------------------------------------------------------------- several data sets side by side


def test_annotators_of_two_data_sets_of_lewidi_are_not_one_person(tmp_path: Path) -> None:
    def item(task: str, text: object) -> dict[str, object]:
        return {"annotation task": task, "text": text, "annotators": "Ann1,Ann2",
                "annotations": {"Ann1": "1", "Ann2": "0"}}  # fmt: skip

    files = {
        "SK/SK_dev.json": {"3": item("scorn", {"context": "Rain again.", "response": "Lovely."})},
        "MO/MO_dev.json": {"3": item("mood", {"post": "Wet?", "reply": "Very."})},
    }
    corpus = read_files(tmp_path, files, "lewidi")
    assert corpus.annotators == ("Ann1 (mood)", "Ann1 (scorn)", "Ann2 (mood)", "Ann2 (scorn)")
    alone = read_files(tmp_path / "alone", {"a.json": files["SK/SK_dev.json"]}, "lewidi")
    assert alone.annotators == ("Ann1", "Ann2")


def test_a_readme_is_no_text_of_a_corpus(tmp_path: Path) -> None:
    files: dict[str, str | bytes | object] = {
        "row.txt": TEXT, "row.ann": "T1\tLoaded 4 10\tbrazen\n", "README.txt": "Cite us.",
    }  # fmt: skip
    assert [one.key for one in read_files(tmp_path, files, "brat").documents] == ["row"]


def test_conll_without_a_beginning_is_told_by_its_lines(tmp_path: Path) -> None:
    files: dict[str, str | bytes | object] = {
        "esp.testb": "Tolvane NP B-LOC\n( Fpa O\nMarl NP B-LOC\n\n25 Z O\nMira NC B-PER\n",
        "NER-test.tsv": "#\thttp://row.example [2026-01-02]\n1\tMira\tB-PER\tO\n2\twalks\tO\tO\n"
                        "3\ton\tO\tO\n",
    }  # fmt: skip
    corpus = read_files(tmp_path, files, "conll")
    assert [one[2:] for one in marks(corpus)] == [
        ("PER", "Mira"), ("LOC", "Marl"), ("LOC", "Tolvane"), ("PER", "Mira"),
    ]  # fmt: skip
    write_files(tmp_path / "no", {"row.txt": "Rain on Monday O\nSun on Tuesday O\nWind on it O\n"})
    with pytest.raises(CorpusError, match="none of the formats"):
        recognised(open_corpus(tmp_path / "no"))


# ---------------------------------------------------------------- Label Studio, several texts


def test_a_mark_on_another_field_of_a_task_is_not_put_on_the_text(tmp_path: Path) -> None:
    def mark(region: str, start: int, end: int, words: str) -> dict[str, object]:
        return {"id": region, "type": "labels", "to_name": region,
                "value": {"start": start, "end": end, "text": words, "labels": ["L"]}}  # fmt: skip

    notes = "A long remark of the desk about how this row came to be printed, and by whom." * 3
    task = {"id": 1, "data": {"headline": "Brazen again", "body": TEXT, "desk": notes},
            "annotations": [{"completed_by": 1, "result": [
                mark("a", 4, 10, "brazen"), mark("b", 11, 16, "mayor"), mark("c", 0, 6, "Brazen"),
            ]}]}  # fmt: skip
    corpus = read_files(tmp_path, {"a.json": [task]}, "label_studio")
    assert [one[2:] for one in marks(corpus)] == [("L", "brazen"), ("L", "mayor")]
    assert "a mark on 'headline'" in losses(corpus)


def test_a_long_address_beside_it_is_not_the_text(tmp_path: Path) -> None:
    data = {"body": "Rain.", "source": "https://row.example/a-long-way-to-the-article/1"}
    tasks = [{"id": 1, "data": data, "annotations": [{"completed_by": 1, "result": []}]}]
    corpus = read_files(tmp_path, {"a.json": tasks}, "label_studio")
    assert [one.article.text for one in corpus.documents] == ["Rain."]


def test_what_is_known_of_a_text_is_no_answer_in_the_short_form(tmp_path: Path) -> None:
    def entry(number: int, who: int, **more: object) -> dict[str, object]:
        return {"id": number, "text": f"Rain on day {number}.", "title": f"Day {number}",
                "url": f"https://row.example/a-long-way-to-the-article/{number}", "annotator": who,
                "annotation_id": 10 * number + who, "mood": "calm", **more}  # fmt: skip

    many = [entry(number, who) for number in range(1, 6) for who in (1, 2)]
    many[0] |= {"paths": [["A", "B"], ["C"]], "remark": {"text": ["wet", "cold"]}}
    corpus = read_files(tmp_path, {"a.json": many}, "label_studio")
    assert {one[2] for one in answers(corpus)} == {"mood", "paths", "remark"}
    assert [one[3] for one in answers(corpus) if one[2] == "paths"] == ["A > B", "C"]
    assert [one[3] for one in answers(corpus) if one[2] == "remark"] == ["cold", "wet"]
    article = corpus.documents[0].article
    assert (article.title, article.url[-2:], article.text) == ("Day 1", "/1", "Rain on day 1.")
    few = read_files(tmp_path / "few", {"a.json": many[2:8]}, "label_studio")
    assert {one[2] for one in answers(few)} == {"mood", "title"}
    other = [{key: value for key, value in one.items() if key != "text"} | {"body": one["text"]}
             for one in many]  # fmt: skip
    named = read_files(tmp_path / "other", {"a.json": other}, "label_studio")
    assert named.documents[0].article.text == "Rain on day 1."


# ---------------------------------------------------------------- JSON, printed for people


def test_json_printed_over_several_lines_where_lines_are_expected(tmp_path: Path) -> None:
    one = {"text": TEXT, "entities": [
        {"id": 0, "start_offset": 4, "end_offset": 10, "label": "Loaded"},
        {"id": 1, "start_offset": 11, "end_offset": 16, "label": "Who"}],
        "relations": [{"id": 0, "from_id": 0, "to_id": 1, "type": "of"}]}  # fmt: skip
    two = {"text": RAIN, "entities": [], "relations": []}
    printed = "\n".join(json.dumps(each, indent=4) for each in (one, two)) + "\n"
    corpus = read_files(tmp_path, {"a.jsonl": printed}, "doccano")
    assert len(corpus.documents) == 2
    assert relations(corpus) == [("brazen", "of", "mayor")]
    for number, text in enumerate((json.dumps([one, two]), json.dumps([one, two], indent=1))):
        again = read_files(tmp_path / str(number), {"a.jsonl": text}, "doccano")
        assert marks(again) == [(key, *rest) for key, *rest in marks(again)]
        assert len(again.documents) == 2
    broken = read_files(tmp_path / "x", {"a.jsonl": f"{printed}{{"}, "doccano")
    assert len(broken.documents) == 2
    assert "a.jsonl:" in losses(broken)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(("file", "content", "said"), [
    ("labels.csv", 'text;outlet;label_bias;words\n"Rain; again.";Row;Biased;[]\n',
     "the columns text, outlet, label_bias, words"),
    ("row.tsv", " # webanno.custom.Mark | label\n#id=1\n#text=Rain .\n1-1\tRain\t_\t\n",
     "export WebAnno TSV 3"),
    ("row.a1", "T1\tProtein 0 4\tRain\n", "ends in .ann"),
    ("rows.json", [{"headline": "Rain", "frame_1": 3, "frame_2": 3}], "headline, frame_1, frame_2"),
    ("rows.json", {"286": {"_year": "2019", "re1": ["yes", ["yes", "no"]]},
                   "30": {"_year": "2018", "re1": ["no", ["no", "no"]]}}, "_year, re1"),
    ("rows.xlsx", b"PK", "spreadsheet"),
    ("row.xml", "<?xml version='1.0'?>\n<GateDocument version='3'></GateDocument>", "GATE"),
])  # fmt: skip
def test_what_is_refused_is_told_and_what_to_bring(
    file: str, content: str | bytes | object, said: str, tmp_path: Path
) -> None:
    write_files(tmp_path, {file: content})
    with pytest.raises(CorpusError, match="none of the formats") as found:
        recognised(open_corpus(tmp_path))
    assert said in str(found.value)
    with pytest.raises(CorpusError):
        read_corpus(open_corpus(tmp_path))
