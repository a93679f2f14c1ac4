"""Slots (roles of a mark, and who has them) and chains of coreference come in as relations."""

from __future__ import annotations

from pathlib import Path

from reading_corpora import answers, marks, read_files, relations

HEADER = "#FORMAT=WebAnno TSV 3.3\n"
TEXT = "🚢 Zoé Marl attacked the town."


def test_webanno_slots_with_and_without_numbers_of_marks_in_any_layer(tmp_path: Path) -> None:
    tsv = HEADER + (
        "#T_SP=webanno.custom.Actor|kind\n#T_SP=webanno.custom.Plain|\n"
        "#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:args_webanno.custom.FrameArgsLink"
        "|uima.tcas.Annotation\n\n\n#Text=Ann Bee hit the wall .\n"
        "1-1\t0-3\tAnn\tperson[1]\t_\t_\t_\t\n1-2\t4-7\tBee\tperson[1]\t_\t_\t_\t\n"
        "1-3\t8-11\thit\t_\t_\tagent;what\\;ever;gone\t1-1[1];1-5;1-4\t\n"
        "1-4\t12-15\tthe\t_\t_\t_\t_\t\n1-5\t16-20\twall\t_\t*\t*[7]\t1-2[1]\t\n"
    )
    corpus = read_files(tmp_path, {"a.tsv": tsv}, "webanno_tsv")
    assert [one[2:] for one in marks(corpus)] == [
        ("Frame", "hit"), ("Frame", "wall"), ("Plain", "wall"), ("person", "Ann Bee"),
    ]  # fmt: skip
    assert relations(corpus) == [
        ("hit", "agent", "Ann Bee"), ("hit", "what;ever", "wall"), ("wall", "", "Ann Bee"),
    ]  # fmt: skip
    assert ["'gone' is between marks that are not there" in str(one)
            for one in corpus.losses] == [True]  # fmt: skip
    bare = HEADER + "#T_RL=webanno.custom.Link\n\n\n#Text=Ann\n1-1\t0-3\tAnn\t*\t\n"
    assert relations(read_files(tmp_path / "bare", {"a.tsv": bare}, "webanno_tsv")) == []


def test_webanno_chains_that_cross_and_cover_several_words(tmp_path: Path) -> None:
    link = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink"
    tsv = HEADER + (
        f"#T_CH={link}|referenceRelation|referenceType\n\n\n#Text=The old mayor saw him .\n"
        "1-1\t0-3\tThe\t*->127-1\tdef[127]\t\n1-2\t4-7\told\t*->127-1\tdef[127]\t\n"
        "1-3\t8-13\tmayor\tana->127-1|*->3-1\tdef[127]|*[3]\t\n1-4\t14-17\tsaw\t_\t_\t\n"
        "1-5\t18-21\thim\t*->127-2|*->3-2\tpro[127]|*[3]\t\n1-6\t22-23\t.\t_\t_\t\n"
    )
    corpus = read_files(tmp_path, {"a.tsv": tsv}, "webanno_tsv")
    assert [one[2:] for one in marks(corpus)] == [
        ("CoreferenceLink", "him"), ("CoreferenceLink", "mayor"),
        ("def", "The old mayor"), ("pro", "him"),
    ]  # fmt: skip
    assert relations(corpus) == [("The old mayor", "ana", "him"), ("mayor", "", "him")]
    assert corpus.losses == ()


def test_what_the_tools_of_dkpro_found_is_no_work_of_annotators(tmp_path: Path) -> None:
    tsv = HEADER + (
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue\n"
        "#T_SP=webanno.custom.Mark|label\n\n\n#Text=The mayor\n"
        "1-1\t0-3\tThe\tDET\t_\t\n1-2\t4-9\tmayor\tNOUN\tWho\t\n"
    )
    corpus = read_files(tmp_path, {"a.tsv": tsv}, "webanno_tsv")
    assert [one[2:] for one in marks(corpus)] == [("Who", "mayor")]
    assert [str(one) for one in corpus.losses] == ["a.tsv:2: the layer POS has no marks; left out"]


def cas(*structures: str) -> str:
    inside = "\n".join(structures)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
 xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0"
 xmlns:coref="http:///de/tudarmstadt/ukp/dkpro/core/api/coref/type.ecore">
{inside}
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{TEXT}"/>
<cas:Sofa xmi:id="2" sofaNum="2" sofaID="translation" sofaString="Der Ort"/>
</xmi:XMI>"""


XMI = cas(
    '<custom:Bias xmi:id="20" sofa="1" begin="3" end="6" value="Who" intensity="20" topics="30">'
    "<tags>red &amp; blue</tags><tags>green</tags></custom:Bias>",
    '<custom:Bias xmi:id="21" sofa="1" begin="25" end="29" value="Where" target="20"/>',
    '<custom:Frame xmi:id="22" sofa="1" begin="12" end="20" name="Attack" args="40 41"/>',
    '<custom:FrameArgsLink xmi:id="40" role="agent" target="20"/>',
    '<custom:FrameArgsLink xmi:id="41" target="21"/>',
    '<cas:StringArray xmi:id="30"><elements>war</elements><elements>peace</elements>'
    "</cas:StringArray>",
    '<coref:CoreferenceLink xmi:id="50" sofa="1" begin="3" end="6" next="51" referenceType="nam"'
    ' referenceRelation="same"/>',
    '<coref:CoreferenceLink xmi:id="51" sofa="1" begin="7" end="11"/>',
    '<coref:CoreferenceChain xmi:id="52" first="50"/>',
    '<custom:Bias xmi:id="60" sofa="2" begin="0" end="3" value="Who"/>',
)


def test_slots_chains_lists_and_views_of_a_cas_in_xmi(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"row.xmi": XMI}, "cas_xmi")
    assert [one[2:] for one in marks(corpus)] == [
        ("Attack", "attacked"), ("CoreferenceLink", "Marl"), ("Where", "town"), ("Who", "Zoé"),
        ("nam", "Zoé"),
    ]  # fmt: skip
    assert relations(corpus) == [
        ("Zoé", "same", "Marl"), ("attacked", "agent", "Zoé"), ("attacked", "args", "town"),
    ]  # fmt: skip
    assert [one[1:] for one in answers(corpus)] == [
        ("Zoé", "intensity", "20"), ("Zoé", "tags", "green"), ("Zoé", "tags", "red & blue"),
        ("Zoé", "topics", "peace"), ("Zoé", "topics", "war"), ("town", "target", "20"),
    ]  # fmt: skip
    assert [str(one) for one in corpus.losses] == [
        "row.xmi: the view 'translation' is not of the text read; its 1 annotations were left out"
    ]


def test_the_same_of_a_cas_in_json(tmp_path: Path) -> None:
    bias = {"%TYPE": "custom.Bias", "@sofa": 1}
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
        {"%ID": 3, **bias, "begin": 3, "end": 6, "value": "Who", "@tags": 9},
        {"%ID": 4, **bias, "begin": 25, "end": 29, "value": "Where", "target": "3"},
        {"%ID": 5, "%TYPE": "custom.Frame", "@sofa": 1, "begin": 12, "end": 20, "name": "Attack",
         "@args": 8, "@other": 4},
        {"%ID": 6, "%TYPE": "custom.FrameArgsLink", "role": "agent", "@target": 3},
        {"%ID": 8, "%TYPE": "custom.FrameArgsLink[]", "%ELEMENTS": [6]},
        {"%ID": 9, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["red", "green"]},
        {"%ID": 11, "%TYPE": "uima.cas.Sofa", "sofaID": "other", "sofaString": "Other"},
        {"%ID": 12, "%TYPE": "custom.Bias", "@sofa": 11, "begin": 0, "end": 5, "value": "X"},
    ]  # fmt: skip
    content: object = {"%FEATURE_STRUCTURES": structures}
    corpus = read_files(tmp_path, {"row.json": content}, "cas_json")
    assert [one[2:] for one in marks(corpus)] == [
        ("Attack", "attacked"), ("Where", "town"), ("Who", "Zoé"),
    ]  # fmt: skip
    assert relations(corpus) == [("attacked", "agent", "Zoé"), ("attacked", "other", "town")]
    assert [one[1:] for one in answers(corpus)] == [
        ("Zoé", "tags", "green"), ("Zoé", "tags", "red"), ("town", "target", "3"),
    ]  # fmt: skip
    assert "the view 'other' is not of the text read; its 1 annotations" in str(corpus.losses[0])
