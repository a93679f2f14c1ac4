"""Forms of other tools' files that are rarer: nothing of them is lost without a word."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from reading_corpora import answers, lost, marks, read_files, relations

from annotator.labelstudio.results import ResultReader
from annotator.models import Relation, State
from annotator.schemes import load_builtin

TEXT = "The brazen mayor of Tolvane resigned.\nCritics say so.\n"


def lines(*entries: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


def test_doccano_with_one_word_as_label(tmp_path: Path) -> None:
    files = {
        "ann.jsonl": lines({"id": 1, "text": TEXT, "label": "pos"}),
        "bob.jsonl": lines({"id": 1, "text": TEXT, "label": 3}),
    }
    corpus = read_files(tmp_path, files, "doccano")
    assert answers(corpus) == [("ann", "", "label", "pos"), ("bob", "", "label", "3")]


def test_prodigy_with_what_was_typed(tmp_path: Path) -> None:
    entry = {"text": TEXT, "_input_hash": 1, "answer": "accept", "user_input": "unsure"}
    corpus = read_files(tmp_path, {"p.jsonl": lines(entry)}, "prodigy")
    assert answers(corpus) == [("annotator", "", "user_input", "unsure")]


def mark(region: str, start: int, end: int) -> dict[str, object]:
    return {"id": region, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "labels": ["Loaded"]}}  # fmt: skip


def arrow(direction: str) -> dict[str, object]:
    return {"type": "relation", "from_id": "a", "to_id": "b", "direction": direction,
            "labels": ["of"]}  # fmt: skip


def test_label_studio_with_turned_arrows_drafts_and_old_completions(tmp_path: Path) -> None:
    result = [mark("a", 4, 10), mark("b", 11, 16), arrow("left"), arrow("bi")]
    tasks = [
        {"id": 7, "data": {"text": TEXT}, "annotations": [{"completed_by": 3, "result": result}],
         "drafts": [{"result": [mark("c", 0, 3)]}]},
        {"id": 8, "data": {"text": "Rain."}, "completions": [{"id": 1, "skipped": True,
                                                             "result": []}]},
    ]  # fmt: skip
    corpus = read_files(tmp_path, {"ls.json": tasks}, "label_studio")
    assert relations(corpus) == [("brazen", "of", "mayor"), ("mayor", "of", "brazen")]
    assert {one.document: one.state for one in corpus.work} == {
        "7": State.SUBMITTED, "8": State.SKIPPED,
    }  # fmt: skip
    said = "; ".join(str(one) for one in corpus.losses)
    assert "1 draft of task 7 left out" in said
    assert "both directions" in said


def test_an_arrow_that_was_turned_round_in_the_editor_is_read_as_it_points() -> None:
    raw = {"id": 1, "task": 1, "updated_at": "2026-03-01T09:00:00Z",
           "result": [mark("a", 4, 10), mark("b", 11, 16), arrow("left")]}  # fmt: skip
    scheme = load_builtin("attribution")
    for one, label in zip(raw["result"], ("Content", "Source"), strict=False):  # type: ignore[arg-type]
        one["value"]["labels"] = [label]
    raw["result"][2]["labels"] = [scheme.relations[0].key]  # type: ignore[index]
    assert ResultReader(scheme).read(raw, TEXT).relations == (
        Relation("b", "a", scheme.relations[0].key),
    )


def test_label_studio_in_short_form(tmp_path: Path) -> None:
    def entry(who: int, start: int, end: int, slant: object) -> dict[str, object]:
        found = {"start": start, "end": end, "text": TEXT[start:end], "labels": ["Loaded"]}
        return {"id": 7, "text": TEXT, "annotator": who, "annotation_id": who, "label": [found],
                "slant": slant, "lead_time": 2.5, "created_at": "x"}  # fmt: skip

    files = {"min.json": [entry(3, 4, 10, "left"), entry(4, 11, 16, {"choices": ["a", "b"]})]}
    corpus = read_files(tmp_path, files, "label_studio")
    assert marks(corpus) == [("7", "3", "Loaded", "brazen"), ("7", "4", "Loaded", "mayor")]
    assert answers(corpus) == [
        ("3", "", "slant", "left"), ("4", "", "slant", "a"), ("4", "", "slant", "b"),
    ]  # fmt: skip
    assert lost(corpus) == []


def test_basil_with_words_written_out(tmp_path: Path) -> None:
    body = [{"sentence": "The brazen mayor left.", "annotations": [
        {"bias": "Lexical", "start": 4, "end": 10, "polarity": "Negative", "aim": "Direct"},
    ]}]  # fmt: skip
    corpus = read_files(tmp_path, {"1.json": {"title": "Vote", "uuid": "u", "body": body}}, "basil")
    assert marks(corpus) == [("1", "gold", "lexical", "brazen")]
    gold = corpus.gold[0]
    assert [(one.question, one.value) for one in gold.answers] == [
        ("polarity", "negative"), ("aim", "direct"),
    ]  # fmt: skip


def test_cas_json_with_structures_under_their_numbers(tmp_path: Path) -> None:
    structures = {
        "1": {"%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": f"🚒 {TEXT}"},
        "2": {"%TYPE": "custom.Mark", "@sofa": 1, "begin": 7, "end": 13, "label": "Loaded"},
    }
    corpus = read_files(tmp_path, {"d/ann.json": {"%FEATURE_STRUCTURES": structures}}, "cas_json")
    assert [one[2:] for one in marks(corpus)] == [("Loaded", "brazen")]


def test_ptc_beside_texts_with_marks_in_them(tmp_path: Path) -> None:
    files = {
        "train/article111.txt": TEXT,
        "train/article111.mrk.txt": "The <b>brazen</b> mayor",
        "train/article111.task-flc.labels": "111\tLoaded_Language\t4\t10\n",
    }
    corpus = read_files(tmp_path, files, "ptc")
    assert [one.key for one in corpus.documents] == ["111"]
    assert marks(corpus) == [("111", "gold", "Loaded_Language", "brazen")]


def test_qdpx_says_what_is_coded_on_pages_and_which_memos_stay_behind(tmp_path: Path) -> None:
    coding = '<Coding guid="k"><CodeRef targetGUID="c1"/></Coding>'
    project = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="p">
<CodeBook><Codes><Code guid="c1" name="Loaded" isCodable="true"/></Codes></CodeBook>
<Sources><PDFSource guid="s" name="scan" path="internal://s.pdf">
<PDFSelection guid="q" page="0">{coding}</PDFSelection>
<Representation guid="r" plainTextPath="internal://r.txt">
<PlainTextSelection guid="t" startPosition="4" endPosition="10">{coding}</PlainTextSelection>
</Representation></PDFSource></Sources>
<Notes><Note guid="n1" name="memo"/><Note guid="n2" name="memo"/></Notes></Project>"""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("project.qde", project)
        opened.writestr("sources/r.txt", TEXT)
    corpus = read_files(tmp_path, {"p.qdpx": archive.getvalue()}, "qdpx")
    assert marks(corpus) == [("scan", "annotator", "Loaded", "brazen")]
    assert [one.sentence for one in corpus.losses] == [
        "1 coded on the pages of 'scan', not in its text; left out", "2 memos left out",
    ]  # fmt: skip


def test_prodigy_tasks_of_one_annotator_on_one_text_are_one_work(tmp_path: Path) -> None:
    span = {"start": 4, "end": 10, "label": "Loaded"}
    other = {"start": 11, "end": 16, "label": "Who"}
    both = {"text": TEXT, "_input_hash": 1, "_annotator_id": "ann", "answer": "accept"}
    corpus = read_files(tmp_path, {"p.jsonl": lines(
        {**both, "answer": "ignore"},
        {**both, "spans": [span, other]},
        {**both, "accept": ["L", "R"]},
        {**both, "relations": [{"head_span": other, "child_span": span, "label": "of"}]},
        {**both, "spans": [other]},
    )}, "prodigy")  # fmt: skip
    assert [one[2] for one in marks(corpus)] == ["Loaded", "Who"]
    assert answers(corpus) == [("ann", "", "choice", "L"), ("ann", "", "choice", "R")]
    assert relations(corpus) == [("mayor", "of", "brazen")]
    assert [one.state for one in corpus.work] == [State.SUBMITTED]
    assert lost(corpus) == [("p.jsonl", 5)]


def test_an_inception_document_that_nobody_marked_is_a_document(tmp_path: Path) -> None:
    tsv = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Mark|label\n\n\n#Text=Rain\n1-1\t0-4\tRain\t_\t\n"
    files: dict[str, str | bytes | object] = {
        "exportedproject1.json": {},
        "annotation/one.txt/INITIAL_CAS.tsv": tsv.replace("Rain", "Snow"),
        "annotation/two.txt/INITIAL_CAS.tsv": tsv,
        "annotation/two.txt/ann.tsv": tsv.replace("\t_\t", "\tWeather\t"),
    }
    corpus = read_files(tmp_path, files, "inception")
    assert [one.key for one in corpus.documents] == ["one.txt", "two.txt"]
    assert marks(corpus) == [("two.txt", "ann", "Weather", "Rain")]


def test_the_older_doccano_names_labels_and_people_beside_their_numbers(tmp_path: Path) -> None:
    some = [{"id": 1, "label": 2, "label_name": "Cue", "start_offset": 4, "end_offset": 10,
             "user": 1, "user_name": "ann"},
            {"id": 2, "label": 2, "start_offset": 4, "end_offset": 10, "user": 7}]  # fmt: skip
    corpus = read_files(
        tmp_path, {"d.jsonl": lines({"text": TEXT, "annotations": some})}, "doccano"
    )
    assert marks(corpus) == [("1", "7", "2", "brazen"), ("1", "ann", "Cue", "brazen")]


def test_qdpx_whose_passages_name_their_code_themselves(tmp_path: Path) -> None:
    project = (
        '<Project xmlns="urn:QDA-XML:project:1.0"><Users><User guid="u" name="ann"/></Users>'
        '<CodeBook><Codes><Code guid="c" name="Cue"/></Codes></CodeBook><Sources>'
        f'<TextSource guid="s" name="row"><PlainTextContent>{TEXT}</PlainTextContent>'
        '<PlainTextSelection guid="p" startPosition="4" endPosition="10" creatingUser="u">'
        '<CodeRef targetGUID="c"/></PlainTextSelection></TextSource></Sources></Project>'
    )
    corpus = read_files(tmp_path, {"project.qde": project}, "qdpx")
    assert marks(corpus) == [("row", "ann", "Cue", "brazen")]
    assert corpus.losses == ()


def test_features_of_relations_beside_the_label_are_said_to_stay_behind(tmp_path: Path) -> None:
    table = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Mark|label\n"
        "#T_RL=webanno.custom.Link|sure|value|weight|BT_webanno.custom.Mark\n\n\n"
        "#Text=brazen mayor\n1-1\t0-6\tbrazen\tLoaded\t_\t_\t_\t_\t\n"
        "1-2\t7-12\tmayor\tSource\ttrue\tabout\t_\t1-1\t\n"
    )
    corpus = read_files(tmp_path / "tsv", {"1.tsv": table}, "webanno_tsv")
    assert relations(corpus) == [("brazen", "about", "mayor")]
    said = "of relations only the label is held; sure of Link were left out"
    assert [one.sentence for one in corpus.losses] == [said]
    cas = (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:custom="http:///webanno/custom.ecore">'
        '<custom:Mark xmi:id="2" sofa="1" begin="0" end="6" label="Loaded"/>'
        '<custom:Mark xmi:id="3" sofa="1" begin="7" end="12" label="Source"/>'
        '<custom:Link xmi:id="4" sofa="1" begin="7" end="12" value="about" sure="true" '
        'Governor="2" Dependent="3"/>'
        '<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="brazen mayor"/></xmi:XMI>'
    )
    corpus = read_files(tmp_path / "cas", {"1.xmi": cas}, "cas_xmi")
    assert relations(corpus) == [("brazen", "about", "mayor")]
    assert [one.sentence for one in corpus.losses] == [said]


def test_prodigy_marks_that_name_their_tokens_only(tmp_path: Path) -> None:
    tokens = [{"id": 0, "start": 0, "end": 3}, {"id": 1, "start": 4, "end": 10},
              {"id": 2, "start": 11, "end": 16}]  # fmt: skip
    spans = [{"token_start": 1, "token_end": 2, "label": "Cue"},
             {"token_start": 7, "token_end": 9, "label": "Cue"}]  # fmt: skip
    entry = {"text": TEXT, "answer": "accept", "tokens": tokens, "spans": spans}
    corpus = read_files(tmp_path, {"p.jsonl": lines(entry)}, "prodigy")
    assert marks(corpus) == [("1", "annotator", "Cue", "brazen mayor")]
    assert "are no whole numbers" in str(corpus.losses[0])


def test_languages_are_read_off_folders_and_names_of_shared_tasks(tmp_path: Path) -> None:
    files = {
        "po/train-articles/article1.txt": TEXT, "po/train-labels-subtask-1.txt": "1\topinion\n",
        "en/train-articles/article2.txt": TEXT + "x",
        "en/train-labels-subtask-1.txt": "2\treporting\n",
    }  # fmt: skip
    corpus = read_files(tmp_path / "2023", files, "semeval2023")
    assert sorted(one.article.language for one in corpus.documents) == ["en", "pl"]
    table = "BG_1.txt\tmayor\t11\t16\tInnocent\tVictim\n"
    files = {"raw-documents/BG_1.txt": TEXT, "subtask-1-annotations.txt": table}
    corpus = read_files(tmp_path / "2025", files, "semeval2025")
    assert [one.article.language for one in corpus.documents] == ["bg"]
