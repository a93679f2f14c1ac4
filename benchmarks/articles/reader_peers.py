"""The peers that read pages; run by `readers.py` with the peers' Python: a page a line."""

from __future__ import annotations

import json
import sys

from lxml import html
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "br", "td", "section")


def readability(page: str) -> tuple[str, str]:
    document = Document(page)
    body = html.fromstring(document.summary())
    for block in body.iter(*BLOCKS):
        block.tail = "\n" + (block.tail or "")
    return body.text_content(), document.short_title()


def resiliparse(page: str) -> tuple[str, str]:
    tree = HTMLTree.parse(page)
    return extract_plain_text(tree, main_content=True, alt_texts=False), tree.title or ""


READERS = {"readability-lxml": readability, "resiliparse": resiliparse}


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            text, title = READERS[asked["reader"]](asked["page"])
        except Exception:  # noqa: BLE001 - whatever it fails on counts as nothing found
            text, title = "", ""
        print(json.dumps({"text": text, "title": title}), flush=True)


if __name__ == "__main__":
    main()
