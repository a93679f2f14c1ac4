"""WARC files of web archives: each response that is a page becomes an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from annotator.articles.decoding import decode
from annotator.articles.reading import Piece
from annotator.articles.webpage import read_html
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.settings import MAX_FILE_BYTES

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.I)
_PAGE = ("text/html", "application/xhtml")


def read_warc(name: str, data: bytes) -> Iterator[Piece]:
    """Read all pages of an archive; what is no page is passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    pages = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type not in ("response", "resource", "conversion"):
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            headers = record.http_headers
            kind = (headers.get_header("Content-Type") if headers else "") or ""
            kind = kind or record.rec_headers.get_header("Content-Type") or ""
            if not kind.startswith(_PAGE) or (headers and headers.get_statuscode() != "200"):
                continue
            pages += 1
            where = f"{name}, page {pages}"
            content = record.content_stream().read(MAX_FILE_BYTES)
            charset = _CHARSET.search(kind)
            try:
                text = decode(content, charset[1] if charset else "", patient=True).text
                article = read_html(where, text)
            except ArticleError as error:
                yield Refusal(where, f"{address[:200]}: {error}")
                continue
            yield replace(article, url=article.url or address)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise ArticleError(f"The web archive is damaged after page {pages}: {error}.") from error
    if not pages:
        raise ArticleError("The web archive holds no page that was answered with HTML.")
