"""What the extractor left is put back only where it is the article's own; all pages invented."""

from __future__ import annotations

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Council votes to close old bridge"
BODY = (
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
    "The owner of the bakery on the quay said that she would lose half of her customers.",
    "A petition against the closure has been signed by more than three thousand people.",
    "The county promised to look at the plan, and named no day on which it would decide.",
    "Hauliers put the cost of the detour of forty kilometres at two million crowns a year.",
)
REST = (
    "A second vote on the money for the ferry is expected before the end of the month.",
    "Until then a barge carries cars across the water twice a day, free of charge for all.",
)


def paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<div class='text-block'><p class='copy'>{one}</p></div>" for one in lines)


def read(behind: str) -> Article:
    first = f"<div class='part'><article>{paragraphs(BODY)}</article></div>"
    page = f"<html lang=en><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>{first}"
    (article,) = read_file("a.html", f"{page}{behind}</main></body></html>".encode()).articles
    assert all(one in article.text for one in BODY)
    return article


def test_the_second_half_in_a_box_of_its_own_is_put_back_with_its_heading() -> None:
    one = read(
        f"<div class='part'>{paragraphs(REST[:1])}<h3>What comes next</h3>"
        f"{paragraphs(REST[1:])}</div>"
    )
    lines = one.text.split("\n\n")
    assert lines == [*BODY, REST[0], "What comes next", REST[1]]
    assert any("3 paragraphs behind the last one found" in remark for remark in one.remarks)


def test_another_articles_text_comments_and_notes_are_not_put_back() -> None:
    for behind in (
        f"<div><h1>Ferry firm asks for time</h1>{paragraphs(REST)}</div>",
        f"<div class='comments'>{paragraphs(REST)}</div>",
        f"<aside>{paragraphs(REST)}</aside>",
        "".join(f"<p class='note'>{one}</p>" for one in REST),
    ):
        one = read(behind)
        assert not any(line in one.text for line in REST)
        assert not any("behind the last one" in remark for remark in one.remarks)
