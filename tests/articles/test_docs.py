"""What docs/articles.md says is what the readers do."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.articles import ENDINGS, read_file
from annotator.articles.duplicates import DEFAULT_SIMILARITY
from annotator.articles.fields import SPELLINGS
from annotator.settings import MAX_ARTICLE_CHARACTERS

PAGE = (Path(__file__).parents[2] / "docs" / "articles.md").read_text(encoding="utf-8")


def test_every_ending_that_can_be_read_is_named_and_no_other() -> None:
    formats = PAGE.split("## Formats")[1].split("HTML is known")[0]
    assert set(re.findall(r"`(\.\w+)`", formats)) == set(ENDINGS) - {""}


def test_the_names_of_fields_are_known() -> None:
    for line in PAGE.split("| field |")[1].split("\n\n")[0].splitlines()[2:]:
        field, names = (cell.strip() for cell in line.strip("| ").split("|"))
        field = {"text (needed)": "text", "date": "published", "address": "url"}.get(field, field)
        assert set(names.split(", ")) <= set(SPELLINGS[field])


def test_the_numbers_are_the_ones_in_the_code() -> None:
    assert f"above {MAX_ARTICLE_CHARACTERS:,} characters" in PAGE
    assert f"{DEFAULT_SIMILARITY} and above" in PAGE
    assert "20 MB" in PAGE
    assert not read_file("a.csv", b"date,text\n09/05/2021,One.\n").articles[0].published
