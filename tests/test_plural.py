"""Numbers and their nouns read as people write them."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "annotator"
HEDGED = re.compile(r"(?<!le)[a-z}]\((?:s|es|ies)\)(?=[ .:,\"'])")  # article(s)


def test_nobody_is_told_of_one_or_more_articles_in_brackets() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}: {line.strip()}"
        for ending in ("py", "html", "js", "yaml")
        for path in sorted(PACKAGE.rglob(f"*.{ending}"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if HEDGED.search(line)
    ]
    assert found == []


TALLIED = re.compile(r"</strong><span>(?:<a[^>]*>)?(?:gold )?(?:articles|annotators|marks|files)\b")


def test_a_number_above_its_noun_has_it_in_the_singular_too() -> None:
    """`ui.tally` writes them: "1 articles" had stood there."""
    templates = sorted((PACKAGE / "web" / "templates").rglob("*.html"))
    assert [
        f"{path.name}: {line.strip()}"
        for path in templates
        for line in path.read_text(encoding="utf-8").splitlines()
        if TALLIED.search(line)
    ] == []
