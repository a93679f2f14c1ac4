"""Pages as large content systems and newsrooms of many scripts write them, all invented.

`sites/expected.json` says of each page its title, authors, day and every line of its text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.articles.files import read_file

SITES = Path(__file__).parent / "sites"
EXPECTED: dict[str, Any] = json.loads((SITES / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_page_of_this_site_is_read_right(name: str) -> None:
    right = EXPECTED[name]
    (article,) = read_file(f"{name}.html", (SITES / f"{name}.html").read_bytes()).articles
    assert article.title == right["title"]
    assert sorted(filter(None, article.author.split(", "))) == sorted(right["authors"])
    assert article.published == right["day"]
    assert [line for line in article.text.split("\n") if line] == right["lines"]


def test_every_page_has_what_is_right_of_it() -> None:
    assert {path.stem for path in SITES.glob("*.html")} == set(EXPECTED)
