"""Heads and headlines as real templates write them: broken JSON-LD, topics, names side by side."""

from __future__ import annotations

import json

import pytest

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Council votes to close old bridge for good"
BODY = (
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
)
STANDFIRST = "Nobody asked the neighbours, and it shows in every line of the report"
TOLD = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2021-09-22T07:15:00+02:00",
        "author": {"@type": "Person", "name": "Ada Quill"},
    },
    indent=1,
)


def read(body: str, head: str = "") -> Article:
    page = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    (article,) = read_file("a.html", page.encode()).articles
    return article


def in_paragraphs(*texts: str) -> str:
    return "".join(f"<p>{one}</p>" for one in texts)


def lines_of(article: Article) -> list[str]:
    return [line for line in article.text.split("\n") if line]


@pytest.mark.parametrize(
    "script",
    [
        f"<![CDATA[\n{TOLD}\n]]>",
        f"//<![CDATA[\n{TOLD}\n//]]>",
        f"/*<![CDATA[*/{TOLD}/*]]>*/",
        f"<!--\n{TOLD}\n-->",
        f"{TOLD[:-2]},\n}}",
        TOLD.replace('+02:00",', '+02:00"'),
        TOLD.replace(TITLE, "A \\'bridge\\' closes"),
        TOLD.replace(TITLE, 'The "old" bridge closes'),
        f"{TOLD}}}",
    ],
    ids=["CDATA", "//", "/**/", "<!--", "comma more", "comma less", "escape", "quotes", "brace"],
)
def test_json_ld_is_read_however_a_template_writes_it(script: str) -> None:
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{script}</script>"
    article = read(f"<main><h1>{TITLE}</h1>{in_paragraphs(*BODY)}</main>", head)
    assert (article.author, article.published) == ("Ada Quill", "2021-09-22")
    assert article.title == TITLE


@pytest.mark.parametrize("between", ["_", " _", "--", " | ", "｜"])
def test_a_title_without_a_heading_is_parted_from_section_and_outlet(between: str) -> None:
    title = f"<title>{TITLE}{between}Towns{between}Marl Courier</title>"
    article = read(f"<div class=t>{TITLE}</div><div>{in_paragraphs(*BODY)}</div>", title)
    assert article.title == TITLE


def test_a_title_of_chinese_is_parted_without_spaces() -> None:
    headline = "市议会投票决定永久关闭旧渡桥"
    body = "市议会周一晚上投票决定永久关闭旧渡桥，因为工程师发现了裂缝。居民说他们已经等了很久。"
    page = f"<div class=t>{headline}</div><div>{in_paragraphs(body, body[::-1], body)}</div>"
    assert read(page, f"<title>{headline}-时政-海港网</title>").title == headline


def test_names_beside_each_other_stay_apart() -> None:
    article = read(
        f"<div><h1>{TITLE}</h1><div class=byline><span>By Ada Quill and Ben Marsh</span>"
        f"<span>Harbour reporter</span></div>{in_paragraphs(*BODY)}</div>"
    )
    assert article.author == "Ada Quill, Ben Marsh"
    side_by_side = "<p class=autor><a><b>Ada Quill</b></a><span>FOR THE MARL COURIER</span></p>"
    assert read(f"<div><h1>{TITLE}</h1>{side_by_side}{in_paragraphs(*BODY)}</div>").author == (
        "Ada Quill"
    )


def test_an_author_of_microdata_may_stand_in_a_meta_element() -> None:
    named = "<span itemprop=author itemscope><meta itemprop=name content='Ada Quill'></span>"
    article = read(f"<div itemscope><h1>{TITLE}</h1>{named}{in_paragraphs(*BODY)}</div>")
    assert article.author == "Ada Quill"


def test_a_topic_in_the_headline_and_a_first_paragraph_in_a_box_of_its_own() -> None:
    article = read(
        f"<main><article><header><h2><span>Towns</span><span>{TITLE}</span></h2>"
        f"<div class=big>{STANDFIRST}</div></header><section><div class=rich><p>{BODY[0]}</p>"
        f"</div><figure><figcaption>The bridge</figcaption></figure>"
        f"<div class=rich>{in_paragraphs(*BODY[1:])}</div></section></article></main>",
        f"<title>{TITLE} - Marl</title><meta property=og:description content='{STANDFIRST}'>",
    )
    assert article.title == TITLE
    assert lines_of(article) == [STANDFIRST, *BODY]


def test_a_sentence_lost_above_the_first_paragraph_is_listed_as_cut() -> None:
    lost = "This sentence stands in a box that the extractor takes for something else entirely."
    article = read(
        f"<article><h1>{TITLE}</h1><footer><p>{lost}</p></footer>{in_paragraphs(*BODY)}</article>"
    )
    assert lost in (*article.removed, *lines_of(article))


def test_lines_that_name_authors_and_editors_are_no_text() -> None:
    article = read(
        f"<article><h1>{TITLE}</h1><p id=summary>{STANDFIRST}</p><p itemprop=author>"
        f"<span>By </span><span itemprop=name>Ada Quill</span></p>{in_paragraphs(*BODY)}"
        "<p>(责编：王小明)</p></article>"
    )
    assert article.author == "Ada Quill"
    assert lines_of(article) == [STANDFIRST, *BODY]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("article:publicationdate", "Wed Sep 22 21:30:09 EST 2021"),
        ("og:article:published_time", "2021-09-22T07:15:00Z"),
        ("publishdate", "2021-09-22"),
    ],
)
def test_a_date_is_found_under_each_name_that_newsrooms_give_it(name: str, day: str) -> None:
    head = f"<title>{TITLE}</title><meta name='{name}' content='{day}'>"
    article = read(f"<article><h1>{TITLE}</h1>{in_paragraphs(*BODY)}</article>", head)
    assert (article.published, article.date_found) == ("2021-09-22", "the page's metadata")


def test_teasers_of_other_articles_beside_the_text_are_no_part_of_it() -> None:
    told = "Everything about the ferries and their crews, says our reporter in a long teaser."
    heading = "<h3><a href=/q>Ferry firm asks for time</a></h3>"
    card = f"<div class=promo-card>{heading}<p>{told}</p></div>"
    article = read(
        f"<div class=layout><div class=left>{card}</div><div class=mid><h1>{TITLE}</h1>"
        f"{in_paragraphs(*BODY)}</div><div class=right>{card}</div></div>"
    )
    assert lines_of(article) == list(BODY)


def test_a_brief_whose_headline_links_to_itself_is_no_teaser() -> None:
    page = f"<div class=card><h2><a href=/q>{TITLE}</a></h2>{in_paragraphs(*BODY[:2])}</div>"
    assert lines_of(read(page, f"<title>{TITLE} | Marl</title>")) == list(BODY[:2])
