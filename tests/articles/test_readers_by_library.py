"""Each reader on files that the format's own library made: several documents, gaps, damage."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx
import openpyxl
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from annotator.articles import Reading, read_file
from annotator.articles.formats.feed import FEWEST_WORDS

FIRST = "The harbour town of Quillmouth will close its old bridge on Friday, the council said."
SECOND = "Engineers found cracks in two of its pillars, and traders fear for their shops."
TEXT = f"{FIRST}\n\n{SECOND}"
GERMAN = "Die Hafenstadt sperrt am Freitag ihre alte Brücke, wie der Rat am Montag mitteilte."
ARABIC = "ستغلق مدينة الساحل جسرها القديم يوم الجمعة بعد أن عثر المهندسون على شقوق في دعائمه."


def page(title: str, *paragraphs: str, language: str = "en") -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<html lang='{language}'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def reason(reading: Reading) -> str:
    assert reading.articles == ()
    return reading.refusals[0].reason


def word(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rezipped(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def test_word_gives_heading_author_and_paragraphs_and_needs_none_of_them() -> None:
    (whole,) = read_file(
        "a.docx", word(FIRST, SECOND, title="Bridge closes", author="Ada Quill")
    ).articles
    assert (whole.title, whole.author, whole.text) == ("Bridge closes", "Ada Quill", TEXT)
    (plain,) = read_file("notes.docx", word(GERMAN)).articles
    assert (plain.title, plain.author, plain.text) == ("notes", "", GERMAN)
    assert "no text" in reason(read_file("a.docx", word()))


def test_word_with_macros_or_a_password_is_refused_by_name() -> None:
    kind = b"officedocument.wordprocessingml.document.main+xml"
    macros = rezipped(
        word(FIRST), "[Content_Types].xml", b"application/vnd.openxmlformats-" + kind,
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )  # fmt: skip
    assert "macros" in reason(read_file("a.docm", macros))
    assert "macros" in reason(read_file("a.docx", macros))
    locked = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(700) + "EncryptedPackage".encode("utf-16-le")
    )
    assert "locked by a password" in reason(read_file("a.docx", locked))


def test_formulas_are_not_run_and_their_rows_say_what_to_do() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Titel", "Volltext", "Datum"],
        ["A", '=CONCAT("x","y")', None],
        ["B", GERMAN, "22.9.2021"],
    ):
        sheet.append(row)
    book.create_sheet("Notes").append(["nothing", "here"])
    out = io.BytesIO()
    book.save(out)
    reading = read_file("a.xlsx", out.getvalue())
    assert [(one.title, one.text, one.published) for one in reading.articles] == [
        ("B", GERMAN, "2021-09-22")
    ]
    assert "formulas" in reading.refusals[0].reason
    assert "Notes" in reading.notes[0]


def pdf(lines: Sequence[str], password: str = "", **about: str) -> bytes:
    made = PdfWriter()
    sheet = made.add_blank_page(600, 800)
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): made._add_object(font)})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 50 750 Td 16 TL {shown} ET".encode("latin-1"))
    sheet[NameObject("/Contents")] = made._add_object(stream)
    made.add_metadata({f"/{key}": value for key, value in about.items()})
    if password:
        made.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_text_layer_and_a_scan_or_a_locked_one_is_refused() -> None:
    lines = [
        "The harbour town of Quillmouth will close its old bridge on Friday, the council said,",
        "after engineers found cracks in two of its pillars. Traders fear for their shops, and the",
        "schools have asked for a bus.",
    ]
    (article,) = read_file("a.pdf", pdf(lines, Title="Bridge closes", Author="Ada Quill")).articles
    assert (article.title, article.author) == ("Bridge closes", "Ada Quill")
    assert article.text == " ".join(lines)
    assert "from a PDF file" in article.remarks[0]
    assert "without a text layer" in reason(read_file("scan.pdf", pdf([])))
    assert "password" in reason(read_file("a.pdf", pdf(lines, password="secret")))


def warc(*records: tuple[str, str, str, bytes]) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the writer leaves its spools unclosed
        for address, status, kind, content in records:
            writer = WARCWriter(out, gzip=True)
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            payload = io.BytesIO(content)
            record = writer.create_warc_record(
                address, "response", payload=payload, http_headers=headers
            )
            writer.write_record(record)
            del record, writer
    return out.getvalue()


def test_a_web_archive_gives_its_pages_and_goes_on_after_a_bad_one() -> None:
    data = warc(
        ("https://a.example/1", "200 OK", "text/html; charset=utf-8",
         page("One bridge", FIRST, SECOND).encode()),
        ("https://a.example/x", "404 Not Found", "text/html", page("Gone", FIRST).encode()),
        ("https://a.example/y", "200 OK", "image/png", b"\x89PNG"),
        ("https://a.example/z", "200 OK", "text/html", b"<html><nav><a>Home</a></nav></html>"),
        ("https://a.example/2", "200 OK", "text/html; charset=iso-8859-1",
         page("Brücke zu", GERMAN, language="de").replace("utf-8", "iso-8859-1").encode("latin-1")),
    )  # fmt: skip
    reading = read_file("crawl.warc.gz", data)
    assert [(one.title, one.url, one.language) for one in reading.articles] == [
        ("One bridge", "https://a.example/1", "en"), ("Brücke zu", "https://a.example/2", "de"),
    ]  # fmt: skip
    assert reading.articles[1].text == GERMAN
    assert "https://a.example/z" in reading.refusals[0].reason
    cut = read_file("crawl.warc.gz", data[:-40])
    assert [one.title for one in cut.articles][:1] == ["One bridge"]


def test_a_book_gives_a_chapter_each_and_a_locked_one_is_refused() -> None:
    chapters = {
        "1.xhtml": page("Die Brücke", GERMAN, GERMAN),
        "2.xhtml": page("الجسر", ARABIC, ARABIC),
        "cover.xhtml": page("Cover"),
    }
    items = "".join(f'<item id="i{n}" href="{n}"/>' for n in chapters)
    spine = "".join(f'<itemref idref="i{n}"/>' for n in ("cover.xhtml", *chapters))
    container = '<container><rootfiles><rootfile full-path="o/c.opf"/></rootfiles></container>'
    package = f"<package><metadata/><manifest>{items}</manifest><spine>{spine}</spine></package>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("o/c.opf", package)
        for name, text in chapters.items():
            book.writestr(f"o/{name}", text)
    reading = read_file("a.epub", out.getvalue())
    assert [one.title for one in reading.articles] == ["Die Brücke", "الجسر"]
    assert reading.articles[1].text == f"{ARABIC}\n\n{ARABIC}"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><package><metadata>&a;</metadata></package>'
    entities = rezipped(out.getvalue(), "o/c.opf", package.encode(), bomb)
    assert "entities" in reason(read_file("a.epub", entities))


def test_a_feed_gives_an_article_an_entry_whatever_it_lacks() -> None:
    long = " ".join([FIRST] * (FEWEST_WORDS // 10))
    content = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    items = (
        "<item><title>One</title><link>https://a.example/1</link><author>Ada Quill</author>"
        "<pubDate>Wed, 22 Sep 2021 10:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{long}</p>]]></content:encoded></item><item><description>{ARABIC}</description></item>"
        "<item><title>Three</title><link>https://a.example/3</link></item>"
    )
    feed = f"<rss version='2.0' {content}><channel><title>Post</title>{items}</channel></rss>"
    reading = read_file("a.xml", feed.encode())
    assert [(one.title, one.published, one.outlet) for one in reading.articles] == [
        ("One", "2021-09-22", "Post"), ("a.xml, entry 2", "", "Post"),
    ]  # fmt: skip
    assert reading.articles[1].text == ARABIC
    assert "summary" in reading.articles[1].remarks[0]
    assert "https://a.example/3" in reading.refusals[0].reason


def test_a_mail_in_html_without_a_subject_is_read_and_its_attachment_named() -> None:
    mail = EmailMessage()
    mail["From"], mail["Date"] = "Ada Quill <ada@post.example>", "Wed, 22 Sep 2021 10:00:00 +0200"
    mail["To"] = "ben@post.example"
    mail.set_content(page("Brücke zu", GERMAN, GERMAN.replace("Freitag", "Montag")), subtype="html")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="map.png")
    (article,) = read_file("a.eml", mail.as_bytes()).articles
    assert (article.title, article.published) == ("Brücke zu", "2021-09-22")
    assert any("map.png" in remark for remark in article.remarks)


def test_a_locked_archive_is_refused_file_by_file_and_a_path_never_leaves() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/a.html", page("Bridge closes", FIRST, SECOND))
        archive.writestr("C:\\x\\locked.txt", FIRST)
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\x01\x02")  # the last file's entry: set its flag of a password
    data[at + 8] |= 1
    local = data.rindex(b"PK\x03\x04")
    data[local + 6] |= 1
    reading = read_file("a.zip", bytes(data))
    assert [one.source_name for one in reading.articles] == ["a.zip/etc/a.html"]
    assert "locked by a password" in reading.refusals[0].reason
    assert ".." not in reading.refusals[0].source_name


def test_a_page_of_50_mb_is_refused_and_the_file_names_both_sizes() -> None:
    large = page("A", "x" * 50 * 1024 * 1024).encode()
    assert "50.0 MB" in reason(read_file("large.html", large))


@pytest.mark.parametrize("value", ["eng", "English", "en"])
def test_a_language_is_stored_as_its_code(value: str) -> None:
    (article,) = read_file("a.csv", f'text,language\n"{FIRST}",{value}\n'.encode()).articles
    assert article.language == "en"


def test_a_zip_names_the_readers_of_what_it_holds() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.html", page("One bridge", FIRST, SECOND))
        archive.writestr("b.csv", f"title,text\nTwo,{FIRST.replace(',', '')}\n")
    reading = read_file("a.zip", out.getvalue())
    assert len(reading.articles) == 2
    assert reading.read_by.reader == "zip: table, webpage"
    assert "trafilatura" in reading.read_by.version


ODD = (
    "می\u200cخواهم 👨\u200d👩\u200d👧 a\u00a0b so\u00adft \u200eltr\u200f "
    "It\u2019s said, on Monday night, by all."
)


def rtf(text: str) -> bytes:
    units = [
        text.encode("utf-16-le")[at : at + 2] for at in range(0, len(text.encode("utf-16-le")), 2)
    ]
    written = "".join(f"\\u{int.from_bytes(unit, 'little', signed=True)}?" for unit in units)
    return f"{{\\rtf1\\ansi Title\\par\n{written}\\par\n{SECOND}}}".encode()


def test_every_reader_gives_the_same_text_for_the_same_characters() -> None:
    made = docx.Document()
    for line in (ODD, SECOND):
        made.add_paragraph(line)
    word = io.BytesIO()
    made.save(word)
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "One", "a@b.example", "Wed, 22 Sep 2021 10:00:00"
    mail.set_content(f"{ODD}\n\n{SECOND}")
    files = {
        "a.txt": f"Title\n\n{ODD}\n\n{SECOND}".encode(),
        "a.csv": f'title,text\nA,"{ODD}\n\n{SECOND}"\n'.encode(),
        "a.html": page("One bridge", ODD, SECOND, FIRST).encode(),
        "a.docx": word.getvalue(),
        "a.rtf": rtf(ODD),
        "a.eml": mail.as_bytes(),
    }
    for name, data in files.items():
        (article,) = read_file(name, data).articles
        assert ODD in article.text.split("\n"), name
