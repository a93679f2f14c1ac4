"""What a browser saves beside a complete page is no article, also when it comes alone."""

from __future__ import annotations

import io
import zipfile

import pytest

from annotator.articles import read_file

FRAME = (
    b"<!DOCTYPE html><html><body><article><p>Buy our new car today and save a thousand pounds on "
    b"it, the company said on Monday.</p><p>The offer ends on Friday.</p></article></body></html>"
)


@pytest.mark.parametrize(
    "name", ["saved_resource.html", "Saved_Resource(3).htm", "a/saved_resource.html"]
)
def test_a_lone_frame_of_a_saved_page_is_refused_by_name(name: str) -> None:
    reading = read_file(name, FRAME)
    assert reading.articles == ()
    assert "bring the page itself" in reading.refusals[0].reason


def test_a_page_with_another_name_is_read() -> None:
    assert len(read_file("my saved_resource.html", FRAME).articles) == 1


def test_the_same_inside_an_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("saved_resource.html", FRAME)
        archive.writestr("page.html", FRAME)
    reading = read_file("pages.zip", packed.getvalue())
    assert [one.source_name for one in reading.refusals] == ["pages.zip/saved_resource.html"]
    assert len(reading.articles) == 1


def test_how_the_date_was_found_is_known() -> None:
    page = (
        "<html><head>{}</head><body><article><h1>Bridge closes</h1>{}<p>The council voted on "
        "Monday night to close the old bridge for good.</p><p>Nobody was asked.</p></article>"
        "</body></html>"
    )
    meta = '<meta property="article:published_time" content="2021-09-22T10:00:00Z">'
    declared = read_file("a.html", page.format(meta, "").encode()).articles[0]
    assert (declared.published, declared.date_found) == ("2021-09-22", "the page's metadata")
    shown = read_file("a.html", page.format("", "<time>22 September 2021</time>").encode())
    assert shown.articles[0].published == "2021-09-22"
    assert shown.articles[0].date_found in (
        *("a search of the whole page", "a line that the page shows"),
    )
    none = read_file("a.html", page.format("", "").encode()).articles[0]
    assert (none.published, none.date_found) == ("", "")
