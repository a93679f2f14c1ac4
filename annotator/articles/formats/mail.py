"""E-mail (.eml) and pages that a browser saved as one file (MHTML): both are MIME."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.articles.bylines import is_name
from annotator.articles.dates import read_date
from annotator.articles.decoding import decode
from annotator.articles.pasted import read_pasted
from annotator.articles.reading import Piece, one_line, remarked, stem
from annotator.articles.told import refused
from annotator.articles.vocabulary.copied_words import FORWARDED, HEADERS_CALLED
from annotator.articles.webpage import read_html
from annotator.errors import ArticleError
from annotator.models import Article

_ENVELOPE = re.compile(
    rb"(?:^|(?<=\n))\r?\n?From [^\n]{1,200}\d{4}[^\n]{0,40}\r?\n(?=[A-Za-z-]{2,40}: )"
)
_HEADERS = re.compile(r"^([^\n:]{1,16}):[ \t]?([^\n]{0,500})$", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_CHARSET = re.compile(rb"charset=[\"']?([\w.:-]{2,40})", re.I)
LONGEST_HEADER = 10_000  # characters; the library's parser takes quadratic time for them


if TYPE_CHECKING:
    _Policy = email.policy.EmailPolicy[EmailMessage]
else:
    _Policy = email.policy.EmailPolicy


class _ShortHeaders(_Policy):
    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


def read_mhtml(name: str, data: bytes) -> Iterator[Piece]:
    """Read the page that a browser saved: its first HTML part; the others are pictures."""
    message = _message(data)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            article = read_html(name, _text(part))
            address = str(
                message.get("Snapshot-Content-Location") or part.get("Content-Location", "")
            )
            if not article.url and address.startswith("http"):
                article = replace(article, url=address.strip())
            yield article
            return
    raise ArticleError("The saved page holds no HTML part: save it again as one file or as text.")


def read_mail(name: str, data: bytes) -> Iterator[Piece]:
    """Read the text of an e-mail: its subject is the title, its sender the outlet or author."""
    message = _message(data)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise ArticleError("The e-mail holds no text, only attachments: save those by themselves.")
    text = _text(body)
    if body.get_content_type() == "text/html":
        article = read_html(name, text)
    else:
        if forwarded := list(FORWARDED.finditer(text)):
            yield from _read_forwarded(name, text, forwarded[-1])
            return
        article = read_pasted(text).to_article(name)
        if article.title:
            article = replace(article, text=f"{article.title}\n\n{article.text}")
    sender, address = parseaddr(str(message.get("From", "")))
    person, _, letter = sender.partition(" from ")
    is_person = bool(letter) and is_name(person)  # "Ada Quill from The Falls Brief"
    article = replace(
        article,
        title=one_line(str(message.get("Subject", ""))) or article.title or stem(name),
        author=article.author or (person if is_person else sender),
        outlet=article.outlet or (letter if is_person else "") or address.rpartition("@")[2],
        published=article.published or _day(str(message.get("Date", ""))),
    )
    attached = list(filter(None, map(_attached, message.iter_attachments())))
    yield remarked(
        article,
        "from an e-mail: check title, author and outlet",
        f"its attachments were left out: {', '.join(attached[:5])}" if attached else "",
    )


def _read_forwarded(name: str, text: str, mark: re.Match[str]) -> Iterator[Piece]:
    """Read what was passed on as an e-mail of its own; what the sender wrote above is said."""
    said = {
        HEADERS_CALLED.get(key.lower(), key): value for key, value in _HEADERS.findall(mark["head"])
    }
    inner = EmailMessage()
    for key in ("From", "Subject"):
        if said.get(key):
            inner[key] = one_line(said[key])
    inner.set_content(text[mark.end() :])
    day = read_date(said.get("Date", ""))
    above = one_line(text[: mark.start()])
    for piece in read_mail(name, bytes(inner)):
        if isinstance(piece, Article):
            piece = replace(piece, published=piece.published or day)
            piece = replace(piece, removed=(*filter(None, (above,)), *piece.removed))
        yield piece


def read_mbox(name: str, data: bytes) -> Iterator[Piece]:
    """Read a mailbox in one file (mbox): an e-mail is an article."""
    envelopes = list(_ENVELOPE.finditer(data))
    starts = [found.end() for found in envelopes]
    ends = [*(found.start() for found in envelopes[1:]), len(data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        where = f"{name}, message {number}" if len(starts) > 1 else name
        try:
            yield from read_mail(where, _QUOTED_FROM.sub(b"From ", data[start:end]))
        except ArticleError as error:
            yield refused(where, error)


def _attached(part: MIMEPart) -> str:
    """What an attachment is called; an e-mail that was passed on has a subject, and no name."""
    if part.get_content_type() == "message/rfc822":
        for inside in islice(part.walk(), 1, 2):
            return f"the e-mail “{one_line(str(inside.get('Subject', '')), 100)}”"
    return str(part.get_filename() or "")


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=_ShortHeaders())


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(payload).encode("utf-8", "replace")
    inside = _CHARSET.search(content[:4096])
    declared = part.get_content_charset() or (inside[1].decode("ascii") if inside else "")
    return decode(content, declared, patient=True).text


def _day(date: str) -> str:
    try:
        return parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return ""
