"""Files made to harm: refused with a sentence, and the rest goes on."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from brat_corpus import BRIDGE, mark, write
from reading_corpora import write_files

from annotator.corpora.corpus import Corpus
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.corpora.own import parquet
from annotator.errors import CorpusError


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


GOOD = {"bridge.txt": BRIDGE.encode(), "bridge.ann": mark(BRIDGE, 1, "Cue", "say").encode()}


def read(path: Path, name: str = "brat") -> Corpus:
    return read_corpus(open_corpus(path), name)[1]


def test_a_bomb_in_an_archive_is_left_out(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", {**GOOD, "bomb.txt": b" " * 30_000_000})
    corpus = read(path)
    assert [one.key for one in corpus.documents] == ["bridge"]
    assert "It would unpack from" in str(corpus.losses[0])


def test_a_size_that_is_a_lie_is_left_out(tmp_path: Path) -> None:
    """An archive may declare 1 GB, or one byte, whatever is in it."""
    path = archive(tmp_path / "c.zip", {**GOOD, "other.txt": b"Rain again. More rain."})
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 1 << 30)
    path.write_bytes(data)
    corpus = read(path)
    assert [one.key for one in corpus.documents] == ["bridge"]
    data[place + 24 : place + 28] = struct.pack("<I", 4)
    path.write_bytes(data)
    corpus = read(path)
    assert [one.key for one in corpus.documents] == ["bridge"]
    assert any("other.txt" in str(loss) for loss in corpus.losses)


def test_names_that_lead_out_and_links_are_refused(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "c.zip",
        {**GOOD, "../evil.txt": b"x", "/etc/evil.txt": b"x", "a/../../evil.ann": b"x",
         "C:/evil.txt": b"x"},
    )  # fmt: skip
    corpus = read(path)
    assert len(corpus.losses) == 4
    assert all("leads out of the archive" in str(loss) for loss in corpus.losses)
    folder = tmp_path / "folder"
    write_files(folder, dict(GOOD))
    os.symlink("/etc/passwd", folder / "secret.txt")
    assert [str(loss) for loss in read(folder).losses] == [
        "secret.txt: It is a link, and links are not followed."
    ]


def test_an_archive_that_is_none_is_an_error(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", GOOD)
    data = path.read_bytes()
    path.write_bytes(data[:-40] + b"PK\x05\x06" + bytes(18))
    with pytest.raises(CorpusError):
        read(path)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&b;&f;</xmi:XMI>"""
GOOD_XMI = """<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore">
<cas:Sofa xmi:id="1" sofaString="Rain."/></xmi:XMI>"""


def test_xml_with_entities_or_without_end_is_refused(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"a.xmi": ENTITIES, "b.xmi": GOOD_XMI, "c.xmi": b"<a>" * 100_000, "d.xmi": b"\x00\xff",
         "e.xmi": b"<a/>", "f.xmi": b"<!DOCTYPE a><a/>"},
    )  # fmt: skip
    corpus = read(tmp_path, "cas_xmi")
    assert [one.article.text for one in corpus.documents] == ["Rain."]
    said = {loss.file: loss.sentence for loss in corpus.losses}
    assert said["a.xmi"] == "it declares a document type; such files are refused"
    assert said["f.xmi"] == said["a.xmi"]
    assert "nested more than" in said["c.xmi"]
    assert "no XML" in said["d.xmi"]
    assert "no text" in said["e.xmi"]


def test_json_nested_without_end_and_of_wrong_shapes_is_refused(tmp_path: Path) -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    lines = b'{"text": "Rain.", "label": [[0, 4, "w"], ["x", "y", "z"], [0, 1e99, "w"], 5, null]}\n'
    odd = b'[1]\n"x"\nnull\n{"text": 3}\n'
    for name in ("doccano", "prodigy"):
        write_files(tmp_path / name, {"deep.json": deep, "a.jsonl": lines + odd})
        assert len(read(tmp_path / name, name).losses) >= 5
    for name in ("label_studio", "jsonl", "lewidi", "basil", "cas_json"):
        write_files(tmp_path / name, {"deep.json": deep, "a.jsonl": lines + odd})
        with pytest.raises(CorpusError, match="no document was found"):
            read(tmp_path / name, name)
    marks = read(tmp_path / "doccano", "doccano").work[0].spans
    assert [one.label for one in marks] == ["w"]


def test_half_characters_and_zero_bytes_come_in_as_what_can_be_stored(tmp_path: Path) -> None:
    record = b'{"text": "Ra\\ud800in \\u0000.", "label": [[0, 5, "w\\udfff"]]}\n'
    write_files(tmp_path, {"a.jsonl": record})
    corpus = read(tmp_path, "doccano")
    assert corpus.documents[0].article.text == "Ra\ufffdin \x00."
    assert corpus.work[0].spans[0].label == "w\ufffd"


def test_parquet_that_is_none_or_would_grow_is_refused(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    buffer = io.BytesIO()
    column = {"text": ["x" * 1000] * 100_000, "annotator": ["a"] * 100_000}
    pyarrow.parquet.write_table(pyarrow.table(column), buffer, use_dictionary=False,
                                compression="zstd")  # fmt: skip
    write_files(
        tmp_path, {"bad.parquet": b"PAR1 nothing PAR1", "articles.parquet": buffer.getvalue()}
    )
    with pytest.raises(CorpusError, match="would unpack"):
        read(tmp_path, "parquet")


def test_pickles_and_java_objects_are_never_loaded(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.pkl": b"cos\nsystem\n(S'touch x'\ntR.", "b.ser": b"\xac\xed\x00\x05"})
    write(tmp_path / "bridge.txt", BRIDGE)
    write(tmp_path / "bridge.ann", mark(BRIDGE, 1, "Cue", "say"))
    assert len(read(tmp_path).documents) == 1
    assert not (tmp_path / "x").exists()


TEXT = "The brazen mayor of Tolvane resigned.\n"
NINES = "9" * 5000  # more digits than Python turns into a number


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("brat", {"doc.txt": TEXT, "doc.ann": f"T1\tL {NINES} 9\tx\nT2\tL 0 3\t{TEXT[:3]}\n"}),
        ("ptc", {"article1.txt": TEXT,
                 "article1.task2-TC.labels": f"1\tDoubt\t{NINES}\t{NINES}\n1\tDoubt\t0\t3\n"}),
        ("semeval2023", {"articles/article1.txt": TEXT,
                         "x-labels-subtask-3.txt": f"1\t{NINES}\tDoubt\n1\t1\tDoubt\n"}),
        ("conll", {"a.conll": "# token\tstart\tend\tL\nThe\t0\t3\tB-L\n"
                               f"x\t{NINES}\t{NINES}\tB-L\n"}),
        ("webanno_tsv", {"d/a.tsv": "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Mark|label\n\n\n"
                         f"#Text=The mayor\n1-1\t0-3\tThe\tL\t\n1-2\t4-{NINES}\tmayor\tL\t\n"}),
        # White space between sentences is guessed from offsets: not a hundred thousand million.
        ("webanno_tsv", {"d/a.tsv": "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Mark|label\n\n\n"
                         "#Text=The\n1-1\t0-3\tThe\tL\t\n\n#Text=So\n"
                         "2-1\t99999999999-100000000001\tSo\tL\t\n"}),
    ],
)  # fmt: skip
def test_an_offset_beyond_measure_is_left_out_and_the_rest_comes_in(
    tmp_path: Path, name: str, files: dict
) -> None:
    write_files(tmp_path, files)
    corpus = read_corpus(open_corpus(tmp_path), name)[1]
    assert sum(len(one.spans) for one in (*corpus.work, *corpus.gold)) == 1
    assert len(corpus.losses) == 1


def test_parquet_whose_one_text_stands_in_every_row_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = 4000
    texts = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0] * rows, pyarrow.int32()), pyarrow.array(["a story " * 500])
    )
    table = pyarrow.table({"text": texts, "annotator": ["a"] * rows})
    path = tmp_path / "annotations.parquet"
    pyarrow.parquet.write_table(table, path, compression="zstd")
    assert path.stat().st_size < 50_000  # and 16 million characters in its rows
    monkeypatch.setattr(parquet, "MOST_UNPACKED", 5_000_000)
    files = open_corpus(path)
    with pytest.raises(CorpusError, match="it unpacks from"):
        read_corpus(files, "parquet")


def test_escapes_numbers_and_views_without_end_take_no_time(tmp_path: Path) -> None:
    """A cell that ends in a backslash was looked through again from each of its letters."""
    role = "ROLE_custom.Frame:args_custom.FrameArgsLink"
    write_files(tmp_path / "tsv", {"a.tsv": (
        f"#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Frame|{role}|custom.Frame\n"
        "#T_CH=coref.CoreferenceLink|referenceType|referenceRelation\n\n\n#Text=Rain\n"
        f"1-1\t0-4\tRain\t{'a' * 200_000}\\\t1-1\tpr[1]\t*->1-{'9' * 5000}\t\n"
    )})  # fmt: skip
    corpus = read(tmp_path / "tsv", "webanno_tsv")
    assert [one.label for one in corpus.work[0].spans] == ["Frame"]
    views = "".join(f'<cas:Sofa xmi:id="s{n}" sofaID="v{n}" sofaString="Rain"/>'
                    for n in range(3000))  # fmt: skip
    marks = '<custom:Mark sofa="s1" begin="0" end="4" label="Wet"/>' * 3000
    write_files(tmp_path / "xmi", {"a.xmi": (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        f'xmlns:custom="http:///custom.ecore">{views}{marks}</xmi:XMI>'
    )})  # fmt: skip
    corpus = read(tmp_path / "xmi", "cas_xmi")
    assert "the view 'v1' is not of the text read; its 3000 annotations" in str(corpus.losses[0])


def test_turns_of_a_conversation_that_are_not_there_are_refused(tmp_path: Path) -> None:
    value = {"start": "-1", "end": "-1", "startOffset": 0, "endOffset": 2,
             "paragraphlabels": ["Who"]}  # fmt: skip
    result = [{"id": "a", "type": "paragraphlabels", "from_name": "label", "value": value}]
    write_files(tmp_path, {"a.json": [
        {"id": 1, "data": {"turns": [{"text": "Rain"}]}, "annotations": [{"result": result}]}
    ]})  # fmt: skip
    corpus = read(tmp_path, "label_studio")
    assert corpus.work[0].spans == ()
    assert "the offsets -1 to -1" in str(corpus.losses[0])


RAIN = "Rain again. More rain."


@pytest.mark.parametrize(
    ("name", "files", "documents"),
    [
        # Each of these took the time of its files times its files, or of its marks times its text.
        ("jsonl", {"a.jsonl": "".join(
            f'{{"id": 1, "text": "{RAIN} {n}", "annotations": [{{"annotator": "A"}}]}}\n'
            for n in range(6000))}, 6000),
        ("brat", {**{f"t/{n}/d.txt": f"{RAIN} {n}" for n in range(400)},
                  **{f"m/{n}/d_a{n}.ann": "" for n in range(400)}}, 400),
        ("brat", {**{f"t/t{n}.txt": RAIN for n in range(400)},
                  **{f"m/x{n}.ann": "" for n in range(400)}}, 400),
        ("ptc", {**{f"a{n}/article1.txt": f"{RAIN} {n}" for n in range(400)},
                 **{f"a{n}/article1.labels": "1\tX\t0\t4\n" for n in range(400)}}, 400),
        ("brat", {"a.txt": "x" * 500_000,
                  "a.ann": "".join(f"T{n}\tA 0 500000\ty\n" for n in range(20_000))}, 1),
        ("webanno_tsv", {"a.tsv": "#FORMAT=WebAnno TSV 3.3\n" + "".join(
            f"#T_SP=c.L{n}|a\n" for n in range(5000)) + "\n\n#Text=Rain\n" + "".join(
            f"1-{n}\t0-4\tRain\t_\n" for n in range(5000))}, 1),
        ("cas_xmi", {"a.xmi": '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
                     'xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///c.ecore">'
                     '<c:M xmi:id="2" sofa="1" begin="0" end="4"/>' + "".join(
                         f'<c:L xmi:id="r{n}" Governor="2" Dependent="2" f{n}="v"/>'
                         for n in range(10_000))
                     + '<cas:Sofa xmi:id="1" sofaString="Rain"/></xmi:XMI>'}, 1),
        ("doccano", {f"{who}.jsonl": "".join(
            f'{{"id": "{who}{n}", "text": "Rain", "label": [[0, 4, "x"]]}}\n'
            for n in range(6000)) for who in ("ann", "bob")}, 6000),
    ],
    ids=["one id", "texts elsewhere", "no texts", "one number", "long marks", "layers", "features",
         "one text"],
)  # fmt: skip
def test_many_of_one_kind_take_no_time(
    tmp_path: Path, name: str, files: dict, documents: int
) -> None:
    assert len(read(write_files(tmp_path, files), name).documents) == documents


def test_archives_inside_an_archive_are_counted_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.corpora.files.MOST_BYTES", 60_000)
    tsv = "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Rain\n1-1\t0-4\tRain\t\n" + " \n" * 15_000
    inner = archive(tmp_path / "inner.zip", {"ann.tsv": tsv.encode()}).read_bytes()
    members = {f"annotation/{n}.txt/ann.zip": inner for n in range(4)}
    path = archive(tmp_path / "c.zip", {"exportedproject1.json": b"{}", **members})
    corpus = read(path, "inception")
    assert 0 < len(corpus.documents) < 4
    assert "The archive unpacks to more than" in str([*map(str, corpus.losses)])


def test_pipes_and_folders_without_end_are_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {**GOOD, "/".join(["a"] * 130) + "/far.txt": "Rain"})
    os.mkfifo(tmp_path / "pipe.txt")
    corpus = read(tmp_path)
    assert [one.key for one in corpus.documents] == ["bridge"]
    said = " ".join(map(str, corpus.losses))
    assert "pipe.txt: This is no file." in said
    assert "nested more than 100 deep" in said


def test_a_file_that_becomes_shorter_while_it_is_read_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "cut.txt").write_text("Rain again.")
    about = os.fstat

    def longer_by_one(file: int) -> os.stat_result:
        found = about(file)
        if found.st_size != len("Rain again."):
            return found
        return os.stat_result((*found[:6], found.st_size + 1, *found[7:10]))

    monkeypatch.setattr(os, "fstat", longer_by_one)
    corpus = read(tmp_path)
    assert [one.key for one in corpus.documents] == ["bridge"]
    assert [str(one) for one in corpus.losses] == [
        "cut.txt: It became shorter while it was read; it was left out."
    ]


def test_attributes_of_gold_nested_without_end_are_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "spans.csv": "article_id,annotator,span,label,start,end\n1,A,r,L,0,4\n", "1.txt": RAIN,
        "gold-spans.csv": f"article,label,start,end,attributes\n1,L,0,4,{'[' * 100_000}\n",
        "articles.csv": "article_id,length\n2,99999999999999\n3,4999999\n" * 50,
    })  # fmt: skip
    corpus = read(tmp_path, "csv")
    assert [one.label for one in corpus.gold[0].spans] == ["L"]
    assert "its attributes are no JSON" in str([*map(str, corpus.losses)])
