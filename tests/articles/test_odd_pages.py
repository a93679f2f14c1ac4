"""Pages unlike the usual: filled in by scripts, sent in place of an article, of more languages."""

from __future__ import annotations

import json

import pytest

from annotator.articles import read_file
from annotator.models import Article

PARAGRAPHS = (
    "The council of Quillhaven voted on Tuesday to close the old bridge over the Marl after "
    "engineers found cracks in two of its piers.",
    "Mayor Odile Fenwick said the decision was hard. “Nobody wants to see it go,” she told "
    "reporters after the meeting.",
    "The ferry company wants to run boats every ten minutes. Its director promised that fares "
    "would not rise before spring.",
)
TITLE = "Old bridge closes for good"
BODY = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
TEXT = "\n\n".join(PARAGRAPHS)


def page(body: str, head: str = f"<title>{TITLE} | Marl Courier</title>", lang: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'>{head}</head>"
        f"<body>{body}</body></html>"
    )


def article(markup: str) -> Article:
    read = read_file("a.html", markup.encode())
    assert read.refusals == ()
    (found,) = read.articles
    return found


def script(value: object, attributes: str = "", before: str = "", after: str = "") -> str:
    return f"<div id='root'></div><script {attributes}>{before}{json.dumps(value)}{after}</script>"


NEXT = "id='__NEXT_DATA__' type='application/json'"
OTHER = {"title": "Another story of the day", "body": BODY * 2}
SAID = {"headline": TITLE, "byline": "Ada Quill", "publishedAt": "2021-09-22T10:00:00Z"}
DATA = {
    "html": script({"props": {"pageProps": {"article": {**SAID, "body": BODY}, "x": OTHER}}}, NEXT),
    "blocks": script({"props": {"a": {**SAID, "content": [
        {"type": "paragraph", "text": one} for one in PARAGRAPHS]}}}, NEXT),
    "rich": script({"props": {"Article:1": {**SAID, "body": {"json": {"nodeType": "document",
        "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": one}]}
                    for one in PARAGRAPHS]}}}}}, NEXT),
    "assigned": script({**SAID, "headlines": {"basic": TITLE}, "content_elements": [
        {"type": "text", "content": one} for one in PARAGRAPHS]}, "",
        "window.Fusion=window.Fusion||{};Fusion.globalContent=", ";Fusion.x={}"),
}  # fmt: skip


@pytest.mark.parametrize("markup", DATA.values(), ids=DATA)
def test_a_page_that_a_script_fills_in_is_read_from_its_data_and_says_so(markup: str) -> None:
    found = article(page(markup))
    assert (found.title, found.author, found.text) == (TITLE, "Ada Quill", TEXT)
    assert found.published == "2021-09-22"
    assert any("filled in by a script" in remark for remark in found.remarks)


def test_the_text_for_search_engines_keeps_its_paragraphs() -> None:
    said = {"@type": "NewsArticle", "headline": TITLE, "articleBody": TEXT}
    markup = script(said, "type='application/ld+json'")
    assert article(page(markup)).text == TEXT


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Page not found | Marl Courier", "The page you were looking for does not exist any more."),
        ("Seite nicht gefunden", "Die gewünschte Seite gibt es leider nicht oder nicht mehr hier."),
        ("Just a moment...", "Checking if the site connection is secure. It needs to be reviewed."),
        ("Access to this page has been denied", "We believe you are using automation tools here."),
    ],
)
def test_what_a_site_sends_in_place_of_an_article_is_refused(title: str, text: str) -> None:
    markup = page(f"<main><h1>{title}</h1><p>{text}</p></main>", f"<title>{title}</title>")
    (refusal,) = read_file("a.html", markup.encode()).refusals
    assert "in its place" in refusal.reason
    # The same words as the headline of an article are one.
    assert article(page(f"<main><h1>{title}</h1>{BODY * 5}</main>")).title == title


def test_a_box_that_asks_to_subscribe_is_remarked_where_little_is_left() -> None:
    wall = "<div class='paywall'><h3>Continue reading with a subscription</h3></div>"
    short = f"<main><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{wall}</article></main>"
    assert any("for subscribers" in remark for remark in article(page(short)).remarks)


def test_hard_wrapped_paragraphs_of_a_typed_page_are_whole() -> None:
    lines = (
        "The council of Quillhaven voted on Tuesday to close the old\nbridge over the Marl.",
        "Engineers had found cracks in two of its piers, said the mayor, and\nnobody wants to see "
        "it go. The ferry will run every ten\nminutes from Friday on, said its director, who "
        "promised\nthat fares would not rise.",
        "The city expects a decision on a new bridge within two years.",
    )
    found = article(page(f"<h1>{TITLE}</h1><pre>" + "\n\n".join(lines) + "</pre>"))
    assert found.text.split("\n\n") == [one.replace("\n", " ") for one in lines]


def test_an_old_page_without_headings_gives_its_title_and_author() -> None:
    found = article(
        f"<html><head><title>Marl Courier: {TITLE}</title></head><body><table><tr><td><a href=a>"
        f"News</a></td><td><font size=5><b>{TITLE}</b></font><br><font size=2>By ADA QUILL, Staff "
        f"Writer</font>{BODY}</td></tr></table></body></html>"
    )
    assert (found.title, found.author, found.text) == (TITLE, "Ada Quill", TEXT)


def test_the_rows_of_a_table_stay_together_without_its_rule() -> None:
    table = (
        "<table><tr><th>Party</th><th>Yes</th></tr><tr><td>River List</td><td>7</td></tr></table>"
    )
    found = article(
        page(f"<main><article><h1>{TITLE}</h1>{BODY}{table}<p>It is over.</p></article>")
    )
    assert "\n\n| Party | Yes |\n| River List | 7 |\n\n" in found.text


def test_a_caption_that_is_the_text_is_not_listed_as_cut() -> None:
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{one} <span>Photo: Jon Ferris</span></figcaption>"
        "</figure>" for n, one in enumerate(PARAGRAPHS)
    )  # fmt: skip
    found = article(page(f"<main><h1>{TITLE}</h1><div>{figures}</div></main>"))
    assert found.text == TEXT
    assert not any(passage[:30] in found.text for passage in found.removed)


JAPANESE = (
    "クイルヘイブン市議会は古い橋を閉鎖することを決めた。二つの橋脚にひびが見つかったためだ。",
    "市長は記者団に「なくなってほしいと思う人はいない」と語った。",
)
RUSSIAN = (
    "Городской совет Квиллхейвена во вторник проголосовал за закрытие старого моста через Марл.",
    "Мэр Одиль Фенвик сказала журналистам, что решение было трудным и никто не хочет прощаться.",
)
INDONESIAN = (
    "QUILLHAVEN, MARL.com - Dewan kota memutuskan menutup jembatan tua di atas Sungai Marl.",
    "Wali Kota Odile Fenwick mengatakan keputusan itu sulit dan tidak ada yang ingin kehilangan.",
)
PERSIAN = (
    "شورای شهر کویل‌هیون روز سه‌شنبه رأی داد که پل قدیمی روی رود مارل بسته شود.",
    "شهردار اودیل فنویک گفت این تصمیم دشوار بود و هیچ‌کس نمی‌خواهد پل از میان برود.",
)


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_japanese_paragraphs_beside_loose_text_do_not_run_together() -> None:
    body = f"<main><article><h1>古い橋、永久に閉鎖へ</h1><div>{paragraphs(JAPANESE)}</div>"
    loose = "<div>【関連記事】<ul><li><a href='x'>渡し船の計画</a></li></ul></div></article></main>"
    found = article(page(body + loose, "<title>古い橋、永久に閉鎖へ</title>", "ja"))
    assert set(JAPANESE) <= set(found.text.split("\n\n"))


def test_a_headline_with_a_second_line_inside_and_the_day_above_it() -> None:
    found = article(page(
        "<main><div><time>10:20, 22 сентября 2021</time></div><h1>Старый мост закрыли навсегда "
        f"<span>Инженеры нашли трещины</span></h1><div>{paragraphs(RUSSIAN)}</div></main>",
        "<title>Старый мост закрыли навсегда: Общество: Курьер</title>", "ru",
    ))  # fmt: skip
    assert found.title == "Старый мост закрыли навсегда"
    assert (found.published, found.author) == ("2021-09-22", "")


def test_lines_of_date_and_role_below_the_headline_are_no_paragraphs() -> None:
    found = article(page(
        "<main><h1>Jembatan Tua Ditutup Selamanya</h1><div>Kurir - 22/09/2021, 10:20 WIB</div>"
        "<div><div>Ada Quill</div><div>Penulis</div></div>"
        f"<div>{paragraphs(INDONESIAN)}</div></main>",
        "<title>Jembatan Tua Ditutup Selamanya</title>", "id",
    ))  # fmt: skip
    assert (found.author, found.published) == ("Ada Quill", "2021-09-22")
    assert found.text == "\n\n".join(INDONESIAN)
    assert {"Kurir - 22/09/2021, 10:20 WIB", "Penulis"} <= set(found.removed)


def test_the_solar_day_of_a_persian_page() -> None:
    day = "<span class='date'>چهارشنبه ۳۱ شهریور ۱۴۰۰ - ۱۰:۲۰</span>"
    body = f"<main><h1>پل قدیمی برای همیشه بسته شد</h1>{day}<div>{paragraphs(PERSIAN)}</div></main>"
    shown = article(page(body, "<title>پل قدیمی برای همیشه بسته شد</title>", "fa"))
    declared = article(page(
        f"<main><h1>پل قدیمی برای همیشه بسته شد</h1><div>{paragraphs(PERSIAN)}</div></main>",
        "<meta name='date' content='1400/06/31'><meta property='article:published_time' "
        "content='1400-06-31T10:20:00'>", "fa",
    ))  # fmt: skip
    assert shown.published == declared.published == "2021-09-22"
    assert shown.text == declared.text == "\n\n".join(PERSIAN)


def test_romanian_quotes_tell_the_encoding_that_has_its_letters() -> None:
    text = (
        "Consiliul orașului a închis podul vechi, iar țăranii au protestat. „Nu se poate”, a spus."
    )
    (found,) = read_file("a.txt", f"Podul închis\n\n{text}".encode("iso8859-16")).articles
    assert found.text == text
