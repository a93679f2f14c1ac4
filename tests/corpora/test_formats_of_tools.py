"""What annotation tools write, with an emoji in front of every mark: no tool counts alike."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from reading_corpora import answers, lost, marks, read_files, relations

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.models import State

TEXT = "🚢 Harbour row. The brazen mayor lied."


def at(words: str, *, units: bool = False) -> tuple[int, int]:
    """Start and end in code points, or in UTF-16 code units."""
    start = TEXT.index(words)
    astral = sum(one > "\uffff" for one in TEXT[:start]) if units else 0
    return start + astral, start + astral + len(words)


def between(words: str) -> dict[str, int]:
    start, end = at(words)
    return {"start": start, "end": end}


def test_label_studio_annotations_predictions_answers_and_relations(tmp_path: Path) -> None:
    result = [
        {"id": "a", "type": "labels", "value": {**between("brazen"), "labels": ["Loaded"]}},
        {"id": "b", "type": "labels", "value": {**between("mayor"), "labels": ["Who", "Actor"]}},
        {"id": "a", "type": "choices", "from_name": "voice",
         "value": {**between("brazen"), "choices": ["journalist"]}},
        {"id": "q", "type": "choices", "from_name": "slant", "value": {"choices": ["-1"]}},
        {"id": "q2", "type": "textarea", "from_name": "why", "value": {"text": ["because"]}},
        {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["about"]},
        {"id": "x", "type": "brushlabels", "value": {}},
        {"id": "y", "type": "labels", "value": {"start": 0, "end": 999, "labels": ["Who"]}},
    ]  # fmt: skip
    task = {
        "id": 7,
        "data": {"text": TEXT, "title": "Row"},
        "annotations": [
            {"id": 1, "completed_by": {"email": "ann@example.org"}, "result": result},
            {"id": 2, "completed_by": 5, "was_cancelled": True, "result": []},
        ],
        "predictions": [{"model_version": "m1", "result": result[:1]}],
    }
    corpus = read_files(tmp_path, {"export.json": [task, {"id": 8, "data": {}}]}, "label_studio")
    assert marks(corpus) == [
        ("7", "ann@example.org", "Actor", "mayor"),
        ("7", "ann@example.org", "Loaded", "brazen"),
        ("7", "ann@example.org", "Who", "mayor"),
    ]
    assert [(one.document, one.annotator, [span.label for span in one.spans])
            for one in corpus.predictions] == [("7", "m1", ["Loaded"])]  # fmt: skip
    assert answers(corpus) == [
        ("ann@example.org", "", "slant", "-1"),
        ("ann@example.org", "", "why", "because"),
        ("ann@example.org", "brazen", "voice", "journalist"),
    ]
    assert relations(corpus) == [("brazen", "about", "mayor")]
    assert {one.annotator: one.state for one in corpus.work}["5"] is State.SKIPPED
    assert len(corpus.losses) == 3
    assert all(loss.line for loss in corpus.losses)


WEBANNO = """#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Mark|label|voice
#T_RL=webanno.custom.Link|label|BT_webanno.custom.Mark


#Text=🚢 Harbour row.
1-1\t0-2\t🚢\t_\t_\t_\t_\t
1-2\t3-10\tHarbour\tTopic[1]\t*[1]\t_\t_\t
1-3\t11-14\trow\tTopic[1]|Row\\_word[2]\t*[1]|quoted[2]\t_\t_\t
1-4\t14-15\t.\t_\t_\t_\t_\t

#Text=The brazen mayor lied.
2-1\t16-19\tThe\t_\t_\t_\t_\t
2-2\t20-26\tbrazen\tLoaded\tjournalist\t_\t_\t
2-3\t27-32\tmayor\tWho[3]\t*[3]\tabout\t2-2[0_3]\t
a line that is none
2-4\t33-37\tlied\t_\t_\t_\t_\t
2-5\t37-38\t.\t_\t_\t_\t_\t
"""


def test_webanno_tsv_stacks_escapes_and_relations(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"row/ann.tsv": WEBANNO, "row/bob.tsv": WEBANNO}, "webanno_tsv")
    assert corpus.annotators == ("ann", "bob")
    assert corpus.documents[0].article.text == TEXT.replace(". The", ".\nThe")
    assert [one for one in marks(corpus) if one[1] == "ann"] == [
        ("row", "ann", "Loaded", "brazen"),
        ("row", "ann", "Row_word", "row"),
        ("row", "ann", "Topic", "Harbour row"),
        ("row", "ann", "Who", "mayor"),
    ]
    assert ("ann", "brazen", "voice", "journalist") in answers(corpus)
    assert relations(corpus)[0] == ("brazen", "about", "mayor")
    assert lost(corpus) == [("row/ann.tsv", 16), ("row/bob.tsv", 16)]


def xmi(label: str = "Loaded") -> str:
    (a, b), (c, d) = at("brazen", units=True), at("mayor", units=True)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
 xmlns:custom="http:///webanno/custom.ecore" xmlns:tcas="http:///uima/tcas.ecore"
 xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
  <tcas:DocumentAnnotation xmi:id="2" sofa="1" begin="0" end="39" language="en"/>
  <pos:POS xmi:id="3" sofa="1" begin="0" end="2" PosValue="X"/>
  <custom:Mark xmi:id="4" sofa="1" begin="{a}" end="{b}" label="{label}" voice="journalist"/>
  <custom:Mark xmi:id="5" sofa="1" begin="{c}" end="{d}" label="Who"/>
  <custom:Mark xmi:id="6" sofa="1" begin="30" end="3000" label="Who"/>
  <custom:Link xmi:id="7" sofa="1" begin="{c}" end="{d}" label="about" Governor="4" Dependent="5"/>
  <custom:Article xmi:id="8" sofa="1" slant="left"/>
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{TEXT}"/>
  <cas:View sofa="1" members="2 3 4 5 6 7 8"/>
</xmi:XMI>
"""


def test_cas_xmi_counts_utf_16_code_units(tmp_path: Path) -> None:
    corpus = read_files(
        tmp_path, {"row/ann.xmi": xmi(), "row/bob.xmi": xmi("Mild"), "TypeSystem.xml": "<a/>"},
        "cas_xmi",
    )  # fmt: skip
    assert marks(corpus) == [
        ("row", "ann", "Loaded", "brazen"),
        ("row", "ann", "Who", "mayor"),
        ("row", "bob", "Mild", "brazen"),
        ("row", "bob", "Who", "mayor"),
    ]
    assert answers(corpus)[:2] == [
        ("ann", "", "slant", "left"),
        ("ann", "brazen", "voice", "journalist"),
    ]
    assert relations(corpus)[0] == ("brazen", "about", "mayor")
    said = [str(one) for one in corpus.losses if one.file == "row/ann.xmi"]
    assert "row/ann.xmi:10: the offsets 30 to 3000 are not inside" in said[0]
    assert said[1] == "row/ann.xmi: 1 annotations of the layer POS are no marks; left out"


def cas_json() -> dict[str, object]:
    (a, b), (c, d) = at("brazen", units=True), at("mayor", units=True)
    mark = "webanno.custom.Mark"
    return {
        "%TYPES": {},
        "%FEATURE_STRUCTURES": [
            {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
            {"%ID": 2, "%TYPE": mark, "@sofa": 1, "begin": a, "end": b, "label": "Loaded"},
            {"%ID": 3, "%TYPE": "custom.Span", "@sofa": 1, "begin": c, "end": d},
            {"%ID": 4, "%TYPE": "webanno.custom.Link", "@sofa": 1, "begin": c, "end": d,
             "@Governor": 2, "@Dependent": 3},
        ],
        "%VIEWS": {},
    }  # fmt: skip


def test_cas_json_names_a_mark_after_its_type_where_it_says_nothing(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"row.json": cas_json()}, "cas_json")
    assert marks(corpus) == [
        ("row", "annotator", "Loaded", "brazen"),
        ("row", "annotator", "Span", "mayor"),
    ]
    assert relations(corpus) == [("brazen", "", "mayor")]


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_an_inception_project_has_annotators_and_curation(tmp_path: Path) -> None:
    inner = zipped({"ann.xmi": xmi().encode(), "TypeSystem.xml": b"<a/>"})
    project = zipped(
        {
            "exportedproject123.json": b"{}",
            "source/row.txt": TEXT.encode(),
            "annotation/row.txt/ann.zip": inner,
            "annotation/row.txt/bob.zip": zipped({"bob.tsv": WEBANNO.encode()}),
            "annotation/row.txt/INITIAL_CAS.zip": inner,
            "annotation_ser/row.txt/ann.ser": b"\xac\xed",
            "curation/row.txt/CURATION_USER.zip": inner,
        }
    )
    (tmp_path / "project.zip").write_bytes(project)
    name, corpus = read_corpus(open_corpus(tmp_path / "project.zip"))
    assert name == "inception"
    assert corpus.annotators == ("ann", "bob")
    assert len(corpus.gold) == 1
    assert ("row.txt", "ann", "Loaded", "brazen") in marks(corpus)
    assert "files of Java's own format (.ser), never loaded: 1" in str(corpus.losses[-1])


def test_conll_with_and_without_offsets(tmp_path: Path) -> None:
    own = (
        "# token\tstart\tend\tLoaded\tWho\n🚢\t0\t1\tO\tO\nThe\t3\t6\tO\tO\n"
        "brazen\t7\t13\tB-Loaded\tO\nmayor\t14\t19\tI-Loaded\tB-Who\n\nHe\t21\t23\tO\tB-Who\n"
        "is\tx\t26\tO\tO\n"
    )
    corpus = read_files(tmp_path / "own", {"a/row.conll": own, "b/row.conll": own}, "conll")
    assert marks(corpus)[:3] == [
        ("row", "a", "Loaded", "brazen mayor"),
        ("row", "a", "Who", "He"),
        ("row", "a", "Who", "mayor"),
    ]
    assert lost(corpus) == [("a/row.conll", 8), ("b/row.conll", 8)]
    plain = (
        "-DOCSTART- O\n\nAnn NN B-PER\nBee NN I-PER\nleft VB O\n\n-DOCSTART- O\n\nMarl NN S-LOC\n"
    )
    corpus = read_files(tmp_path / "plain", {"news.bio": plain}, "conll")
    assert [one[2:] for one in marks(corpus)] == [("PER", "Ann Bee"), ("LOC", "Marl")]


def test_doccano_of_both_shapes_and_a_file_an_annotator(tmp_path: Path) -> None:
    (a, b), (c, d) = at("brazen"), at("mayor")
    old = json.dumps({"id": 1, "text": TEXT, "label": [[a, b, "Loaded"], [1, 2]]})
    new = json.dumps(
        {"id": 1, "text": TEXT, "Comments": ["why?"],
         "entities": [{"id": 9, "label": "Loaded", "start_offset": a, "end_offset": b},
                      {"id": 10, "label": "Who", "start_offset": c, "end_offset": d}],
         "relations": [{"from_id": 9, "to_id": 10, "type": "about"}]}
    )  # fmt: skip
    corpus = read_files(
        tmp_path, {"ann.jsonl": old + "\nno json\n", "bob.jsonl": new + "\n"}, "doccano"
    )
    assert [one[1:] for one in marks(corpus)] == [
        ("ann", "Loaded", "brazen"),
        ("bob", "Loaded", "brazen"),
        ("bob", "Who", "mayor"),
    ]
    assert relations(corpus) == [("brazen", "about", "mayor")]
    assert answers(corpus) == [("bob", "", "note", "why?")]
    assert sorted(lost(corpus)) == [("ann.jsonl", 1), ("ann.jsonl", 2)]


def test_prodigy_has_an_annotator_a_line(tmp_path: Path) -> None:
    (a, b), (c, d) = at("brazen"), at("mayor")
    spans = [{"start": a, "end": b, "label": "Loaded"}, {"start": c, "end": d, "label": "Who"}]
    first = {
        "text": TEXT,
        "_input_hash": 1,
        "_annotator_id": "ann",
        "answer": "accept",
        "spans": spans,
        "accept": ["left"],
        "relations": [{"head_span": spans[0], "child_span": spans[1], "label": "about"}],
    }
    second = {"text": TEXT, "_input_hash": 1, "_session_id": "bob", "answer": "ignore"}
    lines = "\n".join(json.dumps(one) for one in (first, second, first)) + "\n"
    corpus = read_files(tmp_path, {"out.jsonl": lines}, "prodigy")
    assert marks(corpus) == [("1", "ann", "Loaded", "brazen"), ("1", "ann", "Who", "mayor")]
    assert answers(corpus) == [("ann", "", "choice", "left")]
    assert relations(corpus) == [("brazen", "about", "mayor")]
    assert {one.annotator: one.state for one in corpus.work}["bob"] is State.SKIPPED
    assert lost(corpus) == [("out.jsonl", 3)]  # fmt: skip


def test_qdpx_users_codes_under_codes_and_sources_that_are_no_text(tmp_path: Path) -> None:
    (a, b), (c, d) = at("brazen"), at("mayor")
    project = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="p">
 <Users><User guid="u1" name="Ann"/><User guid="u2" name="Bob"/></Users>
 <CodeBook><Codes>
  <Code guid="c1" name="Tone" isCodable="true"><Code guid="c2" name="Loaded"/></Code>
  <Code guid="c3" name="Actor"><Code guid="c4" name="Other"/></Code>
  <Code guid="c5" name="Frame"><Code guid="c6" name="Other"/></Code>
 </Codes></CodeBook>
 <Sources>
  <TextSource guid="s1" name="row" plainTextPath="internal://s1.txt" creatingUser="u1">
   <PlainTextSelection guid="p1" startPosition="{a}" endPosition="{b}" creatingUser="u1">
    <Description>strong</Description>
    <Coding guid="x1" creatingUser="u1"><CodeRef targetGUID="c2"/></Coding>
    <Coding guid="x2" creatingUser="U2"><CodeRef targetGUID="C2"/></Coding>
   </PlainTextSelection>
   <PlainTextSelection guid="p2" startPosition="{c}" endPosition="{d}" creatingUser="u2">
    <Coding guid="x3"><CodeRef targetGUID="c4"/></Coding>
   </PlainTextSelection>
   <PlainTextSelection guid="p3" startPosition="3" endPosition="5000" creatingUser="u2">
    <Coding guid="x4"><CodeRef targetGUID="c4"/></Coding>
   </PlainTextSelection>
  </TextSource>
  <PictureSource guid="s2" name="photo.jpg"/>
 </Sources>
</Project>"""
    archive = zipped({"project.qde": project.encode(), "sources/s1.txt": TEXT.encode()})
    corpus = read_files(tmp_path, {"p.qdpx": archive}, "qdpx")
    assert marks(corpus) == [
        ("row", "Ann", "Loaded", "brazen"),
        ("row", "Bob", "Actor / Other", "mayor"),
        ("row", "Bob", "Loaded", "brazen"),
    ]
    assert answers(corpus) == [("Ann", "brazen", "note", "strong")]
    assert lost(corpus) == [("project.qde", 20), ("project.qde", 23)]
