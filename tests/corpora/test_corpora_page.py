"""docs/corpora.md has every format that is read, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.corpora.formats import CORPUS_FORMATS

PAGE = Path(__file__).parents[2] / "docs/corpora.md"


def test_every_format_has_a_section_with_an_example_and_what_it_cannot_hold() -> None:
    text = PAGE.read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert {one.split("\n")[0] for one in sections} == set(CORPUS_FORMATS)
    for one in sections:
        name = one.split("\n")[0]
        assert CORPUS_FORMATS[name].title in one
        assert re.search(r"^    \S", one, flags=re.MULTILINE), name
        assert "Cannot be held" in one, name
