"""The heads of pages as many sites print them: every one is told from the article below it."""

from __future__ import annotations

import pytest

from annotator.articles import read_pasted

TITLE = "Council bans ferry in surprise vote"
DECK = "The decision ends 113 years of service"
BODY = (
    "MARLOW QUAY — The council of Marlow Quay voted on Tuesday to ban the old ferry, and nobody "
    "was asked.\n\nIt will end in May. The skipper said he would appeal."
)
DAY = "2021-09-22"

HEADS: dict[str, tuple[list[str], str, str]] = {
    # name: (lines above the text, author, outlet)
    "buttons in a column": (
        [
            *(TITLE, "By Ada Quill | Harbour News", "Published September 22, 2021 10:20pm EDT"),
            *("Facebook", "Twitter", "Flipboard", "Comments", "Print", "Email", "close", "Video"),
        ],
        "Ada Quill",
        "Harbour News",
    ),
    "outlet's letters after the name": (
        [TITLE, "By Ada Quill, HNN", "5 minute read", "Updated 10:20 PM EDT, Wed Sept 22, 2021"],
        "Ada Quill",
        "HNN",
    ),
    "published on a line of its own": (
        [
            *(TITLE, "Published", "22 September 2021", "Share", "close panel", "Share page"),
            *("Copy link", "About sharing", "Image source, Getty Images", "Image caption, A ferry"),
        ],
        "",
        "",
    ),
    "name, place and handle": (
        [TITLE, "Ada Quill in Marlow Quay", "@adaquill", "Wed 22 Sep 2021 11.27 BST"],
        "Ada Quill",
        "",
    ),
    "last modified": (
        [TITLE, "By Ada Quill", "22 Sep 2021", "Last modified on Thu 23 Sep 2021 14.00 BST"],
        "Ada Quill",
        "",
    ),
    "count between share bar and byline": (
        [TITLE, "Share full article", "45", "By Ada Quill and Ben Rook", "Sept. 22, 2021"],
        "Ada Quill, Ben Rook",
        "",
    ),
    "everything in capitals": (
        [
            *(TITLE, "By ADA QUILL FOR HARBOURMAIL.EXAMPLE", "e-mail", "123 shares", "45"),
            "PUBLISHED: 10:20 EDT, 22 September 2021 | UPDATED: 11:20 EDT, 23 September 2021",
        ],
        "Ada Quill",
        "HARBOURMAIL.EXAMPLE",
    ),
    "by on a line of its own": (
        [TITLE, "By", "Ada Quill", "Published On 22 Sep 2021"],
        "Ada Quill",
        "",
    ),
    "name and role": (
        [TITLE, "Ada Quill", "Contributor", "September 22, 2021", "10:20 PM ET", "Font Size:"],
        "Ada Quill",
        "",
    ),
    "by name on date": ([TITLE, "by Ada Quill on September 22, 2021"], "Ada Quill", ""),
    "date by name": ([TITLE, "September 22, 2021, 10:20 PM By Ada Quill"], "Ada Quill", ""),
    "name - date": ([TITLE, "Ada Quill - September 22, 2021"], "Ada Quill", ""),
    "posted by, date, section": (
        [TITLE, "Posted by Ada Quill | Sep 22, 2021 | Politics"],
        "Ada Quill",
        "",
    ),
    "glued together": ([TITLE, "ADA QUILL22 Sep 2021", "1,234", "2:05"], "Ada Quill", ""),
    "date above the title": (["22 September 2021", TITLE, "Ada Quill", ""], "Ada Quill", ""),
    "section, date, outlet above the title": (
        ["POLITICS", "SEPTEMBER 22, 2021 / 10:20 PM / HARBOUR NEWS", TITLE],
        "",
        "HARBOUR NEWS",
    ),
    "updated some days ago": (
        [TITLE, "By Ada Quill", "September 22, 2021 10:20 PM GMT+2 Updated 2 days ago"],
        "Ada Quill",
        "",
    ),
    "small letters": ([TITLE, "by ada quill", "9/22/21"], "Ada Quill", ""),
    "poster and writer": (
        [
            *(TITLE, "Corin Vael's Photo", "BY CORIN VAEL", "WEDNESDAY, SEP 22, 2021 - 10:20 PM"),
            "Authored by Ada Quill via The Harbour Times (emphasis ours),",
        ],
        "Ada Quill",
        "The Harbour Times",
    ),
    "labels": (
        [f"Title: {TITLE}", "Author: Ada Quill", "Source: Harbour News", "Date: 2021-09-22"],
        "Ada Quill",
        "Harbour News",
    ),
}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("head", HEADS)
def test_a_head_is_told_from_the_article(head: str, gap: str) -> None:
    lines, author, outlet = HEADS[head]
    pasted = read_pasted("\n".join(lines) + gap + BODY)
    assert pasted.text == BODY
    assert pasted.title == TITLE
    assert (pasted.author, pasted.published, pasted.outlet) == (author, DAY, outlet)
    left = [line for line in lines if line and line != TITLE]
    assert list(pasted.removed) == left  # nothing lost, and in order


@pytest.mark.parametrize(
    "head",
    [
        [TITLE, DECK, "By Ada Quill", "22 September 2021"],
        [TITLE, "", DECK, "", "Ada Quill in Marlow Quay", "@adaquill", "Wed 22 Sep 2021 11.27 BST"],
        [
            "22 Sep, 2021 10:20",
            "Home",
            "World News",
            TITLE,
            DECK,
            TITLE,
            "© HarbourPix / Ada Quill",
        ],
    ],
)
def test_the_line_below_the_title_stays(head: list[str]) -> None:
    pasted = read_pasted("\n".join(head) + "\n\n" + BODY)
    assert pasted.title == TITLE
    assert pasted.text.replace("\n\n", "\n") == f"{DECK}\n{BODY}".replace("\n\n", "\n")


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE} - September 22, 2021\n\n{BODY}",  # a title that ends in a date is no byline
        f"{BODY}\n\nAda Quill\n\n{BODY}",
        f"{BODY}\n\n45\n\n{BODY}",
        "Five ships\n\nOne\nTwo\nThree\nFour\nFive\n22 September 2021\nIt sank.",  # a list
        f"{BODY}\n\nBy\n\n{BODY}",
        f"{BODY}\n\nHarbour correspondent\n\n{BODY}",
        f"{BODY}\n\nPolitics\n\n{BODY}",
        f"{BODY}\n\nFacebook\n\n{BODY}",
    ],
)
def test_the_same_lines_inside_an_article_stay(text: str) -> None:
    pasted = read_pasted(text)
    assert pasted.removed == ()
    assert f"{pasted.title}\n\n{pasted.text}".strip() == text
