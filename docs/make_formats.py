"""Write docs/formats.md from the table of formats and one small example.

A test compares the page with what this makes.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from annotator.models import (
    Annotation,
    Answer,
    Article,
    Choice,
    Label,
    Level,
    Question,
    Relation,
    RelationType,
    Scheme,
    Span,
    SpanAttribute,
    State,
)
from annotator.releases.content import Content, Plan
from annotator.releases.declared import BESIDE
from annotator.releases.formats import RELEASE_FORMATS
from annotator.releases.writers.parquet import schemas
from annotator.store.adjudication import DecisionRecord, Gold, GoldSpanRecord
from annotator.store.records import StoredArticle, Study, StudyWork, Work

PAGE = Path(__file__).with_name("formats.md")
TEXT = "🚒 Brazen vote shocks town.\nCritics say so."
LINES = 10
WIDTH = 110  # of a line shown; a longer one goes on in the next
CODEBOOK = "short 1"
# Which file of a format is shown.
SHOWN = {
    "jsonl": "articles.jsonl", "csv": "spans.csv", "matrices": "question-sure.csv",
    "ptc": "A01/article7.task2-TC.labels", "brat": "A01/7.ann", "webanno-tsv": "7/A01.tsv",
    "cas-xmi": "7/A01.xmi", "cas-json": "7/A01.json", "conll": "A01/7.conll",
    "label-studio": "tasks.json", "lewidi": "question-sure.json", "web-annotation": "7.jsonld",
}  # fmt: skip
INTRODUCTION = """# Formats of a release

`annotator release STUDY --version 1.0.0 --formats jsonl,brat,...` writes a folder for each format;
the page *Release* of a study shows the same before it is made. Offsets are Unicode code points,
start included, end excluded, unless a format says otherwise. What a format could not hold is
counted in the release's `losses.md`.

This page is made by `python docs/make_formats.py`; a test compares it with the table in
`annotator/releases/formats.py`. To add a format: a module in `annotator/releases/writers/`, an
entry in that table, and its name in this script.

Every example is the beginning of a file about one article:

    🚒 Brazen vote shocks town.
    Critics say so.
"""
BESIDE_MARKS = """## Besides marks

Which formats hold what else a study has; the others count it among their losses. JSON Lines
without texts lack the articles' files.

| what | formats that hold it |
| --- | --- |"""
SPACY = """import spacy
from spacy.tokens import DocBin

docs = DocBin().from_disk("spacy/A01.spacy").get_docs(spacy.blank("en").vocab)
for doc in docs:
    print([(span.text, span.label_) for span in doc.spans["sc"]])
"""


def example() -> Content:
    """One article, two annotators, a gold mark."""
    sure = Question("sure", "How sure are you", level=Level.ORDINAL,
                    choices=(Choice("low", "Low", 1.0), Choice("high", "High", 2.0)))  # fmt: skip
    scheme = Scheme(
        "short", "1", "A short codebook", "en", "", "",
        labels=(Label("loaded", "Loaded", "Words with a charge."),
                Label("vague", "Vague source", "A source that names nobody.")),
        attributes=(SpanAttribute(Question("voice", "Voice")),),
        relations=(RelationType("about", "About"),), questions=(sure,),
    )  # fmt: skip
    stored = StoredArticle(7, 1, Article("Brazen vote", TEXT, language="en"))
    first = _work("A01", [("r1", "loaded", 2, 8), ("r2", "vague", 27, 34)], "high",
                  (Relation("r1", "r2", "about"),))  # fmt: skip
    second = _work("A02", [("r3", "loaded", 2, 13)], "low", ())
    study = Study(1, "Bridge 2026", 1, "short", 2, 1, False, "", "x", "")
    work = StudyWork(study, scheme, (stored,), ("A01", "A02"), (first, second))
    decision = DecisionRecord(
        1, 7, None, "mark", "hand", "", None, None, None, "J01", "", (), "[]", "[]", (), "", 1,
        "2026-03-20T08:00:00Z", True,
    )  # fmt: skip
    gold = Gold(
        (GoldSpanRecord(1, 1, 7, "loaded", 2, 8, "Brazen", {"voice": "journalist"}, (), None),),
        (), (), {1: decision},
    )  # fmt: skip
    report: Any = None  # no format has it
    return Content(Plan("1.0.0"), work, gold, report)


def _work(who: str, marks: list[tuple[str, str, int, int]], sure: str, relations: Any) -> Work:
    spans = tuple(Span(r, label, a, b, a, b, TEXT[a:b]) for r, label, a, b in marks)
    answers = (*(Answer("voice", "journalist", region=one.region) for one in spans),
               Answer("sure", sure, {"low": 1.0, "high": 2.0}[sure]))  # fmt: skip
    moment = "2026-03-01T09:00:00Z"
    annotation = Annotation(1, 1, State.SUBMITTED, moment, moment, 60.0, spans, answers, relations)
    return Work(7, who, annotation, CODEBOOK)


def page() -> str:
    parts = [INTRODUCTION]
    content = example()
    for name, one in RELEASE_FORMATS.items():
        cannot = one.cannot_hold or "Nothing is lost."
        texts = "Needs the articles’ texts." if one.needs_text else "Possible without texts."
        shown, lines = _example(name, content)
        block = "\n".join(f"    {line}".rstrip() for line in lines)
        parts.append(
            f"## {name}\n\n{one.contents} {texts}\n\nCannot hold: {cannot}\n\n{shown}:\n\n{block}\n"
        )
    return "\n".join([*parts, BESIDE_MARKS, *_held(), ""])


def _held() -> list[str]:
    """A row what a study holds besides marks."""
    rows = []
    for key, (what, _) in BESIDE.items():
        holding = [name for name, one in RELEASE_FORMATS.items() if key in one.holds]
        rows.append(f"| {what} | {', '.join(holding)} |")
    return rows


def _example(name: str, content: Content) -> tuple[str, list[str]]:
    if name == "spacy":
        return "Read with", SPACY.splitlines()
    if name == "parquet":
        fields = schemas()["annotations"]
        columns = [f"{field.name}: {field.type}" for field in fields]
        return "The last columns of `annotations.parquet`", _wrapped(columns[-6:])
    found = RELEASE_FORMATS[name].write(content).files
    if name == "qdpx":
        with zipfile.ZipFile(io.BytesIO(found["project.qdpx"])) as archive:
            lines = archive.read("project.qde").decode().splitlines()
        return "`project.qde` in `project.qdpx`", _wrapped(lines)
    data = found[SHOWN[name]].decode()
    return f"`{SHOWN[name]}`", _wrapped(data.splitlines())


def _wrapped(lines: list[str]) -> list[str]:
    """The first ten lines, long ones in pieces."""
    pieces = [line[at : at + WIDTH] for line in lines for at in range(0, max(1, len(line)), WIDTH)]
    return pieces if len(pieces) <= LINES else [*pieces[:LINES], "..."]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
