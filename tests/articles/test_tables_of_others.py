"""Tables and JSON as other programs write them: read right, or refused with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.articles import Reading, read_file
from annotator.models import Article

DATA = Path(__file__).parent.parent / "data" / "articles" / "tables"
TEXT = "The council voted on Monday to close the old bridge."


def read(name: str) -> Reading:
    return read_file(name, (DATA / name).read_bytes())


def first(name: str) -> Article:
    return read(name).articles[0]


def as_json(value: object) -> Article:
    reading = read_file("a.json", json.dumps(value).encode())
    assert not reading.refusals
    return reading.articles[0]


@pytest.mark.parametrize(
    ("name", "articles", "refusals"),
    [
        ("c_author_last_first.csv", 1, 0),
        ("c_comma_named.txt", 2, 0),
        ("c_epoch.csv", 1, 0),
        ("c_html_body.csv", 1, 0),
        ("c_nan.csv", 2, 0),
        ("c_text_and_body.csv", 2, 0),
        ("c_usdate.csv", 2, 0),
        ("concatenated_pretty.json", 2, 0),
        ("doccano.jsonl", 2, 0),
        ("eventregistry.json", 1, 0),
        ("html_in_json.json", 1, 0),
        ("ls_tasks.json", 1, 0),
        ("newsplease.json", 1, 0),
        ("prodigy.jsonl", 1, 0),
        ("row.jsonl", 1, 0),
        ("trafilatura_out.json", 1, 0),
        ("wordpress_api.json", 1, 0),
        ("c_article_is_id.csv", 0, 2),
        ("newsapi.json", 0, 2),
        ("nan.csv", 1, 2),
    ],
)
def test_every_file_is_read_or_refused(name: str, articles: int, refusals: int) -> None:
    reading = read(name)
    assert (len(reading.articles), len(reading.refusals)) == (articles, refusals)
    for article in reading.articles:
        assert len(article.text) > 80
        assert "<" not in article.text
        assert article.author.lower() not in ("nan", "none")
        assert article.title.lower() not in ("nan", "null", "none")


def test_what_is_no_text_is_refused_with_what_to_do() -> None:
    assert "save the pages" in read("c_article_is_id.csv").refusals[0].reason
    assert "[+2312 chars]" in read("newsapi.json").refusals[0].reason
    gdelt = {"articles": [{"url": "https://a.example/1", "title": "A", "seendate": "20210922"}]}
    assert "save the pages" in read_file("a.json", json.dumps(gdelt).encode()).refusals[0].reason


def test_last_names_first_are_one_person_each() -> None:
    assert first("c_author_last_first.csv").author == "Ada Quill"
    rows = f'author,text\n"Quill, Ada; Marsh, Ben",{TEXT}\n'
    assert read_file("a.csv", rows.encode()).articles[0].author == "Ada Quill, Ben Marsh"


def test_dates_are_read_as_the_file_shows_and_what_is_left_out_is_said() -> None:
    assert first("c_epoch.csv").published == "2021-09-22"
    assert [a.published for a in read("c_usdate.csv").articles] == ["2021-09-05", "2021-09-22"]
    assert "month before day" in "".join(read("c_usdate.csv").notes)
    for article in read("dates.csv").articles[:14]:  # the others say NaN, or nothing
        assert article.published or any("date" in remark for remark in article.remarks)


@pytest.mark.parametrize("name", ["doccano.jsonl", "ls_tasks.json", "prodigy.jsonl"])
def test_labels_of_other_tools_are_never_dropped_unsaid(name: str) -> None:
    assert any("were not taken over" in remark for remark in first(name).remarks)


@pytest.mark.parametrize(
    "value",
    [
        {"response": {"results": [{"webTitle": "A", "webPublicationDate": "2021-09-22T10:00:00Z",
                                   "fields": {"bodyText": TEXT, "byline": "Ada Quill"}}]}},
        {"hits": {"hits": [{"_source": {"title": "A", "content": f"<p>{TEXT}</p>",
                                        "author": "Ada Quill", "date": "2021-09-22"}}]}},
        [{"überschrift": "A", "volltext": TEXT, "autor": "Quill, Ada", "datum": "22.09.2021"}],
        [{"标题": "A", "正文": TEXT, "作者": "Ada Quill", "日期": "2021-09-22"}],
    ],
)  # fmt: skip
def test_answers_of_interfaces_and_other_languages_are_read(value: object) -> None:
    article = as_json(value)
    assert (article.title, article.text, article.author) == ("A", TEXT, "Ada Quill")
    assert article.published == "2021-09-22"


PAPERS = {
    "New York Times": {"response": {"docs": [{
        "headline": {"main": "A"}, "byline": {"original": "By Ada Quill"}, "abstract": "Short.",
        "pub_date": "2021-09-22T10:00:00+0000", "web_url": "https://a.example/1",
        "lead_paragraph": "The town will close its bridge."}]}},
    "Zotero": [{"title": "A", "container-title": "Post", "author": [{"family": "Quill"}],
                "issued": {"date-parts": [[2021, 9, 22]]}, "URL": "https://a.example/1"}],
    "Zotero's interface": [{"key": "K", "data": {"title": "A", "url": "https://a.example/1"}}],
}  # fmt: skip
LISTS = {
    "MediaCloud": "id,language,media_name,publish_date,title,url\n1,en,Post,2021-09-22,A,https://a.b/1\n",
    "GDELT": "URL,MobileURL,Date,Title\nhttps://a.example/1,,2021-09-22 10:00:00,A\n",
    "Zotero": '"Key","Author","Title","Url","Abstract Note"\n"K","Quill, Ada","A","https://a.b/1","S"\n',
}


@pytest.mark.parametrize("source", PAPERS)
def test_an_interface_that_gives_no_text_is_refused_with_what_to_do(source: str) -> None:
    reading = read_file("a.json", json.dumps(PAPERS[source]).encode())
    assert reading.articles == ()
    assert "save the pages behind such addresses" in reading.refusals[0].reason


@pytest.mark.parametrize("source", LISTS)
def test_a_list_of_addresses_is_refused_with_what_to_do(source: str) -> None:
    reading = read_file("a.csv", LISTS[source].encode())
    assert reading.articles == ()
    assert "It lists addresses" in reading.refusals[0].reason
    assert "save the pages" in reading.refusals[0].reason


def test_labels_point_to_the_command_that_brings_them() -> None:
    task = [{"data": {"text": TEXT}, "annotations": [{"result": []}]}]
    assert "`annotator import`" in as_json(task).remarks[0]


TABLES = {
    "German": ["Schlagzeile;Volltext;Datum;Medium", "Brücke zu;{};22.09.2021;Post"],
    "Polish": ["Nagłówek;Treść;Data;Źródło", "Brücke zu;{};22.09.2021;Post"],
    "Italian": ["Titolo;Corpo;Data;Testata", "Brücke zu;{};22/09/2021;Post"],
    "Portuguese": ["Título;Corpo do texto;Data;Veículo", "Brücke zu;{};22/09/2021;Post"],
    "Spanish": ["Titular;Cuerpo;Fecha;Medio", "Brücke zu;{};22/09/2021;Post"],
    "French": ["Titre;Contenu;Date de publication;Journal", "Brücke zu;{};22/09/2021;Post"],
    "Dutch": ["Kop;Artikel;Datum;Krant", "Brücke zu;{};22-09-2021;Post"],
    "Turkish": ["Başlık;Metin;Tarih;Gazete", "Brücke zu;{};22.09.2021;Post"],
    "Russian": ["Заголовок;Текст статьи;Дата публикации;Издание", "Brücke zu;{};22.09.2021;Post"],
    "Arabic": ["العنوان;النص;التاريخ;المصدر", "Brücke zu;{};22 سبتمبر 2021;Post"],
    "Korean": ["제목;본문;날짜;언론사", "Brücke zu;{};2021.09.22;Post"],
    "Hindi": ["शीर्षक;पाठ;तारीख;स्रोत", "Brücke zu;{};22 सितंबर 2021;Post"],
}


@pytest.mark.parametrize("language", TABLES)
def test_a_table_is_read_whatever_language_names_its_columns(language: str) -> None:
    table = "\n".join(TABLES[language]).format("The bridge is shut, the mayor said on Monday.")
    (one,) = read_file("rows.csv", table.encode()).articles
    assert one.text == "The bridge is shut, the mayor said on Monday."
    assert (one.title, one.published, one.outlet) == ("Brücke zu", "2021-09-22", "Post")


def test_a_column_data_is_a_date_or_a_text_as_its_cells_are() -> None:
    (one,) = read_file("a.jsonl", b'{"data": "The bridge is shut, they say."}').articles
    assert one.text == "The bridge is shut, they say."
    found = read_file("a.csv", b"titolo,data\nPonte,03/04/2021\n")
    assert found.articles == ()
    assert "empty" in found.refusals[0].reason or "text" in found.refusals[0].reason


def test_authors_are_told_apart_however_a_cell_lists_them() -> None:
    cells = {
        "\"['Ada Quill', 'Tom Weil']\"": "Ada Quill, Tom Weil",
        '"Quill, A. & Weil, T."': "A. Quill, T. Weil",
        "by N/A": "",
        "Ada Quill in Marlbeck": "Ada Quill",
    }
    table = "text,author\n" + "".join(f"Number {n}.,{cell}\n" for n, cell in enumerate(cells))
    found = read_file("a.csv", table.encode()).articles
    assert [one.author for one in found] == list(cells.values())


def test_a_text_that_ends_as_an_excerpt_is_remarked_or_refused() -> None:
    table = "text\nShut … [Read more]\nShut... (120 more words)\nOne, with a comma. It is shut.\n"
    found = read_file("a.csv", table.encode())
    assert [one.text for one in found.articles] == [
        "Shut … [Read more]",
        "One, with a comma. It is shut.",
    ]
    assert "check that its source gave all of it" in found.articles[0].remarks[0]
    assert found.articles[1].remarks == ()
    assert "cut off by its source" in found.refusals[0].reason
