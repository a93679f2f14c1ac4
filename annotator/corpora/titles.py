"""A text of a corpus as an article: its title is its first line, or the name of its file."""

from __future__ import annotations

from pathlib import PurePosixPath

from annotator.models import Article

LONGEST_FIRST_LINE = 200


def article_of_text(text: str, name: str, *, title: str = "") -> Article:
    """The text stays as it is: offsets count from its first character.

    >>> article_of_text("Harbour closes\\n\\nThe harbour closed.", "a/b/17.txt").title
    'Harbour closes'
    """
    path = PurePosixPath(name)
    if not title:
        first, _, rest = text.partition("\n")
        is_title = 0 < len(first.strip()) <= LONGEST_FIRST_LINE and rest.strip()
        title = first.strip() if is_title else path.stem
    return Article(title=title, text=text, source_name=path.name)
