"""Factiva's exports: several documents in one text, or in one page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.articles.dates import read_date
from annotator.articles.decoding import decode
from annotator.articles.formats.document import make_document
from annotator.articles.pages.tree import parse_page
from annotator.articles.reading import Piece, one_line
from annotator.articles.scripts import ends_sentence
from annotator.articles.vocabulary.language_codes import LANGUAGES

_FACTIVA_END = re.compile(
    r"^(?:AN[ \t]{1,20})?(?:Document|Dokument) [A-Za-z0-9]{15,40}[ \t]{0,20}$", re.M
)
# The codes of fields that an export may show: HD is the headline, LP and TD are the text.
_CODED = re.compile(
    r"(?P<code>HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPD|IPC|PUB|AN|SE|CLM|ART|"
    r"VOL)(?:[ \t]{1,20}(?P<rest>.{0,100000}))?"
)
_FEWEST_OF_TITLE = 3  # words
_LENGTH = re.compile(r"(?<!\d)\d[\d,.]{0,9} (?:words|Wörter|mots|palabras|parole)", re.I)


def is_factiva(text: str) -> bool:
    return bool(_FACTIVA_END.search(text) and _LENGTH.search(text))


def read_factiva(name: str, text: str) -> Iterator[Piece]:
    for number, document in enumerate(_FACTIVA_END.split(text), 1):
        lines = [line.strip() for line in document.split("\n") if line.strip()]
        coded = _fields_by_code(lines)
        if coded:
            yield _of_codes(f"{name}, document {number}", coded)
            continue
        at = next((i for i, line in enumerate(lines) if _LENGTH.fullmatch(line)), None)
        if at is not None:
            yield _of_factiva(f"{name}, document {number}", lines, at)


def _fields_by_code(lines: Sequence[str]) -> dict[str, list[str]]:
    """Code -> its lines, of a document that shows the codes of its fields; {} for any other."""
    found: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODED.fullmatch(line)
        if match is not None and match["code"] not in found:
            code = match["code"]
            found[code] = [match["rest"]] if match["rest"] else []
        elif code:
            found[code].append(line)
    return found if "HD" in found and ("LP" in found or "TD" in found) and len(found) > 3 else {}


def _of_codes(where: str, said: dict[str, list[str]]) -> Piece:
    line = {code: " ".join(lines) for code, lines in said.items()}
    return make_document(
        where,
        title=line.get("HD", ""),
        outlet=line.get("SN", ""),
        date=line.get("PD", ""),
        author=line.get("BY", ""),
        language=line.get("LA", ""),
        body=[one for code in ("LP", "TD") for one in said.get(code, ())],
    )


def _of_factiva(where: str, lines: Sequence[str], at: int) -> Piece:
    """Headline, author, words, date, (time,) outlet, (code,) (page,) language, copyright, text."""
    above, below = list(lines[:at]), list(lines[at + 1 :])
    date = below[0] if below else ""
    end = next(
        (
            i
            for i, line in enumerate(below[:12])
            if line.lower().startswith(("copyright", "(c)", "©"))
        ),
        next((i for i, line in enumerate(below[:9]) if line in LANGUAGES), 2),
    )
    middle = [line for line in below[1:end] if not re.fullmatch(r"\d{1,2}:\d{2}.{0,6}", line)]
    language = next((line for line in middle if line in LANGUAGES), "")
    author = above[-1] if len(above) > 1 and not ends_sentence(above[-1]) else ""
    titles = above[:-1] if author else above
    if len(titles) > 1 and len(titles[0].split()) < _FEWEST_OF_TITLE <= len(titles[1].split()):
        titles = titles[1:]  # the section's name stands first
    rights = below[end] if end < len(below) else ""
    text = below[end + 1 :]
    if len(text) > 1 and text[-1] in rights and not ends_sentence(text[-1]):
        text.pop()  # the publisher, as in the line of rights
    return make_document(
        where,
        title=titles[0] if titles else "",
        outlet=next((line for line in middle if line not in LANGUAGES), ""),
        date=date,
        author=author,
        language=language,
        body=text,
    )


def read_factiva_page(name: str, data: bytes) -> Iterator[Piece]:
    """Read the HTML that Factiva writes: one `article` box a document."""
    page = parse_page(decode(data, "utf-8", patient=True).text)
    boxes = page.xpath("//div[contains(concat(' ', normalize-space(@class)), ' article')]")
    for number, box in enumerate(boxes, 1):
        yield _of_box(f"{name}, document {number}", box)


def _of_box(where: str, box: Any) -> Piece:
    title = one_line(
        "".join(box.xpath(".//*[@id='hd' or contains(@class,'Headline')]")[0].itertext())
        if box.xpath(".//*[@id='hd' or contains(@class,'Headline')]")
        else ""
    )
    body = [
        one_line(one.text_content(), 100_000)
        for one in box.xpath(".//p[contains(@class,'articleParagraph')]")
    ]
    lines = [one_line(one.text_content()) for one in box.xpath("./div[not(@id='hd')]|./*/div")]
    lines = [line for line in lines if line and line != title]
    author = next(iter(box.xpath("./div[contains(@class,'author')]")), None)
    named = "" if author is None else one_line(author.text_content())
    at = next((i for i, line in enumerate(lines) if _LENGTH.fullmatch(line)), -1)
    rest = [line for line in lines[at + 1 :] if not re.fullmatch(r"\d{1,2}:\d{2}.{0,6}", line)]
    date = next((line for line in rest if read_date(line)), "")
    after = rest[rest.index(date) + 1 :] if date else rest
    return make_document(
        where,
        title=title,
        outlet=next((line for line in after if line not in LANGUAGES), ""),
        date=date,
        author=named,
        language=next((line for line in after if line in LANGUAGES), ""),
        body=body,
    )
