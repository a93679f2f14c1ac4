"""Files become articles, or are refused by name with a reason; never anything else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.articles import ENDINGS, Reading, read_file, read_paths
from annotator.models import Article, normalise
from annotator.settings import MAX_FILE_BYTES

DATA = Path(__file__).parent.parent / "data" / "articles"

POLISH = (
    "Radni przegłosowali we wtorek zamknięcie starego mostu. Burmistrz powiedziała, że nie ma "
    "wyjścia, bo dwa z czterech filarów są pęknięte. Mieszkańcy skarżą się, że nikt ich nie pytał."
)


def only(reading: Reading) -> Article:
    assert not reading.refusals
    assert len(reading.articles) == 1
    return reading.articles[0]


def reason(name: str, data: bytes) -> str:
    reading = read_file(name, data)
    assert reading.articles == ()
    assert [refusal.source_name for refusal in reading.refusals] == [name]
    return reading.refusals[0].reason


def test_a_text_file_keeps_emoji_curly_quotes_and_ellipses() -> None:
    data = (DATA / "lantern-night.txt").read_bytes()
    article = only(read_file("lantern-night.txt", data))
    assert article.title == "Lantern Night returns to Pellworth after three silent years"
    first, body = data.decode("utf-8").split("\n\n", 1)
    assert first == article.title
    assert article.text == body.rstrip("\n")
    assert article.removed == ()


def test_a_file_without_a_title_is_named_after_the_file() -> None:
    text = b"The council of Pellworth met on Monday. It rose again at noon."
    assert only(read_file("2021/bridge closes.txt", text)).title == "bridge closes"


def test_markdown_front_matter_and_heading_are_known() -> None:
    text = b"---\nauthor: Ada Quill\ndate: 2021-03-04\n---\n\n# Bridge closes\n\nIt is old.\n"
    article = only(read_file("a.md", text))
    assert (article.title, article.author) == ("Bridge closes", "Ada Quill")
    assert (article.published, article.text) == ("2021-03-04", "It is old.")


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    text = "---\nOn Monday: nothing\n---\nIt rained all day in Hask."
    assert only(read_file("a.txt", text.encode())).text == text


@pytest.mark.parametrize(
    ("text", "encoding", "noted"),
    [
        ("“Schöne Brücke” – und weiter…", "utf-8", ""),
        ("“Schöne Brücke” – und weiter…", "utf-8-sig", ""),
        ("“Schöne Brücke” – und weiter…", "utf-16", ""),
        ("“Schöne Brücke” – und weiter…", "utf-32", ""),
        ("The café’s owner said “no” — it cost £30.", "cp1252", "windows-1252"),
        ("Le maire a été élu à l'hôtel de ville", "latin-1", "windows-1252"),
        ("Мэр сказал, что мост закроют до весны. " * 5, "cp1251", "cp1251"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso8859-2", "iso8859-2"),
        ("市议会星期二决定关闭旧桥。市长说，四个桥墩中有两个出现裂缝。" * 3, "gb18030", "gb18030"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str, noted: str) -> None:
    reading = read_file("a.txt", text.encode(encoding))
    assert only(reading).text == text.strip()
    assert bool(reading.notes) == bool(noted)
    assert noted in "".join(reading.notes)


def test_a_foreign_word_in_an_english_text_is_not_misread() -> None:
    text = f"{'The mayor said that the bridge would be closed. ' * 5}It said: вид на лес и дети."
    reading = read_file("a.txt", text.encode("cp1251"))
    assert all(article.text == text for article in reading.articles)  # or refused


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t \r\n ", "empty"),
        ("mark.txt", b"\xef\xbb\xbf", "empty"),
        ("a.pdf", b"%PDF-1.7 ...", "a PDF file"),
        ("renamed.txt", b"%PDF-1.7 ...", "a PDF file"),
        ("a.docx", b"PK\x03\x04....", "Word"),
        ("a.txt", b"\x89PNG\r\n....", "a PNG image"),
        ("a.html", b"\xff\xd8\xff\xe0....", "a JPEG image"),
        ("a.csv", b"\xd0\xcf\x11\xe0....", "Excel"),
        ("a.txt", b"text\x00text", "NUL"),
        ("a.txt", b"\x01\x02\x03\x04\x05\x06\x07\x08", "control characters"),
        ("a.txt", bytes(range(0x80, 0x100)), "Wrong encoding"),
        ("a.txt", b"\xff\xfe\x00", "UTF-16"),
        ("a.exe", b"text", ".exe"),
        ("a.rtf", b"{\\rtf1 text}", "an RTF file"),
        ("a.csv", b"name,age\nA,1\n", "'name', 'age'"),
        ("a.csv", b"text\n", "no row"),
        ("a.json", b'[{"text": "One."},', "line 1, column"),
        ("a.json", b"[]", "no article"),
        ("a.html", b"<html><body><nav><a>Home</a><a>World</a></nav></body></html>", "No article"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, data: bytes, says: str) -> None:
    assert says in reason(name, data)


def test_a_file_of_20_mb_is_refused_and_one_below_is_not() -> None:
    assert "20.0 MB" in reason("a.txt", b"a" * (MAX_FILE_BYTES + 1))
    assert "20 MB" not in reason("a.txt", b"a" * MAX_FILE_BYTES)  # for its characters, then


def test_an_article_above_the_limit_is_refused_with_both_numbers() -> None:
    assert "11 characters" in read_file("a.txt", b"a" * 11, max_characters=10).refusals[0].reason
    assert "at most 10 " in read_file("a.txt", b"a" * 11, max_characters=10).refusals[0].reason
    assert only(read_file("a.txt", b"a" * 10, max_characters=10)).text == "a" * 10
    assert "200,001" in reason("a.txt", b"a" * 200_001)
    assert len(only(read_file("a.txt", "😀".encode() * 200_000)).text) == 200_000


def test_text_is_normalised_and_controls_and_half_pairs_are_gone() -> None:
    data = json.dumps({"title": "A\nB", "text": "cafe\u0301\r\n\x0bx\ud800y\u2028z\x85"})
    article = only(read_file("a.json", data.encode()))
    assert article.text == "café\nx\ufffdy\nz"
    assert article.title == "A B"


def test_names_are_shown_but_never_followed() -> None:
    reading = read_file("../../etc/passwd", b"Some text, not a password file.")
    assert only(reading).source_name == "etc/passwd"
    assert only(reading).text.startswith("Some text")


def test_html_is_known_by_its_content_and_json_without_an_ending() -> None:
    page = (DATA / "tram-vote.html").read_bytes()
    assert only(read_file("page.txt", page)).text == only(read_file("page.html", page)).text
    assert only(read_file("article", b'{"title": "A", "text": "One."}')).text == "One."
    assert only(read_file("v. 2 of 22.09.2021", b"It has no ending.")).text == "It has no ending."


def test_folders_are_read_with_relative_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("Two is here.")
    (tmp_path / "one.txt").write_text("One is here.")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    (tmp_path / "bad.bin").write_bytes(b"\x00")
    os.symlink(tmp_path, tmp_path / "loop")
    reading = read_paths([tmp_path, tmp_path / "missing.txt", tmp_path / "one.txt"])
    assert [a.source_name for a in reading.articles] == ["b/two.txt", "one.txt", "one.txt"]
    assert [(Path(r.source_name).name, r.reason[:13]) for r in reading.refusals] == [
        ("bad.bin", "Expected text"),
        ("missing.txt", "There is no s"),
    ]


def test_an_empty_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    reading = read_paths([tmp_path, os.devnull])
    assert ["no file" in r.reason or "neither" in r.reason for r in reading.refusals] == [True] * 2


NAMES = st.sampled_from([*(f"a{ending}" for ending in ENDINGS), "a.bin", "", "..", "a/.txt"])
TOKENS = (
    b'<p>|<html>|<article>|</p>|{|}|[|"text":|"|,|\n|text,title\n|by Ada Quill\n|2021-09-22\n|'
    b"\xff|\xc3\xa9|\x00|;|Some words here. |(AP Photo/|<![CDATA[|&#0;|&#xD800;|---\n|\t"
)
PIECES = st.lists(st.sampled_from(TOKENS.split(b"|")), max_size=30).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(name=NAMES, data=st.one_of(st.binary(max_size=400), PIECES))
@example(name="a.json", data=b"[" * 50_000)
@example(name="a.json", data=b'{"text": ' + b"9" * 5_000 + b"}")
@example(name="a.html", data=b"<div>" * 20_000 + b"text")
@example(name="a.csv", data=b'text\n"' + b"x" * 300_000)
def test_any_bytes_give_articles_or_refusals_and_no_exception(name: str, data: bytes) -> None:
    reading = read_file(name, data)
    assert reading.articles or reading.refusals
    for article in reading.articles:
        assert article.text.strip()
        assert article.title
        assert article.text == normalise(article.text)
        article.text.encode("utf-8")  # no half pairs
        assert "\x00" not in article.text + article.title
    assert all(refusal.reason and refusal.source_name for refusal in reading.refusals)
