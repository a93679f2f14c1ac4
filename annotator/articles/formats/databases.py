"""Exports of press databases: several documents in one text, each with its fields.

Nexis Uni and LexisNexis, Factiva and ProQuest, as text (or as the text of a Word or RTF file), and
Factiva's HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from annotator.articles.authors import clean_authors
from annotator.articles.dates import read_date
from annotator.articles.decoding import decode
from annotator.articles.pages.tree import parse_page
from annotator.articles.reading import Note, Piece, clean, one_line, remarked
from annotator.articles.scripts import ends_sentence
from annotator.models import Article, Refusal

_NEXIS_OLD = re.compile(
    r"^[ \t]{0,80}(?:Document )?\d{1,5} (?:of|von|de|di) \d{1,5}(?: DOCUMENTS?)?[ \t]{0,20}$",
    re.I | re.M,
)
_NEXIS_NEW = re.compile(r"^End of Document[ \t]{0,20}$", re.I | re.M)
_FACTIVA_END = re.compile(r"^(?:Document|Dokument) [A-Za-z0-9]{15,40}[ \t]{0,20}$", re.M)
_PROQUEST_RULE = re.compile(r"^_{20,200}[ \t]{0,20}$", re.M)
_FIELD = re.compile(r"([A-Z][A-Za-z -]{2,30}):[ \t]{0,20}(.{0,2000})")
_LENGTH = re.compile(r"(?<!\d)\d[\d,.]{0,9} (?:words|Wörter|mots|palabras|parole)", re.I)
_ENDS_BODY = frozenset(
    (
        "load-date",
        "language",
        "publication-type",
        "copyright",
        "graphic",
        "subject",
        "notes",
        "classification",
        "ident",
        "document-type",
        "publication-subject",
    )
)
_RULE = re.compile(r"[-_=*]{5,}")


def split_documents(name: str, text: str) -> list[Piece]:
    """The documents of an export; [] for a text that is none."""
    for marks, read in _EXPORTS:
        if marks(text):
            pieces = list(read(name, text))
            if any(isinstance(piece, Article) for piece in pieces):
                return pieces
    return []


def read_export(name: str, data: bytes) -> Iterator[Piece]:
    """Read a text file of documents."""
    decoded = decode(data)
    if decoded.note:
        yield Note(name, decoded.note)
    yield from split_documents(name, clean(decoded.text))


def is_export(text: str) -> bool:
    """Whether a text is an export of one of these databases."""
    return any(marks(text) for marks, _ in _EXPORTS)


def _is_nexis(text: str) -> bool:
    fields = ("LENGTH:", "Length:", "BYLINE:", "Byline:", "LOAD-DATE:", "Load-Date:", "SECTION:")
    found = sum(field in text for field in fields)
    return found >= 2 and bool(_NEXIS_OLD.search(text) or _NEXIS_NEW.search(text) or found >= 3)


def _is_factiva(text: str) -> bool:
    return bool(_FACTIVA_END.search(text) and _LENGTH.search(text))


def _is_proquest(text: str) -> bool:
    return bool("ProQuest" in text and re.search(r"^(?:Full text|Volltext): ", text, re.M))


def _read_nexis(name: str, text: str) -> Iterator[Piece]:
    mark = _NEXIS_OLD if _NEXIS_OLD.search(text) else _NEXIS_NEW
    documents = [one for one in mark.split(text) if one.strip()]
    for number, document in enumerate(documents, 1):
        lines = [line.strip() for line in document.split("\n")]
        if not any(_FIELD.fullmatch(line) for line in lines):
            continue
        yield _of_nexis(f"{name}, document {number}", lines)


def _of_nexis(where: str, lines: Sequence[str]) -> Piece:
    head: list[str] = []
    said: dict[str, str] = {}
    body: list[str] = []
    state = "head"
    for line in lines:
        field = _FIELD.fullmatch(line)
        key = field[1].strip().lower() if field else ""
        is_key = field is not None and (field[1].isupper() or field[1].istitle()) and key in _NEXIS
        if line.lower() in ("body", "body:"):
            state = "body"
        elif field is not None and is_key:
            said.setdefault(key, field[2].strip())
            if key in _ENDS_BODY and state == "body":
                state = "end"
            elif key == "length":
                state = "body"
        elif line.lower().startswith("copyright ") or line in ("Classification", "Graphic"):
            state = "end" if state == "body" and any(body) else state
        elif state == "head":
            head.append(line)
        elif state == "body":
            body.append(line)
    named = [line for line in head if line and not _RULE.fullmatch(line)]
    date = next((line for line in named if read_date(line)), "")
    before = named[: named.index(date)] if date in named else []
    after = [line for line in named if line != date and line not in before]
    headline = said.get("headline", "")
    if after:  # outlet, date, title
        outlet, title = (before or [""])[0], after[0]
    else:  # title, outlet, date, as the newer exports have it
        title, outlet = (before or [""])[0], before[1] if len(before) > 1 else ""
    return _document(
        where,
        title=headline or title,
        outlet=outlet,
        date=date or said.get("load-date", ""),
        author=said.get("byline", ""),
        language=said.get("language", "").split(";")[0],
        body=body,
    )


_NEXIS = (
    frozenset(
        ("byline", "section", "length", "headline", "dateline", "highlight", "body", "source")
    )
    | _ENDS_BODY
)


def _read_factiva(name: str, text: str) -> Iterator[Piece]:
    for number, document in enumerate(_FACTIVA_END.split(text), 1):
        lines = [line.strip() for line in document.split("\n") if line.strip()]
        at = next((i for i, line in enumerate(lines) if _LENGTH.fullmatch(line)), None)
        if at is not None:
            yield _of_factiva(f"{name}, document {number}", lines, at)


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
        next((i for i, line in enumerate(below[:9]) if line in _LANGUAGES), 2),
    )
    middle = [line for line in below[1:end] if not re.fullmatch(r"\d{1,2}:\d{2}.{0,6}", line)]
    language = next((line for line in middle if line in _LANGUAGES), "")
    author = above[-1] if len(above) > 1 and not ends_sentence(above[-1]) else ""
    titles = above[:-1] if author else above
    return _document(
        where,
        title=titles[0] if titles else "",
        outlet=next((line for line in middle if line not in _LANGUAGES), ""),
        date=date,
        author=author,
        language=language,
        body=below[end + 1 :],
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
    return _document(
        where,
        title=title,
        outlet=next((line for line in after if line not in _LANGUAGES), ""),
        date=date,
        author=named,
        language=next((line for line in after if line in _LANGUAGES), ""),
        body=body,
    )


def _read_proquest(name: str, text: str) -> Iterator[Piece]:
    number = 0
    for document in _PROQUEST_RULE.split(text):
        said: dict[str, str] = {}
        key = ""
        for line in document.split("\n"):
            field = _FIELD.fullmatch(line.strip())
            if field is not None and field[1].lower() in _PROQUEST:
                key = field[1].lower()
                said[key] = field[2]
            elif key in ("full text", "volltext"):
                said[key] += f"\n{line}"
        body = said.get("full text") or said.get("volltext") or ""
        if not body.strip():
            continue
        number += 1
        yield _document(
            f"{name}, document {number}",
            title=said.get("title", "") or next(iter(document.strip().split("\n")), ""),
            outlet=said.get("publication title", ""),
            date=said.get("publication date", "") or said.get("date", ""),
            author=said.get("author", ""),
            language=said.get("language of publication", "") or said.get("language", ""),
            body=body.split("\n"),
            url=said.get("document url", ""),
        )


_PROQUEST_FIELDS = (
    "title|author|publication title|publication date|date|full text|volltext|abstract|links|"
    "language of publication|language|document url|document type|subject|place|publisher|section|"
    "issn|source type|last updated|database|company|copyright|location|people|pages|first page|"
    "publication year|proquest document id|publication info|country of publication|"
    "publication subject"
)
_PROQUEST = frozenset(_PROQUEST_FIELDS.split("|"))


def _document(
    where: str,
    *,
    title: str,
    outlet: str,
    date: str,
    author: str,
    language: str,
    body: Sequence[str],
    url: str = "",
) -> Piece:
    text = clean(re.sub(r"\n{3,}", "\n\n", _paragraphs(body))).strip("\n")
    if not text.strip():
        return Refusal(where, "The document has no text: it may be a list of hits alone.")
    day = read_date(date)
    article = Article(
        title=one_line(title) or where,
        text=text,
        author=clean_authors([author], [outlet]),
        published=day,
        outlet=one_line(outlet),
        url=url.strip(),
        language=_LANGUAGES.get(language.strip().title(), ""),
        source_name=where,
    )
    return remarked(article, "" if day else "no date was recognised")


def _paragraphs(body: Sequence[str]) -> str:
    """One line a paragraph gets blank lines between; text that has them stays as it is."""
    lines = list(body)
    filled = [line for line in lines if line.strip()]
    if any(not line.strip() for line in "\n".join(lines).strip("\n").split("\n")):
        return "\n".join(lines)
    return "\n\n".join(filled)


_LANGUAGES = {
    "English": "en", "German": "de", "Deutsch": "de", "French": "fr", "Français": "fr",
    "Spanish": "es", "Español": "es", "Italian": "it", "Italiano": "it", "Portuguese": "pt",
    "Dutch": "nl", "Polish": "pl", "Russian": "ru", "Chinese": "zh", "Japanese": "ja",
    "Arabic": "ar", "Turkish": "tr", "Swedish": "sv", "Danish": "da", "Norwegian": "no",
    "Finnish": "fi", "Czech": "cs", "Hungarian": "hu", "Korean": "ko", "Greek": "el",
}  # fmt: skip
_Read = Callable[[str, str], Iterator[Piece]]
_EXPORTS: tuple[tuple[Callable[[str], bool], _Read], ...] = (
    (_is_nexis, _read_nexis),
    (_is_factiva, _read_factiva),
    (_is_proquest, _read_proquest),
)
