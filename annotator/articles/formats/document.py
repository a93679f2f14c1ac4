"""One document of a press database, as an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.articles.authors import clean_authors
from annotator.articles.dates import read_date
from annotator.articles.reading import Piece, clean, one_line, remarked
from annotator.articles.vocabulary.language_codes import language_code
from annotator.models import Article, Refusal


def make_document(
    where: str,
    *,
    title: str,
    outlet: str,
    date: str,
    author: str,
    language: str,
    body: Sequence[str],
    url: str = "",
) -> Piece:
    text = clean(re.sub(r"\n{3,}", "\n\n", _paragraphs(body))).strip("\n")
    if not text.strip():
        return Refusal(where, "The document has no text: it may be a list of hits alone.")
    day = read_date(date)
    article = Article(
        title=one_line(title) or where,
        text=text,
        author=clean_authors([author], [outlet]),
        published=day,
        outlet=one_line(outlet),
        url=url.strip(),
        language=language_code(language),
        source_name=where,
    )
    return remarked(article, "" if day else "no date was recognised")


def _paragraphs(body: Sequence[str]) -> str:
    """One line a paragraph gets blank lines between; text that has them stays as it is."""
    lines = list(body)
    filled = [line for line in lines if line.strip()]
    if any(not line.strip() for line in "\n".join(lines).strip("\n").split("\n")):
        return "\n".join(lines)
    return "\n\n".join(filled)
