"""QDPX (REFI-QDA): a zip archive with `project.qde` and the texts under `sources/`.

A label is a code, an annotator a user, a mark a coded passage. Ids are made from names, so that the
same study gives the same file.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.models import Scheme
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import submitted_only
from annotator.releases.writers.xml_text import quoted

__all__ = ["write_qdpx"]

NAMESPACE = "urn:QDA-XML:project:1.0"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def write_qdpx(corpus: Corpus, scheme: Scheme, title: str) -> Written:
    tally = Tally()
    works: dict[str, list[Work]] = {one.key: [] for one in corpus.documents}
    users: dict[str, None] = {}
    for document, work in submitted_only(corpus, tally):
        works[document.key].append(work)
        users[work.annotator] = None
        about_marks = sum(1 for one in work.answers if one.region)
        tally.lose("answers about marks", "left out", about_marks)
        tally.lose("answers about articles", "left out", len(work.answers) - about_marks)
        tally.lose("relations", "left out", len(work.relations))
        tally.lose("annotations without marks", "left out", int(not work.spans))
    lines = [HEAD, f'<Project xmlns="{NAMESPACE}" name={quoted(title, tally)} origin="annotator">']
    lines += ["<Users>"]
    lines += [f'<User guid="{_id("user", who)}" name={quoted(who, tally)}/>' for who in users]
    lines += ["</Users>", "<CodeBook>", "<Codes>", *_codes(corpus, scheme, tally)]
    lines += ["</Codes>", "</CodeBook>", "<Sources>"]
    for one in corpus.documents:
        title = one.article.title
        tally.lose("titles of articles", "with the article's number in front", int(bool(title)))
        lines += _source(one, works[one.key], tally)
    lines += ["</Sources>", "</Project>", ""]
    archive = {"project.qde": "\n".join(lines)}
    for one in corpus.documents:
        archive[f"sources/{_id('text', one.key)}.txt"] = one.article.text
    return Written({"project.qdpx": _zipped(archive)}, tally.losses)


def _codes(corpus: Corpus, scheme: Scheme, tally: Tally) -> Iterator[str]:
    """The codebook's labels, and any other that was used."""
    known = {label.key: label for label in scheme.labels}
    used = {span.label for work in (*corpus.work, *corpus.gold) for span in work.spans}
    for key in [*known, *sorted(used - set(known))]:
        colour = f' color="{known[key].colour}"' if key in known else ""
        told = escape(known[key].definition) if key in known else ""
        yield (
            f'<Code guid="{_id("code", key)}" name={quoted(key, tally)} isCodable="true"{colour}>'
            f"<Description>{told}</Description></Code>"
        )


def _source(document: Document, works: list[Work], tally: Tally) -> Iterator[str]:
    source = _id("text", document.key)
    name = quoted(f"{document.key} {document.article.title}".strip(), tally)
    yield f'<TextSource guid="{source}" name={name} plainTextPath="internal://{source}.txt">'
    for work in works:
        user = _id("user", work.annotator)
        for number, span in enumerate(work.spans):
            tally.lose("discontinuous marks", "a mark each piece", int(len(span.fragments) > 1))
            for start, end in span.fragments:
                place = f"{document.key}\t{work.annotator}\t{number}\t{start}"
                yield (
                    f'<PlainTextSelection guid="{_id("mark", place)}" startPosition="{start}" '
                    f'endPosition="{end}" creatingUser="{user}">'
                    f'<Coding guid="{_id("coding", place)}" creatingUser="{user}">'
                    f'<CodeRef targetGUID="{_id("code", span.label)}"/></Coding>'
                    "</PlainTextSelection>"
                )
    yield "</TextSource>"


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:annotator:{kind}:{name}"))


def _zipped(archive: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in archive.items():
            info = zipfile.ZipInfo(path, FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text.encode("utf-8", "surrogatepass"))
    return buffer.getvalue()
