"""One invented story, and pages round it."""

from __future__ import annotations

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Old cannery burns in Ostrava Falls"
BODY = (
    "Firefighters in Ostrava Falls worked through the night to contain a blaze on the quay.",
    "Nobody was hurt, according to Chief Lowell Marsh, who said that it began in a storeroom.",
    "About sixty residents of the streets around it spent the night on cots in a school.",
    "The cannery closed in 1998 and has stood empty since a plan for apartments fell through.",
)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in BODY)


def page(body: str, title: str = TITLE, lang: str = "en", head: str = "") -> bytes:
    head = f"<meta charset=utf-8><title>{title}</title>{head}"
    return f"<html lang={lang}><head>{head}</head><body>{body}</body></html>".encode()


def read(body: str, title: str = TITLE, lang: str = "en", head: str = "") -> Article:
    (article,) = read_file("a.html", page(body, title, lang, head)).articles
    return article
