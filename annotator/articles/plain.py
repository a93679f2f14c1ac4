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
from annotator.models import Article

_FRONT_MATTER = re.compile(  # as Jekyll and Pandoc have it, or as Hugo has it
    r"\s{0,80}(?P<mark>---|\+\+\+)[ \t]{0,80}\n(?P<head>(?:[^\n]{0,2000}\n){1,60}?)"
    r"(?P=mark)[ \t]{0,80}(?:\n|$)"
)
_PAIR = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)\s*[:=]\s*(?P<value>.*)")
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{1,1000}\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]{1,300})\]\((?:https?:|/|#|mailto:|\.)[^)\n]{0,1000}\)")
_GAPS = re.compile(r"\n{3,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,2000}|\[InternetShortcut\]|URL=\S{3,2000}")


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
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    if all(map(_ADDRESS.fullmatch, lines)):
        raise ArticleError(
            "This is the address of a page, but no text: open it, and paste what it shows; or save "
            "the page, and load that file."
            if len(lines) == 1
            else "These are addresses of pages, but no text: open each, and paste what it shows; "
            "or save the pages, and load those files."
        )
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
    if name.lower().endswith((".md", ".markdown")):
        article = _without_targets(article)
    article = replace(article, title=article.title or stem(name))
    yield remarked(article, decoded.note)


def _without_targets(article: Article) -> Article:
    """Markdown's links as the words that a reader sees, and its pictures listed as cut."""
    pictures = [found[0] for found in _PICTURE.finditer(article.text)]
    text = _LINK.sub(r"\1", _PICTURE.sub("", article.text))
    if not text.strip():
        return article
    return replace(
        article,
        title=_LINK.sub(r"\1", article.title),
        text=_GAPS.sub("\n\n", text).strip("\n"),
        removed=(*article.removed, *pictures),
    )


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """The `key: value` lines between two marks at the start, and the rest; ({}, text) without."""
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
