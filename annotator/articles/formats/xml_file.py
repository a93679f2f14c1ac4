"""XML that is no page and no feed: records of articles, and the newsrooms' own formats.

NITF, NewsML-G2 and TEI hold one article; a record is any element whose children are named as the
fields of an article are.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from annotator.articles.fields import SPELLINGS, find_values, read_row, spelling
from annotator.articles.reading import Piece, stem
from annotator.articles.told import refused
from annotator.errors import ArticleError

_MOST_RECORDS = 100_000
_MOST_ELEMENTS = 3_000_000
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OUTLETS = ("pubdata", "provider", "doc.copyright")
_OF_PICTURES = frozenset(("media", "media-caption", "caption", "figure", "photo", "image"))
_PARAGRAPHS = frozenset(("p", "para", "paragraph", "hl2", "head", "h2", "h3", "block_quote"))
_BODIES = ("body.content", "body", "text", "inlineXML", "content", "contentSet", "DataContent")
_ITEMS = frozenset(("newsItem", "NewsItem"))
_HEADLINES = ("hl1", "headline", "HeadLine", "title")
_BYLINES = ("byline", "ByLine", "by", "author", "creator")
_DATES = (
    "story.date",
    "date.issue",
    "contentCreated",
    "versionCreated",
    "FirstCreated",
    "DateLine",
    "date",
)
_ROOTS = frozenset(("nitf", "newsItem", "newsMessage", "NewsML", "NewsItem", "TEI", "TEI.2"))


def read_xml(name: str, data: bytes) -> Iterator[Piece]:
    """Read the records, or the one article. Raises ArticleError for XML of another kind."""
    root = _parsed(data)
    if _local(root) in _ROOTS:
        items = [one for one in root.iter() if _local(one) in _ITEMS] or [root]
        for number, item in enumerate(items, 1):
            where = f"{name}, item {number}" if len(items) > 1 else name
            try:
                yield _read_document(where, item)
            except ArticleError as error:
                if len(items) == 1:
                    raise
                yield refused(where, error)
        return
    records = list(_records(root))
    if not records:
        raise ArticleError(
            f"The content is XML of a kind that is not known (it begins with <{_local(root)}>), "
            "and no element of it holds a text beside its title or date: save the articles as "
            "text, HTML, CSV or JSON."
        )
    for number, record in enumerate(records, 1):
        where = f"{name}, {_local(record)} {number}" if len(records) > 1 else name
        title = f"{stem(name)}, {number}" if len(records) > 1 else stem(name)
        try:
            yield read_row(_values(record), title=title, source_name=where)
        except ArticleError as error:
            yield refused(where, error)


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(f"The XML is damaged: {error}.") from error
    for number, one in enumerate(root.iter()):
        if isinstance(one, etree._Entity):
            raise ArticleError(
                "The XML holds entities of its own, which are not resolved: save it without them."
            )
        if number > _MOST_ELEMENTS:
            raise ArticleError(f"The XML has more than {_MOST_ELEMENTS:,} elements: split it.")
    return root


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _records(root: etree._Element) -> Iterator[etree._Element]:
    """The elements that are articles, none inside another."""
    todo = [root]
    found = 0
    while todo and found < _MOST_RECORDS:
        element = todo.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_record(element):
            found += 1
            yield element
        else:
            todo += reversed(element)


def _is_record(element: etree._Element) -> bool:
    names = {spelling(_local(one)) for one in element if isinstance(one.tag, str)}
    names |= {spelling(str(name)) for name in element.attrib}
    has_text = any(
        spelling(_local(one)) in SPELLINGS["text"] and not _is_list(one)
        for one in element
        if isinstance(one.tag, str)
    )
    others = (field for field in ("title", "published", "author", "url") if field in SPELLINGS)
    return has_text and any(names & set(SPELLINGS[field]) for field in others)


def _is_list(element: etree._Element) -> bool:
    """Whether an element holds records itself, as `<content>` may."""
    return any(_is_record(one) for one in element if isinstance(one.tag, str) and len(one))


def _values(record: etree._Element) -> dict[str, object]:
    values: dict[str, object] = {str(name): str(value) for name, value in record.attrib.items()}
    box = record.getparent()
    around = [] if box is None or sum(map(_is_record, box)) > 1 else list(box)
    for one in (*record, *(one for one in around if not len(one))):
        if isinstance(one.tag, str) and (one.getparent() is record or _local(one) not in values):
            name = _local(one)
            before = values.get(name)
            text = _text(one)
            values[name] = f"{before}\n{text}" if isinstance(before, str) and before else text
    return values


def _text(element: etree._Element) -> str:
    """The text of an element, each of its paragraphs apart."""
    parts = [
        one
        for one in element.iter()
        if isinstance(one.tag, str) and _local(one) in _PARAGRAPHS and not _is_picture_s(one)
    ]
    if not parts:
        return "".join(str(text) for text in element.itertext()).strip()
    lines = [" ".join("".join(map(str, one.itertext())).split()) for one in parts]
    return "\n\n".join(line for line in lines if line)


def _is_picture_s(element: etree._Element) -> bool:
    """Whether an element stands in a picture's, as its caption does."""
    return any(_local(one) in _OF_PICTURES for one in element.iterancestors())


def _first(root: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    for name in names:
        for one in root.iter():
            if isinstance(one.tag, str) and _local(one) == name:
                return one
    return None


def _read_document(name: str, root: etree._Element) -> Piece:
    values: dict[str, object] = {}
    for field, names in (("title", _HEADLINES), ("author", _BYLINES), ("text", _BODIES)):
        found = _first(root, names)
        if found is not None:
            values[field] = _text(found)
    byline = _first(root, ("byline",))
    persons = [] if byline is None else [one for one in byline if _local(one) == "person"]
    if persons:  # what they do stands beside them
        values["author"] = "\n".join(map(_text, persons))
    values["outlet"] = _outlet(root)
    values["language"] = _language(root)
    below = _first(root, ("hl2",))
    box = None if below is None else below.getparent()
    if below is not None and box is not None and _local(box) == "hedline":
        values["standfirst"] = _text(below)
    date = _first(root, _DATES)
    if date is not None:
        said = next((date.get(one) for one in ("norm", "when", "when-iso") if date.get(one)), "")
        values["date"] = said or _text(date)
    if "text" not in find_values(values):
        raise ArticleError(f"The content is <{_local(root)}>, but no text was found in it.")
    return read_row(values, title=stem(name), source_name=name)


def _outlet(root: etree._Element) -> str:
    """Who published it: the name of NITF's publication, or of NewsML's provider."""
    found = _first(root, _OUTLETS)
    if found is None:
        return ""
    return found.get("name") or found.get("holder") or _text(found)


def _language(root: etree._Element) -> str:
    found = _first(root, ("language",))
    return str(root.get(_LANG) or (found is not None and found.get("tag")) or "")
