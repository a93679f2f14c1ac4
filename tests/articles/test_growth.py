"""No input makes a reader work more than in proportion to its length."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from growth import TIMES, grows_too_fast, only_matched, patterns_of, run_all, seconds, units_of
from test_readers_by_library import FIRST, SECOND, page, pdf, warc

from annotator.articles import read_file, sentence_spans

# Patterns that only ever meet so many characters: who calls them looks at the length first.
LONGEST = {
    "bylines._NAME_ALONE": 80,
    "bylines._PARENTHESIS": 160,
    **{f"dates._FORMS[{i}]": 200 for i in range(5)},
    "furniture._BUTTON": 600,
    "furniture._PHOTO_LINE": 80,
    "header._OWNER": 80,
    "pasted_page._CAPTION": 400,
    "pasted_page._SHARE": 160,
    "sentences._WORD_BEFORE": 20,
    "vocabulary.sign_offs._SIGN_OFF": 320,
    "vocabulary.sign_offs._SIGN_UP": 320,
}
# Whatever else meets text from outside: codebooks, answers of Label Studio, forms, addresses.
ELSEWHERE = (
    "annotator.agreement.files",
    "annotator.labelstudio",
    "annotator.releases",
    "annotator.schemes",
    "annotator.web",
    "annotator.workflow",
)
FULL_NAMES = patterns_of("annotator.articles", *ELSEWHERE)


def short(name: str) -> str:
    return name.removeprefix("annotator.articles.").removeprefix("annotator.")


PATTERNS = {short(name): pattern for name, pattern in FULL_NAMES.items()}
NOT_SEARCHED = {short(name) for name in FULL_NAMES if only_matched(name, "annotator")}
# Each once, whoever imports it; but not where a name stands for what it meets.
ONCE = {
    (pattern.pattern, pattern.flags, name if name in {*LONGEST, *NOT_SEARCHED} else ""): name
    for name, pattern in PATTERNS.items()
}
CHARACTERS = 16_000


@pytest.mark.parametrize("name", ONCE.values())
def test_a_pattern_takes_time_in_proportion_to_repeats_of_its_atoms(name: str) -> None:
    pattern = PATTERNS[name]
    longest = LONGEST.get(name)
    for unit in units_of(pattern):
        for tail in ("", "\x00"):
            if longest:  # what doubles with each character would take for ever
                text = (unit * longest)[: longest - 1] + tail
                assert seconds(lambda text=text: run_all(pattern, text)) < 1, (unit, tail)
                continue
            count = CHARACTERS // TIMES // len(unit)

            def work(times: int, unit: str = unit, tail: str = tail, count: int = count) -> None:
                run_all(pattern, unit * (count * times) + tail, anywhere=name not in NOT_SEARCHED)

            assert not grows_too_fast(work), (unit, tail)


def test_the_measure_finds_a_pattern_that_grows_too_fast() -> None:
    slow: re.Pattern[Any] = re.compile(r"a*b")  # four times the work for twice the text
    assert grows_too_fast(lambda times: run_all(slow, "a" * (2_000 * times)))


PARAGRAPH = "<p>The harbour council voted on Monday to close the old ferry bridge.</p>"
ARTICLE = f"<html><body><article>{PARAGRAPH * 3}"
# (file's name, head, what is repeated, how often at first, tail)
INPUTS = [
    ("a.html", "", "<!-- x -->\n", 1_000, "<p>a</p>"),
    ("a.txt", "", "<!-- x -->\n", 3000, "<p>a</p>"),
    ("a.html", "<html><body>", "a\n", 12_500, ""),
    ("a.html", "<html><body>", "<br>", 12_500, "text"),
    ("a.html", ARTICLE, "<br>", 12_500, "text"),
    ("a.html", ARTICLE, "a<br>", 5_000, ""),
    ("a.html", ARTICLE, "<b>", 1_666, "text"),
    ("a.html", ARTICLE, "<div>", 1_666, "text"),
    ("a.html", ARTICLE, "<a href='/x'>y</a>", 1_666, ""),
    ("a.html", ARTICLE, "<p>x</p>", 1_666, ""),
    ("a.html", ARTICLE, PARAGRAPH, 133, ""),
    ("a.html", ARTICLE, "<figcaption>A boat.</figcaption>", 666, ""),
    ("a.html", ARTICLE, "<div class='share'>Tweet</div>", 666, ""),
    ("a.html", ARTICLE, "<div class='quote'><cite>Ada</cite></div>", 666, ""),
    ("a.html", ARTICLE + "<div class='quote'>", "<cite></cite>", 1_666, "Ada"),
    ("a.html", ARTICLE + PARAGRAPH * 3, "<h3>3 comments</h3>", 1_000, ""),
    ("a.html", ARTICLE, "<div class='image'><img>", 666, ""),
    ("a.html", ARTICLE, "<h3><a href='/x'>y</a></h3><p>x</p>", 666, ""),
    ("a.html", ARTICLE, "<li>One</li>", 1_666, ""),
    ("a.html", ARTICLE + "<p>", "word ", 10_000, ""),
    ("a.html", ARTICLE + "<p>", "&nbsp;", 10_000, ""),
    ("a.html", ARTICLE, "<", 12_500, ""),
    ("a.html", ARTICLE, "</p>", 5_000, ""),
    ("a.html", ARTICLE, "<!--", 5_000, ""),
    ("a.html", ARTICLE, "<script>", 1_666, ""),
    ("a.html", ARTICLE, "<table><tr><td>x", 666, ""),
    ("a.html", ARTICLE, "<table><tr><td>x</td></tr></table>", 666, ""),
    ("a.txt", "Title\n\n", "a\n", 8_000, ""),
    ("a.txt", "Title\n\n", "By Ada Quill\n", 2_000, ""),
    ("a.txt", "Title\n\n", "3 May 2021\n", 2_000, ""),
    ("a.txt", "Title\n\n", "Share | ", 5_000, ""),
    ("a.txt", "Title\n\n", "comments (", 5_000, ""),
    ("a.txt", "", "\t", 40_000, "x"),
    ("a.txt", "", "---\n", 8_000, ""),
    ("a.txt", "---\n", "a: b\n", 5_000, ""),
    ("a.txt", "x", "'", 40_000, " photo"),
    ("a.csv", "title,text\n", "One,The bridge.\n", 1_666, ""),
    ("a.csv", "title,text\n", "One,\"", 1_666, ""),
    ("a.csv", "title,text\n", ",", 25_000, ""),
    ("a.csv", "", "text,", 10_000, "\nx"),
    ("a.jsonl", "", '{"title": "One", "text": "The bridge."}\n', 1_666, ""),
    ("a.jsonl", "", "{oops\n", 1_666, ""),
    ("a.json", "[", '{"title": "One", "text": "The bridge."},', 1_666, '{"text": "x"}]'),
    ("a.json", "", "[", 25_000, ""),
    ("a.json", "", '{"a":', 10_000, ""),
    ("a.rtf", "{\\rtf1 ", "word ", 16_000, "}"),
    ("a.rtf", "{\\rtf1 ", "{\\b x} ", 10_000, "}"),
    ("a.rtf", "{\\rtf1 ", "{", 20_000, ""),
    ("a.rtf", "{\\rtf1 ", "\\par x\n", 2_500, "}"),
    ("a.rtf", "{\\rtf1 ", "\\'e4", 20_000, "}"),
    ("a.eml", "Subject: One\nFrom: a@b.example\n\n", "The council voted.\n", 1_500, ""),
    ("a.eml", "Subject: One\n", "X-Way: b\n", 8_000, f"\n{PARAGRAPH}"),
    ("a.eml", "Subject: ", "=?utf-8?q?a?= ", 6_000, f"\n\n{PARAGRAPH}"),
    ("a.eml", "Subject: One\nContent-Type: multipart/mixed; boundary=b\n\n",
     "--b\nContent-Type: text/plain\n\nThe council voted.\n", 200, "--b--"),
    ("a.mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
     f"Content-Type: text/html\n\n{ARTICLE}", PARAGRAPH, 200, "\n--b--"),
    ("a.xml", "<rss version='2.0'><channel><title>F</title>",
     "<item><title>One</title><description>The bridge is shut.</description></item>", 200,
     "</channel></rss>"),
    ("a.xml", "<rss version='2.0'><channel>", "<item>", 1_000, ""),
    ("a.tsv", "title\ttext\n", "One\tThe bridge.\n", 1_666, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "head", "unit", "count", "tail"), INPUTS, ids=[f"{i[0]}: {i[2]!r}" for i in INPUTS]
)
def test_a_reader_takes_time_in_proportion_to_its_input(
    name: str, head: str, unit: str, count: int, tail: str
) -> None:
    def read(times: int) -> None:
        read_file(name, f"{head}{unit * (count * times // 8)}{tail}".encode())

    assert not grows_too_fast(read)


def word(paragraphs: int) -> bytes:
    made, file = docx.Document(), io.BytesIO()
    for _ in range(paragraphs):
        made.add_paragraph("The harbour council voted on Monday to close the old ferry bridge.")
    made.save(file)
    return file.getvalue()


def excel(rows: int) -> bytes:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["title", "text"])
    for number in range(rows):
        made.active.append([f"Report {number}", "The bridge is shut."])
    made.save(file)
    return file.getvalue()


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x").replace("_o", ".o"), text)
    return out.getvalue()


def opendocument(paragraphs: int) -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = "<text:p>The council voted on Monday to close the bridge.</text:p>" * paragraphs
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    return zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=content)


def book(paragraphs: int) -> bytes:
    container = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = (
        '<package><metadata/><manifest><item id="a" href="a.xhtml"/></manifest><spine>'
        '<itemref idref="a"/></spine></package>'
    )
    return zipped(
        mimetype="application/epub+zip", **{"META-INF__container_xml": container},
        c_opf=package, a_xhtml=page("One", *[f"{n}: {FIRST}" for n in range(paragraphs)]),
    )  # fmt: skip


def pages(count: int) -> bytes:
    content = page("One bridge", FIRST, SECOND).encode()
    return warc(*[(f"https://a.example/{n}", "200 OK", "text/html", content) for n in range(count)])


def sheets(lines: int) -> bytes:
    return pdf(["The council voted on Monday to close the old ferry bridge."] * lines)


PACKED: list[tuple[str, Callable[[int], bytes], int]] = [
    ("a.docx", word, 20), ("a.xlsx", excel, 150), ("a.odt", opendocument, 150),
    ("a.epub", book, 20), ("a.warc", pages, 2), ("a.pdf", sheets, 50),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "count"), PACKED, ids=[one[0] for one in PACKED])
def test_a_reader_of_packed_files_takes_time_in_proportion(
    name: str, make: Callable[[int], bytes], count: int
) -> None:
    files = {times: make(count * times) for times in (1, TIMES)}
    assert read_file(name, files[1]).articles
    assert not grows_too_fast(lambda times: read_file(name, files[times]))


def test_many_attributes_on_one_tag_take_time_in_proportion() -> None:
    def read(times: int) -> None:
        many = " ".join(f"a{i}=1" for i in range(2_500 * times))
        read_file("a.html", f"{ARTICLE}<div {many}>text</div>".encode())

    assert not grows_too_fast(read)


@pytest.mark.parametrize("unit", [".", "?", "…", ".'", "a.", "1. ", "\n", " \n", "a\n", "。", ". "])
def test_finding_sentences_takes_time_in_proportion(unit: str) -> None:
    assert not grows_too_fast(lambda times: sentence_spans(unit * (5_000 * times) + "x"))


def test_times_are_taken_without_a_tracer() -> None:
    """Under one, joining texts piece by piece is quadratic: that would be seen in place of ours."""
    assert sys.gettrace() is None
