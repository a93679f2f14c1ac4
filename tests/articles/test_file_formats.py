"""Files of many formats, made by the formats' own libraries: recognised by content, read right."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from annotator.articles import Reading, read_file, read_paths

DATA = Path(__file__).parent.parent / "data" / "articles" / "files"
FIRST = "The harbour town of Quillmouth will close its old bridge on Friday, the council said."
SECOND = "Engineers found cracks in two of its pillars, and traders fear for their shops."
TEXT = f"{FIRST}\n\n{SECOND}"
PAGE = f"<html><head><title>Bridge closes</title></head><body><article><h1>Bridge closes</h1><p>{FIRST}</p><p>{SECOND}</p></article></body></html>"  # noqa: E501


def read(name: str) -> Reading:
    return read_file(name, (DATA / name).read_bytes())


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("book.epub", 1),
        ("chrome_saved.mhtml", 1),
        ("mhtml_named.html", 1),
        ("crawl.warc.gz", 2),
        ("factiva_2articles.html", 2),
        ("feed.rss", 1),
        ("nexis_3docs.txt", 2),
        ("pages.zip", 2),
        ("table.xlsx", 1),
        ("wget_story.php", 1),
        ("word.docx", 1),
    ],
)
def test_every_file_that_people_hold_is_read(name: str, count: int) -> None:
    reading = read(name)
    assert reading.refusals == ()
    titles = ["Quillmouth closes its old bridge", "Hail destroys a third of the apples"]
    assert [article.title for article in reading.articles] == titles[:count]
    assert reading.articles[0].text.startswith("The harbour town of Quillmouth will close")
    assert len(reading.articles[0].text.split("\n\n")) in (1, 4)


@pytest.mark.parametrize("name", ["nexis_3docs.txt", "factiva_2articles.html"])
def test_documents_of_a_database_bring_their_fields(name: str) -> None:
    one, two = read(name).articles
    assert (one.author, one.published, one.outlet, one.language) == (
        "Ada Quill", "2021-09-22", "The Quillmouth Post", "en",
    )  # fmt: skip
    assert (two.author, two.published, two.outlet) == ("Ben Reed", "2021-10-03", "The Tarn Herald")
    assert "Copyright" not in one.text
    assert "LENGTH" not in one.text


def test_the_files_of_a_complete_page_are_left_to_their_page() -> None:
    reading = read_paths([DATA / "saved_complete"])
    assert [article.title for article in reading.articles] == ["Quillmouth closes its old bridge"]
    assert len(reading.refusals) == 6
    assert all("belongs to the saved page" in one.reason for one in reading.refusals)


def test_a_script_that_calls_itself_text_is_refused() -> None:
    data = (DATA / "saved_complete" / "page_files" / "f.txt").read_bytes()
    assert "a program" in read_file("f.txt", data).refusals[0].reason


def test_word_opendocument_rtf_and_mail_are_read() -> None:
    import docx

    document = docx.Document()
    document.add_heading("Bridge closes", 0)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND)
    out = io.BytesIO()
    document.save(out)
    space = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    odt = zipped(
        mimetype="application/vnd.oasis.opendocument.text",
        content_dot_xml=f"<doc {space}><text:h>Bridge closes</text:h><text:p>{FIRST}</text:p>"
        f"<text:p>Engineers found<text:s/>cracks{SECOND[22:]}</text:p></doc>",
    )
    rtf = r"{\rtf1\ansi Bridge closes\par " + rf"{FIRST}\par {SECOND}\par" + "}"
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Bridge closes", "Ada Quill <ada@post.example>"
    mail["To"], mail["Date"] = "ben@post.example", "Wed, 22 Sep 2021 23:30:00 -0500"
    mail.set_content(TEXT)
    for name, data in (("a.docx", out.getvalue()), ("a.odt", odt), ("a.rtf", rtf.encode()),
                       ("a.eml", bytes(mail)), ("unknown.bin", out.getvalue())):  # fmt: skip
        (article,) = read_file(name, data).articles
        assert (article.title, article.text) == ("Bridge closes", TEXT), name
    assert read_file("a.eml", bytes(mail)).articles[0].published == "2021-09-22"


def test_workbooks_and_parquet_are_read_row_by_row() -> None:
    import openpyxl
    import pyarrow
    import pyarrow.parquet

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Headline", "Body", "Date", "Words"])
    sheet.append(["One", FIRST, datetime.datetime(2021, 9, 22), 12.0])
    sheet.append(["Two", "", None, None])
    book.create_sheet("Notes").append(["nothing here"])
    out = io.BytesIO()
    book.save(out)
    reading = read_file("a.xlsx", out.getvalue())
    assert [(a.title, a.published) for a in reading.articles] == [("One", "2021-09-22")]
    assert reading.refusals[0].source_name == "a.xlsx, sheet Sheet, line 3"
    assert "sheet Notes" in reading.notes[0]
    out = io.BytesIO()
    table = pyarrow.table({"title": ["One", "Two"], "text": [FIRST, SECOND]})
    pyarrow.parquet.write_table(table, out)
    assert [a.title for a in read_file("a.parquet", out.getvalue()).articles] == ["One", "Two"]


def test_an_atom_feed_named_html_gives_its_entries_and_refuses_an_empty_one() -> None:
    feed = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>'
        '<entry><title>One</title><link href="https://a.example/1"/><author><name>Ada Quill</name>'
        f"</author><published>2021-09-22T23:30:00-05:00</published><content type='html'>&lt;p&gt;"
        f"{FIRST}&lt;/p&gt;</content></entry><entry><title>Two</title></entry></feed>"
    )
    reading = read_file("a.html", feed.encode())
    (article,) = reading.articles
    assert (article.title, article.text, article.author) == ("One", FIRST, "Ada Quill")
    assert (article.published, article.outlet) == ("2021-09-22", "Post")
    assert "entry 2" in reading.refusals[0].source_name


def test_an_archive_gives_every_file_to_its_reader_and_goes_on_after_a_bad_one() -> None:
    data = zipped(
        a_dot_html=PAGE, b_dot_txt="", c_dot_zip=zipped(x="y"), a_files__ad_dot_html=PAGE,
        d_dot_csv=f'title,text\nThree,"{FIRST}"\n', _dot_hidden__e_dot_html=PAGE,
    )  # fmt: skip
    reading = read_file("all.zip", data)
    assert [article.title for article in reading.articles] == ["Bridge closes", "Three"]
    assert [one.source_name for one in reading.refusals] == ["all.zip/b.txt", "all.zip/c.zip"]
    assert "belongs to the saved page" in reading.notes[0]
    assert read_file("a.html.gz", gzip.compress(PAGE.encode())).articles[0].title == "Bridge closes"


def test_bombs_passwords_and_damage_are_refused_with_the_reason() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.txt", b"a" * 20 * 1024 * 1024)
    assert "would unpack to 600 MB" in read_file("bomb.zip", out.getvalue()).refusals[0].reason
    bomb = gzip.compress(b"a" * 120 * 1024 * 1024)
    assert "more than 100 MB" in read_file("bomb.gz", bomb).refusals[0].reason
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa">]><doc><p>&a;</p></doc>'
    odt = zipped(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml=entities)
    assert "entities" in read_file("a.odt", odt).refusals[0].reason
    whole = (DATA / "word.docx").read_bytes()
    assert "damaged" in read_file("a.docx", whole[: len(whole) // 2]).refusals[0].reason
    assert read_file("a.pdf", b"%PDF-1.7 and no more").refusals[0].reason.startswith("The content")
    assert (
        read_file("../x/../../a.zip", zipped(**{"..__..__b_dot_html": PAGE}))
        .articles[0]
        .source_name
        == "x/a.zip/b.html"
    )


def test_factiva_and_proquest_text_is_split() -> None:
    factiva = (
        "Bridge closes\n\nBy Ada Quill\n\n412 words\n\n22 September 2021\n\nThe Quillmouth Post\n\n"
        f"English\n\nCopyright 2021 Quillmouth Media\n\n{FIRST}\n\n{SECOND}\n\n"
        "Document QPOST00020210922eh9m0000x\n\n"
    )
    reading = read_file("factiva.txt", (factiva * 2).encode())
    assert [(a.title, a.author, a.published, a.outlet) for a in reading.articles] == [
        ("Bridge closes", "Ada Quill", "2021-09-22", "The Quillmouth Post")
    ] * 2
    assert reading.articles[0].text == TEXT
    rule = "_" * 60
    proquest = (
        f"{rule}\n\nBridge closes\n\nAuthor: Quill, Ada\n\nPublication title: Quillmouth Post\n\n"
        f"Full text: {FIRST}\n{SECOND}\n\nPublication date: Sep 22, 2021\n\n"
        "Database: ProQuest Central\n\n"
    )
    (article, _) = read_file("proquest.txt", (proquest * 2).encode()).articles
    assert (article.title, article.author, article.published) == (
        "Bridge closes", "Ada Quill", "2021-09-22",
    )  # fmt: skip
