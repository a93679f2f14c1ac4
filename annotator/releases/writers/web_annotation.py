"""W3C Web Annotation (JSON-LD): a page of annotations an article, to be shown on the live page.

A mark's target has a TextPositionSelector (code points) and, in a release with texts, a
TextQuoteSelector with what stands before and after it.
"""

from __future__ import annotations

import json
from typing import Any

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.releases.content import Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import answers_by_region, every_work, file_name

__all__ = ["CONTEXT", "write_web_annotation"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after a quoted passage


def write_web_annotation(corpus: Corpus, *, texts: bool = True) -> Written:
    tally = Tally()
    tally.lose("texts of articles", "the marked passages, in a release with texts",
               len(corpus.documents))  # fmt: skip
    pages: dict[str, list[dict[str, Any]]] = {one.key: [] for one in corpus.documents}
    for document, work in every_work(corpus):
        pages[document.key] += _annotations(document, work, texts, tally)
    files = {}
    for key, items in pages.items():
        page = {"@context": CONTEXT, "id": f"urn:annotator:page:{file_name(key)}",
                "type": "AnnotationPage", "items": items}  # fmt: skip
        text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
        files[f"{file_name(key)}.jsonld"] = text.encode("utf-8", "surrogatepass")
    return Written(files, tally.losses)


def _annotations(document: Document, work: Work, texts: bool, tally: Tally) -> list[dict[str, Any]]:
    source = document.article.url or f"urn:sha256:{document.article.sha256}"
    about = f"urn:annotator:{file_name(document.key)}:{file_name(work.annotator)}"
    creator = {"id": f"urn:annotator:{file_name(work.annotator)}", "type": "Person",
               "nickname": work.annotator}  # fmt: skip

    def annotation(name: str, motivation: str, bodies: list[Any], target: Any) -> dict[str, Any]:
        return {"id": f"{about}:{name}", "type": "Annotation", "creator": creator,
                "motivation": motivation, "body": bodies, "target": target}  # fmt: skip

    found = []
    given = answers_by_region(work)
    regions: dict[str, str] = {}
    for number, span in enumerate(work.spans):
        tally.lose("discontinuous marks", "one selector a piece", int(len(span.fragments) > 1))
        bodies = [_body("tagging", span.label)]
        for question, values in given[span.region].items():
            bodies += [_body("describing", f"{question}={value}") for value in values]
        selectors = [
            selector
            for start, end in span.fragments
            for selector in _selectors(document.article.text, start, end, texts)
        ]
        target = {"source": source, "selector": selectors}
        found.append(annotation(f"{number}:{span.region}", "tagging", bodies, target))
        regions.setdefault(span.region, f"{about}:{number}:{span.region}")
    for question, values in given[""].items():
        bodies = [_body("assessing", f"{question}={value}") for value in values]
        found.append(annotation(file_name(question), "assessing", bodies, source))
    for number, relation in enumerate(work.relations):
        start, end = regions.get(relation.from_region), regions.get(relation.to_region)
        if start is None or end is None:
            tally.lose("relations of marks that are not there", "left out")
            continue
        linked = [_body("tagging", relation.label), {"id": end}]
        found.append(annotation(f"relation:{number}", "linking", linked, start))
    tally.lose("annotations without marks and answers", "left out", int(not found))
    tally.lose("states of skipped annotations", "left out", int(work.state.value == "skipped"))
    return found


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _selectors(text: str, start: int, end: int, texts: bool) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    if not texts:
        return [position]
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    return [position, quote]
