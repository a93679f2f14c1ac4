"""Studies made by chance: overlaps, pieces, several labels, odd characters, gold, skipped work."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from annotator.models import (
    Annotation,
    Answer,
    Article,
    Choice,
    Kind,
    Label,
    Question,
    Relation,
    RelationType,
    Scheme,
    Span,
    SpanAttribute,
    State,
    normalise,
)
from annotator.releases.content import Content, Plan
from annotator.store.adjudication import DecisionRecord, Gold, GoldAnswerRecord, GoldSpanRecord
from annotator.store.records import StoredArticle, Study, StudyWork
from annotator.store.records import Work as StudyWorkEntry

LABELS = ("loaded", "Name_Calling,Labeling", "straw man", "Überzug/x")
VOICES = ("quoted", "not sure", "a|b")
TYPED = ("the town | hall", "two\nlines", "a_b->c [x]", "*", "7", "_", "\\n", "50 % \\")
SCHEME = Scheme(
    "s", "1", "S", "en", "", "",
    labels=tuple(Label(key, key, "d") for key in LABELS),
    attributes=(
        SpanAttribute(Question("voice", "Voice", Kind.CHOICES,
                               choices=tuple(Choice(c, c) for c in VOICES))),
        SpanAttribute(Question("order", "Order", kind=Kind.TEXT)),
        SpanAttribute(Question("next", "Next", kind=Kind.TEXT)),
    ),
    questions=(Question("frame", "Frame", choices=(Choice("a", "A"), Choice("b", "B"))),
               Question("target", "Target", kind=Kind.TEXT)),
    relations=(RelationType("about", "About"),),
)  # fmt: skip
PIECES = (
    "Brazen", "vote", "cafe\u0301", "🚒", "👩‍🚒", "مرحبا", "\u202bx\u202c", "日本語", " ", " ",
    "\t", "\n", "\r\n", ".", "[", "|", "\\", "\u2028", "\u00a0", "\u0085", "\ufeff", "<b>", "&amp;",
    "#",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(
    lambda p: normalise("".join(p)).lstrip("\ufeff")
)
MOMENT = "2026-03-01T09:00:00Z"


@st.composite
def annotations(draw: st.DrawFn, text: str) -> Annotation:
    spans: list[Span] = []
    answers: list[Answer] = []
    for number in range(draw(st.integers(0, 3)) if text.strip() else 0):
        region = f"r{number}"
        pieces = _pieces(draw, text)
        for label in draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=2, unique=True)):
            spans += [Span(region, label, a, b, max(0, a - 1), b, text[a:b]) for a, b in pieces]
        voices = draw(st.lists(st.sampled_from(VOICES), max_size=2, unique=True))
        answers += [Answer("voice", one, region=region) for one in voices if pieces]
        if pieces and draw(st.booleans()):
            typed = draw(st.sampled_from(TYPED))
            answers.append(Answer(draw(st.sampled_from(("order", "next"))), typed, region=region))
    marks = dict.fromkeys((one.label, one.start, one.end) for one in spans)
    if len(marks) < len(spans):  # a study counts a mark once
        spans, answers = [], []
    for question, values in (("frame", "ab"), ("target", TYPED)):
        if draw(st.booleans()):
            answers.append(Answer(question, draw(st.sampled_from(values))))
    relations = ()
    if len({one.region for one in spans}) > 1:
        name = draw(st.sampled_from(("about", "")))
        relations = (Relation(spans[-1].region, spans[0].region, name),)
    state = draw(st.sampled_from((State.SUBMITTED, State.SUBMITTED, State.SKIPPED)))
    return Annotation(1, 1, state, MOMENT, MOMENT, None, tuple(spans), tuple(answers), relations)


def _pieces(draw: st.DrawFn, text: str) -> list[tuple[int, int]]:
    """One or two passages that begin and end with what can be seen, one behind the other."""
    places = draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True))
    found = []
    for start, end in zip(*[iter(sorted(places))] * 2, strict=False):
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            found.append((start, end))
    return found


@st.composite
def contents(draw: st.DrawFn) -> Content:
    texts = draw(st.lists(TEXTS, min_size=1, max_size=3))
    texts.append(draw(st.sampled_from(texts)))  # two articles may have one text
    words = st.sampled_from(("", "Tom & Ida", "=1+1", "شارع"))
    articles = tuple(
        StoredArticle(number, 1, Article(
            draw(words) or f"Article {number}", text, author=draw(words), outlet=draw(words),
            language=draw(st.sampled_from(("", "en", "ar"))),
            source_name=draw(st.sampled_from(("", "a.txt"))),
        ))
        for number, text in enumerate(texts, start=1)
    )  # fmt: skip
    people = draw(st.sampled_from((("A01",), ("A01", "A02"))))
    work = [
        StudyWorkEntry(one.id, who, draw(annotations(one.article.text)), "s 1")
        for one in articles for who in people if draw(st.integers(0, 4))
    ]  # fmt: skip
    study = Study(1, "Nothing lost", 1, "s", 2, 1, False, "", "x", "")
    nobody: Any = None
    return Content(
        Plan("1.0.0"), StudyWork(study, SCHEME, articles, people, tuple(work)),
        draw(golds(articles)), nobody,
    )  # fmt: skip


@st.composite
def golds(draw: st.DrawFn, articles: tuple[StoredArticle, ...]) -> Gold:
    spans: list[GoldSpanRecord] = []
    for stored in articles[:-1]:  # beside that of annotators, so that it is nobody's work
        text = stored.article.text
        for start, end in (_pieces(draw, text) if text.strip() and draw(st.booleans()) else ())[:1]:
            other = len(spans) if spans and spans[-1].article_id == stored.id else None
            attributes = {"voice": "quoted"} if draw(st.booleans()) else {}
            spans.append(GoldSpanRecord(
                len(spans) + 1, 1, stored.id, "loaded", start, end, text[start:end], attributes,
                ("order",), other,
            ))  # fmt: skip
    answers = (GoldAnswerRecord(1, 1, "frame", "a", None),) if draw(st.booleans()) else ()
    decision = DecisionRecord(1, 1, None, "mark", "hand", "", None, None, None, "J01", "because",
                              (), "[]", "[]", (), "", 1, MOMENT, True)  # fmt: skip
    nothing = (decision,) if draw(st.booleans()) else ()
    return Gold(tuple(spans), answers, (), {1: decision}, nothing)
