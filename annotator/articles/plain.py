"""Plain text files: read like pasted text, with Markdown's heading and front matter known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from annotator.articles.decoding import decode
from annotator.articles.fields import fields_of, read_row
from annotator.articles.pasted import read_pasted
from annotator.articles.reading import Piece, clean, remarked, stem
from annotator.errors import ArticleError

_FRONT_MATTER = re.compile(
    r"\s{0,80}---[ \t]{0,80}\n(?P<head>(?:[^\n]{0,2000}\n){1,60}?)---[ \t]{0,80}(?:\n|$)"
)
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s*:\s*(?P<value>.*)")


def read_plain(name: str, data: bytes) -> Iterator[Piece]:
    """Read one article; its title is its first line if that is one, else the file's name.

    >>> [one.title for one in read_plain("a.txt", b"Bridge closes\\n\\nIt is old.")]
    ['Bridge closes']
    """
    decoded = decode(data)
    text = clean(decoded.text)
    if not text.strip():
        raise ArticleError("The file is empty.")
    front, body = _front_matter(text)
    article = read_pasted(body).to_article(name)
    if front:
        # What the file says of itself counts; what was recognised fills the gaps.
        said = read_row({**front, "text": article.text}, title="", source_name=name)
        if said.title and article.title not in (
            "",
            said.title,
        ):  # the first line was no title, after all
            article = replace(article, text=f"{article.title}\n\n{article.text}", title="")
        article = replace(
            article,
            title=said.title or article.title,
            author=said.author or article.author,
            published=said.published or article.published,
            outlet=said.outlet or article.outlet,
            url=said.url or article.url,
            language=said.language or article.language,
        )
        article = remarked(article, *said.remarks)
    article = replace(article, title=article.title or stem(name))
    yield remarked(article, decoded.note)


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """The `key: value` lines between two `---` at the start, and the rest; ({}, text) without."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    pairs = (_PAIR.fullmatch(line.strip()) for line in match["head"].splitlines())
    front: dict[str, object] = {p["key"]: _value(p["value"]) for p in pairs if p is not None}
    front = {key: value for key, value in front.items() if "text" not in fields_of([key])}
    rest = text[match.end() :]
    if not fields_of(front) or not rest.strip():
        return {}, text
    return front, rest


def _value(text: str) -> str:
    """A value without its quotes; of a list its entries, one a line.

    >>> _value("[Ada Quill, 'Tom Weil']"), _value('"Bridge closes"')
    ('Ada Quill\\nTom Weil', 'Bridge closes')
    """
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return "\n".join(one.strip(" \"'") for one in bare[1:-1].split(","))
    return bare.strip(" \"'")
