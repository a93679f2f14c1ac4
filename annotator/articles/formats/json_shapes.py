"""Where in a JSON value the articles are: programs and interfaces wrap them in many ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.articles.fields import SPELLINGS, fields_of, spelling
from annotator.articles.formats.rich_text import paragraphs_of

__all__ = ["INNER", "listed_articles"]

INNER = (
    "data",
    "fields",
    "_source",
    "attributes",
    "article",
    "meta",
    "metadata",
    "info",
    "row",
    "node",
)  # of one article
_LISTS = (
    "articles", "results", "data", "documents", "docs", "items", "rows", "stories", "posts", "hits",
    "news", "entries", "records", "@graph", "children", "features", "response", "result", "payload",
    "body", "content", "value", "edges",
)  # fmt: skip
_NONE = ("comments", "blocks", "facets", "meta", "info")
_DEEPEST = 5
_LOOKED_AT = 20  # items of a list, to see what it holds


def listed_articles(whole: object) -> list[object] | None:
    """The articles in a value that holds several, or one inside wrappings; None when it is itself
    an article, or nothing that is known.

    >>> listed_articles({"columns": ["title", "text"], "data": [["A", "It is old."]]})
    [{'title': 'A', 'text': 'It is old.'}]
    >>> listed_articles({"7": {"title": "A", "text": "It is old."}})
    [{'title': 'A', 'text': 'It is old.'}]
    """
    if isinstance(whole, list):
        return _with_header(whole) or whole
    if not isinstance(whole, dict):
        return None
    return _split(whole) or _in_columns(whole) or (None if _is_article(whole) else _found(whole, 0))


def _found(value: object, depth: int) -> list[object] | None:
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        return _in_graph(value)
    if not isinstance(value, dict):
        return None
    table = _split(value) or _in_columns(value)
    if table:
        return table
    if _is_article(value):
        return [value]
    inside = [one for one in value.values() if isinstance(one, dict)]
    if inside and len(inside) == len(value) and all(map(_is_article, inside[:_LOOKED_AT])):
        return list(inside)  # each under its number
    # What has a title or an address is one article, without its text: its comments are none.
    others = () if {"title", "url"} & set(fields_of(value)) else tuple(value)
    for name in (*_LISTS, *others):
        one = value.get(name)
        if isinstance(one, (dict, list)) and name not in _NONE:
            found = _found(one, depth + 1)
            if found:
                return found
    # No article is in sight: the list that a known name announces, so that each item is refused
    # with its number.
    return next((list(value[name]) for name in _LISTS if isinstance(value.get(name), list)), None)


def _in_graph(items: list[Any]) -> list[object] | None:
    """A list that holds articles; what else is in a page's graph of things is left."""
    found = [one for one in items[:_LOOKED_AT] if _is_article(one)]
    if not found:
        return None
    is_graph = any(isinstance(one, dict) and "@type" in one for one in items)
    return [one for one in items if _is_article(one)] if is_graph else items


def _with_header(rows: list[Any]) -> list[object] | None:
    """A list of lists of which the first names the columns."""
    head = rows[0] if rows else None
    if not isinstance(head, list) or not all(isinstance(name, str) for name in head):
        return None
    if "text" not in fields_of(head) or not all(isinstance(row, list) for row in rows):
        return None
    return [dict(zip(head, row, strict=False)) for row in rows[1:]]


def _split(value: Mapping[str, Any]) -> list[object] | None:
    """Names of columns beside lists of cells."""
    names, rows = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(rows, list) and rows and isinstance(rows[0], list):
        return _with_header([list(map(str, names)), *rows])
    return None


def _in_columns(value: Mapping[str, Any]) -> list[object] | None:
    """Columns one beside the other, each a list or numbered cells."""
    columns = dict(_columns(value))
    if len(columns) < 2 or len(columns) != len(value) or "text" not in fields_of(columns):
        return None
    counts = {len(cells) for cells in columns.values()}
    if len(counts) != 1 or counts < {0, 1}:
        return None
    rows: list[object] = [
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    ]
    return rows


def _columns(value: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, cells in value.items():
        if isinstance(cells, list):
            yield name, cells
        elif isinstance(cells, dict) and cells and all(key.isdigit() for key in cells):
            yield name, list(cells.values())


def _is_article(value: object) -> bool:
    """Whether an object has a text, perhaps one object deeper."""
    if not isinstance(value, dict):
        return False
    return _has_text(value) or any(
        isinstance(value.get(name), dict) and _has_text(value[name]) for name in INNER
    )


def _has_text(value: Mapping[str, Any]) -> bool:
    return any(spelling(str(name)) in SPELLINGS["text"] and _is_text(value[name]) for name in value)


def _is_text(value: object) -> bool:
    if isinstance(value, dict):
        return isinstance(value.get("rendered"), str) or bool(paragraphs_of(value))
    if isinstance(value, list):
        return bool(paragraphs_of(value))
    return isinstance(value, str)
