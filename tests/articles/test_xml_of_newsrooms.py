"""XML as newsrooms write it, made by lxml: every item of a message, dates, the line below."""

from __future__ import annotations

from lxml import etree

from annotator.articles.files import read_file
from annotator.articles.reading import Reading

LINES = (
    "Councillors in Marlow Sound voted late on Monday to shut the swing bridge to lorries.",
    "Hauliers said that the detour would cost them a lot of money every year.",
)
G2 = "http://iptc.org/std/nar/2006-10-01/"


def put(parent: etree._Element, path: str, text: str = "", **attributes: str) -> etree._Element:
    """Elements one inside the other, in the namespace of the first."""
    space = etree.QName(parent).namespace
    for tag in path.split("/"):
        parent = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag)
    parent.text = text or None
    parent.attrib.update(attributes)
    return parent


def read(root: etree._Element) -> Reading:
    return read_file("a.xml", etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def test_nitf_has_its_date_and_its_second_headline() -> None:
    root = etree.Element("nitf")
    put(root, "head/docdata/date.issue", norm="20240311T210405Z")
    body = put(root, "body")
    head = put(body, "body.head/hedline")
    put(head, "hl1", "Bridge closes to lorries")
    put(head, "hl2", "Divers found worms in two piers")
    content = put(body, "body.content")
    for line in LINES:
        put(content, "p", line)
    (article,) = read(root).articles
    assert (article.title, article.published) == ("Bridge closes to lorries", "2024-03-11")
    assert article.standfirst == "Divers found worms in two piers"
    assert article.text.split("\n\n") == [article.standfirst, *LINES]


def test_every_item_of_a_message_is_an_article() -> None:
    root = etree.Element(f"{{{G2}}}newsMessage", nsmap={None: G2})
    items = put(root, "itemSet")
    for number in range(3):
        item = put(items, "newsItem")
        put(item, "contentMeta/headline", f"Bridge {number} closes")
        if number != 1:
            put(item, "contentSet/inlineXML/p", f"{LINES[0]} {number}")
    reading = read(root)
    assert [one.title for one in reading.articles] == ["Bridge 0 closes", "Bridge 2 closes"]
    assert [one.source_name for one in reading.refusals] == ["a.xml, item 2"]


def test_newsml_1_is_read() -> None:
    root = etree.Element("NewsML")
    item = put(root, "NewsItem")
    put(item, "NewsManagement/FirstCreated", "20240311T210405Z")
    component = put(item, "NewsComponent")
    lines = put(component, "NewsLines")
    put(lines, "HeadLine", "Bridge closes")
    put(lines, "ByLine", "By Ada Quill")
    content = put(component, "ContentItem/DataContent")
    for line in LINES:
        put(content, "p", line)
    (article,) = read(root).articles
    assert (article.title, article.author) == ("Bridge closes", "Ada Quill")
    assert article.published == "2024-03-11"
    assert article.text.split("\n\n") == list(LINES)


def test_a_table_without_a_page_round_it_is_a_table() -> None:
    table = (
        "<table border='1' class='dataframe'><thead><tr><th></th><th>headline</th><th>text</th>"
        f"</tr></thead><tbody><tr><th>0</th><td>Bridge closes</td><td>{LINES[0]}</td></tr></tbody>"
        "</table>"
    )
    (article,) = read_file("a.html", table.encode()).articles
    assert (article.title, article.text) == ("Bridge closes", LINES[0])
