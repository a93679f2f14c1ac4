"""The names that tables and JSON give an article's fields, and an article made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from annotator.articles.bylines import join_names
from annotator.articles.dates import read_date
from annotator.errors import ArticleError
from annotator.models import Article

# Field -> its spellings, the best first: where a file has two of them, the first one wins.
_SPELLED = {
    "text": (
        "text body article_text articletext full_text fulltext content contents article "
        "article_body articlebody maintext main_text body_text story story_text document "
        "inhalt texto texte"
    ),
    "title": "title headline heading article_title name titel titre titulo überschrift",
    "author": "author authors byline by writer journalist creator autor auteur",
    "published": (
        "published date date_published datepublished publish_date published_at "
        "publication_date published_date pub_date pubdate date_publish publishedat datum "
        "fecha timestamp"
    ),
    "outlet": (
        "outlet source publication publisher newspaper site sitename site_name "
        "source_name media medium source_domain domain hostname quelle"
    ),
    "url": "url link address source_url article_url canonical_url web_url uri href",
    "language": "language lang language_code inlanguage locale sprache",
}
SPELLINGS = {field: tuple(names.split()) for field, names in _SPELLED.items()}
_FIELD_OF = {spelling: field for field, spellings in SPELLINGS.items() for spelling in spellings}


def spelling(name: str) -> str:
    """A column's name as the table of spellings writes it.

    >>> spelling(" Article Body "), spelling("Date-Published")
    ('article_body', 'date_published')
    """
    return re.sub(r"[\s\-_.]+", "_", name.strip().strip("\ufeff").lower()).strip("_")


def fields_of(names: Iterable[str]) -> dict[str, str]:
    """Which column holds which field: field -> the column's own name.

    >>> fields_of(["Headline", "Body", "URL", "id"])
    {'text': 'Body', 'title': 'Headline', 'url': 'URL'}
    """
    by_spelling: dict[str, str] = {}
    for name in names:
        by_spelling.setdefault(spelling(name), name)
    found: dict[str, str] = {}
    for field, spellings in SPELLINGS.items():
        match = next((by_spelling[s] for s in spellings if s in by_spelling), None)
        if match is not None:
            found[field] = match
    return found


def is_field(name: str) -> bool:
    """Whether a column's name is one of the known spellings."""
    return spelling(name) in _FIELD_OF


def read_row(values: Mapping[str, object], *, title: str, source_name: str) -> Article:
    """Make an article of named values; `title` is used when the row has none.

    Raises ArticleError when there is no text.
    """
    columns = fields_of(values)
    if "text" not in columns:
        raise ArticleError(
            f"Expected a field with the article's text, called text, body, content or article; "
            f"found {_listed(values)}."
        )
    found = {field: _as_text(field, values[column]) for field, column in columns.items()}
    if not found["text"].strip():
        raise ArticleError(f"The text (field {columns['text']!r}) is empty.")
    date = found.get("published", "").strip()
    published = read_date(date)
    unread = (
        f"the date {date[:40]!r} was not understood and left out" if date and not published else ""
    )
    return Article(
        title=found.get("title", "").strip() or title,
        text=found["text"],
        author=join_names(found.get("author", "")),
        published=published,
        outlet=found.get("outlet", ""),
        url=found.get("url", ""),
        language=found.get("language", ""),
        source_name=source_name,
        remarks=(unread,) if unread else (),
    )


def _listed(names: Iterable[str]) -> str:
    shown = [repr(str(name)[:30]) for name in names][:10]
    return ", ".join(shown) if shown else "none"


def _as_text(field: str, value: object) -> str:
    """A value as text: JSON has lists of paragraphs, of authors, and outlets with a name inside."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        parts = [part for part in (_as_text(field, item) for item in value) if part.strip()]
        return ("\n\n" if field == "text" else "; ").join(parts)
    if isinstance(value, Mapping):
        named = value.get("name", value.get("title", ""))
        return named if isinstance(named, str) else ""
    if isinstance(value, str):
        return value
    if field == "text":
        raise ArticleError(f"The text must be text, but it is {type(value).__name__}.")
    return str(value)
