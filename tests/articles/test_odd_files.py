"""Files as people hold them that are unlike the usual: what they hold comes out, or a reason."""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
from collections.abc import Sequence

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from annotator.articles import read_file
from annotator.articles.dates import read_date, read_date_line
from annotator.models import Article

ONE = "The council of Quillhaven closed the old bridge. Engineers had found cracks in its piers."
TWO = "The ferry wants to run boats every ten minutes. Its fares will not rise before spring."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def articles(name: str, data: str | bytes) -> tuple[Article, ...]:
    read = read_file(name, data.encode() if isinstance(data, str) else data)
    assert read.refusals == ()
    return read.articles


def texts(name: str, data: str | bytes) -> list[str]:
    return [one.text for one in articles(name, data)]


BLOCKS = [
    {
        "type": "paragraph",
        "children": [{"text": "The council "}, {"text": "closed"}, {"text": "."}],
    },
    {
        "type": "paragraph",
        "children": [{"type": "link", "children": [{"text": "It"}]}, {"text": "s"}],
    },
]
SHAPES: Sequence[tuple[object, list[str]]] = (
    ({"rows": [{"row_idx": 0, "row": {"headline": "A", "content": ONE}}]}, [ONE]),
    ({"data": {"news": {"edges": [{"node": {"headline": "A", "bodyHtml": ONE}}]}}}, [ONE]),
    ([{"title": "A", "plaintext": ONE, "publishing_date": "2021-09-22"}], [ONE]),
    ([{"title": "A", "body": {"summary": [ONE], "sections": [{"headline": ["Boats"],
       "paragraphs": [TWO]}]}}], [f"{ONE}\n\nBoats\n\n{TWO}"]),
    ([{"title": "A", "body": BLOCKS}], ["The council closed.\n\nIts"]),
    ([{"title": "A", "body": {"blocks": [{"type": "unstyled", "text": one}
                                         for one in (ONE, TWO)]}}], [f"{ONE}\n\n{TWO}"]),
)  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), SHAPES)
def test_json_of_more_programs_and_content_systems(content: object, expected: list[str]) -> None:
    assert texts("a.json", json.dumps(content)) == expected


def test_lines_that_say_where_the_next_one_goes_are_no_articles() -> None:
    lines = ['{"index": {"_id": "1"}}', json.dumps({"title": "A", "body": ONE})] * 2
    assert texts("bulk.ndjson", "\n".join(lines)) == [ONE, ONE]


def test_a_notice_of_what_a_plan_does_not_include_is_no_text() -> None:
    row = {"title": "A", "content": "ONLY AVAILABLE IN PAID PLANS", "link": "https://m.example/1"}
    (refusal,) = read_file("a.json", json.dumps([row]).encode()).refusals
    assert "a notice in place of the text" in refusal.reason


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("۳۱ شهریور ۱۴۰۰", "2021-09-22"),
        ("چهارشنبه ۳۱ شهريور ۱۴۰۰", "2021-09-22"),
        ("1400/06/31", "2021-09-22"),
        ("30 اسفند 1399", "2021-03-20"),
        ("30 اسفند 1400", ""),  # no leap year
        ("22 بهمن 1357", "1979-02-11"),
        ("1443/02/15", ""),  # a lunar year
        ("令和3年9月22日", "2021-09-22"),
        ("民國110年9月22日", "2021-09-22"),
        ("২২ সেপ্টেম্বর ২০২১", "2021-09-22"),
        ("Wed Sep 22 10:00:00 +0000 2021", "2021-09-22"),
    ],
)
def test_days_of_other_calendars_and_digits(written: str, day: str) -> None:
    assert read_date(written) == day
    rows = json.dumps([{"title": "A", "text": ONE, "date": written}])
    (one,) = articles("a.json", rows)
    assert one.published == day
    assert ("left out" in "".join(one.remarks)) is not bool(day)


def test_a_line_with_weekday_and_hour_is_a_date_in_persian_too() -> None:
    found = read_date_line("تاریخ انتشار: چهارشنبه ۳۱ شهریور ۱۴۰۰ ساعت ۱۰:۲۰")
    assert found is not None
    assert found.published == "2021-09-22"


ABOVE = [["Press archive", "", ""], ["Query: bridge", "", ""], ["", "", ""]]
ROWS = [["Headline", "Body", "Date"], ["Bridge closes", ONE, "22.09.2021"]]


def test_what_stands_above_the_names_of_the_columns_is_left_out_and_said() -> None:
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in ABOVE + ROWS)
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ABOVE + ROWS:
        book.active.append(row)
    sheet = io.BytesIO()
    book.save(sheet)
    for name, data in (("a.csv", table.encode()), ("a.xlsx", sheet.getvalue())):
        read = read_file(name, data)
        assert [(one.title, one.text, one.published) for one in read.articles] == [
            ("Bridge closes", ONE, "2021-09-22")
        ]
        assert read.articles[0].source_name == f"{name}, line 5"
        assert any("above the names of the columns" in note for note in read.notes), name


def test_a_table_saved_as_a_page_gives_an_article_a_row() -> None:
    cells = (f"<tr><td>{title}</td><td>{text}<br>End.</td></tr>" for title, text in
             (("Bridge", ONE), ("Ferry", TWO)))  # fmt: skip
    page = f"<html><table><tr><th>Title</th><th>Text</th></tr>{''.join(cells)}</table></html>"
    found = articles("export.xls", page)
    assert [(one.title, one.text) for one in found] == [
        ("Bridge", f"{ONE}\nEnd."),
        ("Ferry", f"{TWO}\nEnd."),
    ]


XML = "<?xml version='1.0'?>"
NEWS = (
    f"{XML}<list><item id='1'><title>Bridge</title><date>2021-09-22</date><body>{ONE}</body></item>"
    f"<item id='2'><title>Ferry</title><date>2021-09-23</date><body>{TWO}</body></item></list>",
    f"{XML}<wiki><page><title>Bridge</title><revision><timestamp>2021-09-22T10:00:00Z</timestamp>"
    f"<text>{ONE}</text></revision></page></wiki>",
    f"{XML}<nitf><head><title>Bridge</title></head><body><body.head><hedline><hl1>Bridge</hl1>"
    "</hedline><byline>By Ada Quill</byline><dateline><story.date norm='20210922'/></dateline>"
    f"</body.head><body.content><p>{ONE}</p></body.content></body></nitf>",
    f"{XML}<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><title>Bridge</title>"
    f"<date when='2021-09-22'/></teiHeader><text><body><p>{ONE}</p></body></text></TEI>",
)


@pytest.mark.parametrize("content", NEWS)
def test_xml_of_databases_and_newsrooms(content: str) -> None:
    found = articles("a.xml", content)
    assert (found[0].title, found[0].text, found[0].published) == ("Bridge", ONE, "2021-09-22")
    assert [one.text for one in found[1:]] == ([TWO] if "Ferry" in content else [])


def test_a_mailbox_gives_its_e_mails_and_one_that_was_passed_on_is_named() -> None:
    head = "From: Ada Quill <ada@m.example>\nTo: l@m.example\nDate: Wed, 22 Sep 2021 10:00:00 +0000"
    box = "".join(
        f"From ada@m.example Wed Sep 22 10:00:00 2021\n{head}\nSubject: {title}\n\n{text}\n\n"
        for title, text in (("Bridge", f"{ONE}\n\n>From the bank."), ("Ferry", TWO))
    )
    found = articles("list.mbox", box)
    assert [one.title for one in found] == ["Bridge", "Ferry"]
    assert found[1].text == TWO
    inner = f"{head}\nSubject: Bridge closes\n\n{ONE}"
    passed = (
        f"{head}\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\nSee this, please.\n"
        f"--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    (one,) = articles("fwd.eml", passed)
    assert "the e-mail “Bridge closes”" in " ".join(one.remarks)


REASONS = (
    ("pasted.txt", b"https://m.example/1\n", "This is the address of a page, but no text: open it"),
    ("urls.txt", b"https://m.example/1\nhttps://m.example/2\n", "These are addresses of pages"),
    ("a.xml", b"<?xml version='1.0'?><opml><body><outline/></body></opml>", "begins with <opml>"),
    ("a.xml", b"<?xml version='1.0'?><list><item>", "XML is damaged"),
    ("a.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a><title>T</title>"
     b"<body>&b;</body></a>", "entities of its own"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), REASONS)
def test_what_is_no_article_is_refused_with_what_to_do(name: str, data: bytes, reason: str) -> None:
    (refusal,) = read_file(name, data).refusals
    assert reason in refusal.reason


def test_archives_that_are_not_read_or_cut_off_say_so() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(ONE)
        archive.addfile(member, io.BytesIO(ONE.encode()))
    (refusal,) = read_file("a.tgz", packed.getvalue()).refusals
    assert "a tar archive: unpack it" in refusal.reason
    read = read_file("a.txt.gz", gzip.compress(ONE.encode(), mtime=0)[:-12])
    assert any("has no end" in note for note in read.notes)


def test_a_word_document_with_pictures_changes_and_controls() -> None:
    document = docx.Document()
    document.add_heading("Bridge closes", 0)
    document.add_paragraph(ONE)
    merged = document.add_table(rows=1, cols=2)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "Cars a day: 12,000."
    framed = document.add_table(rows=2, cols=1)
    framed.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(PIXEL))
    framed.cell(1, 0).text = "The bridge from the east bank, before the cracks were found."
    document.add_paragraph("The mayor at the pier", style="Caption")
    w = nsdecls("w")
    for xml in (
        f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>{TWO}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {w}><w:r><w:t>She said </w:t></w:r><w:ins><w:r><w:t>again </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>so.</w:t></w:r></w:p>",
    ):
        document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))
    saved = io.BytesIO()
    document.save(saved)
    (one,) = articles("a.docx", saved.getvalue())
    assert one.title == "Bridge closes"
    assert one.text == f"{ONE}\n\nCars a day: 12,000.\n\n{TWO}\n\nShe said again so."
    assert set(one.removed) == {
        "The bridge from the east bank, before the cracks were found.",
        "The mayor at the pier",
    }


def test_markdown_shows_the_words_of_its_links_and_lists_its_pictures_as_cut() -> None:
    head = '+++\ntitle = "Bridge closes"\ndate = 2021-09-22\n+++\n'
    (one,) = articles(
        "a.md", f"{head}\n{ONE}\n\n![pier](p.jpg)\n\n[Ferries](https://m.example) go.\n"
    )
    assert (one.title, one.published) == ("Bridge closes", "2021-09-22")
    assert one.text == f"{ONE}\n\nFerries go."
    assert one.removed == ("![pier](p.jpg)",)
