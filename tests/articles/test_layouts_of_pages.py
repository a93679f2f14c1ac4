"""Pages laid out by tables, line breaks and boxes of their own, with dates of many languages."""

from __future__ import annotations

from annotator.articles.dates import read_date
from annotator.articles.files import read_file
from annotator.models import Article

TITLE = "The old bridge is shut over cracks that nobody mentioned"
BODY = (
    "The harbour town will close its old bridge on Friday, the council said, after engineers found "
    "cracks in two of its pillars.",
    "About 4,000 people cross the bridge every day, and traders fear for their customers.",
    "The council denies that it knew. It says that a first report spoke only of rust.",
    "Until then a ferry will run every twenty minutes between six and ten at night.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in BODY)


def read(body: str, title: str = TITLE, head: str = "") -> Article:
    page = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    (article,) = read_file("page.html", page.encode()).articles
    return article


def test_a_page_of_tables_and_breaks_gives_title_byline_and_paragraphs() -> None:
    article = read(
        "<table><tr><td><a href='/'>Home</a><br><a href='/n'>News</a></td><td><font><b>"
        f"{TITLE}</b></font><br><br><font size=1>By Ada Quill, 22 September 2021</font><br><br>"
        f"<font>{'<br><br>'.join(BODY)}</font></td></tr></table>",
        title=f"Quillmouth Post - {TITLE}",
    )
    assert article.title == TITLE
    assert article.author == "Ada Quill"
    assert article.published == "2021-09-22"
    assert article.text.split("\n\n") == list(BODY)


def test_updates_of_a_live_page_do_not_run_together_and_their_headings_are_not_lost() -> None:
    updates = "".join(
        f"<article><header><time>9:1{i}</time><h2>News number {i}</h2></header>"
        f"<p>{text}</p></article>"
        for i, text in enumerate(BODY)
    )
    article = read(f"<main><h1>{TITLE}</h1><div class='live-feed'>{updates}</div></main>")
    lines = article.text.split("\n")
    assert [text for text in BODY if text not in lines] == []
    for i in range(1, len(BODY)):
        assert f"News number {i}" in [*lines, *article.removed]


def test_the_headline_is_found_below_a_heading_that_is_the_outlets_name() -> None:
    article = read(
        f"<h1>Quillmouth Post</h1><section><h2>{TITLE}</h2>{PARAGRAPHS}</section>",
        title=f"{TITLE} :: Quillmouth Post",
    )
    assert article.title == TITLE


def test_authors_in_lists_and_boxes_are_found_and_a_bare_name_is_remarked() -> None:
    listed = (
        "<ul class='authors-list'><li><a href='/a'>Ada Quill</a><span class='role'>Harbour "
        "correspondent</span><span>@adaq</span></li><li><a href='/b'>Ben Marsh</a></li></ul>"
    )
    assert read(f"<article><h1>{TITLE}</h1>{listed}{PARAGRAPHS}</article>").author == (
        "Ada Quill, Ben Marsh"
    )
    own = f"<post-story><h1>{TITLE}</h1><post-by>By Ada Quill</post-by>{PARAGRAPHS}</post-story>"
    assert read(own).author == "Ada Quill"
    name = "<div>Ada Quill</div><div>22 September 2021</div>"
    more = "".join(f"<p>{text} So it was said again on Monday.</p>" for text in BODY)
    bare = read(f"<article><h1>{TITLE}</h1>{name}{PARAGRAPHS}{more}</article>")
    assert not bare.author
    assert "“Ada Quill” stands below the headline" in " ".join(bare.remarks)


def test_a_declared_date_is_read_as_programs_count_or_remarked() -> None:
    story = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    declared = '<meta name="publish-date" content="{}">'
    assert read(story, head=declared.format("1632297600")).published == "2021-09-22"
    unread = read(story, head=declared.format("soonish"))
    assert not unread.published
    assert "'soonish' was not understood" in " ".join(unread.remarks)


def test_dates_of_many_languages() -> None:
    for text in (
        "2021. szeptember 22.", "2021 m. rugsėjo 22 d.", "2021. gada 22. septembris",
        "22. rujna 2021.", "ngày 22 tháng 9 năm 2021", "22 септември 2021", "22 ספטמבר 2021",
        "ב-22 בספטמבר 2021", "22 กันยายน 2564", "22nd of September 2021", "22. septembra 2021",
    ):  # fmt: skip
        assert read_date(text) == "2021-09-22", text
    # October in Croatian, which writes a point; November in Polish.
    assert read_date("22. listopada 2021.") == "2021-10-22"
    assert read_date("22 listopada 2021") == "2021-11-22"
