"""Who wrote a page and when, and what stands round its text, as publishing platforms lay it out.

All invented: what each page must give.
"""

from __future__ import annotations

import json

import pytest
from cannery import BODY, PARAGRAPHS, TITLE, read

from annotator.articles import read_file

H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    "byline",
    [
        "<div class='a_md'><a class='a_md_n' href='/autor/ada/'>Ada Quill</a></div>",
        "<div class='gnt_ar_by'><a class='gnt_ar_by_a' href='/u/1'>Ada Quill</a></div>",
        "<div class='credits reader-credits'>Ada Quill</div>",
        "<div><span data-test-id='article-author'>Ada Quill</span></div>",
        "<div class='viewsInfo'>Story by Ada Quill • 3h • 2 min read</div>",
        "<div class='meta'><span class='meta__author'>Ada Quill, Marlbach</span></div>",
        "<div><ul><li>Von <a href='/r'>Ada Quill</a>, Marlbach</li><li>, 21:15</li></ul></div>",
    ],
    ids=["link to them", "by", "reader mode", "data", "story by", "place", "list"],
)
def test_the_author_is_found_and_no_part_of_the_text(byline: str) -> None:
    lang = "de" if "Von" in byline else "en"
    article = read(f"<article>{H1}{byline}<div>{PARAGRAPHS}</div></article>", lang=lang)
    assert article.author == "Ada Quill"
    assert article.text.split("\n\n") == list(BODY)


def test_a_name_in_taiwan_s_manner_is_the_author() -> None:
    title = "馬爾市旋轉橋禁止大貨車通行"
    said = "<span class='author'>馬爾日報／ 記者<a href='/r'>李小娜</a>／馬爾市報導</span>"
    body = "<p>馬爾市議會11日晚間決定，老舊旋轉橋禁止大貨車通行。</p><p>表決結果為九票贊成。</p>"
    article = read(f"<article><h1>{title}</h1>{said}{body}</article>", title, "zh-TW")
    assert article.author == "李小娜"


def test_a_link_to_the_reporter_s_page_in_korean_is_no_second_author() -> None:
    title = "마를시, 낡은 다리 통행 금지"
    said = "<strong class='tit-name'><a>김마를</a></strong><span>기자</span><a>기자 페이지</a>"
    body = "<p>마를시의회는 낡은 다리를 통제하기로 의결했다.</p><p>공사는 봄에 시작될 전망이다.</p>"
    box = f"<div class='writer-zone'>{said}</div>"
    article = read(f"<article><h1>{title}</h1>{box}{body}</article>", title, "ko")
    assert article.author == "김마를"


@pytest.mark.parametrize(
    "last",
    [
        "Contact Ada Quill at 555-0134 or aquill@fr.example. Follow her on X: @adaquill.",
        "Published in Falls Dawn, May 15th, 2024",
    ],
)
def test_how_to_reach_the_author_and_where_it_was_printed_is_no_text(last: str) -> None:
    byline = "<p class='byline'>By Ada Quill</p>"
    article = read(f"<article>{H1}{byline}<div>{PARAGRAPHS}<p><em>{last}</em></p></div></article>")
    assert article.text.split("\n\n") == list(BODY)
    assert last in article.removed


@pytest.mark.parametrize(
    "left",
    [
        "<div>08:02 ص (بتوقيت مكة المكرمة)</div>",
        "<div><span>Puerto Ayala</span><span> - </span><time datetime='2024-05-15'></time></div>",
        "<div><strong>Ada Quill</strong> <strong>Ayala</strong></div>",
        "<div>Ada Quill <time datetime='2024-05-15'></time> Laatste update: 12-03-24, 08:02</div>",
    ],
)
def test_what_is_left_of_a_line_of_day_and_place_is_no_text(left: str) -> None:
    by = "<p class='author'>Ada Quill</p>"
    lead = "<p class='lead'>Dozens of neighbours were taken to a school.</p>"
    article = read(f"<article>{H1}{lead}{by}{left}<div>{PARAGRAPHS}</div></article>")
    assert article.text.split("\n\n")[-4:] == list(BODY)
    assert len(article.text.split("\n\n")) == 5


def test_the_day_below_the_headline_counts_more_than_that_of_the_next_story() -> None:
    def story(title: str, day: str) -> str:
        return f"<article><h1>{title}</h1><time datetime='{day}'>{day}</time>{PARAGRAPHS}</article>"

    next_one = "<article><h1>Ferry fares to rise</h1><time datetime='2024-05-14'>May 14</time>"
    next_one += "<p>The ferry will cost fifty cents more.</p></article>"
    assert read(story(TITLE, "2024-05-15") + next_one).published == "2024-05-15"


def test_the_days_of_a_life_are_no_day_of_publication() -> None:
    life = "<div>March 3, 1941 – May 9, 2024</div><div>Published on May 12, 2024.</div>"
    assert read(f"<article>{H1}{life}<div>{PARAGRAPHS}</div></article>").published == "2024-05-12"


def test_a_publisher_that_the_page_s_data_only_refers_to_is_the_outlet() -> None:
    graph = [
        {"@type": "Article", "headline": TITLE, "publisher": {"@id": "x#org"}},
        {"@type": "WebPage", "@id": "x", "name": f"{TITLE} - Falls Paper"},
        {"@type": "Organization", "@id": "x#org", "name": "Falls Paper"},
    ]
    said = json.dumps({"@context": "https://schema.org", "@graph": graph})
    head = f"<script type='application/ld+json'>{said}</script>"
    article = read(f"<article>{H1}{PARAGRAPHS}</article>", f"{TITLE} - Falls Paper", head=head)
    assert article.outlet == "Falls Paper"


def test_a_synopsis_in_the_text_s_box_is_its_standfirst() -> None:
    synopsis = "<div class='art_synopsis'>The cause is not yet known</div>"
    article = read(f"<article>{H1}<div>{synopsis}{'<br><br>'.join(BODY)}</div></article>")
    assert article.standfirst == "The cause is not yet known"
    assert article.text.split("\n\n") == [article.standfirst, *BODY]


def test_a_standfirst_above_a_text_split_for_subscribers_is_found_once() -> None:
    rest = PARAGRAPHS.partition("</p>")[2]
    article = read(
        f"<article><header>{H1}<h2 class='subhead'><span>Cause is not yet known</span></h2>"
        "</header><div itemprop='articleBody'><div class='subscriber-preview'>"
        f"<p>{BODY[0]}</p></div><div class='subscriber-only'>{rest}</div></div></article>"
    )
    assert article.standfirst == "Cause is not yet known"
    assert article.text.split("\n\n") == [article.standfirst, *BODY]


def test_comments_kept_by_a_service_are_no_text() -> None:
    comments = (
        "<section class='viafoura'><div class='vf-post'><span>gull77</span><div class='vf-post-"
        "content'><p>Good riddance, that building was an eyesore as long as I remember.</p></div>"
        "</div></section>"
    )
    text = read(f"<article>{H1}{PARAGRAPHS}</article>{comments}").text
    assert text.split("\n\n") == list(BODY)


def test_an_initial_that_is_a_picture_is_a_letter() -> None:
    initial = f"<p><img src='n.gif' alt='N'>{BODY[1][1:]}</p>"
    article = read(f"<article>{H1}<p>{BODY[0]}</p>{initial}<p>{BODY[2]}</p></article>")
    assert article.text.split("\n\n")[1] == BODY[1]


@pytest.mark.parametrize(
    "outlet", ["Falls Register", "Falls Observer", "マール新聞", "마를일보", "马尔日报"]
)
def test_a_paper_is_told_by_its_name(outlet: str) -> None:
    assert read(f"<article>{H1}{PARAGRAPHS}</article>", f"{TITLE} | {outlet}").outlet == outlet


def test_blocks_of_a_page_s_data_are_its_text() -> None:
    blocks = [{"type": "paragraph", "html": one} for one in BODY]
    state = {"props": {"article": {"headline": TITLE, "blocks": blocks}}}
    script = f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}</script>"
    assert read(f"<div id='__next'></div>{script}").text.split("\n\n") == list(BODY)


def test_a_letter_s_sender_is_a_person_from_an_outlet() -> None:
    mail = "From: Ada Quill from The Falls Brief <a@x.example>\nTo: b@x.example\nSubject: Smoke\n"
    mail += "Date: Wed, 15 May 2024 09:12:00 +0000\nMIME-Version: 1.0\n\n" + "\n\n".join(BODY)
    (article,) = read_file("a.eml", mail.encode()).articles
    assert (article.author, article.outlet) == ("Ada Quill", "The Falls Brief")
