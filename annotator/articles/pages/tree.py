"""A page's bytes as a tree that every later step can walk in time proportional to its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree, html

from annotator.articles.outlets import squeeze
from annotator.articles.pages.layout import unfold
from annotator.articles.reading import clean, one_line
from annotator.errors import ArticleError

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.I,
)
_DECLARATION = re.compile(r"\s{0,80}<\?xml[^>]{0,200}\?>")
_MOST_ATTRIBUTES = 400  # of one tag; the parser compares each with each
_MOST_ELEMENTS = 150_000
_DEEPEST = 200  # levels; the parser drops what lies below 255
_MOST_BREAKS = 300  # line breaks below one element
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_BOXES = frozenset(("div", "span", "section", "font", "b", "i", "em", "strong", "center", "u"))
_BOX = re.compile(rf"<(/?)(?:{'|'.join(sorted(_BOXES))})\b", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{800}")  # with fewer letters it has no 400 attributes


def charset_of(data: bytes) -> str:
    """The encoding that a page declares, "" for none."""
    declared = _CHARSET.search(data[:4096])
    return declared[1].decode("ascii", "replace") if declared else ""


def parse_page(text: str) -> html.HtmlElement:
    """The page as a tree. A declaration of an encoding must go: the text is decoded already."""
    text = clean(text)
    declared = _DECLARATION.match(text)
    text = text[declared.end() :] if declared else text
    text = _without_crowds(text) if _may_be_crowded(text) else text
    try:
        page = html.document_fromstring(
            text, parser=html.HTMLParser(remove_comments=True, huge_tree=False)
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ArticleError(f"The HTML cannot be read: {one_line(str(error), 120)}") from error
    _set_scripts_apart(page)
    unfold(page)
    _bound_breaks(page)
    return page


@contextmanager
def held(page: html.HtmlElement) -> Iterator[None]:
    """Keep every element at hand: lxml makes one anew for each look at it while nobody holds it."""
    elements = list(page.iter())
    yield
    elements.clear()
    squeeze.cache_clear()


def class_and_id(element: html.HtmlElement) -> str:
    """What the page calls an element."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def in_body(page: html.HtmlElement, *tags: str) -> Iterator[html.HtmlElement]:
    """The elements of these kinds that the page shows, in its order."""
    body = page.find(".//body")
    return iter(()) if body is None else body.iterdescendants(*tags)


def hides_its_end(text: str) -> bool:
    """Whether a comment begins that never ends: browsers show nothing of what stands behind."""
    at = text.rfind("<!--")
    return at >= 0 and text.find("-->", at) < 0 and text.find("--!>", at) < 0


def _set_scripts_apart(page: html.HtmlElement) -> None:
    """Scripts behind the body, and styles nowhere: inside a paragraph they are none of its text,
    but whoever asks for that gets them, too."""
    for element in list(page.iter("script", "style")):
        parent = element.getparent()
        if parent is None or parent.tag in ("html", "head", "body"):
            continue
        element.drop_tree()  # what stands behind it stays
        if element.tag == "script":
            element.tail = None
            page.append(element)


def _may_be_crowded(text: str) -> bool:
    """Whether a look at every tag is worth its time: few pages are that deep or that crowded."""
    if text.count("<") > _MOST_ELEMENTS or _LONG_TAG.search(text):
        return True
    depth = 0
    for end in _BOX.findall(text):
        depth = max(0, depth - 1) if end else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _without_crowds(text: str) -> str:
    """The page without attributes of tags that have hundreds, and without boxes too deep to matter.

    Raises ArticleError for more elements than any article has.
    """
    pieces: list[str] = []
    at = depth = count = 0
    cut: list[str] = []  # the boxes that were opened too deep, whose ends must go, too
    for tag in _TAG.finditer(text):
        if tag.start() < at:
            continue
        count += 1
        end = text.find(">", tag.end())
        end = len(text) if end < 0 else end
        inside = text[tag.end() : min(end, tag.end() + 1_000_000)]
        name = tag[2].lower()
        if inside.count("=") > _MOST_ATTRIBUTES and len(inside.split()) > _MOST_ATTRIBUTES:
            pieces.append(text[at : tag.end()])
            at = end
        if name not in _BOXES:
            continue
        if tag[1]:
            if cut and cut[-1] == name:
                cut.pop()
                pieces.append(text[at : tag.start()])
                at = end + 1
            depth = max(0, depth - 1)
        elif not inside.endswith("/"):
            depth += 1
            if depth > _DEEPEST:
                cut.append(name)
                pieces.append(text[at : tag.start()])
                at = end + 1
    if count > _MOST_ELEMENTS:
        raise ArticleError(
            f"The page has {count:,} tags, and no article has more than {_MOST_ELEMENTS:,}. Copy "
            "the article's text from the browser and paste it."
        )
    return "".join(pieces) + text[at:]


def _bound_breaks(page: html.HtmlElement) -> None:
    """Line breaks as text where there are hundreds below one element: the extractor compares each
    with each."""
    crowded: dict[html.HtmlElement, int] = {}
    breaks = list(page.iter("br"))
    for one in breaks:
        parent = one.getparent()
        crowded[parent] = crowded.get(parent, 0) + 1
    for parent, count in crowded.items():
        if count > _MOST_BREAKS:
            _breaks_as_text(parent)


def _breaks_as_text(parent: html.HtmlElement) -> None:
    children = list(parent)
    pieces = [parent.text or ""]
    last: html.HtmlElement | None = None
    kept: list[tuple[html.HtmlElement, str]] = []
    for child in children:
        if child.tag == "br":
            pieces.append("\n" + (child.tail or ""))
            continue
        kept.append((child, child.tail or ""))
        text = "".join(pieces)
        if last is None:
            parent.text = text
        else:
            last.tail = text
        pieces, last = [child.tail or ""], child
    if last is None:
        parent.text = "".join(pieces)
    else:
        last.tail = "".join(pieces)
    # A child leaves with its tail, so that the tails are set before the breaks go.
    for child in children:
        if child.tag == "br":
            child.tail = None
    etree.strip_elements(parent, "br", with_tail=False)
