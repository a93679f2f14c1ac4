"""Labels before a claim, profiles below a text, names in brackets, wires of press offices.

All invented: what each must give.
"""

from __future__ import annotations

import pytest
from cannery import BODY, PARAGRAPHS, TITLE, read

from annotator.articles import read_file
from annotator.articles.bylines import read_byline
from annotator.articles.furniture import is_furniture
from annotator.articles.pages.edges import without_end
from annotator.articles.pages.tree import parse_page
from annotator.models import Article

TEXT = "\n\n".join(BODY)


def read_page(body: str, lang: str = "en", title: str = TITLE) -> Article:
    return read(f"<h1>{title}</h1>{body}", title, lang)


def read_paste(text: str) -> Article:
    (article,) = read_file("a.txt", text.encode()).articles
    assert article.text.split("\n\n") == list(BODY)
    return article


def test_a_claim_and_a_verdict_keep_their_labels() -> None:
    claim = "A wind turbine on the quay set the cannery in Ostrava Falls on fire."
    verdict = "False. There is no wind turbine within ten miles of the quay."
    box = (
        f"<div class='claim-box'><div class='label'>CLAIM:</div><p>{claim}</p>"
        f"<div class='label'>VERDICT:</div><p>{verdict}</p></div>"
    )
    text = read_page(f"{box}<div class='article-body'>{PARAGRAPHS}</div>").text
    assert text.split("\n\n")[:2] == [f"CLAIM: {claim}", f"VERDICT: {verdict}"]


def test_who_wrote_it_and_more_of_theirs_ends_the_text() -> None:
    told = ("1.2K Followers", "Writer of small towns.", "A short history of a decline.")
    page = parse_page(
        f"<html><body><h1>{TITLE}</h1>{PARAGRAPHS}<h2>Written by Ada Quill</h2><p>{told[0]}</p>"
        f"<p>{told[1]}</p><h2>More from Ada Quill</h2><p>{told[2]}</p></body></html>"
    )
    assert without_end(page, [*BODY, *told]) == (list(BODY), list(told))


def test_a_name_in_brackets_below_a_japanese_text_is_its_author() -> None:
    body = "<p>市議会は橋を通行止めにすることを決めた。</p><p>採決は賛成9、反対4だった。</p>"
    below = "<p>（山田花子）</p>"
    body += "<p>工事は来春にも始まる見通しだと、委員長は記者団に語った。</p>"
    assert read_page(f"<div>{body}{below}</div>", "ja", "旋回橋、通行止めに").author == "山田花子"


def test_the_day_of_a_box_beside_the_article_is_another_s() -> None:
    beside = "<aside><h2><a href='/n'>Ferry fares</a></h2><time datetime='2024-05-20'>May 20</time>"
    article = read_page(f"<p>By Ada Quill</p><p>May 15, 2024</p>{PARAGRAPHS}{beside}</aside>")
    assert article.published == "2024-05-15"


def test_each_author_of_a_byline_stays_without_their_places() -> None:
    byline = read_byline("By Ada Quill in Port Ayala and Bo Lind in Marl")
    assert byline is not None
    assert byline.author == "Ada Quill, Bo Lind"


def test_a_sentence_that_tells_of_appearing_is_no_small_print() -> None:
    assert not is_furniture("This story first appeared to be a rumour, and then smoke rose.")
    assert is_furniture("This story first appeared in the Falls Register.")


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [
        (
            f"Pressemitteilung 12/2024\nMarlbach, 12.03.2024\n\n{TITLE}",
            "Pressekontakt:\nUwe Lindner\nTel. 0123 456789\npresse@marlbach.example",
            ("Pressemitteilung 12/2024", "Marlbach, 12.03.2024", "Tel. 0123 456789"),
        ),
        (
            f"12.03.2024 – 09:15\n\nStadt Marlbach\n\n{TITLE}\n\nMarlbach (ots)",
            "Pressekontakt:\n\nStadt Marlbach\nUwe Lindner\n\n"
            "Original-Content von: Stadt Marlbach, übermittelt durch news aktuell",
            ("Stadt Marlbach", "Marlbach (ots)", "Pressekontakt:", "Uwe Lindner"),
        ),
        (f"Marler Kanal, [12.03.2024 09:15]\n{TITLE}", "", ("Marler Kanal, [12.03.2024 09:15]",)),
    ],
    ids=["numbered", "wire", "channel"],
)
def test_what_an_office_or_a_channel_has_round_its_text_is_listed(
    above: str, below: str, said: tuple[str, ...]
) -> None:
    article = read_paste(f"{above}\n\n{TEXT}\n\n{below}")
    assert (article.title, article.published) == (TITLE, "2024-03-12")
    assert set(said) <= set(article.removed)


@pytest.mark.parametrize(
    ("lang", "meta"),
    [
        (
            "en",
            "Updated: <time datetime='2024-05-17T10:00Z'>May 17, 2024 10:00</time> | "
            "Published: <time datetime='2024-05-15T10:00Z'>May 15, 2024 10:00</time>",
        ),
        (
            "de",
            "<p>Stand: <time datetime='2024-05-17T08:02'>17.05.2024, 08:02 Uhr</time></p>"
            "<p>Erstellt: <time datetime='2024-05-15T21:15'>15.05.2024, 21:15 Uhr</time></p>",
        ),
    ],
)
def test_the_day_of_publication_counts_more_than_that_of_an_update(lang: str, meta: str) -> None:
    byline = "<div>By Ada Quill</div>" if lang == "en" else "<div>Von Ada Quill</div>"
    article = read_page(f"<div class='meta'>{meta}</div>{byline}{PARAGRAPHS}", lang)
    assert article.published == "2024-05-15"


def test_an_agency_s_mark_of_the_end_is_no_text() -> None:
    body = "<p>شورای شهر مرلا پل قدیمی را بست.</p><p>این تصمیم با نه رأی تصویب شد.</p>"
    text = read_page(f"<div>{body}<p>انتهای پیام</p></div>", "fa", "پل مرلا بسته شد").text
    assert "انتهای پیام" not in text
