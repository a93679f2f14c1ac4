"""What a cell or a JSON value holds in place of plain text: markup, stubs, notices of removal."""

from __future__ import annotations

import html
import re

from annotator.errors import ArticleError

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|figure|img)\b[^<>]{0,500}>", re.I
)
_BREAK = re.compile(r"<br\s{0,5}/?>", re.I)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|figure|blockquote|table|tr|section)\b[^<>]{0,500}>", re.I
)
_ITEM = re.compile(r"<li\b[^<>]{0,500}>", re.I)
_UNSEEN = re.compile(r"<(script|style|figcaption)\b[^<>]{0,500}>.{0,2000}?</\1>", re.I | re.S)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.{0,500}?-->", re.S)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_STUB = re.compile(
    r"(?:\[\+\s?\d{1,7}\s(?:chars|characters|words)\]|\(\d{1,6} more (?:words|characters)\))$"
)
_OPEN_END = re.compile(
    r"(?:\[(?:…|\.\.\.|read more|more|weiterlesen)\]|(?:…|\.\.\.|»|>)\s?\(?(?:read more|more|"
    r"continue reading|weiterlesen|mehr lesen|leer más|seguir leyendo|lire la suite|leggi tutto|"
    r"continua a leggere|leia mais|lees verder|czytaj dalej|читать далее|阅读全文|続きを読む)\)?"
    r"\s?[→»>]?)$",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"only available in (?:paid|professional|corporate|premium|business)[\w ,/-]{0,60}plans?\.?|"
    r"(?:upgrade|subscribe) (?:your plan |to a paid plan )?to (?:see|get|read) (?:the )?(?:full )?"
    r"(?:content|text|article)\.?",
    re.I,
)
_REMOVED = re.compile(r"\[(?:removed|deleted|entfernt)\]", re.I)
_GAPS = re.compile(r"\n{3,}")


def read_cell_text(value: str) -> tuple[str, list[str]]:
    r"""The plain text of a value, and what to remark about it.

    >>> read_cell_text("<p>Caf&eacute; closes.</p><p>It is old.</p>")[0]
    'Café closes.\n\nIt is old.'
    """
    if not _MARKUP.search(value):
        if _ENTITY.search(value) and "<" not in value:
            return html.unescape(value), []
        return value, []
    text = _UNSEEN.sub(" ", value)
    text = _BREAK.sub("\n", text)
    text = _ITEM.sub("\n- ", text)
    text = _BLOCK.sub("\n\n", text)
    text = html.unescape(_TAG.sub("", text))
    lines = [line.strip() for line in text.split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n"), ["HTML inside the text was taken off"]


def refuse_stub(text: str) -> None:
    """Raises ArticleError for what an interface gives in place of an article."""
    bare = text.strip()
    if _REMOVED.fullmatch(bare):
        raise ArticleError(f"The article was removed where it came from: its text is {bare!r}.")
    if _PAID.fullmatch(bare):
        raise ArticleError(
            f"The interface gave a notice in place of the text ({bare[:80]!r}): "
            "fetch the page behind its address, and load that."
        )
    stub = _STUB.search(bare[-40:])
    if stub:
        raise ArticleError(
            f"The text is cut off by its source (it ends in {stub[0]!r}): "
            "fetch the page behind its address, and load that."
        )


def remark_on_end(text: str) -> str:
    """A remark where a text ends as an excerpt does; "" for any other.

    >>> bool(remark_on_end("The bridge is shut … [Read more]")), remark_on_end("It is shut.")
    (True, '')
    """
    end = _OPEN_END.search(text.rstrip()[-40:])
    return (
        f"the text ends in {end[0].strip()!r}: check that its source gave all of it" if end else ""
    )
