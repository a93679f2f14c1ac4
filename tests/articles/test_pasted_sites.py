"""Whole pages pasted from many kinds of sites, all invented: the article is told from the page.

Each file of `pasted_sites` begins with title, authors, date and standfirst, then the paste; what
belongs to the article is marked with a pilcrow.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles.pasted import read_pasted

MARK = "¶ "
FILES = sorted((Path(__file__).parent / "pasted_sites").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pasted_page_is_read_as_its_article(path: Path) -> None:
    title, author, published, standfirst, _, *lines = path.read_text("utf-8").split("\n")
    found = read_pasted("\n".join(line.removeprefix(MARK) for line in lines))
    assert (found.title, found.author, found.published) == (title, author, published)
    assert found.standfirst == standfirst
    body = [line.removeprefix(MARK).strip() for line in lines if line.startswith(MARK)]
    assert [line for line in found.text.split("\n") if line] == body
    assert "check its title" in found.remark
    furniture = [line.strip() for line in lines if line.strip() and not line.startswith(MARK)]
    assert [line for line in furniture if line not in (title, *found.removed)] == []


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 20
