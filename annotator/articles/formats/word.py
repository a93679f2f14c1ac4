"""Word documents: paragraphs, headings and cells in the order of the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.articles.formats.office import read_lines
from annotator.articles.formats.packed import open_zip, read_member
from annotator.articles.reading import Piece
from annotator.articles.scripts import count_words
from annotator.damaged_zip import DAMAGED
from annotator.errors import ArticleError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOX = f"{_W}txbxContent"
_PICTURES = (f"{_W}drawing", f"{_W}pict", f"{_W}object")
_MOST_OF_CAPTION = 60  # words of a table that holds a picture
_TITLES = ("Title", "Heading 1")
_UNSEEN = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", _BOX))


@dataclass
class _Page:
    title: str = ""
    lines: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def read_docx(name: str, data: bytes) -> Iterator[Piece]:
    """Read a Word document: its heading is the title; captions and text boxes are cut.

    Word's own library leaves out what stands in content controls and tracked insertions, so the
    paragraphs are walked here. What was deleted with changes tracked is left out.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    opened = open_zip(data, "a Word document")
    if b"macroEnabled" in read_member(opened, "[Content_Types].xml"):
        raise ArticleError(
            "The content is a Word document with macros, which is not opened: save it as .docx."
        )
    try:
        document = docx.Document(io.BytesIO(data))
        styles = {str(one.style_id): str(one.name) for one in document.styles}
        body = document.element.body
    except (PackageNotFoundError, KeyError, *DAMAGED) as error:
        raise ArticleError(f"The content is a Word document that is damaged: {error}.") from error
    page = _Page()
    for paragraph in body.iter(f"{_W}p"):
        _take(page, paragraph, styles)
    author = str(document.core_properties.author or "")
    yield from read_lines(name, page.lines, title=page.title, author=author, cut=page.cut)


def _take(page: _Page, paragraph: Any, styles: dict[str, str]) -> None:
    text = "".join(_text(paragraph)).strip()
    if not text:
        return
    chosen = paragraph.find(f"{_W}pPr/{_W}pStyle")
    style = styles.get(str(chosen.get(f"{_W}val")), "") if chosen is not None else ""
    if _is_in_box(paragraph):
        # Word keeps a box twice, for older programs, too.
        page.cut += [text] if text not in page.cut else []
    elif style.lower() == "caption" or _is_beside_picture(paragraph):
        page.cut.append(text)
    elif not page.title and style.startswith(_TITLES):
        page.title = text
    else:
        page.lines.append(text)


def _text(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        else:
            yield from _text(child)


def _is_in_box(paragraph: Any) -> bool:
    return any(one.tag == _BOX for one in paragraph.iterancestors())


def _is_beside_picture(paragraph: Any) -> bool:
    """Whether a paragraph stands in a table that holds a picture and little else."""
    table = next(paragraph.iterancestors(f"{_W}tbl"), None)
    if table is None or next(table.iter(*_PICTURES), None) is None:
        return False
    return count_words(" ".join(table.itertext())) <= _MOST_OF_CAPTION
