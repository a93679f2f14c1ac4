"""Pasted web text: the header is recognised, furniture set apart, and no sentence ever lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.articles import read_pasted
from annotator.articles.bylines import read_byline
from annotator.articles.dates import read_date, read_date_line
from annotator.articles.furniture import is_button, is_caption, is_pointer
from annotator.articles.reading import clean

DATA = Path(__file__).parent.parent / "data" / "articles"
BODY = "The council of Pellworth met on Monday. It rose again at noon, and nothing was settled."


def test_a_whole_pasted_page() -> None:
    source = (DATA / "pasted-reservoir.txt").read_text(encoding="utf-8")
    pasted = read_pasted(source)
    assert pasted.title == "Reservoir Plan Sparks Fury As Hask Officials Look The Other Way"
    assert (pasted.author, pasted.outlet) == ("Senna Thorpe", "The Upland Courier")
    assert pasted.published == "2021-09-22"
    assert pasted.removed == (
        "Corin Vael's Photo",
        "by Corin Vael",
        "Wednesday, Sep 22, 2021 - 10:20 PM",
        "Authored by Senna Thorpe via The Upland Courier,",
        "The reservoir at Lower Hask in a drone picture taken on Monday. (AP Photo/Wim Dorrel)",
        "Advertisement",
        "Share on Facebook",
        "Tweet",
        "Read more: Upland farmers block the pass road",
        "1,204 Comments",
        "Print",
    )
    assert pasted.text.startswith('The so-called "experts" of the Hask river commission')
    assert pasted.text.endswith("The commission meets again in October.")
    assert "• 140 hectares of pasture would be lost;\n• 23 families" in pasted.text
    assert "“We have been lied to from the start,”" in pasted.text
    assert "\n\n\n" not in pasted.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Wednesday, Sep 22, 2021 - 10:20 PM", "2021-09-22"),
        ("22 September 2021", "2021-09-22"),
        ("22nd September, 2021", "2021-09-22"),
        ("Sept. 22, 2021, 10:20 p.m. ET", "2021-09-22"),
        ("Published 10:20 p.m. ET Sept. 22, 2021", "2021-09-22"),
        ("Published Sept. 22, 2021 | Updated Sept. 23, 2021", "2021-09-22"),
        ("2021-09-22", "2021-09-22"),
        ("2021-09-22T22:20:00+02:00", "2021-09-22"),
        ("Wed, 22 Sep 2021 22:20:00 GMT", "2021-09-22"),
        ("Wed 22 Sep 2021 11.27 BST", "2021-09-22"),
        ("Last updated on September 22, 2021 at 10:20 am EDT", "2021-09-22"),
        ("Updated: 22/09/2021", "2021-09-22"),
        ("22.09.2021, 10:20 Uhr", "2021-09-22"),
        ("Mittwoch, 22. September 2021", "2021-09-22"),
        ("22 de septiembre de 2021", "2021-09-22"),
        ("Publié le 22 septembre 2021 à 10h20", "2021-09-22"),
        ("09/05/2021", ""),  # May or September
        ("31 February 2021", ""),
        ("Posted 3 hours ago", ""),
    ],
)
def test_date_lines(line: str, day: str) -> None:
    read = read_date_line(line)
    assert read is not None
    assert read.published == day
    assert read_pasted(f"Bridge closes\n{line}\n\n{BODY}").published == day
    assert read_pasted(f"Bridge closes\n{line}\n\n{BODY}").text == BODY


@pytest.mark.parametrize(
    "line",
    [
        "On 22 September 2021 the bridge was closed.",
        "It was closed on Sept. 22, 2021",
        "September",
        "10:20 PM",
        "2021",
        "1 2021 9999",
        "",
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    assert read_date_line(line) is None


def test_a_date_field_may_hold_a_time_or_a_plain_number() -> None:
    assert read_date("20210922") == "2021-09-22"
    assert read_date("2021-09-22 10:20:00.123456+00:00") == "2021-09-22"
    assert read_date("1632349200") == ""


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("by Ada Quill", "Ada Quill"),
        ("By ADA QUILL and BEN O'ROOK", "Ada Quill, Ben O'Rook"),
        ("By Ada Quill, Ben Rook and J.R. Marsh", "Ada Quill, Ben Rook, J.R. Marsh"),
        ("By Ada Quill & Jean-Luc de la Tour", "Ada Quill, Jean-Luc de la Tour"),
        ("By Ada Quill, Staff Writer", "Ada Quill"),
        ("By Ada Quill | The Varmouth Ledger", "Ada Quill"),
        ("By The Varmouth News Agency", "The Varmouth News Agency"),
        ("Written by Ada Quill", "Ada Quill"),
        ("Authored by Ada Quill via HarbourPost.example,", "Ada Quill"),
        ("Von Ada Müller und Björn Öst", "Ada Müller, Björn Öst"),
        ("Author: Ada Quill", "Ada Quill"),
        ("Di Giulia Ferrante e Marco Bellini", "Giulia Ferrante, Marco Bellini"),
        ("Por José Ortega y Gasset", "José Ortega y Gasset"),
        ("Door Jan de Vries en Piet Bos", "Jan de Vries, Piet Bos"),
        ("Autor: Anna Wilczek i Piotr Zaręba", "Anna Wilczek, Piotr Zaręba"),
        ("Автор: Вера Клинова и Олег Штерн", "Вера Клинова, Олег Штерн"),
        ("كتب: سامر الحداد وليلى منصور", "سامر الحداد, ليلى منصور"),
        ("लेखक: मीरा सक्सेना और अजय ठाकुर", "मीरा सक्सेना, अजय ठाकुर"),
        ("本报记者 林海月、周文山", "林海月, 周文山"),
    ],
)
def test_bylines(line: str, author: str) -> None:
    read = read_byline(line)
    assert read is not None
    assert read.author == author


@pytest.mark.parametrize(
    "line",
    [
        "By Friday",
        "By the time the police arrived, Ada Quill was gone.",
        "By Ada Quill standing firm, the vote was lost.",
        "By contrast",
        "Bystanders Ada Quill and Ben Rook",
        "by noon",
        "Por la tarde cerró el puente.",
        "Автор: книги",
        "记者说，他们已经等了很久。",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "The harbour on Monday. (AP Photo/Ada Quill)",
        "The harbour on Monday. (AP Photo/Ada Quill, File)",
        "The harbour (Photo by Ada Quill/Getty Images)",
        "The harbour on Monday. (Ada Quill/Reuters)",
        "The harbour on Monday [Ada Quill/AFP]",
        "The harbour on Monday | Reuters",
        "The harbour on Monday. Ada Quill/AFP via Getty Images",
        "The harbour on Monday. Getty Images",
        "REUTERS/Ada Quill",
        "Photo: Ada Quill",
        "The harbour on Monday. Photograph: Ada Quill/The Varmouth Ledger",
        "The harbour on Monday. © AFP",
        "Image caption, The harbour on Monday",
        "Getty Images",
    ],
)
def test_captions_end_in_a_credit(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "The mayor confirmed the plan to Reuters.",
        "She had told Reuters",
        "The mayor sold her pictures to Getty Images",
        "The bridge will stay closed until spring, the council said. (AP)",
        "MARLOW QUAY (Reuters) - The bridge is closed.",
        "The photo by Ada Quill hangs in the town hall, where nobody looks at it.",
        "He was, said the mayor (who owns Getty Images shares), a fool.",
        "• The harbour on Monday | Reuters",
        "Image is everything: the mayor knows that well, and acts on it.",
    ],
)
def test_sentences_are_no_captions(line: str) -> None:
    assert not is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share on Facebook",
        "Tweet",
        "Print",
        "Email this article",
        "Share this story",
        "Facebook | Twitter | WhatsApp | Email",
        "Share: Facebook Twitter WhatsApp",
        "Share | Tweet | Print",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Subscribe",
        "Sign up for our newsletter",
        "1,204 Comments",
        "Comments (12)",
        "View comments",
        "Leave a comment",
        "5 min read",
        "Listen to this article · 4:05 min",
        "3.2K shares",
    ],
)
def test_buttons(line: str) -> None:
    assert is_button(line)


@pytest.mark.parametrize(
    "line",
    [
        "Print is not dead, says the editor",
        "Share prices fell on Friday",
        "Advertisement revenue fell by half",
        "Subscribe to that view, and you will be alone.",
        "Comments by the mayor were booed",
        "Support for the plan grew after his podcast.",
        "More than 200 people came",
        "MORE THAN 200 PEOPLE CAME",
        "Related families were moved together.",
        "“Tweet”, said the bird.",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert not is_button(line)
    assert not is_pointer(line)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Bridge closes\n\n{BODY}", "Bridge closes"),
        (f"Bridge closes\n{BODY}", "Bridge closes"),
        (f"Who closed the bridge?\n\n{BODY}", "Who closed the bridge?"),
        (f"Police release new photo\n\n{BODY}", "Police release new photo"),
        (f"Politics\nBridge closes\nBy Ada Quill\n\n{BODY}", "Bridge closes"),
        (f"They closed it. Period.\nBy Ada Quill\n\n{BODY}", "They closed it. Period."),
        (f"Share\nBridge closes\n1 May 2021\n\n{BODY}", "Bridge closes"),
        (f"Ada Quill's Photo\nby Ada Quill\n\n{BODY}", ""),
        (f"Title: Bridge closes\nSource: The Post\n\n{BODY}", "Bridge closes"),
        (f"{BODY}\n\n{BODY}", ""),
        (f"• The bridge\n\n{BODY}", ""),
        (f"it goes on here\n\n{BODY}", ""),
        ("The council of Pellworth met on Monday for the last time in\nthis old hall of its.", ""),
        ("The council of Pellworth met on Monday", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert read_pasted(text).title == title


def test_a_deck_above_the_byline_stays_in_the_text() -> None:
    deck = "Nobody was asked, and nobody is pleased, in a town that is used to neither."
    pasted = read_pasted(f"Bridge closes\n{deck}\nBy Ada Quill\n1 May 2021\n\n{BODY}")
    assert pasted.text == f"{deck}\n\n{BODY}"


def test_a_name_above_the_date_is_the_author() -> None:
    pasted = read_pasted(f"Bridge closes\n\nAda Quill\n1 May 2021\n\n{BODY}")
    assert (pasted.author, pasted.text) == ("Ada Quill", BODY)


def test_dates_and_names_in_the_body_stay() -> None:
    body = f"{BODY}\n\n{BODY}\n\n22 September 2021\n\n{BODY}\n\nBy Ada Quill\n\n{BODY}"
    assert read_pasted(f"Bridge closes\n\n{body}").text == body


def test_a_page_of_nothing_but_furniture_is_kept_whole() -> None:
    assert read_pasted("By Ada Quill\n1 May 2021\nTweet").text == "By Ada Quill\n1 May 2021\nTweet"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


LINES = st.one_of(
    st.sampled_from(
        [
            *("by Ada Quill", "By ADA QUILL and BEN ROOK | The Post", "1 May 2021", "Tweet", ""),
            *("Ada Quill", "Ada Quill's Photo", "Politics", "Bridge closes", BODY, "• One", "# A"),
            *("Updated: 2021-05-02", "Boats. (AP Photo/Cy Lens)", "Read more: Boats", "AP", "---"),
            *("Title: Boats", "Source: The Post", "https://post.example/a", "• Tweet", "by noon"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=40),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_no_word_is_lost_and_none_is_doubled(lines: list[str]) -> None:
    pasted = read_pasted("\n".join(lines))
    kept = [*words_of(pasted.text), *(w for passage in pasted.removed for w in words_of(passage))]
    titled = any(passage.lower().startswith("title:") for passage in pasted.removed)
    kept += [] if titled else words_of(pasted.title)
    source = clean("\n".join(lines))
    assert sorted(kept) == sorted(words_of(source))
