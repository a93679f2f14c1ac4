"""Paragraphs and cut passages in the source's order; moving one loses none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.articles.blocks import Placed, paragraphs, places_of, with_all_cuts
from annotator.models import Article

SOURCE = "Courier\nBridge closes\nThe first.\nShare this\nThe second.\nThe third.\nFooter"
ARTICLE = Article(
    "Bridge closes",
    "The first.\n\nThe second.\n\nThe third.",
    removed=("Courier", "Share this", "Footer"),
    standfirst="The first.",
)


def placed() -> Placed:
    return Placed(ARTICLE, places_of(SOURCE, ARTICLE))


def shown(one: Placed) -> list[str]:
    return [("+" if block.kept else "-") + block.text for block in one.blocks]


def test_blocks_stand_in_the_order_of_the_source() -> None:
    assert shown(placed()) == [
        *("-Courier", "+The first.", "-Share this", "+The second.", "+The third.", "-Footer")
    ]


def test_what_is_cut_and_taken_back_stands_where_it_stood() -> None:
    cut = placed().cut(1)
    assert cut.article.text == "The first.\n\nThe third."
    assert shown(cut) == [
        *("-Courier", "+The first.", "-Share this", "-The second.", "+The third.", "-Footer")
    ]
    back = cut.take_back(2)
    assert back == placed()
    shared = placed().take_back(1)
    assert shared.article.text == "The first.\n\nShare this\n\nThe second.\n\nThe third."
    assert shared.article.removed == ("Courier", "Footer")


def test_a_standfirst_that_is_cut_is_none_any_more() -> None:
    assert placed().article.standfirst == "The first."
    assert placed().cut(0).article.standfirst == ""


def test_the_last_paragraph_stays() -> None:
    only = Placed(Article("", "One."))
    assert only.cut(0) == only
    assert only.cut(7) == only.take_back(3) == only


def test_passages_of_unknown_place_come_last() -> None:
    assert shown(Placed(ARTICLE)) == [
        *("+The first.", "+The second.", "+The third.", "-Courier", "-Share this", "-Footer")
    ]


def test_a_cut_sentence_and_a_restored_standfirst_are_to_be_checked() -> None:
    article = Article(
        "",
        "A lead.\n\nBody.",
        standfirst="A lead.",
        removed=("Share", "The mayor said on Monday that she would not run again."),
        remarks=("a paragraph between headline and body put back as standfirst: check",),
    )
    assert [block.doubtful for block in Placed(article).blocks] == [True, False, False, True]


def test_every_line_of_a_paste_that_the_article_leaves_out_is_listed_in_blocks() -> None:
    paste = (
        "The Courier\nHome\nBridge closes\nThe first.\n\nThe second.\nRelated\n\nMarket\nThe third."
    )
    listed = with_all_cuts(ARTICLE, paste).removed
    assert listed == ("The Courier\nHome", "Related\nMarket")


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), max_size=12))
def test_no_move_loses_or_doubles_a_block(moves: list[tuple[bool, int]]) -> None:
    one = placed()
    for is_cut, number in moves:
        one = one.cut(number) if is_cut else one.take_back(number)
        assert [text[1:] for text in shown(one)] == [text[1:] for text in shown(placed())]
        assert [b.text for b in one.blocks if b.kept] == paragraphs(one.article.text)
