"""Text that a content system keeps as JSON: blocks with pieces of text inside, in many manners.

Slate, ProseMirror, Draft.js, Editor.js, Portable Text, Contentful and Fundus differ in the words
for a block, its kind and what is inside, and in little else.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["paragraphs_of"]

_KIND = ("type", "nodeType", "_type", "kind", "object", "tag", "role")
_NO_TEXT = frozenset(("title", "byline", "author", "caption", "photo", "image", "gallery", "ad"))
_INSIDE = (
    "summary", "headline", "text", "value", "html", "children", "content", "contents",
    "paragraphs", "sections", "blocks", "nodes", "leaves", "document", "data", "root", "json",
)  # fmt: skip
_NEVER = frozenset(("title", "url", "author", "authors", "date", "published"))
_INLINE = frozenset(("text", "span", "leaf", "mention", "strong", "em", ""))
_LINKS = frozenset(("link", "hyperlink", "inline", "a"))
_DEEPEST = 12


def paragraphs_of(value: object) -> list[str]:
    """The paragraphs of such a value; [] for one that is something else.

    >>> paragraphs_of([{"type": "p", "children": [{"text": "It is "}, {"text": "old."}]}])
    ['It is old.']
    >>> paragraphs_of([{"title": "A", "text": "It is old."}])
    []
    """
    found = _walk(value, 0)
    return [one.strip() for one in found if one.strip()]


def _walk(value: object, depth: int) -> list[str]:
    if depth > _DEEPEST:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        found: list[str] = []
        is_running = False
        for one in value:
            inside = _walk(one, depth + 1)
            if _is_inline(one) and is_running and inside and found:
                found[-1] += inside[0]
                inside = inside[1:]
            found += inside
            is_running = _is_inline(one)
        return found
    if not isinstance(value, Mapping) or not _is_block(value):
        return []
    return [
        text
        for name in _INSIDE
        if isinstance(value.get(name), (str, list, Mapping))
        for text in _walk(value[name], depth + 1)
    ]


def _is_block(value: Mapping[object, object]) -> bool:
    names = set(value)
    has_kind = any(isinstance(value.get(name), str) for name in _KIND)
    if value.get("role") in _NO_TEXT:
        return False
    return bool(names & set(_INSIDE)) and not names & _NEVER and (has_kind or names <= set(_INSIDE))


def _is_inline(value: object) -> bool:
    if not isinstance(value, Mapping):
        return False
    kind = next((value[name] for name in _KIND if isinstance(value.get(name), str)), "")
    has_text = any(isinstance(value.get(name), str) for name in ("text", "value"))
    return kind in _LINKS or (kind in _INLINE and has_text)
